import {
  BlockStack,
  Button,
  Card,
  ChoiceList,
  InlineGrid,
  InlineStack,
  Select,
  Text,
} from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { TypedCampaign } from "#app/domain/earning/typed-campaign.ts";
import type { Segment } from "#app/domain/membership/segment.ts";
import type { ProgramBody } from "#app/domain/program/program-body.ts";
import { ChoiceTitle } from "../choice-title.tsx";
import { Field, MomentField } from "./fields.tsx";
import { FilterFields } from "./filter-fields.tsx";
import { MultiplierFields } from "./multiplier-fields.tsx";

type Props = {
  readonly typed: TypedCampaign;
  readonly onChange: (typed: TypedCampaign) => void;
  readonly segments: readonly Segment[];
  readonly program: ProgramBody | null;
  readonly currency: string;
  readonly timeZone: string;
};

const TRIGGERS = ["start", "order", "sign-up", "birthday", "action"] as const;

/** A campaign as it is composed: what it gives, to whom, when, and how much at most. */
export function CampaignEditor(props: Props) {
  const { typed, onChange } = props;
  const { t } = useTranslation("campaigns");
  return (
    <BlockStack gap="400">
      <Card>
        <BlockStack gap="300">
          <Field
            label={t("form.name")}
            value={typed.name}
            onChange={(name) => onChange({ ...typed, name })}
            pointer="/name"
            help={t("form.nameHelp")}
          />
          <ChoiceList
            title={<ChoiceTitle>{t("form.kind")}</ChoiceTitle>}
            choices={(["bonus", "ladder", "multiplier"] as const).map((value) => ({
              ...{ value, label: t(`kind.${value}`), helpText: t(`kindHelp.${value}`) },
            }))}
            selected={[typed.kind]}
            onChange={([kind]) => onChange({ ...typed, kind: kind as TypedCampaign["kind"] })}
          />
          <Terms {...props} />
        </BlockStack>
      </Card>
      {typed.kind === "multiplier" ? (
        <MultiplierFields typed={typed} onChange={onChange} program={props.program} />
      ) : (
        <Lifetime {...props} />
      )}
      <Audience {...props} />
      <Limits {...props} />
    </BlockStack>
  );
}

function Terms({ typed, onChange, currency }: Props) {
  const { t } = useTranslation("campaigns");
  switch (typed.kind) {
    case "multiplier":
      return (
        <Field
          label={t("form.factor")}
          value={typed.factor}
          onChange={(factor) => onChange({ ...typed, factor })}
          pointer="/terms/factor"
          inputMode="decimal"
          help={t("form.factorHelp")}
        />
      );
    case "ladder":
      return <Ladder typed={typed} onChange={onChange} currency={currency} />;
    case "bonus":
      return (
        <BlockStack gap="300">
          <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
            <Field
              label={t("form.points")}
              value={typed.points}
              onChange={(points) => onChange({ ...typed, points })}
              pointer="/terms/points"
              inputMode="numeric"
            />
            <Select
              label={t("form.trigger")}
              options={TRIGGERS.map((value) => ({ value, label: t(`trigger.${value}`) }))}
              value={typed.trigger}
              onChange={(trigger) => onChange({ ...typed, trigger: trigger as TypedCampaign["trigger"] })}
            />
          </InlineGrid>
          {typed.trigger === "order" && (
            <Field
              label={t("form.minimumOrder")}
              value={typed.minimumOrder}
              onChange={(minimumOrder) => onChange({ ...typed, minimumOrder })}
              pointer="/terms/minimumOrder"
              inputMode="decimal"
              suffix={currency}
              help={t("form.optional")}
            />
          )}
          {typed.trigger === "action" && (
            <Field
              label={t("form.action")}
              value={typed.action}
              onChange={(action) => onChange({ ...typed, action })}
              pointer="/terms/action"
              help={t("form.actionHelp")}
            />
          )}
        </BlockStack>
      );
  }
}

