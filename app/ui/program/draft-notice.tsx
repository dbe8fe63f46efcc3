import { SaveBar } from "@shopify/app-bridge-react";
import { Banner, BlockStack, Button, InlineStack } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { ProgramChanges } from "./program-changes.tsx";
import { useWorkspace } from "./workspace.tsx";

const SAVE_BAR = "program-draft";

/**
 * What the merchant must know of the draft: it could not be kept (the admin's save bar then guards against leaving), somebody
 * else changed it, or another version was published meanwhile, with what that one changed.
 */
export function DraftNotice() {
  const { t } = useTranslation("program");
  const { state, retry, reload, overtaken, basedOn, live, versions, rebase, discard, words } = useWorkspace();
  const begun = versions.find(({ version }) => version === basedOn);
  return (
    <>
      <SaveBar id={SAVE_BAR} open={state === "failed"}>
        <button variant="primary" onClick={retry}>
          {t("draft.retry")}
        </button>
        <button onClick={reload}>{t("draft.reload")}</button>
      </SaveBar>
      {state === "failed" && (
        <Banner tone="critical" title={t("draft.failed")}>
          <p>{t("draft.failedText")}</p>
        </Banner>
      )}
      {state === "changed-elsewhere" && (
        <Banner
          tone="warning"
          title={t("draft.changedElsewhere")}
          action={{ content: t("draft.reload"), onAction: reload }}
        >
          <p>{t("draft.changedElsewhereText")}</p>
        </Banner>
      )}
      {overtaken && live !== null && (
        <Banner tone="warning" title={t("overtaken.title", { version: live.version })}>
          <BlockStack gap="300">
            <p>{t("overtaken.text", { by: live.publishedBy, version: basedOn ?? 0 })}</p>
            {begun !== undefined && <ProgramChanges before={begun.body} after={live.body} words={words} />}
            <InlineStack gap="200">
              <Button onClick={() => rebase(live.version)}>{t("overtaken.keep")}</Button>
              <Button onClick={() => void discard()}>{t("overtaken.discard")}</Button>
            </InlineStack>
          </BlockStack>
        </Banner>
      )}
    </>
  );
}
