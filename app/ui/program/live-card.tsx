import { BlockStack, Card, List, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { describeProgram } from "../describe-program.ts";
import { Disclosure } from "../disclosure.tsx";
import { ProgramChanges } from "./program-changes.tsx";
import { useWorkspace } from "./workspace.tsx";

/** Of a long program the first sentences tell enough until one asks for all. */
const SHOWN = 8;
const CHANGES_SHOWN = 5;

/** What shoppers have today, in plain sentences. */
export function LiveCard() {
  const { t } = useTranslation("program");
  const { live, format, words } = useWorkspace();
  const sentences = live === null ? [] : describeProgram(t, live.body, format, words.nameOf);
  const rest = sentences.slice(SHOWN);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("live.title")}
        </Text>
        {live === null ? (
          <Text as="p" tone="subdued">
            {t("live.none")}
          </Text>
        ) : (
          <>
            <Sentences sentences={sentences.slice(0, SHOWN)} />
            {rest.length > 0 && (
              <Disclosure label={t("live.rest", { count: rest.length })}>
                <Sentences sentences={rest} />
              </Disclosure>
            )}
            <Text as="p" variant="bodySm" tone="subdued">
              {t("live.since", { version: live.version, at: format.instant(live.publishedAt) })}
            </Text>
          </>
        )}
      </BlockStack>
    </Card>
  );
}

function Sentences({ sentences }: { readonly sentences: readonly string[] }) {
  return (
    <List>
      {sentences.map((sentence, index) => (
        <List.Item key={index}>{sentence}</List.Item>
      ))}
    </List>
  );
}

/** What the draft would change, and that it is nobody's rule yet. */
export function DraftCard() {
  const { t } = useTranslation("program");
  const { live, body, changes, words } = useWorkspace();
  if (live === null || changes.length === 0) return null;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("draft.title", { count: changes.length })}
        </Text>
        <ProgramChanges before={live.body} after={body} words={words} shown={CHANGES_SHOWN} />
      </BlockStack>
    </Card>
  );
}
