import { BlockStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { Format } from "../format.ts";
import { Bar } from "./bar.tsx";
import { TierMark } from "./tier-mark.tsx";
import type { TierPreviewView } from "./use-tier-preview.ts";
import { useWorkspace } from "../program/workspace.tsx";

const CELL = { padding: "6px 8px", verticalAlign: "middle" } as const;
const NUMBER = {
  ...CELL,
  textAlign: "end",
  fontVariantNumeric: "tabular-nums",
  whiteSpace: "nowrap",
} as const;

/** How many members are in each tier, and how many would be: a table to read, with bars to see. */
export function PreviewTable(props: { readonly preview: TierPreviewView; readonly format: Format }) {
  const { preview, format } = props;
  const { t } = useTranslation("tiers");
  const { body, live } = useWorkspace();
  const looks = new Map(
    [...(live?.body.tiers?.ladder ?? []), ...(body.tiers?.ladder ?? [])].map((tier) => [tier.id, tier]),
  );
  const isGone = (id: string) => !body.tiers?.ladder.some((tier) => tier.id === id);
  const { withoutTier } = preview;
  const rows = [
    ...preview.tiers.toReversed().map(({ id, name, ...counts }) => ({
      ...{ key: id, name: isGone(id) ? t("preview.gone", { name }) : name, ...counts },
      look: looks.get(id) ?? null,
    })),
    ...(withoutTier.now + withoutTier.then === 0
      ? []
      : [{ key: "", name: t("preview.none"), ...withoutTier, look: null }]),
  ];
  const largest = Math.max(1, ...rows.flatMap(({ now, then }) => [now, then]));
  return (
    <BlockStack gap="200">
      <table style={{ width: "100%", borderCollapse: "collapse" }}>
        <caption
          style={{ position: "absolute", clipPath: "inset(50%)", height: 1, width: 1, overflow: "hidden" }}
        >
          {t("preview.title")}
        </caption>
        <thead>
          <tr>
            {(["tier", "now", "then"] as const).map((column) => (
              <th
                key={column}
                scope="col"
                style={{ ...CELL, textAlign: column === "tier" ? "start" : "end" }}
              >
                <Text as="span" tone="subdued" fontWeight="medium">
                  {t(`preview.${column}`)}
                </Text>
              </th>
            ))}
            <td style={CELL} />
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, now, then, look }) => (
            <tr key={key} style={{ borderBlockStart: "1px solid var(--p-color-border-secondary)" }}>
              <th scope="row" style={{ ...CELL, textAlign: "start", fontWeight: 450 }}>
                <span style={{ display: "flex", gap: 8, alignItems: "center", overflowWrap: "anywhere" }}>
                  {look !== null && (
                    <TierMark color={look.color} icon={look.icon} name={name} sizePixels={20} />
                  )}
                  {name}
                </span>
              </th>
              <td style={NUMBER}>{format.number(now)}</td>
              <td style={NUMBER}>{format.number(then)}</td>
              <td style={{ ...CELL, width: "30%" }}>
                <div style={{ display: "grid", gap: 3 }}>
                  <Bar share={now / largest} color="#b5b5b5" />
                  <Bar share={then / largest} color={look?.color ?? null} />
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </BlockStack>
  );
}
