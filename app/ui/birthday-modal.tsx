import type { FetcherWithComponents } from "@remix-run/react";
import { Banner, BlockStack, InlineGrid, Select, Text } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { BirthdayFacts } from "#app/domain/earning/occasions/birthday.ts";
import type { AdjustmentResult } from "./adjust-points-modal.tsx";
import { ConfirmModal } from "./confirm-modal.tsx";

const numbers = (last: number) =>
  Array.from({ length: last }, (_, number) => String(number + 1).padStart(2, "0"));

/** The month and day of a member's birthday; the year is nobody's business. */
export function BirthdayModal(props: {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly known: BirthdayFacts | null;
  readonly fetcher: FetcherWithComponents<unknown>;
  readonly action: string;
}) {
  const { open, known, fetcher } = props;
  const { t, i18n } = useTranslation("member");
  const [month, setMonth] = useState("01");
  const [day, setDay] = useState("01");
  const [submitted, setSubmitted] = useState(false);
  useEffect(() => {
    if (!open) return;
    const [knownMonth = "01", knownDay = "01"] = (known?.nextBirthday ?? known?.birthday ?? "01-01").split(
      "-",
    );
    setMonth(knownMonth);
    setDay(knownDay);
    setSubmitted(false);
  }, [open]);
  const monthName = new Intl.DateTimeFormat(i18n.language, { month: "long", timeZone: "UTC" });
  const refusals =
    submitted && fetcher.state === "idle"
      ? ((fetcher.data as AdjustmentResult | undefined)?.refusals ?? [])
      : [];
  return (
    <ConfirmModal
      open={open}
      onClose={props.onClose}
      title={t("birthday.title")}
      confirm={t("birthday.confirm")}
      busy={fetcher.state !== "idle"}
      onConfirm={() => {
        setSubmitted(true);
        fetcher.submit({ birthday: `${month}-${day}` }, { method: "post", action: props.action });
      }}
    >
      <BlockStack gap="400">
        {refusals.map(({ code, detail }) => (
          <Banner key={code} tone="critical">
            <p>{t(`refusal.${code}`, { defaultValue: detail })}</p>
          </Banner>
        ))}
        <Text as="p">{t("birthday.text")}</Text>
        <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
          <Select
            label={t("birthday.month")}
            options={numbers(12).map((value, position) => ({
              value,
              label: monthName.format(new Date(Date.UTC(2000, position, 1))),
            }))}
            value={month}
            onChange={setMonth}
          />
          <Select
            label={t("birthday.day")}
            options={numbers(31).map((value) => ({ value, label: String(Number(value)) }))}
            value={day}
            onChange={setDay}
          />
        </InlineGrid>
      </BlockStack>
    </ConfirmModal>
  );
}
