import { type FilterRefusal, validateFilter } from "#app/domain/membership/validate-segment.ts";
import type { Segment, SegmentFilter } from "#app/domain/membership/segment.ts";
import { accept, type Outcome, type Refusal, refuse } from "#app/domain/shared/outcome.ts";
import type { AuditLog } from "../audit-ports.ts";
import type { Segments } from "./campaign-ports.ts";
import type { Clock, Ids, ShopRecord } from "../ports.ts";

export type SegmentPorts = {
  readonly segments: Segments;
  readonly audit: Pick<AuditLog, "append">;
  readonly clock: Clock;
  readonly ids: Ids;
};

export type SegmentRefusal =
  FilterRefusal | Refusal<"name-required" | "name-too-long" | "name-taken" | "in-use" | "not-found">;

const NAME_LENGTH_MAX = 255;

/** Saves a filter over members under a name; `segmentId` null: a new one. */
export async function saveSegment(
  ports: SegmentPorts,
  shop: Pick<ShopRecord, "shopId" | "currency">,
  input: { readonly segmentId: string | null; readonly name: string; readonly filter: SegmentFilter },
  by: string,
): Promise<Outcome<Segment, SegmentRefusal>> {
  const name = input.name.trim();
  if (name === "")
    return refuse({ code: "name-required", pointer: "/name", detail: "Give the segment a name." });
  if (name.length > NAME_LENGTH_MAX) {
    const detail = `Use at most ${NAME_LENGTH_MAX} characters.`;
    return refuse({ code: "name-too-long", pointer: "/name", detail });
  }
  const [first, ...rest] = validateFilter(input.filter, "/filter", shop.currency);
  if (first !== undefined) return refuse(first, ...rest);
  const at = ports.clock.now();
  if (input.segmentId !== null && (await ports.segments.get(shop.shopId, input.segmentId)) === null)
    return refuse({ code: "not-found", detail: "There is no such segment in this shop, or no longer." });
  const segment = { segmentId: input.segmentId ?? ports.ids.next(at), name, filter: input.filter };
  if (await ports.segments.save(shop.shopId, segment, { at, by })) {
    await ports.audit.append(shop.shopId, {
      ...{ at, actor: by, subject: `segment:${segment.segmentId}`, detail: { name } },
      action: input.segmentId === null ? "segment-created" : "segment-changed",
    });
    return accept(segment);
  }
  return refuse({
    code: "name-taken",
    pointer: "/name",
    detail: "Another segment has this name. Choose another one.",
  });
}

/** Deletes a saved filter, unless a campaign that is not over was made for it. */
export async function removeSegment(
  ports: Omit<SegmentPorts, "ids">,
  shopId: string,
  segmentId: string,
  by: string,
): Promise<Outcome<null, SegmentRefusal>> {
  const segment = await ports.segments.get(shopId, segmentId);
  if (segment === null) return accept(null);
  const users = await ports.segments.remove(shopId, segmentId);
  if (users.length === 0) {
    const detail = { name: segment.name };
    await ports.audit.append(shopId, {
      ...{ at: ports.clock.now(), actor: by, subject: `segment:${segmentId}`, detail },
      action: "segment-removed",
    });
    return accept(null);
  }
  return refuse({
    code: "in-use",
    detail: `Campaigns use this segment: ${users.join(", ")}. End or delete them first.`,
  });
}
