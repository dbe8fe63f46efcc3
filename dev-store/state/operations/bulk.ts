import type { BulkOperation } from "../model/app.ts";
import type { ShopState } from "../shop-state.ts";
import type { Store } from "../store.ts";

const final: BulkOperation["status"][] = ["completed", "failed", "canceled"];

/** Stores a bulk operation's progress; `bulk_operations/finish` is told once, when it becomes final. */
export function putBulkOperation(store: Store, state: ShopState, operation: BulkOperation): BulkOperation {
  const before = state.get("bulkOperation", operation.id);
  const finished = final.includes(operation.status) && !(before && final.includes(before.status));
  store.write(state, (change) => {
    change.put("bulkOperation", operation);
    if (finished) change.emit({ topic: "bulk_operations/finish", operation });
  });
  return operation;
}
