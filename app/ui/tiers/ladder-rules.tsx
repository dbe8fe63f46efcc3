import { BlockStack, Card, ChoiceList, FormLayout, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { isYear } from "#app/domain/program/draft-tiers.ts";
import type { DraftTiers } from "#app/domain/program/program-draft.ts";
import type { TierWindow } from "#app/domain/tiers/tiers.ts";
import { ChoiceTitle } from "../choice-title.tsx";
import { ChoiceField, NumberField, SwitchField } from "../program/fields.tsx";
import { More } from "../program/more.tsx";
import { useWorkspace } from "../program/workspace.tsx";
import { withTiers } from "./ladder-changes.ts";

const MEASURES = ["spent", "points", "orders"] as const;
const WINDOWS = ["rolling", "calendar-year", "from-joining", "lifetime"] as const;

/** What counts towards a tier, and since when. */
export function QualificationCard() {
  const { t } = useTranslation("tiers");
  const { tiers, set } = useTiers();
  if (tiers === null) return null;
  const { window } = tiers;
  const setWindow = (change: Partial<DraftTiers["window"]>) => set({ window: { ...window, ...change } });
  return (
    <Card>
      <FormLayout>
        <ChoiceList
          title={<ChoiceTitle>{t("measure.title")}</ChoiceTitle>}
          choices={MEASURES.map((value) => ({
            value,
            label: t(`measure.${value}.label`),
            helpText: t(`measure.${value}.help`),
          }))}
          selected={[tiers.measure]}
          onChange={([chosen]) => set({ measure: chosen as DraftTiers["measure"] })}
        />
        <ChoiceList
          title={<ChoiceTitle>{t("window.title")}</ChoiceTitle>}
          choices={WINDOWS.map((value) => ({
            value,
            label: t(`window.${value}.label`),
            helpText: t(`window.${value}.help`),
          }))}
          selected={[window.kind]}
          onChange={([chosen]) => {
            const kind = chosen as TierWindow["kind"];
            setWindow({ kind, keepNext: isYear(kind), months: window.months === "" ? "12" : window.months });
          }}
        />
        {window.kind === "rolling" && (
          <NumberField
            label={t("window.months")}
            value={window.months}
            onChange={(months) => setWindow({ months })}
            pointer="/tiers/window/months"
            suffix={t("window.unit")}
          />
        )}
        {isYear(window.kind) && (
          <SwitchField
            label={t("window.keepNext")}
            value={window.keepNext}
            onChange={(keepNext) => setWindow({ keepNext })}
            pointer="/tiers/window/keepNext"
            help={t("window.keepNextHelp")}
          />
        )}
      </FormLayout>
    </Card>
  );
}

/** How members keep a tier, and how they lose it. */
export function KeepingCard() {
  const { t } = useTranslation("tiers");
  const { tiers, set } = useTiers();
  if (tiers === null) return null;
  return (
    <Card>
      <FormLayout>
        <Text as="h2" variant="headingMd">
          {t("keeping.title")}
        </Text>
        <Text as="p" tone="subdued">
          {t("keeping.help")}
        </Text>
        <FormLayout.Group>
          <NumberField
            label={t("keeping.grace")}
            value={tiers.graceDays}
            onChange={(graceDays) => set({ graceDays })}
            pointer="/tiers/graceDays"
            suffix={t("keeping.days")}
            help={t("keeping.graceHelp")}
          />
          <NumberField
            label={t("keeping.notice")}
            value={tiers.noticeDays}
            onChange={(noticeDays) => set({ noticeDays })}
            pointer="/tiers/noticeDays"
            suffix={t("keeping.days")}
            placeholder={t("keeping.noNotice")}
            help={t("keeping.noticeHelp")}
          />
        </FormLayout.Group>
        <SwitchField
          label={t("keeping.soft")}
          value={tiers.softLanding}
          onChange={(softLanding) => set({ softLanding })}
          pointer="/tiers/softLanding"
          help={t("keeping.softHelp")}
        />
      </FormLayout>
    </Card>
  );
}

/** What most leave as it is: when an order counts, and how several thresholds are joined. */
export function FinerRules() {
  const { t } = useTranslation("tiers");
  const { tiers, set } = useTiers();
  if (tiers === null) return null;
  return (
    <More
      title={t("finer.title")}
      used={tiers.countPending || tiers.join === "all"}
      pointers={["/tiers/countPending", "/tiers/join"]}
    >
      <BlockStack gap="400">
        <ChoiceField
          label={t("finer.counts")}
          value={tiers.countPending ? "paid" : "matured"}
          choices={(["paid", "matured"] as const).map((value) => ({
            value,
            label: t(`finer.countsWhen.${value}`),
          }))}
          onChange={(value) => set({ countPending: value === "paid" })}
          pointer="/tiers/countPending"
          help={t("finer.countsHelp")}
        />
        <ChoiceField
          label={t("finer.join")}
          value={tiers.join}
          choices={(["any", "all"] as const).map((value) => ({ value, label: t(`finer.joins.${value}`) }))}
          onChange={(join) => set({ join })}
          pointer="/tiers/join"
          help={t("finer.joinHelp")}
        />
      </BlockStack>
    </More>
  );
}

function useTiers() {
  const { draft, edit } = useWorkspace();
  return {
    tiers: draft.tiers,
    set: (change: Partial<DraftTiers>) => edit((now) => withTiers(now, () => change)),
  };
}
