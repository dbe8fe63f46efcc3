import type { Order } from "#dev-store/state/model/order.ts";
import { orderTotals } from "#dev-store/state/operations/totals.ts";

/** The states of an order in a few lines, for whoever has to find out why it is judged otherwise. */
export function tellOrder(states: readonly Order[], heard: readonly Order[]): string {
  return states
    .map((state) => {
      const totals = orderTotals(state);
      const lines = state.lines.map(
        (line) =>
          `${line.id.slice(-5)}${line.giftCard ? " gift card" : ""} ${line.currentQuantity}/${line.quantity}×${line.unitPriceMinor}`,
      );
      const paid = state.transactions.map(
        (one) => `${one.kind} ${one.amountMinor} by ${one.gateway} at ${one.processedAt}`,
      );
      const refunds = state.refunds.map((refund) => {
        const units = refund.lines.map(
          (line) => `${line.lineId.slice(-5)}×${line.quantity}=${line.subtotalMinor}`,
        );
        const money = refund.transactions.reduce((sum, one) => sum + one.amountMinor, 0n);
        return `${money} at ${refund.processedAt} (${units.join(" ")})`;
      });
      return [
        `  ${heard.includes(state) ? "*" : " "} ${state.updatedAt} placed ${state.processedAt} ${state.financialStatus}`,
        `${state.test ? "TEST " : ""}total ${totals.totalMinor} edits ${state.edits.length} cancelled ${state.cancelledAt}`,
        `lines ${lines.join(", ")}; paid ${paid.join(", ")}; refunds ${refunds.join(", ")}`,
      ].join("; ");
    })
    .join("\n");
}
