import { Badge, BlockStack, Button, Card, InlineStack, ProgressBar, Text } from "@shopify/polaris";
import { useId } from "react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { MemberTier, MissingView } from "#app/usecases/tiers/explain-member-tier.ts";
import type { Format } from "../format.ts";
import { TierMark } from "./tier-mark.tsx";

export type MemberTierView = Omit<MemberTier, "moves"> & {
  readonly moves: readonly (Omit<MemberTier["moves"][number], "at"> & { readonly at: string })[];
};

/** Where a member stands, what keeps them there, and how far the next tier is. */
export function MemberTierCard(props: {
  readonly view: MemberTierView;
  readonly format: Format;
  readonly onChange: () => void;
  readonly onRelease: () => void;
}) {
  const { view, format } = props;
  const { t } = useTranslation("tiers");
  const { standing, tiers, names, shippingCode } = view;
  if (standing === null || tiers === null) return null;
  const tier = tiers.ladder.find(({ id }) => id === standing.tierId) ?? null;
  const { hold, keptThrough, toKeep, next } = standing;
  const byMerchant = hold !== null && hold.kind !== "soft-landing";
  const lacks = toKeep.filter(({ missing }) => missing !== "0");
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center">
          <Text as="h2" variant="headingMd">
            {t("member.title")}
          </Text>
          <Button variant="plain" onClick={props.onChange}>
            {t("member.change")}
          </Button>
        </InlineStack>
        <InlineStack gap="300" blockAlign="center" wrap={false}>
          <TierMark
            color={tier?.color ?? null}
            icon={tier?.icon ?? null}
            name={tier?.name ?? "—"}
            sizePixels={40}
          />
          <BlockStack>
            <Text as="p" variant="headingLg" breakWord>
              {tier?.name ?? t("member.none")}
            </Text>
            {tier !== null && (
              <Text as="p" tone="subdued">
                {t("member.since", { day: format.day(standing.since) })}
              </Text>
            )}
          </BlockStack>
        </InlineStack>
        {hold !== null && (
          <InlineStack gap="200" blockAlign="center">
            <Badge tone="info">{t(`hold.${hold.kind}`)}</Badge>
            <Text as="span">
              {t(`hold.${hold.exact ? "exact" : "atLeast"}${hold.until === null ? "Always" : ""}`, {
                name: names[hold.tierId] ?? hold.tierId,
                day: format.day(hold.until),
              })}
            </Text>
            {byMerchant && (
              <Button variant="plain" onClick={props.onRelease}>
                {t("member.release")}
              </Button>
            )}
          </InlineStack>
        )}
        {tier !== null && hold?.until !== null && (
          <Text as="p">
            {keptThrough === null
              ? t("member.keptAlways")
              : t(standing.missedOn === null ? "member.keptThrough" : "member.grace", {
                  day: format.day(keptThrough),
                })}
          </Text>
        )}
        {keptThrough !== null && lacks.length > 0 && (
          <Text as="p" tone="subdued">
            {t("member.toKeep", { what: amountsOf(lacks, view, format, t) })}
          </Text>
        )}
        {shippingCode !== null && (
          <Text as="p" {...(shippingCode.failure !== null && { tone: "caution" })} breakWord>
            {t(
              shippingCode.failure === null ? "member.shippingCode" : "member.shippingRefused",
              shippingCode,
            )}
          </Text>
        )}
        {next !== null && <NextTier view={view} next={next} format={format} />}
        {next === null && tier !== null && <Text as="p">{t("member.highest")}</Text>}
      </BlockStack>
    </Card>
  );
}

function NextTier(props: {
  readonly view: MemberTierView;
  readonly next: { readonly tierId: string; readonly missing: readonly MissingView[] };
  readonly format: Format;
}) {
  const { view, next, format } = props;
  const { t } = useTranslation("tiers");
  const id = useId();
  const lacks = next.missing.filter(({ missing }) => missing !== "0");
  const name = view.names[next.tierId] ?? next.tierId;
  return (
    <BlockStack gap="150">
      <Text as="p" id={id}>
        {lacks.length === 0
          ? t("member.reachedSoon", { name })
          : t("member.next", { name, what: amountsOf(lacks, view, format, t) })}
      </Text>
      <ProgressBar
        size="small"
        progress={progressTo(next.missing, view.tiers?.join ?? "any")}
        ariaLabelledBy={id}
      />
    </BlockStack>
  );
}

/** In per cent, 0…100: of the threshold that is nearest where one is enough, of the farthest where all are needed. */
export function progressTo(missing: readonly MissingView[], join: "any" | "all"): number {
  const shares = missing.map(({ from, has }) =>
    BigInt(from) === 0n ? 100 : Math.min(100, Number((BigInt(has) * 100n) / BigInt(from))),
  );
  if (shares.length === 0) return 0;
  return join === "any" ? Math.max(...shares) : Math.min(...shares);
}

/** "$120.00 or 2 orders": what is still to be done, one of it or all. */
function amountsOf(
  missing: readonly MissingView[],
  { tiers }: Pick<MemberTierView, "tiers">,
  format: Format,
  t: TFunction<"tiers">,
): string {
  const texts = missing.map(({ measure, missing: lacks }) =>
    measure === "spent"
      ? t("lacks.spent", { amount: format.money(lacks) })
      : t(`lacks.${measure}`, { count: Number(lacks), points: format.number(Number(lacks)) }),
  );
  return format.list(texts, tiers?.join === "all" ? "all" : "any");
}
