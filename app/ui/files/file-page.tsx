import { useFetcher, useRevalidator } from "@remix-run/react";
import { Badge, Banner, BlockStack, Card, Layout, Page, ProgressBar, Text } from "@shopify/polaris";
import { type ReactNode, useEffect, useState } from "react";
import { ConfirmModal } from "../confirm-modal.tsx";
import type { Format } from "../format.ts";
import { FILE_TONES, type FileView } from "./file-view.ts";
import { type FileWords, useFileWords } from "./use-file-words.ts";

const POLL_MS = 1500;

/** What one file would do, does or did; what can be decided about it is asked for again before it happens. */
export function FilePage<Does extends "give" | "apply">(props: {
  readonly words: FileWords;
  readonly file: FileView;
  /** Address of the list of files. */
  readonly backUrl: string;
  /** The decision that carries it out: its words stand under this name. */
  readonly does: Does;
  /** No row can be done. */
  readonly nothing: boolean;
  /** Numbers that the texts name, with `count`. */
  readonly figures: Readonly<Record<string, string | number>>;
  readonly format: Format;
  /** Said below the sum. */
  readonly notes?: readonly string[];
  /** The rows. */
  readonly children: ReactNode;
}) {
  const { file, does, figures, format } = props;
  const { sums, status } = file;
  const { t } = useFileWords(props.words);
  const fetcher = useFetcher<{ ok: boolean; refusals?: { code: string; detail: string }[] }>();
  const revalidator = useRevalidator();
  const [asking, setAsking] = useState<Does | "discard" | "undo" | null>(null);
  const running = status === "giving" || status === "applying" || status === "undoing";
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => revalidator.revalidate(), POLL_MS);
    return () => clearInterval(timer);
  }, [running]);
  useEffect(() => {
    if (fetcher.state === "idle") setAsking(null);
  }, [fetcher.state]);

  const finished = status === "undoing" ? sums.undone : sums.done;
  const goal = status === "undoing" ? sums.done : sums.rows - sums.problems;
  return (
    <Page
      title={file.fileName}
      subtitle={file.reason}
      titleMetadata={<Badge tone={FILE_TONES[status]}>{t(`status.${status}`)}</Badge>}
      backAction={{ content: t("title"), url: props.backUrl }}
      {...(status === "review" && {
        primaryAction: {
          content: t(`${does}.open`),
          disabled: props.nothing,
          onAction: () => setAsking(does),
        },
        secondaryActions: [{ content: t("discard.open"), onAction: () => setAsking("discard") }],
      })}
      {...(status === "done" && {
        secondaryActions: [{ content: t("undo.open"), onAction: () => setAsking("undo") }],
      })}
    >
      <Layout>
        {(fetcher.data?.refusals ?? []).map(({ code, detail }) => (
          <Layout.Section key={code}>
            <Banner tone="critical">
              <p>{t(`refusal.${code}`, { defaultValue: detail })}</p>
            </Banner>
          </Layout.Section>
        ))}
        <Layout.Section>
          <Card>
            <BlockStack gap="200">
              <Text as="p" variant="headingMd">
                {t(status === "review" ? "sum.would" : "sum.is", figures)}
              </Text>
              {(props.notes ?? []).map((note) => (
                <Text as="p" key={note}>
                  {note}
                </Text>
              ))}
              {sums.problems > 0 && (
                <Text as="p" tone="caution">
                  {t("sum.problems", { count: sums.problems, number: format.number(sums.problems) })}
                </Text>
              )}
              {running && (
                <div role="status">
                  <ProgressBar
                    progress={goal === 0 ? 0 : (100 * finished) / goal}
                    ariaLabelledBy="file-progress"
                  />
                  <Text as="p" id="file-progress" variant="bodySm" tone="subdued">
                    {t("progress", { done: format.number(finished), all: format.number(goal) })}
                  </Text>
                </div>
              )}
              <Text as="p" variant="bodySm" tone="subdued">
                {t("made", { by: file.createdBy, at: format.instant(file.createdAt) })}
              </Text>
            </BlockStack>
          </Card>
        </Layout.Section>
        <Layout.Section>{props.children}</Layout.Section>
      </Layout>
      <ConfirmModal
        open={asking !== null}
        onClose={() => setAsking(null)}
        title={t(`${asking ?? does}.title`)}
        confirm={t(`${asking ?? does}.confirm`)}
        destructive={asking === "discard" || asking === "undo"}
        busy={fetcher.state !== "idle"}
        onConfirm={() => asking !== null && fetcher.submit({ decision: asking }, { method: "post" })}
      >
        <Text as="p">{t(`${asking ?? does}.text`, figures)}</Text>
      </ConfirmModal>
    </Page>
  );
}
