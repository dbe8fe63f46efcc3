import { Box, Button, InlineStack, Text } from "@shopify/polaris";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Format } from "../format.ts";
import { ListCard } from "../list-card.tsx";
import type { MemberTierView } from "./member-tier.tsx";

const SHOWN = 10;
const BY_HAND = ["by-hand", "invited"];

/** Every move of a member, newest first, with its reason and what was counted. */
export function TierHistory(props: {
  readonly view: MemberTierView;
  readonly format: Format;
  /** Offered at the newest move, where it was made by hand and still holds. */
  readonly onUndo: () => void;
}) {
  const { view, format } = props;
  const { t } = useTranslation("tiers");
  const { moves, names, standing } = view;
  if (moves.length === 0) return null;
  const nameOf = (id: string | null) => (id === null ? t("history.none") : (names[id] ?? id));
  const holds = standing?.hold != null && standing.hold.kind !== "soft-landing";
  return (
    <ListCard
      title={t("history.title")}
      empty=""
      shown={SHOWN}
      items={moves.map((move, place) => {
        const counted = figuresText(move.figures, format, t);
        return {
          key: `${move.n} ${move.at}`,
          content: (
            <Box paddingInline="400" paddingBlock="300">
              <InlineStack align="space-between" blockAlign="start" gap="300" wrap={false}>
                <div style={{ minWidth: 0 }}>
                  <Text as="p" fontWeight="semibold" breakWord>
                    {move.from === null
                      ? t("history.first", { to: nameOf(move.to) })
                      : t("history.move", { from: nameOf(move.from), to: nameOf(move.to) })}
                  </Text>
                  <Text as="p" breakWord>
                    {t(`because.${move.because}`, { by: move.actor ?? "", version: move.programVersion })}
                    {counted !== "" && ` ${counted}`}
                  </Text>
                  {move.note !== null && (
                    <Text as="p" breakWord>
                      {t("history.note", { note: move.note })}
                    </Text>
                  )}
                  <Text as="p" variant="bodySm" tone="subdued">
                    {format.instant(move.at)}
                    {move.silent && ` · ${t("history.silent")}`}
                  </Text>
                </div>
                {place === 0 && holds && BY_HAND.includes(move.because) && (
                  <Button variant="plain" onClick={props.onUndo}>
                    {t("history.undo")}
                  </Button>
                )}
              </InlineStack>
            </Box>
          ),
        };
      })}
    />
  );
}

/** "Counted: $1,200.00 from 1 May 2025 through 30 April 2026." */
function figuresText(
  { spent, points, orders, from, through }: MemberTierView["moves"][number]["figures"],
  format: Format,
  t: TFunction<"tiers">,
): string {
  const parts = [
    ...(spent === undefined ? [] : [t("amount.spent", { amount: format.amount(spent) })]),
    ...(points === undefined ? [] : [t("amount.points", { count: points, points: format.number(points) })]),
    ...(orders === undefined ? [] : [t("amount.orders", { count: orders, points: format.number(orders) })]),
  ];
  if (parts.length === 0) return "";
  const what = format.list(parts);
  if (through === undefined) return t("history.counted", { what });
  return from == null
    ? t("history.countedThrough", { what, through: format.day(through) })
    : t("history.countedWithin", { what, from: format.day(from), through: format.day(through) });
}
