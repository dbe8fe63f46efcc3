import { Box, Card, InlineStack, Link, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import { Trans, useTranslation } from "react-i18next";
import { entrySentence } from "./entry-sentence.ts";
import type { Format } from "./format.ts";

type Change = {
  readonly at: string;
  readonly memberId: string | null;
  readonly memberName: string | null;
};
type OrderChange = Change & {
  readonly what: "order";
  readonly orderId: string;
  readonly name: string;
  readonly goodsLeftMinor: string;
  readonly keptPoints: number;
  readonly programVersion: number | null;
};
type EntryChange = Change & {
  readonly what: "entry";
  readonly seq: number;
  readonly kind: string;
  readonly points: number;
  readonly pendingPoints: number;
  readonly reason: string;
  readonly programVersion: number | null;
  readonly correctsSeq: number | null;
  readonly orderName: string | null;
  readonly rewardName: string | null;
};
export type LatestChangeView = OrderChange | EntryChange;

/** What changed lately, a sentence each: orders, and what happened to points without one. */
export function LatestChanges({ changes, format }: { changes: readonly LatestChangeView[]; format: Format }) {
  const { t } = useTranslation("home");
  return (
    <Card padding="0">
      <Box padding="400">
        <Text as="h2" variant="headingMd">
          {t("latest.title")}
        </Text>
        {changes.length === 0 && (
          <Box paddingBlockStart="200">
            <Text as="p" tone="subdued">
              {t("latest.empty")}
            </Text>
          </Box>
        )}
      </Box>
      {changes.map((change) => (
        <Box
          key={change.what === "order" ? change.orderId : `${change.memberId} ${change.seq}`}
          paddingInline="400"
          paddingBlock="200"
          borderBlockStartWidth="025"
          borderColor="border"
        >
          <InlineStack align="space-between" gap="300" wrap={false}>
            <div>
              {change.what === "order" ? (
                <OrderSentence change={change} format={format} />
              ) : (
                <EntrySentence change={change} />
              )}
              <Text as="p" variant="bodySm" tone="subdued">
                {format.instant(change.at)}
              </Text>
            </div>
            <span style={{ flexShrink: 0 }}>
              <ChangedPoints change={change} format={format} />
            </span>
          </InlineStack>
        </Box>
      ))}
    </Card>
  );
}

function OrderSentence({ change, format }: { change: OrderChange; format: Format }) {
  const { t } = useTranslation("home");
  const sentence = t("latest.order", { order: change.name, goods: format.money(change.goodsLeftMinor) });
  return change.memberId === null ? (
    <Text as="p" breakWord>
      {t("latest.nobody", { sentence })}
    </Text>
  ) : (
    <OfMember change={change}>{sentence}</OfMember>
  );
}

function EntrySentence({ change }: { change: EntryChange }) {
  const { t } = useTranslation("entries");
  const corrects = change.correctsSeq === null ? null : `${change.memberId}-${change.correctsSeq}`;
  return <OfMember change={change}>{entrySentence(t, { ...change, corrects })}</OfMember>;
}

/** "Ada Lovelace: order #1001 …", in the order of words that the language wants; a name may run from right to left. */
function OfMember({ change, children }: { change: Change; children: ReactNode }) {
  const { t } = useTranslation("home");
  return (
    <Text as="p" breakWord>
      <Trans
        t={t}
        i18nKey="latest.of"
        components={{
          member: (
            <Link url={`/app/members/${change.memberId}`}>
              <bdi>{change.memberName ?? t("latest.nameless")}</bdi>
            </Link>
          ),
          sentence: <span>{children}</span>,
        }}
      />
    </Text>
  );
}

function ChangedPoints({ change, format }: { change: LatestChangeView; format: Format }) {
  const { t } = useTranslation("home");
  const points = change.what === "order" ? change.keptPoints : change.points || change.pendingPoints;
  return (
    <Text as="span" numeric>
      {change.what === "order" && change.programVersion === null
        ? "—"
        : t("latest.points", { count: Math.abs(points), points: format.signed(points) })}
    </Text>
  );
}
