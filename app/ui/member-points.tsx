import { BlockStack, Card, Divider, InlineStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { Format } from "./format.ts";

export type BooksView = {
  readonly balance: number;
  readonly spendable: number;
  readonly pending: number;
  readonly deficit: number;
  readonly earnedTotal: number;
  readonly expiring: readonly { readonly points: number; readonly expiresAt: string }[];
  readonly maturing: readonly { readonly points: number; readonly maturesAt: string | null }[];
};

/** How many dates are listed before they are summed up. */
const DATES_SHOWN = 5;

/** What a member has: the balance large, and everything that explains it below. */
export function MemberPoints({ books, format }: { books: BooksView; format: Format }) {
  const { t } = useTranslation("member");
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("points.title")}
        </Text>
        <Text as="p" variant="heading2xl" numeric>
          {format.number(books.balance)}
        </Text>
        {books.spendable !== books.balance && books.deficit === 0 && (
          <Row label={t("points.spendable")} value={format.number(books.spendable)} />
        )}
        {books.deficit > 0 && <Row label={t("points.deficit")} value={format.number(books.deficit)} />}
        <Row label={t("points.earnedTotal")} value={format.number(books.earnedTotal)} />
        <Dates
          title={t("points.pendingOf", { points: format.number(books.pending) })}
          rest={t("points.later")}
          format={format}
          rows={books.maturing.map(({ points, maturesAt }) => ({
            points,
            label:
              maturesAt === null
                ? t("points.awaitsFulfilment")
                : t("points.from", { day: format.dayOf(maturesAt) }),
          }))}
        />
        <Dates
          title={t("points.expiring")}
          rest={t("points.later")}
          format={format}
          rows={books.expiring.map(({ points, expiresAt }) => ({
            points,
            label: t("points.through", { day: format.lastDayBefore(expiresAt) }),
          }))}
        />
      </BlockStack>
    </Card>
  );
}

/** Points by date; dates that read alike are one row, and what comes after the first few is summed up. */
function Dates(props: {
  readonly title: string;
  readonly rest: string;
  readonly rows: readonly { readonly points: number; readonly label: string }[];
  readonly format: Format;
}) {
  const byLabel = new Map<string, number>();
  for (const { label, points } of props.rows) byLabel.set(label, (byLabel.get(label) ?? 0) + points);
  const rows = [...byLabel];
  if (rows.length === 0) return null;
  const rest = rows.slice(DATES_SHOWN).reduce((sum, [, points]) => sum + points, 0);
  return (
    <>
      <Divider />
      <Text as="h3" variant="headingSm">
        {props.title}
      </Text>
      {rows.slice(0, DATES_SHOWN).map(([label, points]) => (
        <Row key={label} label={label} value={props.format.number(points)} />
      ))}
      {rest > 0 && <Row label={props.rest} value={props.format.number(rest)} />}
    </>
  );
}

function Row({ label, value }: { label: string; value: string }) {
  return (
    <InlineStack align="space-between" gap="200">
      <Text as="span">{label}</Text>
      <Text as="span" numeric fontWeight="medium">
        {value}
      </Text>
    </InlineStack>
  );
}
