import { useNavigate } from "@remix-run/react";
import {
  Banner,
  BlockStack,
  Button,
  Card,
  DropZone,
  InlineStack,
  Page,
  Text,
  TextField,
} from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

type Result = { ok: boolean; grantId?: string; refusals?: { code: string; detail: string }[] };

/** Chooses a file and says why; the next page shows what it would do. */
export default function NewGrant() {
  const { t } = useTranslation("grants");
  const navigate = useNavigate();
  const [file, setFile] = useState<File | null>(null);
  const [reason, setReason] = useState("");
  const [lastDay, setLastDay] = useState("");
  const [submitted, setSubmitted] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const upload = async () => {
    setSubmitted(true);
    setProblem(file === null ? t("upload.none") : null);
    if (file === null || reason.trim() === "") return;
    setBusy(true);
    const query = new URLSearchParams({ name: file.name, reason, ...(lastDay !== "" && { lastDay }) });
    const answer = await fetch(`/app/grants?index&${query}`, { method: "POST", body: file });
    const result = (await answer.json()) as Result;
    setBusy(false);
    const [refusal] = result.refusals ?? [];
    if (result.ok) navigate(`/app/grants/${result.grantId}`);
    else setProblem(t(`refusal.${refusal?.code}`, { defaultValue: refusal?.detail ?? "" }));
  };
  return (
    <Page title={t("upload.title")} backAction={{ content: t("title"), url: "/app/grants" }} narrowWidth>
      <Card>
        <BlockStack gap="400">
          <Text as="p">{t("upload.text")}</Text>
          <FileExample text={t("upload.example")} />
          {problem !== null && (
            <Banner tone="critical">
              <p>{problem}</p>
            </Banner>
          )}
          <DropZone
            accept=".csv,.gz,text/csv,application/gzip"
            allowMultiple={false}
            label={t("upload.choose")}
            labelHidden
            onDrop={(_all, [chosen]) => setFile(chosen ?? null)}
          >
            {file === null ? (
              <DropZone.FileUpload actionTitle={t("upload.choose")} actionHint={t("upload.drop")} />
            ) : (
              <Text as="p" alignment="center">
                {t("upload.chosen", { name: file.name })}
              </Text>
            )}
          </DropZone>
          <TextField
            label={t("upload.reason")}
            helpText={t("upload.reasonHelp")}
            value={reason}
            onChange={setReason}
            maxLength={500}
            autoComplete="off"
            error={submitted && reason.trim() === "" && t("refusal.reason-required")}
          />
          <TextField
            label={t("upload.lastDay")}
            helpText={t("upload.lastDayHelp")}
            type="date"
            value={lastDay}
            onChange={setLastDay}
            autoComplete="off"
          />
          <InlineStack align="end">
            <Button variant="primary" loading={busy} onClick={() => void upload()}>
              {t("upload.start")}
            </Button>
          </InlineStack>
        </BlockStack>
      </Card>
    </Page>
  );
}

/** The first rows of such a file, as they are written. */
function FileExample({ text }: { text: string }) {
  return (
    <Text as="p" variant="bodySm" tone="subdued">
      <code style={{ whiteSpace: "pre" }}>{text}</code>
    </Text>
  );
}
