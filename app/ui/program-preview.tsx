import { BlockStack, Card, InlineStack, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { earn } from "#app/domain/earning/earn.ts";
import type { ProgramBody } from "#app/domain/program/program-body.ts";
import { formatMoney, parseMoney } from "#app/domain/shared/money.ts";
import type { Format } from "./format.ts";

/** An amount that most shops know from their own orders, in minor units of a currency with two decimals. */
const EXAMPLE_MINOR = 4000n;

/** `now`: an instant of the shop's clock, ISO 8601. */
type PreviewShop = { currency: string; timeZone: string; now: string };

/** "An order of 40.00 earns 40 points": computed here by the very function that the ledger uses. */
export function ProgramPreview({
  body,
  shop,
  format,
}: {
  body: ProgramBody | null;
  shop: PreviewShop;
  format: Format;
}) {
  const { currency } = shop;
  const { t } = useTranslation("program");
  const [amount, setAmount] = useState(() => formatMoney(EXAMPLE_MINOR, currency));
  const goodsMinor = parseMoney(amount, currency);
  const points =
    body === null || goodsMinor === null || goodsMinor < 0n ? null : pointsOfOrder(body, goodsMinor, shop);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("preview.title")}
        </Text>
        <TextField
          label={t("preview.amount")}
          value={amount}
          onChange={setAmount}
          inputMode="decimal"
          suffix={currency}
          autoComplete="off"
        />
        <InlineStack gap="200" blockAlign="baseline">
          <Text as="p" variant="headingXl" numeric>
            <span aria-live="polite">
              {points === null ? "—" : t("preview.points", { count: points, points: format.number(points) })}
            </span>
          </Text>
        </InlineStack>
        <Text as="p" tone="subdued">
          {t("preview.help")}
        </Text>
      </BlockStack>
    </Card>
  );
}

/** An ordinary order in the online store, by nobody in particular, paid now. */
function pointsOfOrder(body: ProgramBody, goodsMinor: bigint, { now, ...shop }: PreviewShop): number {
  const line = {
    ...{ lineId: "example", netMinor: goodsMinor, taxMinor: 0n, discountMinor: 0n, giftCard: false },
    ...{ productId: null, vendor: null, productTags: null, collectionIds: null, onSale: null },
  };
  return earn(
    { lines: [line], totalMinor: goodsMinor, shippingMinor: 0n, storeCreditMinor: 0n, source: "web" },
    body,
    { ...shop, at: new Date(now), member: null, campaigns: [] },
  ).points;
}
