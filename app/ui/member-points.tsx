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
};

/** How many expiries are listed before they are summed up. */
const EXPIRIES_SHOWN = 5;

/** What a member has: the balance large, and everything that explains it below. */
export function MemberPoints({ books, format }: { books: BooksView; format: Format }) {
  const { t } = useTranslation("member");
  const shown = books.expiring.slice(0, EXPIRIES_SHOWN);
  const rest = books.expiring.slice(EXPIRIES_SHOWN).reduce((sum, { points }) => sum + points, 0);
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
        {books.pending > 0 && <Row label={t("points.pending")} value={format.number(books.pending)} />}
        {books.deficit > 0 && <Row label={t("points.deficit")} value={format.number(books.deficit)} />}
        <Row label={t("points.earnedTotal")} value={format.number(books.earnedTotal)} />
        {shown.length > 0 && (
          <>
            <Divider />
            <Text as="h3" variant="headingSm">
              {t("points.expiring")}
            </Text>
            {shown.map(({ points, expiresAt }, index) => (
              <Row
                key={`${expiresAt} ${index}`}
                label={t("points.through", { day: format.lastDayBefore(expiresAt) })}
                value={format.number(points)}
              />
            ))}
            {rest > 0 && <Row label={t("points.later")} value={format.number(rest)} />}
          </>
        )}
      </BlockStack>
    </Card>
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
