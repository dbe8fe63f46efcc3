import type { FetcherWithComponents } from "@remix-run/react";
import { Banner, BlockStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { AdjustmentResult } from "./adjust-points-modal.tsx";
import { ConfirmModal } from "./confirm-modal.tsx";
import type { EntryView } from "./entry-sentence.ts";
import type { Format } from "./format.ts";

/** Asks before an adjustment is undone: the books keep both entries. */
export function UndoAdjustmentModal(props: {
  readonly entry: EntryView | null;
  readonly onClose: () => void;
  readonly format: Format;
  readonly fetcher: FetcherWithComponents<unknown>;
  readonly action: string;
}) {
  const { t } = useTranslation("member");
  const { entry, fetcher } = props;
  const refusals =
    fetcher.state === "idle" ? ((fetcher.data as AdjustmentResult | undefined)?.refusals ?? []) : [];
  return (
    <ConfirmModal
      open={entry !== null}
      onClose={props.onClose}
      title={t("undo.title")}
      confirm={t("undo.confirm")}
      busy={fetcher.state !== "idle"}
      onConfirm={() =>
        entry !== null &&
        fetcher.submit({ undo: String(entry.seq) }, { method: "post", action: props.action })
      }
    >
      <BlockStack gap="300">
        {refusals.map(({ code, detail }) => (
          <Banner key={code} tone="critical">
            <p>{t(`refusal.${code}`, { defaultValue: detail })}</p>
          </Banner>
        ))}
        {entry !== null && (
          <Text as="p">{t("undo.text", { points: props.format.signed(-entry.points) })}</Text>
        )}
      </BlockStack>
    </ConfirmModal>
  );
}
