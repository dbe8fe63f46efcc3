import { useFetcher } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import {
  Badge,
  Banner,
  BlockStack,
  Box,
  Button,
  Card,
  Divider,
  Icon,
  InlineStack,
  ProgressBar,
  Text,
} from "@shopify/polaris";
import { CheckCircleIcon, StatusIcon } from "@shopify/polaris-icons";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Setup } from "#app/usecases/reports/describe-setup.ts";
import { ConfirmModal } from "./confirm-modal.tsx";
import type { Format } from "./format.ts";
import { ImportStep } from "./import-step.tsx";

export type SetupView = Setup;

/** The way to the launch, step by step; each step says what it is for and has the one button that does it. */
export function SetupGuide(props: {
  readonly setup: SetupView;
  readonly format: Format;
  readonly themeEditorUrl: string;
  readonly storefrontUrl: string;
  readonly onChanged: () => void;
}) {
  const { setup, format, onChanged } = props;
  const { t } = useTranslation("home");
  const marks = useFetcher();
  const mark = (name: string) => marks.submit({ mark: name }, { method: "put", action: "/app/setup" });
  useEffect(() => {
    if (marks.state === "idle" && marks.data !== undefined) onChanged();
  }, [marks.state, marks.data]);
  const steps = [
    setup.import.state === "done",
    setup.programVersion !== null,
    setup.blockPlaced,
    setup.testOrderSeen,
    setup.launched,
  ];
  const finished = steps.filter(Boolean).length;
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="300">
          <InlineStack align="space-between" blockAlign="center" gap="200">
            <Text as="h2" variant="headingMd">
              {t("guide.title")}
            </Text>
            {setup.launched && (
              <Button variant="tertiary" onClick={() => mark("dismissed")}>
                {t("guide.dismiss")}
              </Button>
            )}
          </InlineStack>
          <Text as="p" tone="subdued">
            {t("guide.progress", { done: format.number(finished), all: format.number(steps.length) })}
          </Text>
          <ProgressBar
            progress={(finished / steps.length) * 100}
            size="small"
            tone="primary"
            ariaLabelledBy="setup-progress"
          />
          <span id="setup-progress" hidden>
            {t("guide.progress", { done: finished, all: steps.length })}
          </span>
        </BlockStack>
      </Box>
      <Step done={steps[0] === true} title={t("step.import.title")} text={t("step.import.text")}>
        <ImportStep state={setup.import} format={format} onChanged={onChanged} />
      </Step>
      <Step done={steps[1] === true} title={t("step.program.title")} text={t("step.program.text")}>
        <InlineStack gap="200" blockAlign="center">
          <Button url="/app/program">{t("step.program.open")}</Button>
          {setup.programVersion !== null && (
            <Badge>{t("step.program.version", { version: setup.programVersion })}</Badge>
          )}
        </InlineStack>
      </Step>
      <Step done={steps[2] === true} title={t("step.block.title")} text={t("step.block.text")}>
        <InlineStack gap="200">
          <Button url={props.themeEditorUrl} target="_blank">
            {t("step.block.open")}
          </Button>
          {!setup.blockPlaced && (
            <Button variant="tertiary" onClick={() => mark("block")}>
              {t("step.markDone")}
            </Button>
          )}
        </InlineStack>
      </Step>
      <Step done={steps[3] === true} title={t("step.test.title")} text={t("step.test.text")}>
        <InlineStack gap="200">
          <Button url={props.storefrontUrl} target="_blank">
            {t("step.test.open")}
          </Button>
          {!setup.testOrderSeen && (
            <Button variant="tertiary" onClick={() => mark("test-order")}>
              {t("step.markDone")}
            </Button>
          )}
        </InlineStack>
      </Step>
      <Step
        done={setup.launched}
        title={t("step.launch.title")}
        text={t(setup.launched ? "step.launch.done" : "step.launch.text")}
      >
        {!setup.launched && <LaunchSwitch ready={setup.programVersion !== null} onChanged={onChanged} />}
      </Step>
    </Card>
  );
}

function Step(props: {
  readonly done: boolean;
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation("home");
  return (
    <>
      <Divider />
      <Box padding="400">
        <InlineStack gap="300" blockAlign="start" wrap={false}>
          <Box>
            <Icon
              source={props.done ? CheckCircleIcon : StatusIcon}
              tone={props.done ? "success" : "subdued"}
              accessibilityLabel={t(props.done ? "step.isDone" : "step.isOpen")}
            />
          </Box>
          <Box width="100%">
            <BlockStack gap="200">
              <Text as="h3" variant="headingSm">
                {props.title}
              </Text>
              <Text as="p" tone="subdued">
                {props.text}
              </Text>
              {props.children}
            </BlockStack>
          </Box>
        </InlineStack>
      </Box>
    </>
  );
}

function LaunchSwitch({ ready, onChanged }: { ready: boolean; onChanged: () => void }) {
  const { t } = useTranslation("home");
  const shopify = useAppBridge();
  const fetcher = useFetcher<{ ok: boolean; refusals?: { code: string; detail: string }[] }>();
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    if (fetcher.state === "idle" && fetcher.data?.ok) {
      shopify.toast.show(t("launch.toast"));
      setAsking(false);
      onChanged();
    }
  }, [fetcher.state, fetcher.data]);
  return (
    <BlockStack gap="200" inlineAlign="start">
      {fetcher.data?.refusals?.map(({ code, detail }) => (
        <Banner key={code} tone="critical">
          <p>{t(`refusal.${code}`, { defaultValue: detail })}</p>
        </Banner>
      ))}
      <Button variant="primary" disabled={!ready} onClick={() => setAsking(true)}>
        {t("launch.open")}
      </Button>
      <ConfirmModal
        open={asking}
        onClose={() => setAsking(false)}
        title={t("launch.title")}
        confirm={t("launch.confirm")}
        busy={fetcher.state !== "idle"}
        onConfirm={() => fetcher.submit(null, { method: "post", action: "/app/launch" })}
      >
        <Text as="p">{t("launch.text")}</Text>
      </ConfirmModal>
    </BlockStack>
  );
}
