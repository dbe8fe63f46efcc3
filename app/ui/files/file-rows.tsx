import { Badge, Box, InlineStack, Link, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import type { Format } from "../format.ts";
import { ListCard } from "../list-card.tsx";
import type { FileRowView } from "./file-view.ts";
import { type FileWords, useFileWords } from "./use-file-words.ts";

/** The rows of a file, those with a problem first. */
export function FileRows<Row extends FileRowView>(props: {
  readonly words: FileWords;
  readonly rows: readonly Row[];
  /** How many rows the file has. */
  readonly all: number;
  readonly format: Format;
  /** What a row does, at its end. */
  readonly effect: (row: Row) => ReactNode;
}) {
  const { t } = useFileWords(props.words);
  const { rows, all, format } = props;
  /** It may name what the row says. */
  const problemOf = (row: FileRowView) => t(`problem.${row.problem}`, { ...row });
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
                {row.undone ? (
                  <Badge>{t("rows.undone")}</Badge>
                ) : (
                  row.done && <Badge tone="success">{t("rows.done")}</Badge>
                )}{" "}
                {row.memberId === null ? (
                  <Text as="span" breakWord>
                    {row.who}
                  </Text>
                ) : (
                  <Link url={`/app/members/${row.memberId}`}>{row.who || t("rows.member")}</Link>
                )}
                {row.problem !== null && (
                  <Text as="p" tone="caution" variant="bodySm">
                    {problemOf(row)}
                  </Text>
                )}
              </div>
              {props.effect(row)}
            </InlineStack>
          </Box>
        ),
      }))}
    />
  );
}
