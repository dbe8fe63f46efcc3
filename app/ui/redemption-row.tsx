import { Badge, BlockStack, Box, Button, InlineStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { RedemptionStatus } from "#app/domain/rewards/redemption.ts";
import type { Format } from "./format.ts";

/** A redemption as the admin shows it; instants are ISO text. */
export type RedemptionView = {
  readonly redemptionId: string;
  readonly memberId: string;
  readonly member: string | null;
  readonly name: string;
  /** Store credit or a gift card: `used` as soon as it is issued. */
  readonly isDelivered: boolean;
  readonly points: number;
  /** Name of the tier for which it was given free; null = its points were paid. */
  readonly givenFor: string | null;
  readonly valueMinor: string | null;
  readonly status: RedemptionStatus;
  readonly code: string | null;
  readonly reservedAt: string;
  readonly expiresAt: string | null;
  readonly returnReason: string | null;
  readonly withdrawing: boolean;
  readonly question: string | null;
  /** Code of the last thing that went wrong. */
  readonly failure: string | null;
  readonly mayBeCancelled: boolean;
  readonly mayBeRetried: boolean;
};

export type RedemptionIntent = "cancel" | "retry" | "done" | "not-done";

const TONES = {
  reserved: "attention",
  issued: "success",
  used: "info",
  returned: undefined,
  expired: undefined,
} as const;

/** One redemption: what for what, whose, where it stands, and what the merchant can do about it. */
export function RedemptionRow(props: {
  readonly redemption: RedemptionView;
  readonly format: Format;
  readonly busy: boolean;
  readonly onAct: (intent: RedemptionIntent, redemption: RedemptionView) => void;
}) {
  const { redemption, format, busy, onAct } = props;
  const { t } = useTranslation("redemptions");
  const { status, question, failure } = redemption;
  const tone = TONES[status];
  const act = (intent: RedemptionIntent) => () => onAct(intent, redemption);
  const what = { name: redemption.name, member: redemption.member ?? t("nameless") };
  const facts = [
    redemption.givenFor === null
      ? t("points", { count: redemption.points, points: format.number(redemption.points) })
      : t("givenFor", { tier: redemption.givenFor }),
    redemption.valueMinor === null ? null : format.money(redemption.valueMinor),
    format.instant(redemption.reservedAt),
    status === "issued" && redemption.expiresAt !== null
      ? t("until", { day: format.lastDayBefore(redemption.expiresAt) })
      : null,
    redemption.returnReason === null ? null : t(`reason.${redemption.returnReason}`),
  ].filter((fact) => fact !== null);
  return (
    <Box paddingInline="400" paddingBlock="300">
      <BlockStack gap="200">
        <InlineStack align="space-between" blockAlign="start" gap="200">
          <BlockStack gap="050">
            <Text as="h3" variant="bodyMd" fontWeight="semibold">
              {redemption.name}
            </Text>
            <Link url={`/app/members/${redemption.memberId}`} removeUnderline>
              {what.member}
            </Link>
          </BlockStack>
          <Badge {...(tone !== undefined && { tone })}>
            {redemption.withdrawing && status !== "returned"
              ? t("withdrawing")
              : t(`status.${redemption.isDelivered ? "delivered" : status}`)}
          </Badge>
        </InlineStack>
        <Text as="p" tone="subdued" breakWord>
          {facts.join(" · ")}
        </Text>
        {redemption.code !== null && (
          <Text as="p" breakWord>
            {t("code")} <code>{redemption.code}</code>
          </Text>
        )}
        {question !== null && <Text as="p">{t(`question.${question}.text`)}</Text>}
        {failure !== null && question === null && (
          <Text as="p" tone="caution">
            {t(`failure.${failure}`, { defaultValue: t("failure.unreachable") })}
          </Text>
        )}
        <InlineStack gap="200">
          {question !== null && (
            <>
              <Button
                onClick={act("done")}
                disabled={busy}
                accessibilityLabel={t(`question.${question}.doneOf`, what)}
              >
                {t(`question.${question}.done`)}
              </Button>
              <Button
                onClick={act("not-done")}
                disabled={busy}
                accessibilityLabel={t(`question.${question}.notDoneOf`, what)}
              >
                {t(`question.${question}.notDone`)}
              </Button>
            </>
          )}
          {redemption.mayBeRetried && (
            <Button onClick={act("retry")} disabled={busy} accessibilityLabel={t("retryOf", what)}>
              {t("retry")}
            </Button>
          )}
          {redemption.mayBeCancelled && (
            <Button
              onClick={act("cancel")}
              disabled={busy}
              tone="critical"
              variant="tertiary"
              accessibilityLabel={t("cancelOf", what)}
            >
              {t("cancel")}
            </Button>
          )}
        </InlineStack>
      </BlockStack>
    </Box>
  );
}
