import {
  BlockStack,
  Box,
  Button,
  Card,
  Checkbox,
  Divider,
  InlineStack,
  Select,
  Text,
  TextField,
} from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { Disclosure } from "../disclosure.tsx";
import { earnedByExample, type Example, type ExampleLine, newLine } from "./example-order.ts";
import { explainEarned } from "./explain-earned.ts";
import { ChosenField, TagsField } from "./fields.tsx";
import { useFieldSurroundings } from "./field-surroundings.ts";
import { useResourcePicker } from "./use-resource-picker.ts";
import { useWorkspace } from "./workspace.tsx";

const CHANNELS = ["web", "pos", "shopify_draft_order"] as const;
/** An imagined order, not a catalogue. */
const LINES_MAX = 8;

/** "An order of … earns …", line by line and rule by rule, by the very function that the ledger uses. */
export function ProgramPreview() {
  const { t } = useTranslation("program");
  const { body, refusals, example, setExample, currency, timeZone, now, format, words } = useWorkspace();
  // What speaks of rewards or expiry does not keep an order from being computed.
  const broken = refusals.some(({ pointer }) => /^\/earning\/(rules|multipliers)/.test(pointer ?? ""));
  const earned = broken ? null : earnedByExample(example, body, { currency, timeZone, at: now });
  const set = (change: Partial<Example>) => setExample({ ...example, ...change });
  const setLine = (line: ExampleLine) =>
    set({ lines: example.lines.map((one) => (one.key === line.key ? line : one)) });
  const pointsText = (count: number) => t("points", { count, points: format.number(count) });
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("preview.title")}
        </Text>
        {example.lines.map((line, index) => (
          <LineFields
            key={line.key}
            line={line}
            number={index + 1}
            earned={earned === null ? null : pointsText(earned.lines[index]?.points ?? 0)}
            onChange={setLine}
            onRemove={
              example.lines.length === 1
                ? undefined
                : () => set({ lines: example.lines.filter(({ key }) => key !== line.key) })
            }
          />
        ))}
        {example.lines.length < LINES_MAX && (
          <div>
            <Button
              variant="plain"
              onClick={() =>
                set({
                  lines: [
                    ...example.lines,
                    newLine(
                      Math.max(...example.lines.map(({ key }) => key)) + 1,
                      example.lines.at(-1)?.price ?? "",
                    ),
                  ],
                })
              }
            >
              {t("preview.addLine")}
            </Button>
          </div>
        )}
        <Disclosure label={t("preview.circumstances")}>
          <Box paddingBlockStart="200">
            <Circumstances example={example} set={set} />
          </Box>
        </Disclosure>
        <Divider />
        <div aria-live="polite">
          <BlockStack gap="200">
            <Text as="p" variant="headingLg">
              {earned === null
                ? t(broken ? "preview.broken" : "preview.noAmount")
                : t("preview.earns", { points: pointsText(earned.points) })}
            </Text>
            {earned !== null && earned.contributions.length === 0 && (
              <Text as="p" tone="subdued">
                {t("preview.nothingApplies")}
              </Text>
            )}
            {earned !== null &&
              explainEarned(words, earned, body).map(({ key, title, points, steps, counts }) => (
                <div key={key}>
                  <InlineStack align="space-between" gap="200" wrap={false}>
                    <Text as="p" fontWeight="semibold" breakWord>
                      {title}
                    </Text>
                    <Text as="p" numeric {...(!counts && { tone: "subdued" as const })}>
                      {counts ? format.signed(points) : <del>{format.signed(points)}</del>}
                    </Text>
                  </InlineStack>
                  {steps.map((step) => (
                    <Text as="p" variant="bodySm" tone="subdued" key={step}>
                      {step}
                    </Text>
                  ))}
                </div>
              ))}
          </BlockStack>
        </div>
        <Text as="p" variant="bodySm" tone="subdued">
          {t("preview.help")}
        </Text>
      </BlockStack>
    </Card>
  );
}

