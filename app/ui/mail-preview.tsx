import { BlockStack, Card, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { RenderedMail } from "#app/usecases/mail/mail-ports.ts";
import { Disclosure } from "./disclosure.tsx";

/** Both parts of a mail as members get them; the HTML in a frame of its own, where nothing runs. */
export function MailPreview({ mail }: { readonly mail: RenderedMail | null }) {
  const { t } = useTranslation("mails");
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {t("editor.preview")}
          </Text>
          <Text as="p" tone="subdued">
            {t(mail === null ? "editor.unshown" : "editor.previewHelp")}
          </Text>
        </BlockStack>
        {mail !== null && (
          <>
            <Text as="p" fontWeight="semibold" breakWord>
              {mail.subject}
            </Text>
            <iframe
              title={t("editor.previewFrame")}
              sandbox=""
              srcDoc={mail.html}
              style={{ width: "100%", height: "26rem", border: "1px solid #d9d9d9", borderRadius: "0.5rem" }}
            />
            <Disclosure label={t("editor.plain")}>
              <pre style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere", margin: 0 }}>{mail.text}</pre>
            </Disclosure>
          </>
        )}
      </BlockStack>
    </Card>
  );
}
