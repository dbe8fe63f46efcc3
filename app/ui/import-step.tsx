import { useFetcher } from "@remix-run/react";
import {
  Banner,
  BlockStack,
  Button,
  ChoiceList,
  InlineStack,
  ProgressBar,
  Text,
  TextField,
} from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Setup } from "#app/usecases/reports/describe-setup.ts";
import type { Format } from "./format.ts";

/** Starting the first import, watching it, and what to do when it failed. */
export function ImportStep(props: {
  readonly state: Setup["import"];
  readonly format: Format;
  readonly onChanged: () => void;
}) {
  const { state, format } = props;
  const { t } = useTranslation("home");
  const fetcher = useFetcher<{ ok: boolean; refusals?: { code: string; detail: string }[] }>();
  useEffect(() => {
    if (fetcher.state === "idle" && fetcher.data?.ok) props.onChanged();
  }, [fetcher.state, fetcher.data]);
  const start = (fields: Record<string, string>) =>
    fetcher.submit(fields, { method: "post", action: "/app/import" });
  switch (state.state) {
    case "none":
      return <StartImport busy={fetcher.state !== "idle"} onStart={start} />;
    case "running": {
      const share = state.ordersTotal === 0 ? 0 : Math.min(100, (state.ordersDone / state.ordersTotal) * 100);
      return (
        <BlockStack gap="150">
          <ProgressBar progress={share} ariaLabelledBy="import-progress" />
          <span id="import-progress" role="status">
            <Text as="span">
              {state.ordersTotal === 0
                ? t(`import.phase.${state.phase}`)
                : t("import.progress", {
                    done: format.number(state.ordersDone),
                    all: format.number(state.ordersTotal),
                    phase: t(`import.phase.${state.phase}`),
                  })}
            </Text>
          </span>
        </BlockStack>
      );
    }
    case "done":
      return (
        <Text as="p" tone="success">
          {t("import.done", { count: state.ordersTotal, orders: format.number(state.ordersTotal) })}
        </Text>
      );
    case "review":
      return <Button url={`/app/imports/${state.importId}`}>{t("import.review")}</Button>;
    case "failed":
      return (
        <Banner
          tone="critical"
          title={t("import.failed")}
          action={{
            content: t("import.retry"),
            onAction: () => start({ retry: state.importId ?? "" }),
            loading: fetcher.state !== "idle",
          }}
        >
          <p>{t(`import.failure.${state.failure}`, { defaultValue: t("import.failure.other") })}</p>
        </Banner>
      );
  }
}

function StartImport({
  busy,
  onStart,
}: {
  busy: boolean;
  onStart: (fields: Record<string, string>) => void;
}) {
  const { t } = useTranslation("home");
  const [history, setHistory] = useState<"all" | "from" | "none">("all");
  const [from, setFrom] = useState("");
  const [submitted, setSubmitted] = useState(false);
  const missing = history === "from" && from === "";
  return (
    <BlockStack gap="300">
      <ChoiceList
        title={t("history.title")}
        choices={(["all", "from", "none"] as const).map((value) => ({ value, label: t(`history.${value}`) }))}
        selected={[history]}
        onChange={([chosen]) => setHistory(chosen === "from" || chosen === "none" ? chosen : "all")}
      />
      {history === "from" && (
        <TextField
          label={t("history.day")}
          type="date"
          value={from}
          onChange={setFrom}
          autoComplete="off"
          error={submitted && missing && t("history.dayMissing")}
        />
      )}
      <InlineStack>
        <Button
          variant="primary"
          loading={busy}
          onClick={() => {
            setSubmitted(true);
            if (!missing) onStart({ history, from });
          }}
        >
          {t("import.start")}
        </Button>
      </InlineStack>
    </BlockStack>
  );
}
