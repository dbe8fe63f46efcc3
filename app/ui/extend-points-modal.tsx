import type { FetcherWithComponents } from "@remix-run/react";
import { Banner, BlockStack, FormLayout, Text, TextField } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AdjustmentResult } from "./adjust-points-modal.tsx";
import { ConfirmModal } from "./confirm-modal.tsx";

/** Gives a member's points more time: a last usable day, and a reason that the books keep. */
export function ExtendPointsModal(props: {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly fetcher: FetcherWithComponents<unknown>;
  readonly action: string;
}) {
  const { t } = useTranslation("member");
  const [lastDay, setLastDay] = useState("");
  const [reason, setReason] = useState("");
  const [idempotencyKey, setIdempotencyKey] = useState("");
  const [submitted, setSubmitted] = useState(false);
  // A double click or a retry sends the same key: it is done once.
  useEffect(() => {
    if (!props.open) return;
    setIdempotencyKey(crypto.randomUUID());
    setSubmitted(false);
    setLastDay("");
    setReason("");
  }, [props.open]);

  const refusals =
    submitted && props.fetcher.state === "idle"
      ? ((props.fetcher.data as AdjustmentResult | undefined)?.refusals ?? [])
      : [];
  const submit = () => {
    setSubmitted(true);
    if (lastDay === "" || reason.trim() === "") return;
    props.fetcher.submit(
      { lastDay, reason: reason.trim(), idempotencyKey },
      { method: "post", action: props.action },
    );
  };
  return (
    <ConfirmModal
      open={props.open}
      onClose={props.onClose}
      title={t("extend.title")}
      confirm={t("extend.confirm")}
      busy={props.fetcher.state !== "idle"}
      onConfirm={submit}
    >
      <BlockStack gap="400">
        {refusals.map(({ code, detail }) => (
          <Banner key={code} tone="critical">
            <p>{t(`refusal.${code}`, { defaultValue: detail })}</p>
          </Banner>
        ))}
        <Text as="p">{t("extend.text")}</Text>
        <FormLayout>
          <TextField
            label={t("extend.lastDay")}
            type="date"
            value={lastDay}
            onChange={setLastDay}
            autoComplete="off"
            error={submitted && lastDay === "" && t("extend.error.lastDay")}
          />
          <TextField
            label={t("adjust.reason")}
            value={reason}
            onChange={setReason}
            maxLength={500}
            autoComplete="off"
            helpText={t("adjust.reasonHelp")}
            error={submitted && reason.trim() === "" && t("adjust.error.reason")}
          />
        </FormLayout>
      </BlockStack>
    </ConfirmModal>
  );
}
