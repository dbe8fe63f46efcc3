import { Banner, BlockStack, Button } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { RewardKind } from "#app/domain/rewards/reward.ts";
import type { ScopeState } from "./use-scope.ts";

/** Why rewards of this kind can't be given out yet, and the button that asks Shopify for it in place. */
export function ScopeNotice({ kind, scope }: { readonly kind: RewardKind; readonly scope: ScopeState }) {
  const { t } = useTranslation("program");
  if (scope.granted !== false) return null;
  return (
    <Banner tone="warning" title={t(`scope.${kind}.title`)}>
      <BlockStack gap="200">
        <p>{t(`scope.${kind}.text`)}</p>
        {scope.declined && <p>{t(`scope.${kind}.declined`)}</p>}
        <div>
          <Button onClick={scope.request}>{t("scope.ask")}</Button>
        </div>
      </BlockStack>
    </Banner>
  );
}
