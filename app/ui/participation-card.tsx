import { useFetcher } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import {
  Banner,
  BlockStack,
  Button,
  Card,
  ChoiceList,
  InlineStack,
  List,
  Text,
  TextField,
} from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ParticipationRule } from "#app/domain/membership/participation.ts";
import type { ParticipationPreview } from "#app/usecases/reports/admin-ports.ts";
import { ChoiceTitle } from "./choice-title.tsx";
import { ConfirmModal } from "./confirm-modal.tsx";
import type { Format } from "./format.ts";

const MODES = ["ordered", "account", "joined"] as const;
const ACTION = "/app/participation";

/** Who takes part. It is a setting of the shop, no part of a version: it says how many members a change moves, then asks. */
export function ParticipationCard({ rule, format }: { rule: ParticipationRule; format: Format }) {
  const { t } = useTranslation("program");
  const shopify = useAppBridge();
  const change = useFetcher<{ ok: boolean; refusals?: { code: string; detail: string }[] }>();
  const preview = useFetcher<{ moved: ParticipationPreview }>();
  const [mode, setMode] = useState(rule.mode);
  const [tag, setTag] = useState(rule.excludedTag ?? "");
  const [asking, setAsking] = useState(false);
  const changed = mode !== rule.mode || tag.trim() !== (rule.excludedTag ?? "");
  const fields = { mode, excludedTag: tag };
  useEffect(() => {
    setMode(rule.mode);
    setTag(rule.excludedTag ?? "");
  }, [rule.mode, rule.excludedTag]);
  useEffect(() => {
    if (change.state === "idle" && change.data?.ok) shopify.toast.show(t("participation.changed"));
  }, [change.state, change.data]);
  return (
    <Card>
      <BlockStack gap="400">
        {change.state === "idle" &&
          change.data?.refusals?.map(({ code, detail }) => (
            <Banner key={code} tone="critical">
              <p>{t(`refusal.${code}`, { defaultValue: detail })}</p>
            </Banner>
          ))}
        <ChoiceList
          title={<ChoiceTitle>{t("participation.title")}</ChoiceTitle>}
          choices={MODES.map((value) => ({
            value,
            label: t(`participation.${value}.label`),
            helpText: t(`participation.${value}.help`),
          }))}
          selected={[mode]}
          onChange={([chosen]) => setMode(MODES.find((one) => one === chosen) ?? "ordered")}
        />
        <TextField
          label={t("participation.tag")}
          value={tag}
          onChange={setTag}
          autoComplete="off"
          helpText={t("participation.tagHelp")}
        />
        <InlineStack gap="200">
          <Button
            disabled={!changed}
            loading={change.state !== "idle"}
            onClick={() => {
              preview.load(`${ACTION}?${new URLSearchParams(fields).toString()}`);
              setAsking(true);
            }}
          >
            {t("participation.open")}
          </Button>
        </InlineStack>
      </BlockStack>
      <ConfirmModal
        open={asking}
        onClose={() => setAsking(false)}
        title={t("participation.ask")}
        confirm={t("participation.confirm")}
        onConfirm={() => {
          setAsking(false);
          change.submit(fields, { method: "put", action: ACTION });
        }}
      >
        <Moved moved={preview.state === "idle" ? preview.data?.moved : undefined} format={format} />
      </ConfirmModal>
    </Card>
  );
}

/** What the change does now, in numbers, and what it leaves alone. */
function Moved({ moved, format }: { moved: ParticipationPreview | undefined; format: Format }) {
  const { t } = useTranslation("program");
  if (moved === undefined) {
    return (
      <Text as="p" tone="subdued">
        {t("participation.counting")}
      </Text>
    );
  }
  const kinds = (["joining", "excluded", "outside"] as const).filter((kind) => moved[kind] > 0);
  return (
    <BlockStack gap="300">
      {kinds.length === 0 ? (
        <Text as="p">{t("participation.nobody")}</Text>
      ) : (
        <List>
          {kinds.map((kind) => (
            <List.Item key={kind}>
              {t(`participation.moved.${kind}`, {
                count: moved[kind],
                customers: format.number(moved[kind]),
              })}
            </List.Item>
          ))}
        </List>
      )}
      <Text as="p">{t("participation.keeps")}</Text>
    </BlockStack>
  );
}
