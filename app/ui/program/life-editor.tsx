import {
  Banner,
  BlockStack,
  Button,
  Card,
  ChoiceList,
  FormLayout,
  InlineStack,
  Text,
} from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { expiresAt } from "#app/domain/program/expiry.ts";
import type { ProgramDraft } from "#app/domain/program/program-draft.ts";
import { addDays, businessDate, startOfDay } from "#app/domain/shared/calendar.ts";
import { ChoiceTitle } from "../choice-title.tsx";
import { ChoiceField, NumberField, WordsField } from "./fields.tsx";
import { useWorkspace } from "./workspace.tsx";

/** From when on points can be spent. */
export function PendingCard() {
  const { t } = useTranslation("program");
  const { draft, edit } = useWorkspace();
  const { pendingDays, pendingFrom } = draft.earning;
  const set = (change: Partial<ProgramDraft["earning"]>) =>
    edit((now) => ({ ...now, earning: { ...now.earning, ...change } }));
  return (
    <Card>
      <FormLayout>
        <Text as="h2" variant="headingMd">
          {t("part.pending")}
        </Text>
        <Text as="p" tone="subdued">
          {t("pending.help")}
        </Text>
        <NumberField
          label={t("pending.days")}
          value={pendingDays}
          onChange={(days) => set({ pendingDays: days })}
          pointer="/earning/pendingDays"
          suffix={t("pending.unit")}
        />
        <ChoiceField
          label={t("pending.from")}
          value={pendingFrom}
          choices={(["paid", "fulfilled"] as const).map((value) => ({
            value,
            label: t(`pending.since.${value}`),
          }))}
          onChange={(from) => set({ pendingFrom: from })}
          pointer="/earning/pendingFrom"
        />
      </FormLayout>
    </Card>
  );
}

/** Until when points can be spent, with the day that today's would reach. */
export function ExpiryCard() {
  const { t } = useTranslation("program");
  const { draft, edit } = useWorkspace();
  const { mode, months, roundUpTo } = draft.expiry;
  const set = (change: Partial<ProgramDraft["expiry"]>) =>
    edit((now) => ({ ...now, expiry: { ...now.expiry, ...change } }));
  return (
    <Card>
      <FormLayout>
        <ChoiceList
          title={<ChoiceTitle>{t("part.expiry")}</ChoiceTitle>}
          choices={(["none", "per-lot", "inactivity", "fixed-date"] as const).map((value) => ({
            value,
            label: t(`expiry.mode.${value}.label`),
            helpText: t(`expiry.mode.${value}.help`),
          }))}
          selected={[mode]}
          onChange={([chosen]) => set({ mode: chosen as ProgramDraft["expiry"]["mode"] })}
        />
        {(mode === "per-lot" || mode === "inactivity") && (
          <>
            <NumberField
              label={t("expiry.after")}
              value={months}
              onChange={(typed) => set({ months: typed })}
              pointer="/expiry/months"
              suffix={t("expiry.unit")}
            />
            <ChoiceField
              label={t("expiry.roundUpTo")}
              value={roundUpTo ?? "day"}
              choices={(["day", "month", "quarter", "half-year", "year"] as const).map((value) => ({
                value,
                label: t(`expiry.period.${value}`),
              }))}
              onChange={(value) => set({ roundUpTo: value === "day" ? null : value })}
              pointer="/expiry/roundUpTo"
            />
          </>
        )}
        {mode === "fixed-date" && (
          <DateFields dates={draft.expiry.dates} onChange={(dates) => set({ dates })} />
        )}
        <ExampleOfExpiry />
      </FormLayout>
    </Card>
  );
}

function DateFields(props: {
  readonly dates: readonly string[];
  readonly onChange: (dates: readonly string[]) => void;
}) {
  const { dates, onChange } = props;
  const { t } = useTranslation("program");
  const { errorAt } = useWorkspace();
  const missing = dates.length === 0 && errorAt("/expiry/dates");
  return (
    <BlockStack gap="200">
      {dates.map((date, index) => (
        <InlineStack key={index} gap="200" align="start" blockAlign="start" wrap={false}>
          <div style={{ flexGrow: 1 }}>
            <WordsField
              label={t("expiry.date", { number: index + 1 })}
              value={date}
              onChange={(typed) => onChange(dates.map((one, place) => (place === index ? typed : one)))}
              pointer={`/expiry/dates/${index}`}
              placeholder="12-31"
              help={t("expiry.dateHelp")}
            />
          </div>
          <div style={{ paddingBlockStart: "var(--p-space-600)" }}>
            <Button
              accessibilityLabel={t("expiry.removeDateOf", { number: index + 1 })}
              onClick={() => onChange(dates.filter((_, place) => place !== index))}
            >
              {t("remove")}
            </Button>
          </div>
        </InlineStack>
      ))}
      {missing !== false && (
        <Text as="p" tone="critical">
          {missing}
        </Text>
      )}
      <div>
        <Button onClick={() => onChange([...dates, dates.length === 0 ? "12-31" : ""])}>
          {t("expiry.addDate")}
        </Button>
      </div>
    </BlockStack>
  );
}

/** Computed by the very functions that the ledger uses. */
function ExampleOfExpiry() {
  const { t } = useTranslation("program");
  const { body, refusals, now, timeZone, format } = useWorkspace();
  if (refusals.some(({ pointer }) => /^\/(expiry|earning\/pending)/.test(pointer ?? ""))) return null;
  const today = businessDate(now, timeZone);
  const days = body.earning.pendingDays;
  const spendableFrom = days === 0 ? now : startOfDay(addDays(today, days), timeZone);
  const end = expiresAt(spendableFrom, body.expiry, timeZone);
  const values = {
    from: format.dayOf(spendableFrom),
    day: end === null ? "" : format.lastDayBefore(end),
  };
  const key = `${days === 0 ? "" : "Later"}${end === null ? "Never" : ""}` || "Dated";
  return (
    <Banner>
      <p>{t(`expiry.example${key}`, values)}</p>
      {body.expiry.mode === "inactivity" && <p>{t("expiry.exampleInactivity")}</p>}
    </Banner>
  );
}

/** What becomes of points that a refund takes back after they were spent. */
export function RefundsCard() {
  const { t } = useTranslation("program");
  const { draft, edit } = useWorkspace();
  const { negativeBalance, limit } = draft.refunds;
  const set = (change: Partial<ProgramDraft["refunds"]>) =>
    edit((now) => ({ ...now, refunds: { ...now.refunds, ...change } }));
  return (
    <Card>
      <FormLayout>
        <ChoiceList
          title={<ChoiceTitle>{t("part.refunds")}</ChoiceTitle>}
          choices={(["allow", "limit", "clamp"] as const).map((value) => ({
            value,
            label: t(`refunds.${value}.label`),
            helpText: t(`refunds.${value}.help`),
          }))}
          selected={[negativeBalance]}
          onChange={([chosen]) => set({ negativeBalance: chosen as typeof negativeBalance })}
        />
        {negativeBalance === "limit" && (
          <NumberField
            label={t("refunds.limitPoints")}
            value={limit}
            onChange={(typed) => set({ limit: typed })}
            pointer="/refunds/limit"
          />
        )}
      </FormLayout>
    </Card>
  );
}
