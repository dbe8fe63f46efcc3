import { Badge, BlockStack, Box, Button, Collapsible, Divider, InlineStack, Text } from "@shopify/polaris";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { entryRemarks, entrySentence, type EntryView } from "./entry-sentence.ts";
import type { Format } from "./format.ts";

/** A member's books, newest first: each entry a sentence, with the lots it touched behind a button. */
export function EntryList(props: {
  readonly entries: readonly EntryView[];
  readonly format: Format;
  /** Undoes a manual adjustment; undefined where nothing can be undone. */
  readonly onUndo?: ((entry: EntryView) => void) | undefined;
}) {
  const undone = new Set(props.entries.map((entry) => entry.corrects));
  return (
    <Box as="ul" padding="0">
      {props.entries.map((entry, index) => (
        <li key={entry.id} style={{ listStyle: "none" }}>
          {index > 0 && <Divider />}
          <EntryRow
            entry={entry}
            format={props.format}
            onUndo={entry.kind === "adjust" && entry.corrects === null && !undone.has(entry.id) ? props.onUndo : undefined}
          />
        </li>
      ))}
    </Box>
  );
}

function EntryRow(props: {
  readonly entry: EntryView;
  readonly format: Format;
  readonly onUndo: ((entry: EntryView) => void) | undefined;
}) {
  const { entry, format, onUndo } = props;
  const { t } = useTranslation("entries");
  const [open, setOpen] = useState(false);
  const detailsId = useId();
  const change = entry.points === 0 ? entry.pendingPoints : entry.points;
  return (
    <Box paddingInline="400" paddingBlock="300">
      <InlineStack align="space-between" blockAlign="start" gap="300" wrap={false}>
        <BlockStack gap="050">
          <Text as="p" breakWord>
            {entrySentence(t, entry)}
          </Text>
          {entryRemarks(t, entry, format).map((remark) => (
            <Text as="p" tone="subdued" key={remark}>
              {remark}
            </Text>
          ))}
          <InlineStack gap="200" blockAlign="center">
            <Text as="span" variant="bodySm" tone="subdued">
              <time dateTime={entry.at}>{format.instant(entry.at)}</time>
            </Text>
            <Button variant="plain" size="micro" disclosure={open ? "up" : "down"} ariaExpanded={open} ariaControls={detailsId} onClick={() => setOpen(!open)}>
              {t("details")}
            </Button>
            {onUndo && (
              <Button variant="plain" size="micro" onClick={() => onUndo(entry)}>
                {t("undo")}
              </Button>
            )}
          </InlineStack>
        </BlockStack>
        <BlockStack inlineAlign="end" gap="050">
          <Text as="span" fontWeight="semibold" numeric {...(change < 0 && { tone: "critical" as const })}>
            {format.signed(change)}
          </Text>
          <Text as="span" variant="bodySm" tone="subdued" numeric>
            {t("balanceAfter", { points: format.number(entry.balanceAfter) })}
          </Text>
        </BlockStack>
      </InlineStack>
      <Collapsible open={open} id={detailsId}>
        <EntryDetails entry={entry} format={format} />
      </Collapsible>
    </Box>
  );
}

function EntryDetails({ entry, format }: { entry: EntryView; format: Format }) {
  const { t } = useTranslation("entries");
  return (
    <Box paddingBlockStart="200">
      <BlockStack gap="100">
        {entry.lots.map((lot) => (
          <Text as="p" variant="bodySm" key={`${lot.id} ${lot.points}`}>
            {lot.expiresAt === null
              ? t("lot.never", { points: format.signed(lot.points) })
              : t("lot.dated", { points: format.signed(lot.points), day: format.lastDayBefore(lot.expiresAt) })}
          </Text>
        ))}
        <InlineStack gap="200">
          {entry.programVersion !== null && <Badge>{t("version", { version: entry.programVersion })}</Badge>}
          <Text as="span" variant="bodySm" tone="subdued" breakWord>
            {t("number", { seq: entry.seq })}
          </Text>
        </InlineStack>
      </BlockStack>
    </Box>
  );
}
