import type { FetcherWithComponents } from "@remix-run/react";
import { Banner, BlockStack, ChoiceList, FormLayout, Select, Text, TextField } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ConfirmModal } from "../confirm-modal.tsx";
import type { MemberTierView } from "./member-tier.tsx";

export type SetTierResult = {
  readonly ok: boolean;
  readonly refusals?: readonly { readonly code: string; readonly detail: string }[];
};

/** Puts a member into a tier by hand: which, how long, how firmly, and why. Says so before it lowers. */
export function SetTierModal(props: {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly view: MemberTierView;
  readonly fetcher: FetcherWithComponents<unknown>;
  readonly action: string;
}) {
  const { open, onClose, view, fetcher } = props;
  const { t } = useTranslation("tiers");
  const ladder = view.tiers?.ladder ?? [];
  const current = ladder.findIndex(({ id }) => id === view.standing?.tierId);
  const [tierId, setTierId] = useState("");
  const [until, setUntil] = useState("");
  const [exact, setExact] = useState(false);
  const [reason, setReason] = useState("");
  const [key, setKey] = useState("");
  const [submitted, setSubmitted] = useState(false);
  // A double click or a retry sends the same key: it is done once.
  useEffect(() => {
    if (!open) return;
    setTierId(ladder[Math.min(current + 1, ladder.length - 1)]?.id ?? "");
    setUntil("");
    setExact(false);
    setReason("");
    setKey(crypto.randomUUID());
    setSubmitted(false);
  }, [open]);
  const chosen = ladder.findIndex(({ id }) => id === tierId);
  const lowers = chosen < current;
  const names = { from: ladder[current]?.name, to: ladder[chosen]?.name };
  return (
    <ConfirmModal
      open={open}
      onClose={onClose}
      title={t("byHand.title")}
      confirm={lowers ? t("byHand.lower", names) : t("byHand.confirm")}
      destructive={lowers}
      busy={fetcher.state !== "idle"}
      onConfirm={() => {
        setSubmitted(true);
        if (reason.trim() === "" || tierId === "") return;
        fetcher.submit(
          { tierId, until, exact: String(exact), reason: reason.trim(), idempotencyKey: key },
          { method: "post", action: props.action },
        );
      }}
    >
      <BlockStack gap="400">
        <Refusals fetcher={fetcher} submitted={submitted} />
        {lowers && (
          <Banner tone="warning">
            <p>{t(exact ? "byHand.lowers" : "byHand.lowersAtMost", names)}</p>
          </Banner>
        )}
        <FormLayout>
          <Select
            label={t("byHand.tier")}
            options={ladder.toReversed().map(({ id, name }) => ({ value: id, label: name }))}
            value={tierId}
            onChange={setTierId}
          />
          <TextField
            type="date"
            label={t("byHand.until")}
            value={until}
            onChange={setUntil}
            autoComplete="off"
            helpText={t("byHand.untilHelp")}
          />
          <ChoiceList
            title={t("byHand.how")}
            choices={(["atLeast", "exact"] as const).map((value) => ({
              value,
              label: t(`byHand.${value}`),
              helpText: t(`byHand.${value}Help`),
            }))}
            selected={[exact ? "exact" : "atLeast"]}
            onChange={([value]) => setExact(value === "exact")}
          />
          <TextField
            label={t("byHand.reason")}
            value={reason}
            onChange={setReason}
            maxLength={500}
            autoComplete="off"
            helpText={t("byHand.reasonHelp")}
            error={submitted && reason.trim() === "" && t("byHand.reasonMissing")}
          />
        </FormLayout>
      </BlockStack>
    </ConfirmModal>
  );
}

/** Lets go of what holds a member: their own figures decide again. */
export function ReleaseTierModal(props: {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly fetcher: FetcherWithComponents<unknown>;
  readonly action: string;
}) {
  const { open, onClose, fetcher } = props;
  const { t } = useTranslation("tiers");
  const [reason, setReason] = useState("");
  const [key, setKey] = useState("");
  const [submitted, setSubmitted] = useState(false);
  useEffect(() => {
    if (!open) return;
    setReason(t("release.reason"));
    setKey(crypto.randomUUID());
    setSubmitted(false);
  }, [open]);
  return (
    <ConfirmModal
      open={open}
      onClose={onClose}
      title={t("release.title")}
      confirm={t("release.confirm")}
      busy={fetcher.state !== "idle"}
      onConfirm={() => {
        setSubmitted(true);
        if (reason.trim() === "") return;
        fetcher.submit(
          { tierId: "", until: "", exact: "false", reason: reason.trim(), idempotencyKey: key },
          { method: "post", action: props.action },
        );
      }}
    >
      <BlockStack gap="400">
        <Refusals fetcher={fetcher} submitted={submitted} />
        <Text as="p">{t("release.text")}</Text>
        <TextField
          label={t("byHand.reason")}
          value={reason}
          onChange={setReason}
          maxLength={500}
          autoComplete="off"
          helpText={t("byHand.reasonHelp")}
          error={submitted && reason.trim() === "" && t("byHand.reasonMissing")}
        />
      </BlockStack>
    </ConfirmModal>
  );
}

function Refusals(props: { readonly fetcher: FetcherWithComponents<unknown>; readonly submitted: boolean }) {
  const { fetcher, submitted } = props;
  const { t } = useTranslation("tiers");
  const refusals =
    submitted && fetcher.state === "idle"
      ? ((fetcher.data as SetTierResult | undefined)?.refusals ?? [])
      : [];
  return refusals.map(({ code, detail }) => (
    <Banner key={code} tone="critical">
      <p>{t(`refusal.${code}`, { defaultValue: detail })}</p>
    </Banner>
  ));
}