function Ladder({ typed, onChange, currency }: Pick<Props, "typed" | "onChange" | "currency">) {
  const { t } = useTranslation("campaigns");
  const { steps } = typed;
  const change = (position: number, step: Partial<TypedCampaign["steps"][number]>) =>
    onChange({
      ...typed,
      steps: steps.map((old, index) => (index === position ? { ...old, ...step } : old)),
    });
  return (
    <BlockStack gap="300">
      {steps.map((step, position) => (
        <InlineGrid key={position} columns={{ xs: 1, sm: "2fr 2fr auto" }} gap="300" alignItems="end">
          <Field
            label={t("form.stepFrom", { number: position + 1 })}
            value={step.from}
            onChange={(from) => change(position, { from })}
            pointer={`/terms/steps/${position}/from`}
            inputMode="decimal"
            suffix={currency}
          />
          <Field
            label={t("form.stepPoints", { number: position + 1 })}
            value={step.points}
            onChange={(points) => change(position, { points })}
            pointer={`/terms/steps/${position}/points`}
            inputMode="numeric"
          />
          <Button
            disabled={steps.length === 1}
            accessibilityLabel={t("form.removeStepOf", { number: position + 1 })}
            onClick={() => onChange({ ...typed, steps: steps.filter((_, index) => index !== position) })}
          >
            {t("form.removeStep")}
          </Button>
        </InlineGrid>
      ))}
      <InlineStack>
        <Button onClick={() => onChange({ ...typed, steps: [...steps, { from: "", points: "" }] })}>
          {t("form.addStep")}
        </Button>
      </InlineStack>
    </BlockStack>
  );
}

function Lifetime({ typed, onChange }: Props) {
  const { t } = useTranslation("campaigns");
  return (
    <Card>
      <BlockStack gap="300">
        <ChoiceList
          title={<ChoiceTitle>{t("form.lifetime")}</ChoiceTitle>}
          choices={(["days", "until", "program"] as const).map((value) => ({
            ...{ value, label: t(`lifetime.${value}`) },
          }))}
          selected={[typed.lifetime]}
          onChange={([lifetime]) => onChange({ ...typed, lifetime: lifetime as TypedCampaign["lifetime"] })}
        />
        {typed.lifetime === "days" && (
          <Field
            label={t("form.days")}
            value={typed.lifetimeDays}
            onChange={(lifetimeDays) => onChange({ ...typed, lifetimeDays })}
            pointer="/terms/lifetime/days"
            inputMode="numeric"
          />
        )}
        {typed.lifetime === "until" && (
          <Field
            type="date"
            label={t("form.day")}
            value={typed.lifetimeDay}
            onChange={(lifetimeDay) => onChange({ ...typed, lifetimeDay })}
            pointer="/terms/lifetime/day"
          />
        )}
      </BlockStack>
    </Card>
  );
}

function Audience({ typed, onChange, segments, program, currency }: Props) {
  const { t } = useTranslation("campaigns");
  return (
    <Card>
      <BlockStack gap="300">
        <ChoiceList
          title={<ChoiceTitle>{t("form.audience")}</ChoiceTitle>}
          choices={[
            { value: "everybody", label: t("audience.everybody") },
            ...(segments.length > 0 ? [{ value: "segment", label: t("audience.segment") }] : []),
            { value: "filter", label: t("audience.filter") },
          ]}
          selected={[typed.audience]}
          onChange={([audience]) =>
            onChange({
              ...typed,
              audience: audience as TypedCampaign["audience"],
              segmentId: typed.segmentId === "" ? (segments[0]?.segmentId ?? "") : typed.segmentId,
            })
          }
        />
        {typed.audience === "segment" && (
          <Select
            label={t("form.segment")}
            options={segments.map(({ segmentId, name }) => ({ value: segmentId, label: name }))}
            value={typed.segmentId}
            onChange={(segmentId) => onChange({ ...typed, segmentId })}
          />
        )}
        {typed.audience === "filter" && (
          <FilterFields
            filter={typed.filter}
            onChange={(filter) => onChange({ ...typed, filter })}
            at="/terms/audience"
            currency={currency}
            tiers={program?.tiers?.ladder ?? []}
          />
        )}
      </BlockStack>
    </Card>
  );
}

function Limits({ typed, onChange, timeZone }: Props) {
  const { t } = useTranslation("campaigns");
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("form.limits")}
        </Text>
        <MomentField
          day={t("form.starts")}
          time={t("form.startsTime")}
          value={typed.starts}
          onChange={(starts) => onChange({ ...typed, starts })}
          pointer="/startsAt"
          help={t("form.startsHelp", { timeZone })}
        />
        <MomentField
          day={t("form.ends")}
          time={t("form.endsTime")}
          value={typed.ends}
          onChange={(ends) => onChange({ ...typed, ends })}
          pointer="/endsAt"
          help={t("form.endsHelp")}
        />
        <Field
          label={t("form.budget")}
          value={typed.budget}
          onChange={(budget) => onChange({ ...typed, budget })}
          pointer="/budgetPoints"
          inputMode="numeric"
          help={t("form.budgetHelp")}
        />
      </BlockStack>
    </Card>
  );
}
