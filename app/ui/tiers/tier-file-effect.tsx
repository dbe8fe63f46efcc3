import { BlockStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { FileRowView } from "../files/file-view.ts";
import type { Format } from "../format.ts";

export type TierFileRowView = FileRowView & {
  /** As written. */
  readonly tier: string;
  readonly tierId: string | null;
  readonly until: string | null;
  readonly presentTierId: string | null;
  readonly before: { readonly tierId: string | null } | null;
};

/** Where a row puts its member, through which day, and where they are or were; of a row that is left out what it names. */
export function TierFileEffect(props: {
  readonly row: TierFileRowView;
  readonly nameOf: (tierId: string) => string;
  readonly format: Format;
}) {
  const { row, nameOf, format } = props;
  const { t } = useTranslation("tier-files");
  const isLeftOut = row.problem !== null && !row.done;
  if (row.tierId === null || isLeftOut)
    return (
      <Text as="span" fontWeight="semibold" breakWord>
        {row.tier || "—"}
      </Text>
    );
  const named = (tierId: string | null) => (tierId === null ? t("row.none") : nameOf(tierId));
  const standing = row.done
    ? t("row.was", { tier: named(row.before?.tierId ?? null) })
    : t("row.now", { tier: named(row.presentTierId) });
  return (
    <BlockStack inlineAlign="end">
      <Text as="span" fontWeight="semibold" alignment="end" breakWord>
        {nameOf(row.tierId)}
      </Text>
      <Text as="span" variant="bodySm" tone="subdued" alignment="end">
        {row.until === null ? t("row.open") : t("row.through", { day: format.day(row.until) })}
      </Text>
      <Text as="span" variant="bodySm" tone="subdued" alignment="end" breakWord>
        {standing}
      </Text>
    </BlockStack>
  );
}
