import type { FetcherWithComponents } from "@remix-run/react";
import { Banner, BlockStack, ChoiceList, FormLayout, Text, TextField } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ConfirmModal } from "./confirm-modal.tsx";
import type { Format } from "./format.ts";

export type AdjustmentResult = {
  ok: boolean;
  refusals?: { code: string; detail: string; pointer?: string }[];
};

/** Grants or takes points by hand: whole points, a reason that the books keep, and optionally a last day. */
export function AdjustPointsModal(props: {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly spendable: number;
  readonly format: Format;
  readonly fetcher: FetcherWithComponents<unknown>;
  readonly action: string;
}) {
  const { t } = useTranslation("member");
  const [direction, setDirection] = useState<"grant" | "take">("grant");
  const [points, setPoints] = useState("");
  const [reason, setReason] = useState("");
  const [lastDay, setLastDay] = useState("");
  const [idempotencyKey, setIdempotencyKey] = useState("");
  const [submitted, setSubmitted] = useState(false);
  // A double click or a retry sends the same key: it is done once.
  useEffect(() => {
    if (props.open) {
      setIdempotencyKey(crypto.randomUUID());
      setSubmitted(false);
      for (const reset of [setPoints, setReason, setLastDay]) reset("");
      setDirection("grant");
    }
  }, [props.open]);

  const amount = /^\d{1,9}$/.test(points) ? Number(points) : null;
  const pointsError = amount === null || amount === 0 ? t("adjust.error.points") : undefined;
  const takeError =
    direction === "take" && amount !== null && amount > props.spendable
      ? t("adjust.error.tooMany", { count: props.spendable, points: props.format.number(props.spendable) })
      : undefined;
  const reasonError = reason.trim() === "" ? t("adjust.error.reason") : undefined;
  const refusals =
    submitted && props.fetcher.state === "idle"
      ? ((props.fetcher.data as AdjustmentResult | undefined)?.refusals ?? [])
      : [];
  const submit = () => {
    setSubmitted(true);
    if (amount === null || pointsError !== undefined || takeError !== undefined || reasonError !== undefined)
      return;
    const signed = direction === "grant" ? amount : -amount;
    props.fetcher.submit(
      {
        points: String(signed),
        reason: reason.trim(),
        idempotencyKey,
        ...(direction === "grant" && lastDay !== "" && { lastDay }),
      },
      { method: "post", action: props.action },
    );
  };
  return (
    <ConfirmModal
      open={props.open}
      onClose={props.onClose}
      title={t("adjust.title")}
      confirm={t(`adjust.${direction}`)}
      busy={props.fetcher.state !== "idle"}
      onConfirm={submit}
    >
      <BlockStack gap="400">
        {refusals.map(({ code, detail }) => (
          <Banner key={code} tone="critical">
            <p>{t(`refusal.${code}`, { defaultValue: detail })}</p>
          </Banner>
        ))}
        <FormLayout>
          <ChoiceList
            title={t("adjust.direction")}
            choices={[
              { label: t("adjust.grant"), value: "grant" },
              { label: t("adjust.take"), value: "take" },
            ]}
            selected={[direction]}
            onChange={([chosen]) => setDirection(chosen === "take" ? "take" : "grant")}
          />
          <TextField
            label={t("adjust.points")}
            value={points}
            onChange={setPoints}
            inputMode="numeric"
            autoComplete="off"
            error={submitted && (pointsError ?? takeError ?? false)}
            {...(direction === "take" && {
              helpText: t("adjust.spendable", {
                count: props.spendable,
                points: props.format.number(props.spendable),
              }),
            })}
          />
          <TextField
            label={t("adjust.reason")}
            value={reason}
            onChange={setReason}
            maxLength={500}
            autoComplete="off"
            helpText={t("adjust.reasonHelp")}
            error={submitted && (reasonError ?? false)}
          />
          {direction === "grant" && (
            <TextField
              label={t("adjust.lastDay")}
              type="date"
              value={lastDay}
              onChange={setLastDay}
              autoComplete="off"
              helpText={t("adjust.lastDayHelp")}
            />
          )}
        </FormLayout>
        <Text as="p" tone="subdued">
          {t("adjust.undoable")}
        </Text>
      </BlockStack>
    </ConfirmModal>
  );
}
