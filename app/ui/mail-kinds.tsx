import { useFetcher } from "@remix-run/react";
import { Badge, BlockStack, Box, Button, InlineStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { MailKind } from "#app/usecases/mail/describe-mails.ts";
import type { Format } from "./format.ts";
import { ListCard } from "./list-card.tsx";

/** The kinds of mails with their switches and what became of them. */
export function MailKinds({
  kinds,
  format,
}: {
  readonly kinds: readonly MailKind[];
  readonly format: Format;
}) {
  const { t } = useTranslation("mails");
  return (
    <ListCard
      title={t("list.title")}
      help={t("list.help")}
      empty=""
      items={kinds.map((kind) => ({
        key: kind.template,
        content: <Kind kind={kind} format={format} />,
      }))}
    />
  );
}

function Kind({ kind, format }: { readonly kind: MailKind; readonly format: Format }) {
  const { t } = useTranslation("mails");
  const fetcher = useFetcher();
  const asked = fetcher.formData?.get("on");
  const isOn = asked == null ? kind.on : asked === "true";
  const name = t(`template.${kind.template}.name`);
  const { sent, opened, clicked, held, failed, waiting } = kind;
  const figures = Object.fromEntries(
    Object.entries({ sent, opened, clicked, held, failed }).map(([key, value]) => [
      key,
      format.number(value),
    ]),
  );
  return (
    <Box padding="400">
      <InlineStack align="space-between" blockAlign="center" gap="300">
        <div style={{ flex: "1 1 18rem", minWidth: 0 }}>
          <BlockStack gap="100">
            <InlineStack gap="200" blockAlign="center" align="start">
              <Link url={`/app/mails/${kind.template}`} removeUnderline monochrome>
                <Text as="span" fontWeight="semibold">
                  {name}
                </Text>
              </Link>
              <Badge tone={isOn ? "success" : "attention"}>{t(isOn ? "list.isOn" : "list.isOff")}</Badge>
              {kind.marketing && <Badge>{t("list.marketing")}</Badge>}
              {kind.ownLocales.length > 0 && (
                <Badge tone="info">{`${t("list.own")}: ${kind.ownLocales.join(", ")}`}</Badge>
              )}
            </InlineStack>
            <Text as="span" tone="subdued">
              {t(`template.${kind.template}.help`)}
            </Text>
            <Text as="span" variant="bodySm">
              {t("list.figures", figures)}
              {waiting > 0 && ` · ${t("list.waiting", { count: waiting })}`}
            </Text>
          </BlockStack>
        </div>
        <InlineStack gap="200">
          <Button url={`/app/mails/${kind.template}`} accessibilityLabel={t("list.editNamed", { name })}>
            {t("list.edit")}
          </Button>
          <Button
            loading={fetcher.state !== "idle"}
            accessibilityLabel={t(kind.on ? "list.offNamed" : "list.onNamed", { name })}
            onClick={() =>
              fetcher.submit(
                { intent: "switch", template: kind.template, on: String(!kind.on) },
                { method: "post" },
              )
            }
          >
            {t(kind.on ? "list.off" : "list.on")}
          </Button>
        </InlineStack>
      </InlineStack>
    </Box>
  );
}
