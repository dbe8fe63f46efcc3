import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData, useSearchParams } from "@remix-run/react";
import { SaveBar, useAppBridge } from "@shopify/app-bridge-react";
import {
  Badge,
  Banner,
  BlockStack,
  Button,
  Card,
  InlineStack,
  Layout,
  Page,
  Select,
  Text,
  TextField,
} from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import {
  isMailLocale,
  isMailTemplate,
  MAIL_LOCALES,
  type MailLocale,
  type MailTemplateId,
  type MailWords,
} from "#app/domain/messaging/mail-template.ts";
import { i18nOf } from "#app/i18n.server.ts";
import { ConfirmModal } from "#app/ui/confirm-modal.tsx";
import { MailNames } from "#app/ui/mail-names.tsx";
import { MailPreview } from "#app/ui/mail-preview.tsx";
import { useLeaveConfirmation } from "#app/ui/use-leave-confirmation.ts";
import { useMailPreview, type WordsRefusalView } from "#app/ui/use-mail-preview.ts";
import {
  dropMailWords,
  previewMail,
  readMailWords,
  saveMailWords,
} from "#app/usecases/mail/edit-mail-words.ts";
import { sendTestMail } from "#app/usecases/mail/send-test-mail.ts";
import { app } from "#app/wiring.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const template = templateOf(params["template"]);
  // The parameter `locale` is the admin's own language, from Shopify; the words' language has its own.
  const asked = new URL(request.url).searchParams.get("language") ?? i18nOf(request).language;
  const locale = isMailLocale(asked) ? asked : "en";
  const { words, isOwn } = await readMailWords(app, shop.shopId, { template, locale });
  const preview = await previewMail(app, shop, { template, locale, words });
  return Response.json({ template, locale, words, isOwn, preview: preview.ok ? preview.value : null });
}

