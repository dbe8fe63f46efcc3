import { useFetcher } from "@remix-run/react";
import { Banner, List } from "@shopify/polaris";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { DraftReward } from "#app/domain/program/program-draft.ts";
import { type ShopOrders, worthOf } from "./worth.ts";
import { useWorkspace } from "./workspace.tsx";

/** What a point is worth under this reward, what a member spends to get it, and for per cent what it may cost at the worst. */
export function RewardWorth({ reward, pointer }: { readonly reward: DraftReward; readonly pointer: string }) {
  const { t } = useTranslation("program");
  const { body, currency, refusals, words } = useWorkspace();
  const figures = useFetcher<ShopOrders>();
  const percent = reward.kind === "percentage-off";
  useEffect(() => {
    if (percent && figures.data === undefined) figures.load("/app/program/figures");
  }, [percent]);
  const judged = body.rewards.find(({ id }) => id === reward.id);
  const broken = refusals.some((one) => one.pointer?.startsWith(`${pointer}/`));
  const sentences =
    judged === undefined || broken ? [] : worthOf(words, judged, body, currency, figures.data ?? null);
  if (!percent && sentences.length === 0) return null;
  return (
    <Banner tone={percent ? "warning" : "info"} title={t(percent ? "worth.percentTitle" : "worth.title")}>
      <List>
        {[...(percent ? [t("worth.noCap")] : []), ...sentences].map((sentence) => (
          <List.Item key={sentence}>{sentence}</List.Item>
        ))}
      </List>
    </Banner>
  );
}
