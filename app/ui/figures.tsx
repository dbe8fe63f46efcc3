import { BlockStack, Card, InlineGrid, SkeletonDisplayText, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { Share } from "#app/domain/retention/share.ts";
import type { Format } from "./format.ts";

export type FiguresView = {
  readonly members: number;
  readonly customers: number;
  readonly purchases: number;
  readonly revenueMinor: string;
  readonly points: { readonly outstanding: number; readonly issued: number };
  readonly repeatPurchaseRate: Share;
};

/** The state of things in four figures; each says what it counts. */
export function Figures({ figures, format }: { figures: FiguresView | null; format: Format }) {
  const { t } = useTranslation("home");
  const rate = figures?.repeatPurchaseRate;
  const noteOnRate = ({ numerator, denominator }: Share) =>
    denominator === 0
      ? t("figure.repeat.none")
      : t("figure.repeat.note", {
          count: denominator,
          numerator: format.number(numerator),
          denominator: format.number(denominator),
        });
  return (
    <InlineGrid columns={{ xs: 2, md: 4 }} gap="400">
      <Figure
        title={t("figure.members.title")}
        value={figures && format.number(figures.members)}
        note={t("figure.members.note")}
      />
      <Figure
        title={t("figure.outstanding.title")}
        value={figures && format.number(figures.points.outstanding)}
        note={figures ? t("figure.outstanding.note", { issued: format.number(figures.points.issued) }) : ""}
      />
      <Figure
        title={t("figure.repeat.title")}
        value={rate ? format.percent(rate.value) : null}
        note={rate ? noteOnRate(rate) : ""}
        more={
          rate && rate.value !== null
            ? t("figure.repeat.interval", { low: format.percent(rate.low), high: format.percent(rate.high) })
            : undefined
        }
      />
      <Figure
        title={t("figure.revenue.title")}
        value={figures && format.money(figures.revenueMinor)}
        note={
          figures
            ? t("figure.revenue.note", {
                count: figures.purchases,
                purchases: format.number(figures.purchases),
              })
            : ""
        }
      />
    </InlineGrid>
  );
}

/** A figure, what it counts, and how sure it is. */
function Figure(props: {
  readonly title: string;
  readonly value: string | null;
  readonly note: string;
  readonly more?: string | undefined;
}) {
  return (
    <Card>
      <BlockStack gap="100">
        <Text as="h3" variant="bodySm" tone="subdued">
          {props.title}
        </Text>
        {props.value === null ? (
          <SkeletonDisplayText size="small" />
        ) : (
          <Text as="p" variant="headingLg" numeric breakWord>
            {props.value}
          </Text>
        )}
        {[props.note, props.more ?? ""].filter(Boolean).map((note) => (
          <Text as="p" variant="bodySm" tone="subdued" key={note}>
            {note}
          </Text>
        ))}
      </BlockStack>
    </Card>
  );
}
