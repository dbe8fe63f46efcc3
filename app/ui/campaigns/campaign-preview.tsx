import { BlockStack, Card, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { earn } from "#app/domain/earning/earn.ts";
import type { CampaignDraft } from "#app/domain/earning/validate-campaign.ts";
import type { ProgramBody } from "#app/domain/program/program-body.ts";
import { typedDecimal } from "#app/domain/program/typed-number.ts";
import { formatMoney, minorDigits, parseMoney } from "#app/domain/shared/money.ts";
import type { Format } from "../format.ts";
import { describeCampaign, describeLifetime, describeSelection } from "./describe-campaign.ts";
import { Reach, type ReachView } from "./reach.tsx";

type Props = {
  /** null: it can't work yet. */
  readonly draft: CampaignDraft | null;
  readonly program: ProgramBody | null;
  readonly reach: ReachView | undefined;
  readonly now: Date;
  readonly currency: string;
  readonly timeZone: string;
  readonly format: Format;
};

/** What the campaign does, what an order earns with it, and whom it reaches now. */
export function CampaignPreview(props: Props) {
  const { draft, program, reach, format, currency } = props;
  const { t } = useTranslation("campaigns");
  const { t: tProgram } = useTranslation("program");
  const units = minorDigits(currency) === 0 ? 10_000n : 100n;
  const [amount, setAmount] = useState(formatMoney(units * 10n ** BigInt(minorDigits(currency)), currency));
  const minor = parseMoney(typedDecimal(amount), currency);
  const terms = draft?.terms ?? null;
  const isOnOrders = terms !== null && (terms.kind !== "bonus" || terms.trigger === "order");
  const points =
    draft === null || program === null || minor === null || minor < 0n
      ? null
      : pointsOf(draft, program, minor, props);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("preview.title")}
        </Text>
        <Text as="p" tone={terms === null ? "subdued" : undefined!}>
          {terms === null ? t("preview.notYet") : describeCampaign(t, terms, format, currency)}
        </Text>
        {terms !== null &&
          describeSelection({ t: tProgram, format }, terms).map((sentence) => (
            <Text as="p" key={sentence}>
              {sentence}
            </Text>
          ))}
        {terms !== null && terms.kind !== "multiplier" && (
          <Text as="p" tone="subdued">
            {describeLifetime(t, terms, format)}
          </Text>
        )}
        {isOnOrders && (
          <>
            <TextField
              label={t("preview.amount")}
              value={amount}
              onChange={setAmount}
              inputMode="decimal"
              suffix={currency}
              autoComplete="off"
            />
            <Text as="p" fontWeight="semibold">
              <span aria-live="polite">
                {points === null || minor === null
                  ? "—"
                  : t("preview.earns", {
                      ...{ amount: format.money(minor), count: points.withIt },
                      points: format.number(points.withIt),
                      without: format.number(points.without),
                    })}
              </span>
            </Text>
          </>
        )}
        <Reach reach={reach} format={format} />
      </BlockStack>
    </Card>
  );
}

/** Computed by the very function that the ledger uses, for somebody whom the campaign is meant for. */
function pointsOf(
  draft: CampaignDraft,
  program: ProgramBody,
  netMinor: bigint,
  { now, currency, timeZone }: Props,
) {
  const line = { lineId: "example", netMinor, taxMinor: 0n, discountMinor: 0n, giftCard: false };
  const unknown = { productId: null, vendor: null, productTags: null, collectionIds: null, onSale: null };
  const order = {
    ...{ lines: [{ ...line, ...unknown }], shippingMinor: 0n, totalMinor: netMinor, storeCreditMinor: 0n },
    source: "web",
  };
  const campaign = {
    ...({ campaignId: "example", name: "", status: "running", startsAt: null, endsAt: null } as const),
    ...{ runs: [{ from: now, until: null }], budgetPoints: draft.budgetPoints, givenPoints: 0 },
    terms: { ...draft.terms, audience: null },
  };
  const context = { currency, timeZone, at: now, member: null };
  return {
    withIt: earn(order, program, { ...context, campaigns: [campaign] }).points,
    without: earn(order, program, { ...context, campaigns: [] }).points,
  };
}