function LineFields(props: {
  readonly line: ExampleLine;
  readonly number: number;
  readonly earned: string | null;
  readonly onChange: (line: ExampleLine) => void;
  readonly onRemove: (() => void) | undefined;
}) {
  const { line, number, onChange, onRemove } = props;
  const { t } = useTranslation("program");
  const { currency } = useWorkspace();
  const pick = useResourcePicker();
  const set = (change: Partial<ExampleLine>) => onChange({ ...line, ...change });
  return (
    <BlockStack gap="100">
      <TextField
        label={t("preview.line", { number })}
        value={line.price}
        onChange={(price) => set({ price })}
        inputMode="decimal"
        suffix={currency}
        autoComplete="off"
        helpText={props.earned ?? ""}
      />
      <Disclosure
        label={t("preview.goods")}
        accessibilityLabel={t("preview.goodsOf", { number })}
        size="micro"
        summary={(button) => (
          <InlineStack gap="300">
            {button}
            {onRemove && (
              <Button
                variant="plain"
                size="micro"
                accessibilityLabel={t("preview.removeLineOf", { number })}
                onClick={onRemove}
              >
                {t("remove")}
              </Button>
            )}
          </InlineStack>
        )}
      >
        <Box paddingBlockStart="200">
          <BlockStack gap="200">
            <ChosenField
              label={t("preview.product")}
              open={t("rewards.chooseProduct")}
              values={line.productId === null ? [] : [line.productId]}
              pointer="/none"
              onRemove={() => set({ productId: null })}
              onOpen={() =>
                void pick("product", [], false).then((picked) => {
                  const [product] = picked ?? [];
                  if (product === undefined) return;
                  const { id, tags, vendor, variants } = product;
                  set({ productId: id, tags, vendor, price: variants[0]?.price ?? line.price });
                })
              }
            />
            <TagsField label={t("select.tags")} values={line.tags} onChange={(tags) => set({ tags })} />
            <TextField
              label={t("preview.vendor")}
              value={line.vendor}
              onChange={(vendor) => set({ vendor })}
              autoComplete="off"
            />
            <ChosenField
              label={t("select.collectionIds")}
              open={t("select.collectionIdsOpen")}
              values={line.collectionIds}
              pointer="/none"
              onRemove={(id) => set({ collectionIds: line.collectionIds.filter((one) => one !== id) })}
              onOpen={() =>
                void pick("collection", line.collectionIds).then(
                  (picked) => picked && set({ collectionIds: picked.map(({ id }) => id) }),
                )
              }
            />
            <Checkbox
              label={t("preview.onSale")}
              checked={line.onSale}
              onChange={(onSale) => set({ onSale })}
            />
          </BlockStack>
        </Box>
      </Disclosure>
    </BlockStack>
  );
}

/** What else of an order decides: where it came from, whose it is, and what was paid besides the goods. */
function Circumstances({ example, set }: { example: Example; set: (change: Partial<Example>) => void }) {
  const { t } = useTranslation("program");
  const { currency } = useWorkspace();
  const { tiers } = useFieldSurroundings();
  return (
    <BlockStack gap="200">
      <Select
        label={t("preview.channel")}
        options={CHANNELS.map((value) => ({ value, label: t(`channel.${value}`) }))}
        value={example.channel}
        onChange={(channel) => set({ channel })}
      />
      <TagsField
        label={t("select.customerTags")}
        values={example.customerTags}
        onChange={(customerTags) => set({ customerTags })}
      />
      {tiers.length > 0 && (
        <Select
          label={t("preview.tier")}
          options={[
            { value: "", label: t("preview.noTier") },
            ...tiers.map(({ id, name }) => ({ value: id, label: name || t("tiers:nameless") })),
          ]}
          value={tiers.some(({ id }) => id === example.tierId) ? example.tierId : ""}
          onChange={(tierId) => set({ tierId })}
        />
      )}
      {(["tax", "shipping", "discount"] as const).map((part) => (
        <TextField
          key={part}
          label={t(`preview.${part}`)}
          value={example[part]}
          onChange={(typed) => set({ [part]: typed })}
          inputMode="decimal"
          suffix={currency}
          autoComplete="off"
        />
      ))}
    </BlockStack>
  );
}
