import {
  BlockStack,
  Box,
  Button,
  FormLayout,
  InlineGrid,
  InlineStack,
  Text,
  TextField,
} from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { TIER_ICONS, tagOf } from "#app/domain/tiers/tiers.ts";
import { ChoiceField, WordsField } from "../program/fields.tsx";
import { useFieldSurroundings } from "../program/field-surroundings.ts";
import { contrastOf, inkOn } from "./contrast.ts";
import { TierMark } from "./tier-mark.tsx";
import type { TierPartProps } from "./tier-editor.tsx";

const PICKER = { width: 44, height: 32, padding: 2, border: "1px solid var(--p-color-border)", borderRadius: 8 }; // prettier-ignore
const SAMPLE = { borderRadius: 12, padding: "4px 12px", fontWeight: 600, overflowWrap: "anywhere" } as const;

/** Colour, icon and tag, with what shoppers will see of them. */
export function LookFields({ tier, set, pointer }: TierPartProps) {
  const { t } = useTranslation("tiers");
  const { errorAt } = useFieldSurroundings();
  const isColor = /^#[0-9a-f]{6}$/i.test(tier.color);
  return (
    <FormLayout>
      <InlineGrid columns={{ xs: 1, sm: 2 }} gap="400">
        <TextField
          label={t("look.color")}
          value={tier.color}
          onChange={(color) => set({ color })}
          autoComplete="off"
          placeholder="#c0c0c0"
          error={errorAt(`${pointer}/color`)}
          helpText={t("look.colorHelp")}
          connectedLeft={
            <input
              type="color"
              aria-label={t("look.pick")}
              value={isColor ? tier.color.toLowerCase() : "#5c5f62"}
              onChange={(event) => set({ color: event.currentTarget.value })}
              style={PICKER}
            />
          }
        />
        <ChoiceField
          label={t("look.icon")}
          value={tier.icon ?? "none"}
          choices={(["none", ...TIER_ICONS] as const).map((value) => ({ value, label: t(`icon.${value}`) }))}
          onChange={(value) => set({ icon: value === "none" ? null : value })}
          pointer={`${pointer}/icon`}
        />
      </InlineGrid>
      <InlineStack gap="300" blockAlign="center">
        <TierMark color={tier.color} icon={tier.icon} name={tier.name} sizePixels={40} />
        {isColor && <Sample color={tier.color} name={tier.name || t("nameless")} />}
        {isColor && (
          <Text as="p" tone="subdued" variant="bodySm">
            {t(inkOn(tier.color) === "#ffffff" ? "look.contrastWhite" : "look.contrastBlack", {
              ratio: (contrastOf(tier.color, inkOn(tier.color)) ?? 0).toFixed(1),
            })}
          </Text>
        )}
      </InlineStack>
      <WordsField
        label={t("look.tag")}
        value={tier.tag}
        onChange={(tag) => set({ tag })}
        pointer={`${pointer}/tag`}
        placeholder={tagOf({ id: tier.id, tag: null })}
        help={t("look.tagHelp")}
      />
    </FormLayout>
  );
}

function Sample({ color, name }: { readonly color: string; readonly name: string }) {
  return <span style={{ ...SAMPLE, background: color, color: inkOn(color) }}>{name}</span>;
}

/** What shoppers read in other languages. */
export function TextFields({ tier, set, pointer }: TierPartProps) {
  const { t, i18n } = useTranslation("tiers");
  const { errorAt } = useFieldSurroundings();
  const [language, setLanguage] = useState("");
  const put = (tag: string, change: Partial<(typeof tier.texts)[string]>) =>
    set({ texts: { ...tier.texts, [tag]: { name: "", description: "", ...tier.texts[tag], ...change } } });
  const nameOf = (tag: string) => {
    try {
      return new Intl.DisplayNames(i18n.language, { type: "language" }).of(tag) ?? tag;
    } catch {
      return tag; // No language: the field says so.
    }
  };
  const add = () => {
    const tag = language.trim();
    if (tag === "" || tag in tier.texts) return;
    put(tag, {});
    setLanguage("");
  };
  return (
    <BlockStack gap="400">
      <Text as="p" tone="subdued">
        {t("look.textsHelp")}
      </Text>
      {Object.entries(tier.texts).map(([tag, text]) => (
        <Box key={tag} borderInlineStartWidth="050" borderColor="border" paddingInlineStart="300">
          <BlockStack gap="200">
            <InlineStack align="space-between" blockAlign="center">
              <Text as="h3" fontWeight="semibold">
                {t("look.language", { language: nameOf(tag), tag })}
              </Text>
              <Button
                variant="plain"
                accessibilityLabel={t("look.removeLanguageOf", { language: nameOf(tag) })}
                onClick={() => {
                  const { [tag]: _gone, ...texts } = tier.texts;
                  set({ texts });
                }}
              >
                {t("program:remove")}
              </Button>
            </InlineStack>
            <TextField
              label={t("look.nameIn", { language: nameOf(tag) })}
              value={text.name}
              onChange={(name) => put(tag, { name })}
              autoComplete="off"
              error={errorAt(`${pointer}/texts/${tag}`)}
            />
            <TextField
              label={t("look.descriptionIn", { language: nameOf(tag) })}
              value={text.description}
              onChange={(description) => put(tag, { description })}
              autoComplete="off"
              multiline={2}
              maxLength={2000}
            />
          </BlockStack>
        </Box>
      ))}
      <TextField
        label={t("look.addLanguage")}
        value={language}
        onChange={setLanguage}
        autoComplete="off"
        placeholder="ru"
        helpText={t("look.addLanguageHelp")}
        connectedRight={<Button onClick={add}>{t("program:add")}</Button>}
      />
    </BlockStack>
  );
}
