import { useNavigate } from "@remix-run/react";
import { Banner, BlockStack, Button, Card, InlineStack, Page, Text } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FileDrop } from "#app/ui/files/file-drop.tsx";

/** Older history, or none without Shopify's leave: the order export that every merchant can download. */
export default function NewImport() {
  const { t } = useTranslation(["connection", "home"]);
  const navigate = useNavigate();
  const [file, setFile] = useState<File | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const upload = async () => {
    if (file === null) {
      setProblem(t("upload.none"));
      return;
    }
    setBusy(true);
    const answer = await fetch(`/app/imports?index&name=${encodeURIComponent(file.name)}`, {
      method: "POST",
      body: file,
    });
    const result = (await answer.json()) as {
      ok: boolean;
      importId?: string;
      refusals?: { detail: string }[];
    };
    setBusy(false);
    if (result.ok) navigate(`/app/imports/${result.importId}`);
    else setProblem(result.refusals?.[0]?.detail ?? t("home:import.failure.other"));
  };
  return (
    <Page title={t("upload.title")} backAction={{ content: t("title"), url: "/app/connection" }} narrowWidth>
      <Card>
        <BlockStack gap="400">
          <Text as="p">{t("upload.text")}</Text>
          <Text as="p" tone="subdued">
            {t("upload.history")}
          </Text>
          {problem !== null && (
            <Banner tone="critical">
              <p>{problem}</p>
            </Banner>
          )}
          <FileDrop
            choose={t("upload.choose")}
            drop={t("upload.drop")}
            chosen={file && t("upload.chosen", { name: file.name })}
            onChoose={setFile}
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
