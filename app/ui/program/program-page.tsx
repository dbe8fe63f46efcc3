import { Badge, BlockStack, InlineStack, Layout, Page } from "@shopify/polaris";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { ConfirmModal } from "../confirm-modal.tsx";
import { DraftNotice } from "./draft-notice.tsx";
import { ProgramChanges } from "./program-changes.tsx";
import { ProgramPreview } from "./program-preview.tsx";
import { PublishModal } from "./publish-modal.tsx";
import { useWorkspace } from "./workspace.tsx";

/** The frame of every page of the program: what state the draft is in, the way to publish it, and the preview beside. */
export function ProgramPage(props: {
  readonly title: string;
  /** Left out on the overview itself. */
  readonly back?: { readonly content: string; readonly url: string };
  /** Removes what the page is about. */
  readonly remove?: {
    /** What the button does, as a verb; left out: removes. */
    readonly verb?: string;
    readonly question: string;
    /** What must be answered first; left out: nothing. */
    readonly ask?: ReactNode;
    readonly onRemove: () => void;
  };
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation("program");
  const { unpublished, live, body, discard, words } = useWorkspace();
  const [asking, setAsking] = useState<"publish" | "discard" | "remove" | null>(null);
  const close = () => setAsking(null);
  const { remove } = props;
  return (
    <Page
      title={props.title}
      titleMetadata={<DraftBadge />}
      {...(props.back && { backAction: props.back })}
      primaryAction={{
        content: t("publish.review"),
        disabled: !unpublished,
        onAction: () => setAsking("publish"),
      }}
      secondaryActions={[
        ...(remove === undefined
          ? []
          : [
              { content: remove.verb ?? t("remove"), destructive: true, onAction: () => setAsking("remove") },
            ]),
        ...(unpublished && live !== null
          ? [{ content: t("draft.discard"), onAction: () => setAsking("discard") }]
          : []),
      ]}
    >
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            <DraftNotice />
            {props.children}
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BlockStack gap="400">
            <ProgramPreview />
            {props.aside}
          </BlockStack>
        </Layout.Section>
      </Layout>
      <PublishModal open={asking === "publish"} onClose={close} />
      <ConfirmModal
        open={asking === "discard"}
        onClose={close}
        title={t("draft.discardTitle")}
        confirm={t("draft.discard")}
        destructive
        onConfirm={() => {
          close();
          void discard();
        }}
      >
        {live !== null && <ProgramChanges before={live.body} after={body} words={words} />}
      </ConfirmModal>
      {remove !== undefined && (
        <ConfirmModal
          open={asking === "remove"}
          onClose={close}
          title={remove.question}
          confirm={remove.verb ?? t("remove")}
          destructive
          onConfirm={() => {
            close();
            remove.onRemove();
          }}
        >
          <BlockStack gap="300">
            <p>{t("removeText")}</p>
            {remove.ask}
          </BlockStack>
        </ConfirmModal>
      )}
    </Page>
  );
}

/** Live, draft, and whether what was typed is kept; spoken as it changes. */
function DraftBadge() {
  const { t } = useTranslation("program");
  const { unpublished, live, state } = useWorkspace();
  return (
    <InlineStack gap="100">
      <Badge tone={live === null ? "attention" : "success"}>
        {live === null ? t("none") : t("version", { version: live.version })}
      </Badge>
      <span aria-live="polite">
        {(unpublished || state !== "kept") && (
          <Badge tone={state === "kept" ? "info" : state === "keeping" ? "new" : "warning"}>
            {t(`draft.state.${state}`)}
          </Badge>
        )}
      </span>
    </InlineStack>
  );
}
