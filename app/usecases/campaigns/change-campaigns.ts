import { can, type CampaignRefusal, dueAt, takeStep } from "#app/domain/earning/campaign-life.ts";
import {
  type CampaignDraft,
  type CampaignFault,
  validateCampaign,
} from "#app/domain/earning/validate-campaign.ts";
import type { SegmentFilter } from "#app/domain/membership/segment.ts";
import type { ProgramBody } from "#app/domain/program/program-body.ts";
import { invariant } from "#app/domain/shared/invariant.ts";
import { accept, type Outcome, type Refusal, refuse } from "#app/domain/shared/outcome.ts";
import type { AuditAction } from "../audit-ports.ts";
import type { Segments, StoredCampaign } from "./campaign-ports.ts";
import type { Ledger, LedgerStores } from "../ledger-ports.ts";
import type { Clock, Ids, ShopRecord, Wake } from "../ports.ts";

export type CampaignPorts = {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly segments: Pick<Segments, "get">;
  readonly wake: Pick<Wake, "campaigns">;
};

/** `segmentId`: the saved filter to take the audience from, as it stands when the campaign is started. */
export type CampaignInput = CampaignDraft & { readonly segmentId: string | null };

export type ChangeRefusal =
  | CampaignFault
  | CampaignRefusal
  | Refusal<"not-found" | "segment-not-found" | "not-launched" | "action-unknown">;

type Changed = Outcome<StoredCampaign, ChangeRefusal>;

const NOT_FOUND = refuse({ code: "not-found" as const, detail: "There is no such campaign in this shop." });

/** A new draft. What can't work is said at its field and nothing is kept. */
export async function createCampaign(
  ports: CampaignPorts,
  shopId: string,
  input: CampaignInput,
  by: string,
): Promise<Changed> {
  return ports.ledger.transaction(async (stores): Promise<Changed> => {
    const now = ports.clock.now();
    const composed = await compose(ports, await requireShop(stores, shopId), input, now);
    if (!composed.ok) return composed;
    const campaign: StoredCampaign = {
      ...{ ...composed.value, campaignId: ports.ids.next(now), status: "draft", runs: [], givenPoints: 0 },
    };
    await stores.campaigns.insert(shopId, campaign, { at: now, by });
    await log(stores, shopId, campaign, "campaign-created", by, now);
    return accept(campaign);
  });
}

/** Changes a draft; what has been started never changes. */
export function updateCampaign(
  ports: CampaignPorts,
  shopId: string,
  campaignId: string,
  input: CampaignInput,
  by: string,
): Promise<Changed> {
  return change(ports, shopId, campaignId, async (campaign, shop, now, stores): Promise<Changed> => {
    if (campaign.status !== "draft") {
      return refuse({
        code: "wrong-status",
        detail: "Only a draft can be changed. End this campaign and make a new one.",
      });
    }
    const composed = await compose(ports, shop, input, now);
    if (!composed.ok) return composed;
    const changed = { ...campaign, ...composed.value };
    await log(stores, shopId, changed, "campaign-changed", by, now);
    return accept(changed);
  });
}

/** Starts a draft: at its date, or at once. From here on its terms stay, and so does its audience's filter. */
export async function startCampaign(
  ports: CampaignPorts,
  shopId: string,
  campaignId: string,
  by: string,
): Promise<Changed> {
  const started = await change(
    ports,
    shopId,
    campaignId,
    async (draft, shop, now, stores): Promise<Changed> => {
      if (shop.launchedAt === null) {
        return refuse({
          code: "not-launched",
          detail: "Launch the program first: nothing reaches shoppers before.",
        });
      }
      if (!can(draft, "start")) return takeStepAs(draft, "start", now);
      const composed = await compose(ports, shop, draft, now);
      if (!composed.ok) return composed;
      const program = await stores.programs.getCurrent(shopId);
      if (!rewardsItsAction(composed.value, program?.body ?? null)) {
        return refuse({
          code: "action-unknown",
          pointer: "/terms/action",
          detail:
            "No rule of the program rewards this action: the bonus comes on top of one. Add the rule first.",
        });
      }
      const { startsAt } = composed.value;
      const begins = startsAt === null || startsAt < now ? now : startsAt;
      const scheduled = takeStepAs({ ...draft, ...composed.value, startsAt: begins }, "start", now);
      if (!scheduled.ok) return scheduled;
      await log(stores, shopId, draft, "campaign-started", by, now);
      return begins > now ? scheduled : takeStepAs(scheduled.value, "begin", begins);
    },
  );
  if (started.ok) ports.wake.campaigns(shopId);
  return started;
}

