import {
  Badge,
  BlockStack,
  Box,
  Button,
  Card,
  Collapsible,
  Divider,
  InlineStack,
  Text,
} from "@shopify/polaris";
import { useLocation } from "@remix-run/react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ProgramBody } from "#app/domain/program/program-body.ts";
import type { Format } from "./format.ts";
import { describeProgram } from "./describe-program.ts";

export type VersionView = {
  readonly version: number;
  readonly publishedAt: string;
  readonly publishedBy: string;
  readonly body: ProgramBody;
};

/** Every version that was ever published, newest first, and what changed from one to the next. */
export function ProgramVersions({ versions, format }: { versions: readonly VersionView[]; format: Format }) {
  const { t } = useTranslation("program");
  return (
    <Card padding="0">
      <Box padding="400">
        <Text as="h2" variant="headingMd">
          {t("versions.title")}
        </Text>
      </Box>
      {versions.length === 0 && (
        <Box padding="400" paddingBlockStart="0">
          <Text as="p" tone="subdued">
            {t("versions.empty")}
          </Text>
        </Box>
      )}
      {versions.map((version, index) => (
        <div key={version.version}>
          <Divider />
          <VersionRow
            version={version}
            previous={versions[index + 1] ?? null}
            current={index === 0}
            format={format}
          />
        </div>
      ))}
    </Card>
  );
}

function VersionRow(props: {
  version: VersionView;
  previous: VersionView | null;
  current: boolean;
  format: Format;
}) {
  const { version, previous, format } = props;
  const { t } = useTranslation("program");
  const anchor = `version-${version.version}`;
  // A link from an entry leads to the version that ruled it: that one stands open.
  const { hash } = useLocation();
  const [open, setOpen] = useState(hash === `#${anchor}`);
  const textId = useId();
  const sentences = describeProgram(t, version.body, format);
  const before = previous === null ? sentences : describeProgram(t, previous.body, format);
  const changes = sentences.flatMap((now, index) =>
    now === before[index] ? [] : [{ now, was: before[index] ?? "" }],
  );
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
        {changes.map(({ now, was }) => (
          <div key={now}>
            <Text as="p">
              <ins>{now}</ins>
            </Text>
            <Text as="p" tone="subdued">
              {t("versions.was")} <del>{was}</del>
            </Text>
          </div>
        ))}
        <InlineStack>
          <Button
            variant="plain"
            disclosure={open ? "up" : "down"}
            ariaExpanded={open}
            ariaControls={textId}
            accessibilityLabel={t("versions.wholeOf", { version: version.version })}
            onClick={() => setOpen(!open)}
          >
            {t("versions.whole")}
          </Button>
        </InlineStack>
        <Collapsible open={open} id={textId}>
          <BlockStack gap="100">
            {sentences.map((sentence) => (
              <Text as="p" key={sentence}>
                {sentence}
              </Text>
            ))}
          </BlockStack>
        </Collapsible>
      </BlockStack>
    </Box>
  );
}
