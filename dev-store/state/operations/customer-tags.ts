import type { Instant } from "../model.ts";
import type { Customer } from "../model/customer.ts";
import type { Change } from "../store.ts";

/** Payloads of customers say nothing of tags: these two topics do. */
export function emitTags(change: Change, before: Customer, after: Customer, at: Instant): void {
  const added = after.tags.filter((tag) => !before.tags.includes(tag));
  const removed = before.tags.filter((tag) => !after.tags.includes(tag));
  if (added.length > 0) change.emit({ topic: "customer.tags_added", customerId: after.id, tags: added, at });
  if (removed.length > 0)
    change.emit({ topic: "customer.tags_removed", customerId: after.id, tags: removed, at });
}