/** Pauses, resumes or ends one that was started. */
export async function stepCampaign(
  ports: CampaignPorts,
  shopId: string,
  campaignId: string,
  event: "pause" | "resume" | "end",
  by: string,
): Promise<Changed> {
  const stepped = await change(
    ports,
    shopId,
    campaignId,
    async (campaign, _, now, stores): Promise<Changed> => {
      const step = takeStepAs(campaign, event, now);
      if (step.ok) await log(stores, shopId, campaign, EVENTS[event], by, now);
      return step;
    },
  );
  if (stepped.ok && event === "resume") ports.wake.campaigns(shopId);
  return stepped;
}

const EVENTS = { pause: "campaign-paused", resume: "campaign-resumed", end: "campaign-ended" } as const;

/** Throws a draft away; what was started stays, as the explanation of what it gave. */
export async function removeCampaign(
  ports: CampaignPorts,
  shopId: string,
  campaignId: string,
  by: string,
): Promise<Outcome<null, ChangeRefusal>> {
  return ports.ledger.transaction(async (stores): Promise<Outcome<null, ChangeRefusal>> => {
    const campaign = await stores.campaigns.lock(shopId, campaignId);
    if (campaign === null) return NOT_FOUND;
    if (campaign.status !== "draft") {
      return refuse({
        code: "wrong-status",
        detail: "Only a draft can be deleted: what was given stays explained. End the campaign instead.",
      });
    }
    await stores.campaigns.remove(shopId, campaignId);
    await log(stores, shopId, campaign, "campaign-removed", by, ports.clock.now());
    return accept(null);
  });
}

/** A bonus on an action comes on top of the program's rule for it. */
function rewardsItsAction({ terms }: CampaignInput, program: ProgramBody | null): boolean {
  if (terms.kind !== "bonus" || terms.trigger !== "action") return true;
  return (
    program?.earning.rules.some(({ kind, action }) => kind === "action" && action === terms.action) ?? false
  );
}

function takeStepAs(campaign: StoredCampaign, event: Parameters<typeof takeStep>[1], at: Date): Changed {
  const step = takeStep(campaign, event, at);
  return step.ok ? accept({ ...step.value, segmentId: campaign.segmentId }) : step;
}

async function change(
  ports: CampaignPorts,
  shopId: string,
  campaignId: string,
  decide: (campaign: StoredCampaign, shop: ShopRecord, now: Date, stores: LedgerStores) => Promise<Changed>,
): Promise<Changed> {
  return ports.ledger.transaction(async (stores): Promise<Changed> => {
    const now = ports.clock.now();
    const campaign = await stores.campaigns.lock(shopId, campaignId);
    if (campaign === null) return NOT_FOUND;
    const decided = await decide(campaign, await requireShop(stores, shopId), now, stores);
    if (decided.ok) await stores.campaigns.update(shopId, decided.value, dueAt(decided.value, now));
    return decided;
  });
}

async function requireShop(stores: LedgerStores, shopId: string): Promise<ShopRecord> {
  const shop = await stores.shops.get(shopId);
  invariant(shop !== null, `${shopId} is installed`);
  return shop;
}

/** The input with its segment's filter in place, if it can work. */
async function compose(
  ports: CampaignPorts,
  shop: ShopRecord,
  { name, terms, startsAt, endsAt, budgetPoints, segmentId }: CampaignInput,
  now: Date,
): Promise<Outcome<CampaignInput, ChangeRefusal>> {
  let audience: SegmentFilter | null = terms.audience;
  if (segmentId !== null) {
    const segment = await ports.segments.get(shop.shopId, segmentId);
    if (segment === null) {
      return refuse({
        code: "segment-not-found",
        pointer: "/segmentId",
        detail: "This segment is gone. Choose another one.",
      });
    }
    audience = segment.filter;
  }
  const composed: CampaignInput = {
    ...{ name: name.trim(), terms: { ...terms, audience }, startsAt, endsAt, budgetPoints, segmentId },
  };
  const [first, ...rest] = validateCampaign(composed, { ...shop, now });
  return first === undefined ? accept(composed) : refuse(first, ...rest);
}

function log(
  stores: LedgerStores,
  shopId: string,
  { campaignId, name }: Pick<StoredCampaign, "campaignId" | "name">,
  action: AuditAction,
  actor: string,
  at: Date,
): Promise<void> {
  return stores.audit.append(shopId, {
    at,
    actor,
    action,
    subject: `campaign:${campaignId}`,
    detail: { name },
  });
}
