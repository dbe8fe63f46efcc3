import { Badge, Box, InlineStack, Link, Text } from "@shopify/polaris";
import type { Format } from "../format.ts";
import { ListCard } from "../list-card.tsx";
import { FILE_TONES, type FileView } from "./file-view.ts";
import { type FileWords, useFileWords } from "./use-file-words.ts";

/** Files that were uploaded, each with where it stands and the way to its page. */
export function FileList(props: {
  readonly words: FileWords;
  readonly files: readonly (FileView & { readonly url: string })[];
  readonly format: Format;
}) {
  const { files, format } = props;
  const { t } = useFileWords(props.words);
  return (
    <ListCard
      title={t("list")}
      empty={t("empty")}
      items={files.map((file) => ({
        key: file.url,
        content: (
          <Box paddingInline="400" paddingBlock="300">
            <InlineStack align="space-between" blockAlign="start" gap="300">
              <div>
                <InlineStack gap="200" blockAlign="center">
                  <Link url={file.url}>{file.fileName}</Link>
                  <Badge tone={FILE_TONES[file.status]}>{t(`status.${file.status}`)}</Badge>
                </InlineStack>
                <Text as="p" breakWord>
                  {file.reason}
                </Text>
                <Text as="p" variant="bodySm" tone="subdued">
                  {t("made", { by: file.createdBy, at: format.instant(file.createdAt) })}
                </Text>
              </div>
              <Text as="p" numeric>
                {t("reaches", { count: file.sums.members, number: format.number(file.sums.members) })}
              </Text>
            </InlineStack>
          </Box>
        ),
      }))}
    />
  );
}
