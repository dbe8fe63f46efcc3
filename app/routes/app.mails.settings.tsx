import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { SaveBar, useAppBridge } from "@shopify/app-bridge-react";
import { BlockStack, Card, Layout, Page, Text, TextField } from "@shopify/polaris";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { useFormat } from "#app/ui/format.ts";
import { SenderDomainCard } from "#app/ui/sender-domain-card.tsx";
import { useLeaveConfirmation } from "#app/ui/use-leave-confirmation.ts";
import {
  changeMailSettings,
  checkSenderDomain,
  type MailSettingsForm,
} from "#app/usecases/mail/change-mail-settings.ts";
import { app } from "#app/wiring.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const settings = await app.mailSettings.get(shop.shopId);
  const form: MailSettingsForm = {
    replyTo: settings.replyTo ?? "",
    senderDomain: settings.senderDomain ?? "",
    reminderDays: settings.reminderDays.join(", "),
    marketingPerWeek: String(settings.marketingPerWeek),
  };
  return Response.json({
    form,
    contactEmail: settings.contactEmail,
    checkedAt: settings.domainCheckedAt,
    problem: settings.domainProblem,
    ourDomain: app.mailSending?.fromDomain ?? null,
    currency: shop.currency,
    timeZone: shop.timeZone,
  });
}

/** POST /app/mails/settings: `intent` save with the fields of the form, or check. */
export async function action({ request }: ActionFunctionArgs) {
  const { shopId, staffName } = await authenticateMerchant(request);
  const fields = await request.formData();
  if (fields.get("intent") === "check") return Response.json(await checkSenderDomain(app, shopId, staffName));
  const text = (name: keyof MailSettingsForm) => String(fields.get(name) ?? "");
  const form: MailSettingsForm = {
    replyTo: text("replyTo"),
    senderDomain: text("senderDomain"),
    reminderDays: text("reminderDays"),
    marketingPerWeek: text("marketingPerWeek"),
  };
  return Response.json(await changeMailSettings(app, shopId, form, staffName));
}

type Data = {
  form: MailSettingsForm;
  contactEmail: string | null;
  checkedAt: string | null;
  problem: string | null;
  ourDomain: string | null;
  currency: string;
  timeZone: string;
};
type Result = { ok: true } | { ok: false; refusals: { code: string; detail: string; pointer?: string }[] };
const SAVE_BAR = "mail-settings-save-bar";

export default function MailSettings() {
  const { form, contactEmail, checkedAt, problem, ourDomain, ...shop } = useLoaderData<unknown>() as Data;
  const { t } = useTranslation("mails");
  const shopify = useAppBridge();
  const format = useFormat(shop);
  const fetcher = useFetcher<Result>();
  const saved = useMemo(() => JSON.stringify(form), [form]);
  const [typed, setTyped] = useState(form);
  const changed = JSON.stringify(typed) !== saved;
  useLeaveConfirmation(changed);
  useEffect(() => setTyped(form), [saved]);
  useEffect(() => {
    if (fetcher.state === "idle" && fetcher.data?.ok) shopify.toast.show(t("settings.saved"));
  }, [fetcher.state, fetcher.data]);
  const refusals = fetcher.state === "idle" && fetcher.data?.ok === false ? fetcher.data.refusals : [];
  const field = (name: keyof MailSettingsForm, label: string, helpText: string) => {
    const refusal = refusals.find(({ pointer }) => pointer === `/${name}`);
    return (
      <TextField
        label={label}
        value={typed[name]}
        onChange={(value) => setTyped({ ...typed, [name]: value })}
        autoComplete="off"
        helpText={helpText}
        error={refusal !== undefined && t(`refusal.${refusal.code}`, { defaultValue: refusal.detail })}
      />
    );
  };
  return (
    <Page title={t("settings.title")} backAction={{ content: t("title"), url: "/app/mails" }}>
      <SaveBar id={SAVE_BAR} open={changed} discardConfirmation>
        <button
          variant="primary"
          onClick={() => fetcher.submit({ ...typed }, { method: "post" })}
          {...(fetcher.state !== "idle" && { loading: "" })}
        >
          {t("settings.save")}
        </button>
        <button onClick={() => setTyped(form)}>{t("settings.discard")}</button>
      </SaveBar>
      <Layout>
        <Section title={t("settings.reminders.title")} text={t("settings.reminders.text")}>
          {field("reminderDays", t("settings.days"), t("settings.daysHelp"))}
          {field("marketingPerWeek", t("settings.cap"), t("settings.capHelp"))}
        </Section>
        <Section title={t("settings.replies.title")} text={t("settings.replies.text")}>
          {field(
            "replyTo",
            t("settings.replyTo"),
            contactEmail === null
              ? t("settings.replyToHelp")
              : t("settings.replyToKnown", { email: contactEmail }),
          )}
        </Section>
        <Section
          title={t("settings.domain.title")}
          text={
            ourDomain === null
              ? t("settings.none")
              : t("settings.domain.text", { address: `loyalty@${ourDomain}` })
          }
        >
          {field("senderDomain", t("settings.domainField"), t("settings.domainHelp"))}
          {ourDomain !== null && form.senderDomain !== "" && !changed && (
            <SenderDomainCard domain={form.senderDomain} {...{ ourDomain, checkedAt, problem, format }} />
          )}
        </Section>
      </Layout>
    </Page>
  );
}

function Section(props: { readonly title: string; readonly text: string; readonly children: ReactNode }) {
  return (
    <Layout.AnnotatedSection title={props.title} description={<Text as="p">{props.text}</Text>}>
      <Card>
        <BlockStack gap="400">{props.children}</BlockStack>
      </Card>
    </Layout.AnnotatedSection>
  );
}
