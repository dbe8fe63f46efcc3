import { BlockStack, Card, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { Format } from "../format.ts";
import { Bar } from "./bar.tsx";

export type TierMonthView = { readonly month: string; readonly up: number; readonly down: number };

const CELL = { padding: "6px 8px", verticalAlign: "middle" } as const;
const NUMBER = {
  ...CELL,
  textAlign: "end",
  fontVariantNumeric: "tabular-nums",
  whiteSpace: "nowrap",
} as const;

/** How many members went up and down in each month, newest first: a table to read, with bars to see. */
export function MonthsCard(props: { readonly months: readonly TierMonthView[]; readonly format: Format }) {
  const { months, format } = props;
  const { t, i18n } = useTranslation("tiers");
  const names = new Intl.DateTimeFormat(i18n.language, { month: "short", year: "numeric", timeZone: "UTC" });
  const largest = Math.max(1, ...months.flatMap(({ up, down }) => [up, down]));
  const moved = months.some(({ up, down }) => up + down > 0);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("months.title")}
        </Text>
        <Text as="p" tone="subdued">
          {t(moved ? "months.help" : "months.none")}
        </Text>
        {moved && (
          <table style={{ width: "100%", borderCollapse: "collapse" }}>
            <thead>
              <tr>
                {(["month", "up", "down"] as const).map((column) => (
                  <th
                    key={column}
                    scope="col"
                    colSpan={column === "month" ? 1 : 2}
                    style={{ ...CELL, textAlign: "start" }}
                  >
                    <Text as="span" tone="subdued" fontWeight="medium">
                      {t(`months.${column}`)}
                    </Text>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {months.toReversed().map(({ month, up, down }) => (
                <tr key={month} style={{ borderBlockStart: "1px solid var(--p-color-border-secondary)" }}>
                  <th
                    scope="row"
                    style={{ ...CELL, textAlign: "start", fontWeight: 450, whiteSpace: "nowrap" }}
                  >
                    {names.format(new Date(`${month}-01T00:00:00Z`))}
                  </th>
                  <td style={NUMBER}>{format.number(up)}</td>
                  <td style={{ ...CELL, width: "30%" }}>
                    <Bar share={up / largest} color="#29845a" />
                  </td>
                  <td style={NUMBER}>{format.number(down)}</td>
                  <td style={{ ...CELL, width: "30%" }}>
                    <Bar share={down / largest} color="#b98900" />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </BlockStack>
    </Card>
  );
}
