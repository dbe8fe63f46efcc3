import { useFetcher, useLocation } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { Badge, BlockStack, Box, Button, InlineStack, Text } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { compareProgram, touchesTiers } from "#app/domain/program/compare-programs.ts";
import { toDraft } from "#app/domain/program/draft-program.ts";
import { ConfirmModal } from "../confirm-modal.tsx";
import { describeProgram } from "../describe-program.ts";
import { Disclosure } from "../disclosure.tsx";
import { ListCard } from "../list-card.tsx";
import { ProgramChanges } from "./program-changes.tsx";
import type { PublishResult } from "./publish-modal.tsx";
import { RefusedList } from "./refused-list.tsx";
import { useWorkspace, type VersionView } from "./workspace.tsx";

const SHOWN = 10;
const CHANGES_SHOWN = 5;

/** Every version that was ever published, newest first, what changed from one to the next, and the way back to an older one. */
export function ProgramVersions() {
  const { t } = useTranslation("program");
  const { versions } = useWorkspace();
  const { hash } = useLocation();
  const [back, setBack] = useState<VersionView | null>(null);
  // A link from an entry may lead to an old version: it must be among those shown.
  const linked = versions.findIndex(({ version }) => hash === `#version-${version}`);
  return (
    <>
      <ListCard
        title={t("versions.title")}
        help={t("rules.text")}
        empty={t("versions.empty")}
        shown={Math.max(SHOWN, linked + 1)}
        items={versions.map((version, index) => ({
          key: String(version.version),
          content: (
            <VersionRow
              version={version}
              previous={versions[index + 1] ?? null}
              current={index === 0}
              onRollBack={() => setBack(version)}
            />
          ),
        }))}
      />
      <RollBackModal version={back} onClose={() => setBack(null)} />
    </>
  );
}

function VersionRow(props: {
  readonly version: VersionView;
  readonly previous: VersionView | null;
  readonly current: boolean;
  readonly onRollBack: () => void;
}) {
  const { version, previous } = props;
  const { t } = useTranslation("program");
  const { format, words } = useWorkspace();
  const anchor = `version-${version.version}`;
  // A link from an entry leads to the version that ruled it: that one stands open.
  const { hash } = useLocation();
  return (
    <Box padding="400" id={anchor}>
      <BlockStack gap="150">
        <InlineStack gap="200" align="start" blockAlign="center">
          <Text as="h3" fontWeight="semibold">
            {t("version", { version: version.version })}
          </Text>
          {props.current && <Badge tone="success">{t("versions.current")}</Badge>}
        </InlineStack>
        <Text as="p" variant="bodySm" tone="subdued">
          {t("versions.published", { at: format.instant(version.publishedAt), by: version.publishedBy })}
        </Text>
        {previous !== null && (
          <ProgramChanges before={previous.body} after={version.body} words={words} shown={CHANGES_SHOWN} />
        )}
        <Disclosure
          label={t("versions.whole")}
          accessibilityLabel={t("versions.wholeOf", { version: version.version })}
          initiallyOpen={hash === `#${anchor}`}
          summary={(button) => (
            <InlineStack gap="300">
              {button}
              {!props.current && (
                <Button
                  variant="plain"
                  accessibilityLabel={t("rollBack.openOf", { version: version.version })}
                  onClick={props.onRollBack}
                >
                  {t("rollBack.open")}
                </Button>
              )}
            </InlineStack>
          )}
        >
          <BlockStack gap="100">
            {describeProgram(words.t, version.body, format, words.nameOf).map((sentence, index) => (
              <Text as="p" key={index} breakWord>
                {sentence}
              </Text>
            ))}
          </BlockStack>
        </Disclosure>
      </BlockStack>
    </Box>
  );
}

/**
 * An older version comes back as a new one; what that changes is said first. Where its tiers are others, it comes back as the draft:
 * who would move, and what becomes of them, is asked where a draft is published.
 */
function RollBackModal(props: { readonly version: VersionView | null; readonly onClose: () => void }) {
  const { version, onClose } = props;
  const { t } = useTranslation("program");
  const shopify = useAppBridge();
  const { live, words, unpublished, edit, rebase } = useWorkspace();
  const rollBack = useFetcher<PublishResult>();
  const idle = rollBack.state === "idle";
  const refused = idle && rollBack.data?.ok === false ? rollBack.data.refusals : [];
  useEffect(() => {
    if (!idle || !rollBack.data?.ok) return;
    shopify.toast.show(t("published", { version: rollBack.data.version }));
    onClose();
  }, [rollBack.state, rollBack.data]);
  if (version === null || live === null) return null;
  const viaDraft = touchesTiers(compareProgram(live.body, version.body));
  const publish = () =>
    rollBack.submit(
      { version: version.version, basedOn: live.version },
      { method: "post", action: "/app/program/roll-back", encType: "application/json" },
    );
  const draft = () => {
    edit(() => toDraft(version.body));
    rebase(live.version);
    shopify.toast.show(t("rollBack.isDraft", { version: version.version }));
    onClose();
  };
  return (
    <ConfirmModal
      open
      onClose={onClose}
      title={t("rollBack.title", { version: version.version })}
      confirm={t(viaDraft ? "rollBack.draft" : "rollBack.confirm")}
      busy={!idle}
      onConfirm={viaDraft ? draft : publish}
    >
      <BlockStack gap="400">
        {refused.length > 0 && <RefusedList title={t("refused")} refusals={refused} onFollow={onClose} />}
        <Text as="p">{t(viaDraft ? "rollBack.draftText" : "rollBack.text")}</Text>
        {viaDraft && unpublished && <Text as="p">{t("rollBack.replacesDraft")}</Text>}
        <ProgramChanges before={live.body} after={version.body} words={words} />
      </BlockStack>
    </ConfirmModal>
  );
}
