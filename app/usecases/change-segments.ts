import { type FilterRefusal, validateFilter } from "#app/domain/membership/validate-segment.ts";
import type { Segment, SegmentFilter } from "#app/domain/membership/segment.ts";
import { accept, type Outcome, type Refusal, refuse } from "#app/domain/shared/outcome.ts";
import type { Segments } from "./campaign-ports.ts";
import type { Clock, Ids, ShopRecord } from "./ports.ts";

export type SegmentPorts = { readonly segments: Segments; readonly clock: Clock; readonly ids: Ids };

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
  if (await ports.segments.save(shop.shopId, segment, { at, by })) return accept(segment);
  return refuse({
    code: "name-taken",
    pointer: "/name",
    detail: "Another segment has this name. Choose another one.",
  });
}

/** Deletes a saved filter, unless a campaign that is not over was made for it. */
export async function removeSegment(
  ports: Pick<SegmentPorts, "segments">,
  shopId: string,
  segmentId: string,
): Promise<Outcome<null, SegmentRefusal>> {
  const users = await ports.segments.remove(shopId, segmentId);
  if (users.length === 0) return accept(null);
  return refuse({
    code: "in-use",
    detail: `Campaigns use this segment: ${users.join(", ")}. End or delete them first.`,
  });
}
