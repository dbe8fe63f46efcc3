import { Badge, Box, InlineStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { Format } from "./format.ts";
import type { GrantRowView } from "./grant-view.ts";
import { ListCard } from "./list-card.tsx";

/** The rows of a file of points, those with a problem first. */
export function GrantRows(props: {
  readonly rows: readonly GrantRowView[];
  /** How many rows the file has. */
  readonly all: number;
  readonly format: Format;
}) {
  const { t } = useTranslation("grants");
  const { rows, all, format } = props;
  return (
    <ListCard
      title={t("rows.title")}
      empty={t("rows.empty")}
      {...(rows.length < all && {
        help: t("rows.first", { shown: format.number(rows.length), all: format.number(all) }),
      })}
      items={rows.map((row) => ({
        key: String(row.rowNumber),
        content: (
          <Box paddingInline="400" paddingBlock="200">
            <InlineStack align="space-between" blockAlign="center" gap="300" wrap={false}>
              <div>
                <Text as="span" tone="subdued" variant="bodySm">
                  {t("rows.row", { number: row.rowNumber })}
                </Text>{" "}
                {row.memberId === null ? (
                  <Text as="span" breakWord>
                    {row.who}
                  </Text>
                ) : (
                  <Link url={`/app/members/${row.memberId}`}>{row.who || t("rows.member")}</Link>
                )}
                {row.problem !== null && (
                  <Text as="p" tone="caution" variant="bodySm">
                    {t(`problem.${row.problem}`)}
                  </Text>
                )}
              </div>
              <InlineStack gap="200" wrap={false} blockAlign="center">
                {row.undone ? (
                  <Badge>{t("rows.undone")}</Badge>
                ) : (
                  row.done && <Badge tone="success">{t("rows.done")}</Badge>
                )}
                <Text as="span" numeric fontWeight="semibold">
                  {row.points === null ? "—" : format.signed(row.points)}
                </Text>
              </InlineStack>
            </InlineStack>
          </Box>
        ),
      }))}
    />
  );
}
