import { useNavigate } from "@remix-run/react";
import { Banner, BlockStack, Button, Card, InlineStack, Page, Text, TextField } from "@shopify/polaris";
import { type ReactNode, useState } from "react";
import { FileDrop } from "./file-drop.tsx";
import { saveFile } from "../save-file.ts";
import { type FileWords, useFileWords } from "./use-file-words.ts";

type Result = { ok: boolean; id?: string; refusals?: { code: string; detail: string }[] };

/** Chooses a file and says why; the next page shows what it would do. */
export function UploadPage(props: {
  readonly words: FileWords;
  /** Address of the list of files; `upload` below it takes new ones, and each has its page by its id. */
  readonly url: string;
  /** The first rows of such a file, and what it is called when somebody takes it as a beginning. */
  readonly example: { readonly text: string; readonly name: string };
  /** What is asked besides the file and the reason, as it is sent. */
  readonly query?: Readonly<Record<string, string>>;
  readonly children?: ReactNode;
}) {
  const { url, example } = props;
  const { t } = useFileWords(props.words);
  const navigate = useNavigate();
  const [file, setFile] = useState<File | null>(null);
  const [reason, setReason] = useState("");
  const [submitted, setSubmitted] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const upload = async () => {
    setSubmitted(true);
    setProblem(file === null ? t("upload.none") : null);
    if (file === null || reason.trim() === "") return;
    setBusy(true);
    const query = new URLSearchParams({ name: file.name, reason, ...props.query });
    const answer = await fetch(`${url}/upload?${query}`, { method: "POST", body: file });
    const result = (await answer.json()) as Result;
    setBusy(false);
    const [refusal] = result.refusals ?? [];
    if (result.ok) navigate(`${url}/${result.id}`);
    else setProblem(t(`refusal.${refusal?.code}`, { defaultValue: refusal?.detail ?? "" }));
  };
  const saveExample = () => saveFile(new Blob(["\uFEFF", example.text], { type: "text/csv" }), example.name);
  return (
    <Page title={t("upload.title")} backAction={{ content: t("title"), url }} narrowWidth>
      <Card>
        <BlockStack gap="400">
          <Text as="p">{t("upload.text")}</Text>
          <BlockStack gap="200" inlineAlign="start">
            <Text as="p" variant="bodySm" tone="subdued">
              <code style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
                {example.text.trimEnd()}
              </code>
            </Text>
            <Button variant="plain" onClick={saveExample}>
              {t("upload.saveExample")}
            </Button>
          </BlockStack>
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
          <TextField
            label={t("upload.reason")}
            helpText={t("upload.reasonHelp")}
            value={reason}
            onChange={setReason}
            maxLength={500}
            autoComplete="off"
            error={submitted && reason.trim() === "" && t("refusal.reason-required")}
          />
          {props.children}
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
