import { useFetcher } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { BlockStack, Text } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { touchesTiers } from "#app/domain/program/compare-programs.ts";
import { ConfirmModal } from "../confirm-modal.tsx";
import { type Changeover, ChangeoverFields, PLAIN_CHANGEOVER } from "../tiers/changeover-fields.tsx";
import { ProgramChanges } from "./program-changes.tsx";
import { RefusedList } from "./refused-list.tsx";
import { useWorkspace } from "./workspace.tsx";

export type PublishResult =
  | { readonly ok: true; readonly version: number }
  | {
      readonly ok: false;
      readonly refusals: readonly {
        readonly code: string;
        readonly detail: string;
        readonly pointer?: string;
      }[];
    };

/** What publishing the draft would change, in words, before it is done; what keeps it from being done. */
export function PublishModal({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation("program");
  const shopify = useAppBridge();
  const { live, body, basedOn, overtaken, refusals, settle, words, changes } = useWorkspace();
  const [changeover, setChangeover] = useState<Changeover>(PLAIN_CHANGEOVER);
  const publication = useFetcher<PublishResult>();
  const idle = publication.state === "idle";
  const refused = idle && publication.data?.ok === false ? publication.data.refusals : [];
  useEffect(() => {
    if (open) setChangeover(PLAIN_CHANGEOVER);
  }, [open]);
  useEffect(() => {
    if (!idle || !publication.data?.ok) return;
    shopify.toast.show(t("published", { version: publication.data.version }));
    onClose();
  }, [publication.state, publication.data]);
  const publish = () =>
    void settle().then((revision) =>
      publication.submit(JSON.stringify({ body, basedOn, revision, changeover }), {
        method: "post",
        action: "/app/program/publication",
        encType: "application/json",
      }),
    );
  const stopped = refusals.length > 0 || overtaken;
  const movesMembers = live === null ? body.tiers !== null : touchesTiers(changes);
  const unanswered = movesMembers && changeover.losers === "protect" && changeover.until === "";
  return (
    <ConfirmModal
      open={open}
      onClose={onClose}
      title={t(live === null ? "publish.firstTitle" : "publish.title")}
      confirm={t("publish.confirm")}
      onConfirm={publish}
      busy={!idle}
      disabled={stopped || unanswered}
    >
      <BlockStack gap="400">
        {refusals.length > 0 && (
          <RefusedList title={t("refusedNow")} refusals={refusals} onFollow={onClose} />
        )}
        {refused.length > 0 && <RefusedList title={t("refused")} refusals={refused} onFollow={onClose} />}
        {overtaken && <Text as="p">{t("overtaken.refused")}</Text>}
        {!stopped && <Text as="p">{t(live === null ? "publish.first" : "publish.text")}</Text>}
        {open && !stopped && movesMembers && <ChangeoverFields value={changeover} onChange={setChangeover} />}
        {live !== null && <ProgramChanges before={live.body} after={body} words={words} />}
      </BlockStack>
    </ConfirmModal>
  );
}