/** POST /app/mails/{template}: `intent` save, drop, preview or test, with `locale`, `subject` and `body`. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, staffName } = await authenticateMerchant(request);
  const template = templateOf(params["template"]);
  const form = await request.formData();
  const locale = String(form.get("locale") ?? "");
  if (!isMailLocale(locale)) throw new Response(null, { status: 400 });
  const words = { subject: String(form.get("subject") ?? ""), body: String(form.get("body") ?? "") };
  const edit = { template, locale, words, by: staffName };
  const intent = form.get("intent");
  switch (intent) {
    case "save":
      return Response.json({ intent, ...(await saveMailWords(app, shop.shopId, edit)) });
    case "drop":
      await dropMailWords(app, shop.shopId, edit);
      return Response.json({ intent, ok: true });
    case "preview":
      return Response.json({ intent, ...(await previewMail(app, shop, edit)) });
    case "test":
      return Response.json({ intent, ...(await sendTestMail(app, shop, edit)) });
    default:
      throw new Response(null, { status: 400 });
  }
}

function templateOf(name: string | undefined): MailTemplateId {
  if (name === undefined || !isMailTemplate(name)) throw new Response(null, { status: 404 });
  return name;
}

type Data = {
  template: MailTemplateId;
  locale: MailLocale;
  words: MailWords;
  isOwn: boolean;
  preview: { subject: string; text: string; html: string } | null;
};
type Result = { intent: string } & (
  { ok: true; value?: { to?: string } | null } | { ok: false; refusals: WordsRefusalView[] }
);
const SAVE_BAR = "mail-words-save-bar";

export default function MailEditor() {
  const data = useLoaderData<unknown>() as Data;
  return <Editor key={`${data.template} ${data.locale}`} {...data} />;
}

function Editor({ template, locale, words, isOwn, preview }: Data) {
  const { t } = useTranslation("mails");
  const shopify = useAppBridge();
  const [, setQuery] = useSearchParams();
  const fetcher = useFetcher<Result>();
  const [typed, setTyped] = useState(words);
  const [asking, setAsking] = useState(false);
  const changed = typed.subject !== words.subject || typed.body !== words.body;
  const shown = useMailPreview({ locale, words: typed, first: preview });
  useLeaveConfirmation(changed);
  useEffect(() => setTyped(words), [words.subject, words.body]);
  const result = fetcher.state === "idle" ? fetcher.data : undefined;
  const busy = fetcher.state === "idle" ? null : String(fetcher.formData?.get("intent"));
  useEffect(() => {
    if (result === undefined) return;
    setAsking(false);
    if (result.ok)
      shopify.toast.show(
        t(
          { save: "editor.saved", drop: "editor.dropped", test: "editor.tested" }[result.intent] ??
            "editor.saved",
          {
            to: result.value?.to,
          },
        ),
      );
  }, [result]);
  const submit = (intent: string) => fetcher.submit({ intent, locale, ...typed }, { method: "post" });
  const refusals = [...(result?.ok === false ? result.refusals : []), ...shown.refusals];
  const errorAt = (pointer: string) => {
    const refusal = refusals.find((one) => one.pointer === pointer);
    if (refusal === undefined) return false;
    if (refusal.code === "words-broken")
      return t("editor.broken", { line: refusal.line, detail: refusal.detail });
    return t(`refusal.${refusal.code}`, { defaultValue: refusal.detail });
  };
  const unplaced = refusals.filter(({ pointer }) => pointer === undefined);
  return (
    <Page
      title={t(`template.${template}.name`)}
      subtitle={t(`template.${template}.help`)}
      backAction={{ content: t("editor.back"), url: "/app/mails" }}
      titleMetadata={
        <Badge tone={isOwn ? "info" : "new"}>{t(isOwn ? "editor.own" : "editor.shipped")}</Badge>
      }
    >
      <SaveBar id={SAVE_BAR} open={changed} discardConfirmation>
        <button variant="primary" onClick={() => submit("save")} {...(busy === "save" && { loading: "" })}>
          {t("editor.save")}
        </button>
        <button onClick={() => setTyped(words)}>{t("editor.discard")}</button>
      </SaveBar>
      <Layout>
        {unplaced.length > 0 && (
          <Layout.Section>
            <Banner tone="critical">
              {unplaced.map(({ code, detail }) => (
                <p key={code}>{t(`refusal.${code}`, { detail, defaultValue: detail })}</p>
              ))}
            </Banner>
          </Layout.Section>
        )}
        <Layout.Section variant="oneHalf">
          <BlockStack gap="400">
            <Card>
              <BlockStack gap="400">
                <Select
                  label={t("editor.language")}
                  options={MAIL_LOCALES.map((value) => ({ value, label: t(`editor.${value}`) }))}
                  value={locale}
                  onChange={(language) =>
                    setQuery((query) => {
                      query.set("language", language);
                      return query;
                    })
                  }
                />
                <TextField
                  label={t("editor.subject")}
                  value={typed.subject}
                  onChange={(subject) => setTyped({ ...typed, subject })}
                  autoComplete="off"
                  error={errorAt("/subject")}
                />
                <TextField
                  label={t("editor.body")}
                  value={typed.body}
                  onChange={(body) => setTyped({ ...typed, body })}
                  autoComplete="off"
                  multiline={14}
                  maxHeight="40rem"
                  monospaced
                  helpText={t("editor.bodyHelp")}
                  error={errorAt("/body")}
                />
                <InlineStack gap="200">
                  <Button onClick={() => submit("test")} loading={busy === "test"}>
                    {t("editor.test")}
                  </Button>
                  {isOwn && <Button onClick={() => setAsking(true)}>{t("editor.drop")}</Button>}
                </InlineStack>
                <Text as="p" tone="subdued">
                  {t("editor.testHelp")}
                </Text>
              </BlockStack>
            </Card>
            <MailNames template={template} />
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneHalf">
          <MailPreview mail={shown.mail} />
        </Layout.Section>
      </Layout>
      <ConfirmModal
        open={asking}
        onClose={() => setAsking(false)}
        title={t("editor.dropTitle")}
        confirm={t("editor.drop")}
        destructive
        busy={busy === "drop"}
        onConfirm={() => submit("drop")}
      >
        <Text as="p">{t("editor.dropText")}</Text>
      </ConfirmModal>
    </Page>
  );
}
