import { Box, Button, InlineStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { Disclosure } from "./disclosure.tsx";
import { EntryDetails } from "./entry-details.tsx";
import { entryRemarks, entrySentence, type EntryView } from "./entry-sentence.ts";
import type { PointsSources } from "./explain-points.ts";
import type { Format } from "./format.ts";
import { DividedList } from "./list-card.tsx";

/** A member's books, newest first: each entry a sentence, with the rule and the lots behind a button. */
export function EntryList(props: {
  readonly entries: readonly EntryView[];
  readonly sources: PointsSources;
  readonly format: Format;
  /** Undoes a manual adjustment; undefined where nothing can be undone. */
  readonly onUndo?: ((entry: EntryView) => void) | undefined;
}) {
  const undone = new Set(props.entries.map((entry) => entry.corrects));
  return (
    <DividedList
      items={props.entries.map((entry) => ({
        key: entry.id,
        content: (
          <EntryRow
            entry={entry}
            sources={props.sources}
            format={props.format}
            onUndo={
              entry.source.type === "adjustment" && entry.corrects === null && !undone.has(entry.id)
                ? props.onUndo
                : undefined
            }
          />
        ),
      }))}
    />
  );
}

function EntryRow(props: {
  readonly entry: EntryView;
  readonly sources: PointsSources;
  readonly format: Format;
  readonly onUndo: ((entry: EntryView) => void) | undefined;
}) {
  const { entry, format, onUndo } = props;
  const { t } = useTranslation("entries");
  const change = entry.points === 0 ? entry.pendingPoints : entry.points;
  return (
    <Box paddingInline="400" paddingBlock="300">
      <Disclosure
        label={t("details")}
        accessibilityLabel={t("detailsOf", { seq: entry.seq })}
        size="micro"
        summary={(button) => (
          <InlineStack align="space-between" blockAlign="start" gap="300" wrap={false}>
            <div>
              <Text as="p" breakWord>
                {entrySentence(t, entry)}
              </Text>
              {entryRemarks(t, entry, format).map((remark) => (
                <Text as="p" tone="subdued" key={remark}>
                  {remark}
                </Text>
              ))}
              <InlineStack gap="200" align="start" blockAlign="center" wrap>
                <Text as="span" variant="bodySm" tone="subdued">
                  <time dateTime={entry.at}>{format.instant(entry.at)}</time>
                </Text>
                {button}
                {onUndo && (
                  <Button
                    variant="plain"
                    size="micro"
                    accessibilityLabel={t("undoOf", { seq: entry.seq })}
                    onClick={() => onUndo(entry)}
                  >
                    {t("undo")}
                  </Button>
                )}
              </InlineStack>
            </div>
            <div style={{ flexShrink: 0, textAlign: "end" }}>
              <Text as="p" fontWeight="semibold" numeric {...(change < 0 && { tone: "critical" as const })}>
                {format.signed(change)}
              </Text>
              <Text as="p" variant="bodySm" tone="subdued" numeric>
                {t("balanceAfter", { points: format.number(entry.balanceAfter) })}
              </Text>
            </div>
          </InlineStack>
        )}
      >
        <EntryDetails entry={entry} sources={props.sources} format={format} />
      </Disclosure>
    </Box>
  );
}
