import { BlockStack, Box, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { EntryView } from "./entry-sentence.ts";
import { explainEntry, type PointsSources } from "./explain-points.ts";
import type { Format } from "./format.ts";

/** What stands behind an entry: the rules that counted, their version, the order, and the lots that it made or took from. */
export function EntryDetails(props: {
  readonly entry: EntryView;
  readonly sources: PointsSources;
  readonly format: Format;
}) {
  const { entry, sources, format } = props;
  const { t } = useTranslation("entries");
  const { t: tProgram } = useTranslation("program");
  const rules = explainEntry({ t: tProgram, format }, entry, sources);
  return (
    <Box paddingBlockStart="200">
      <BlockStack gap="100">
        {rules.length > 0 && (
          <Text as="p" variant="bodySm" breakWord>
            {t("rules", { count: rules.length, rules: rules.join("; ") })}
          </Text>
        )}
        {entry.programVersion !== null && (
          <Text as="p" variant="bodySm">
            <Link url={`/app/program#version-${entry.programVersion}`}>
              {t("version", { version: entry.programVersion })}
            </Link>
          </Text>
        )}
        {entry.source.type === "campaign" && (
          <Text as="p" variant="bodySm">
            <Link url={`/app/campaigns/${entry.source.id}`}>{t("campaign")}</Link>
          </Text>
        )}
        {entry.orderId?.startsWith("gid:") && (
          <Text as="p" variant="bodySm">
            <Link url={`shopify://admin/orders/${entry.orderId.split("/").at(-1)}`} target="_top">
              {t("order", { order: entry.orderName })}
            </Link>
          </Text>
        )}
        {entry.source.type === "member" && (
          <Text as="p" variant="bodySm">
            <Link url={`/app/members/${entry.source.id}`}>{t("otherMember")}</Link>
          </Text>
        )}
        {entry.lots.map((lot) => (
          <Text as="p" variant="bodySm" key={`${lot.id} ${lot.points}`}>
            {lot.expiresAt === null
              ? t("lot.never", { points: format.signed(lot.points) })
              : t("lot.dated", {
                  points: format.signed(lot.points),
                  day: format.lastDayBefore(lot.expiresAt),
                })}
          </Text>
        ))}
        <Text as="p" variant="bodySm" tone="subdued">
          {t("number", { seq: entry.seq })}
        </Text>
      </BlockStack>
    </Box>
  );
}
