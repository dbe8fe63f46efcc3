import { useAppBridge } from "@shopify/app-bridge-react";
import { useEffect, useState } from "react";
import type { RewardKind } from "#app/domain/rewards/reward.ts";

/** Scopes that Shopify grants apart, and that a reward of the kind can't be issued without. */
const SCOPE_OF: Partial<Record<RewardKind, string>> = {
  "gift-card": "write_gift_cards",
  "store-credit": "write_store_credit_account_transactions",
};

export type ScopeState = {
  /** null: not yet known. */
  readonly granted: boolean | null;
  /** The merchant was asked and said no, or Shopify does not offer it to this shop. */
  readonly declined: boolean;
  /** Opens Shopify's own question above the page. */
  readonly request: () => void;
};

/** Whether the app may issue rewards of that kind, as Shopify says it now. */
export function useScope(kind: RewardKind): ScopeState {
  const shopify = useAppBridge();
  const scope = SCOPE_OF[kind];
  const [granted, setGranted] = useState<boolean | null>(scope === undefined ? true : null);
  const [declined, setDeclined] = useState(false);
  useEffect(() => {
    if (scope === undefined) return setGranted(true);
    void shopify.scopes.query().then((detail) => setGranted(detail.granted.includes(scope)));
  }, [scope]);
  return {
    granted,
    declined,
    request: () => {
      if (scope === undefined) return;
      void shopify.scopes.request([scope]).then(
        ({ result }) => {
          setGranted(result === "granted-all");
          setDeclined(result !== "granted-all");
        },
        () => setDeclined(true),
      );
    },
  };
}
