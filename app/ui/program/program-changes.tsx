import { Badge, BlockStack, Box, InlineStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { compareProgram, type ProgramChange } from "#app/domain/program/compare-programs.ts";
import type { ProgramBody } from "#app/domain/program/program-body.ts";
import { Disclosure } from "../disclosure.tsx";
import { describePart } from "../describe-program.ts";
import type { ProgramWords } from "./program-words.ts";

const TONES = { added: "success", removed: "critical", changed: "info", reordered: "info" } as const;

/** What is another in one program than in the other, in words: what comes, what goes, and how it was before. */
export function ProgramChanges(props: {
  readonly before: ProgramBody;
  readonly after: ProgramBody;
  readonly words: ProgramWords;
  /** So many at first, the rest behind a button; left out: all of them. */
  readonly shown?: number;
}) {
  const { before, after, words, shown = Infinity } = props;
  const { t } = useTranslation("program");
  const changes = compareProgram(before, after);
  if (changes.length === 0)
    return (
      <Text as="p" tone="subdued">
        {t("change.none")}
      </Text>
    );
  const rest = changes.slice(shown);
  const list = (some: readonly ProgramChange[]) => (
    <BlockStack gap="300" as="ul">
      {some.map((change) => (
        <li key={JSON.stringify(change)} style={{ listStyle: "none" }}>
          <Change change={change} before={before} after={after} words={words} />
        </li>
      ))}
    </BlockStack>
  );
  return (
    <BlockStack gap="300">
      {list(changes.slice(0, shown))}
      {rest.length > 0 && (
        <Disclosure label={t("live.rest", { count: rest.length })}>
          <Box paddingBlockStart="300">{list(rest)}</Box>
        </Disclosure>
      )}
    </BlockStack>
  );
}

function Change(props: {
  readonly change: ProgramChange;
  readonly before: ProgramBody;
  readonly after: ProgramBody;
  readonly words: ProgramWords;
}) {
  const { change, words } = props;
  const { t } = useTranslation("program");
  if (change.kind === "reordered")
    return (
      <InlineStack gap="200" align="start" blockAlign="center">
        <Badge tone={TONES.reordered}>{t("change.reordered")}</Badge>
        <Text as="span">{t(`change.order.${change.list}`)}</Text>
      </InlineStack>
    );
  const was = describePart(words, props.before, change.part);
  const is = describePart(words, props.after, change.part);
  return (
    <BlockStack gap="100">
      <InlineStack gap="200" align="start" blockAlign="center">
        <Badge tone={TONES[change.kind]}>{t(`change.${change.kind}`)}</Badge>
        <Text as="span" fontWeight="semibold" breakWord>
          {change.kind === "removed" ? was.title : is.title}
        </Text>
      </InlineStack>
      {change.kind !== "removed" && (
        <Text as="p" breakWord>
          <ins style={{ textDecoration: "none" }}>{is.text}</ins>
        </Text>
      )}
      {change.kind !== "added" && (
        <Text as="p" tone="subdued" breakWord>
          {change.kind === "changed" && `${t("versions.was")} `}
          <del>
            {change.kind === "changed" && was.title !== is.title
              ? t("sentence.named", { name: was.title, text: was.text })
              : was.text}
          </del>
        </Text>
      )}
    </BlockStack>
  );
}
