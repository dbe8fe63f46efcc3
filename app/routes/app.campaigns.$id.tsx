import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData, useNavigate } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { Badge, Banner, BlockStack, Page, Text } from "@shopify/polaris";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { readCampaign, typeCampaign, type TypedCampaign } from "#app/domain/earning/typed-campaign.ts";
import type { Segment } from "#app/domain/membership/segment.ts";
import type { ProgramBody } from "#app/domain/program/program-body.ts";
import { CampaignFigures } from "#app/ui/campaigns/campaign-figures.tsx";
import { type CampaignView, STATUS_TONES } from "#app/ui/campaigns/campaign-view.ts";
import { CampaignWorkbench, type RefusalView } from "#app/ui/campaigns/campaign-workbench.tsx";
import { useReach } from "#app/ui/campaigns/reach.tsx";
import { typedCampaignShape } from "#app/ui/campaigns/shapes.ts";
import { ConfirmModal } from "#app/ui/confirm-modal.tsx";
import { useFormat } from "#app/ui/format.ts";
import {
  removeCampaign,
  startCampaign,
  stepCampaign,
  updateCampaign,
} from "#app/usecases/campaigns/change-campaigns.ts";
import { app } from "#app/wiring.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const campaign = await app.campaignReads.get(shop.shopId, params["id"] ?? "");
  if (campaign === null) throw new Response(null, { status: 404 });
  const [segments, program] = await Promise.all([
    app.segments.list(shop.shopId),
    app.programs.getCurrent(shop.shopId),
  ]);
  return Response.json({
    ...{ campaign, segments, program: program?.body ?? null, now: app.clock.now() },
    ...{ currency: shop.currency, timeZone: shop.timeZone },
  });
}

const bodySchema = z.discriminatedUnion("do", [
  z.object({ do: z.literal("keep"), typed: typedCampaignShape }),
  z.object({ do: z.literal("start"), typed: typedCampaignShape }),
  z.object({ do: z.enum(["pause", "resume", "end", "remove"]) }),
]);

/** POST /app/campaigns/:id { do } → { ok, did } */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, staffName } = await authenticateMerchant(request);
  const asked = bodySchema.parse(await request.json());
  const campaignId = params["id"] ?? "";
  const done = await perform(shop, campaignId, asked, staffName);
  return Response.json(done.ok ? { ok: true, did: asked.do } : done, { status: done.ok ? 200 : 422 });
}

async function perform(
  { shopId, timeZone }: { readonly shopId: string; readonly timeZone: string },
  campaignId: string,
  asked: z.infer<typeof bodySchema>,
  by: string,
) {
  switch (asked.do) {
    case "keep":
    case "start": {
      const kept = await updateCampaign(app, shopId, campaignId, readCampaign(asked.typed, timeZone), by);
      return kept.ok && asked.do === "start" ? startCampaign(app, shopId, campaignId, by) : kept;
    }
    case "remove":
      return removeCampaign(app, shopId, campaignId, by);
    default:
      return stepCampaign(app, shopId, campaignId, asked.do, by);
  }
}

type Data = {
  campaign: CampaignView;
  segments: Segment[];
  program: ProgramBody | null;
  now: string;
  currency: string;
  timeZone: string;
};
type Asked = "start" | "end" | "remove";
type Result = { ok: true; did: string } | { ok: false; refusals: RefusalView[] };

