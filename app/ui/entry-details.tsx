import { BlockStack, Box, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { ProgramBody } from "#app/domain/program/program-body.ts";
import { describeProgram } from "./describe-program.ts";
import type { EntryView } from "./entry-sentence.ts";
import type { Format } from "./format.ts";

export type VersionOfEntry = { readonly version: number; readonly body: ProgramBody };

/** What stands behind an entry: the rule in words with its version, the order, and the lots that it made or took from. */
export function EntryDetails(props: {
  readonly entry: EntryView;
  readonly version: VersionOfEntry | null;
  readonly format: Format;
}) {
  const { entry, version, format } = props;
  const { t } = useTranslation(["entries", "program"]);
  const { t: tProgram } = useTranslation("program");
  const [rule] = version === null ? [] : describeProgram(tProgram, version.body, format);
  return (
    <Box paddingBlockStart="200">
      <BlockStack gap="100">
        {version !== null && (
          <Text as="p" variant="bodySm">
            {t("rule", { rule })}{" "}
            <Link url={`/app/program#version-${version.version}`}>
              {t("version", { version: version.version })}
            </Link>
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
