import { BlockStack, InlineGrid, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { dayAndTimeOf, instantOf } from "#app/domain/program/typed-moment.ts";
import { addDays } from "#app/domain/shared/calendar.ts";
import { useWorkspace } from "./workspace.tsx";

type Span = { readonly from: string | null; readonly until: string | null };

/** From which day and through which day something runs, in the shop's calendar; a time where it does not fill its days. */
export function SpanFields(props: {
  readonly span: Span;
  readonly onChange: (span: Span) => void;
  readonly pointer: string;
}) {
  const { span, onChange, pointer } = props;
  const { t } = useTranslation("program");
  const { timeZone } = useWorkspace();
  return (
    <BlockStack gap="300">
      <MomentFields
        day={t("span.from")}
        time={t("span.fromTime")}
        pointer={`${pointer}/from`}
        value={span.from === null ? { day: "", time: "" } : dayAndTimeOf(span.from, timeZone)}
        onChange={({ day, time }) =>
          onChange({ ...span, from: day === "" ? null : instantOf(day, time, timeZone) })
        }
        help={t("span.help", { timeZone })}
      />
      <MomentFields
        day={t("span.until")}
        time={t("span.untilTime")}
        pointer={`${pointer}/until`}
        value={span.until === null ? { day: "", time: "" } : lastDayAndTime(span.until, timeZone)}
        onChange={({ day, time }) =>
          onChange({
            ...span,
            until: day === "" ? null : instantOf(time === "" ? addDays(day, 1) : day, time, timeZone),
          })
        }
      />
    </BlockStack>
  );
}

/** What ends with a day is said by that day, without a time. */
function lastDayAndTime(until: string, timeZone: string) {
  const { day, time } = dayAndTimeOf(until, timeZone);
  return time === "" ? { day: addDays(day, -1), time } : { day, time };
}

type DayAndTime = { readonly day: string; readonly time: string };

function MomentFields(props: {
  readonly day: string;
  readonly time: string;
  readonly pointer: string;
  readonly value: DayAndTime;
  readonly onChange: (value: DayAndTime) => void;
  readonly help?: string;
}) {
  const { value, onChange } = props;
  const { errorAt } = useWorkspace();
  return (
    <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
      <TextField
        type="date"
        label={props.day}
        value={value.day}
        onChange={(day) => onChange({ ...value, day })}
        error={errorAt(props.pointer)}
        helpText={props.help}
        autoComplete="off"
      />
      <TextField
        type="time"
        label={props.time}
        value={value.time}
        onChange={(time) => onChange({ ...value, time })}
        disabled={value.day === ""}
        autoComplete="off"
      />
    </InlineGrid>
  );
}