/** A draft to be changed and started; one that was started, with what it has given. */
export default function CampaignPage() {
  const { campaign, segments, program, now, ...shop } = useLoaderData<unknown>() as Data;
  const { t } = useTranslation("campaigns");
  const format = useFormat(shop);
  const shopify = useAppBridge();
  const navigate = useNavigate();
  const fetcher = useFetcher<Result>();
  const saved = useMemo(() => typedOf(campaign, shop.timeZone), [campaign]);
  const [typed, setTyped] = useState<TypedCampaign>(saved);
  const [tried, setTried] = useState(false);
  const [asking, setAsking] = useState<Asked | null>(null);
  const isDraft = campaign.status === "draft";
  const draft = readCampaign(typed, shop.timeZone);
  const reach = useReach({ filter: draft.terms.audience, segmentId: draft.segmentId });
  const busy = fetcher.state !== "idle";
  useEffect(() => {
    if (fetcher.state !== "idle" || fetcher.data?.ok !== true) return;
    shopify.toast.show(t(`did.${fetcher.data.did}`));
    if (fetcher.data.did === "remove") void navigate("/app/campaigns");
  }, [fetcher.state, fetcher.data]);
  const perform = (what: "keep" | "start" | "pause" | "resume" | "end" | "remove") => {
    setTried(true);
    setAsking(null);
    const body = what === "keep" || what === "start" ? { do: what, typed } : { do: what };
    fetcher.submit(JSON.stringify(body), { method: "post", encType: "application/json" });
  };
  const refusals = fetcher.data?.ok === false ? fetcher.data.refusals : [];
  const segment = segments.find(({ segmentId }) => segmentId === campaign.segmentId);
  const isOpen =
    campaign.status === "running" || campaign.status === "paused" || campaign.status === "scheduled";
  const gives =
    draft.terms.kind === "bonus" && draft.terms.trigger === "start" && Number.isInteger(draft.terms.points)
      ? draft.terms.points
      : null;
  const members = reach?.members ?? null;
  return (
    <Page
      title={campaign.name}
      titleMetadata={<Badge tone={STATUS_TONES[campaign.status]}>{t(`status.${campaign.status}`)}</Badge>}
      subtitle={t("made", { by: campaign.createdBy, at: format.instant(campaign.createdAt) })}
      backAction={{ content: t("title"), url: "/app/campaigns" }}
      {...(isDraft && {
        primaryAction: { content: t("start.open"), onAction: () => setAsking("start"), disabled: busy },
      })}
      secondaryActions={[
        ...(isDraft
          ? [
              { content: t("keep"), onAction: () => perform("keep"), disabled: busy },
              { content: t("remove.open"), destructive: true, onAction: () => setAsking("remove") },
            ]
          : []),
        ...(campaign.status === "running" ? [{ content: t("pause"), onAction: () => perform("pause") }] : []),
        ...(campaign.status === "paused"
          ? [{ content: t("resume"), onAction: () => perform("resume") }]
          : []),
        ...(isOpen ? [{ content: t("end.open"), destructive: true, onAction: () => setAsking("end") }] : []),
      ]}
    >
      {isDraft ? (
        <CampaignWorkbench
          typed={typed}
          onChange={setTyped}
          segments={segments}
          program={program}
          shop={shop}
          now={now}
          refusals={refusals}
          showErrors={tried}
        />
      ) : (
        <BlockStack gap="400">
          {refusals.length > 0 && (
            <Banner tone="critical" title={t("refused")}>
              {refusals.map(({ code, detail }) => (
                <p key={code}>{t(`refusal.${code}`, { defaultValue: detail })}</p>
              ))}
            </Banner>
          )}
          <CampaignFigures
            campaign={campaign}
            audience={
              segment !== undefined
                ? t("audience.of", { name: segment.name })
                : t(campaign.terms.audience === null ? "audience.everybody" : "audience.filter")
            }
            currency={shop.currency}
            format={format}
          />
        </BlockStack>
      )}
      <ConfirmModal
        open={asking !== null}
        onClose={() => setAsking(null)}
        title={t(`${asking ?? "start"}.title`)}
        confirm={t(`${asking ?? "start"}.confirm`)}
        destructive={asking !== "start"}
        onConfirm={() => asking !== null && perform(asking)}
      >
        <BlockStack gap="200">
          <Text as="p">{t(`${asking ?? "start"}.text`)}</Text>
          {asking === "start" && members !== null && (
            <Text as="p" fontWeight="semibold">
              {gives === null
                ? t("reach.members", { count: members, number: format.number(members) })
                : t("start.gives", {
                    ...{ count: members, members: format.number(members) },
                    points: format.number(
                      Math.min(members * gives, draft.budgetPoints ?? Number.POSITIVE_INFINITY),
                    ),
                  })}
            </Text>
          )}
        </BlockStack>
      </ConfirmModal>
    </Page>
  );
}

function typedOf(campaign: CampaignView, timeZone: string): TypedCampaign {
  const moment = (instant: string | null) => (instant === null ? null : new Date(instant));
  return typeCampaign(
    { ...campaign, startsAt: moment(campaign.startsAt), endsAt: moment(campaign.endsAt) },
    campaign.segmentId,
    timeZone,
  );
}
