import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Banner, BlockStack, Page } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { isMailTemplate } from "#app/domain/messaging/mail-template.ts";
import { useFormat } from "#app/ui/format.ts";
import { MailKinds } from "#app/ui/mail-kinds.tsx";
import { type MailProblem, MailProblems } from "#app/ui/mail-problems.tsx";
import { switchMail } from "#app/usecases/mail/change-mail-settings.ts";
import { describeMails, type MailKind, retryMail } from "#app/usecases/mail/describe-mails.ts";
import { app } from "#app/wiring.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const { kinds, problems, fromDomain } = await describeMails(app, shop.shopId);
  return Response.json({
    ...{ kinds, problems },
    hasServer: fromDomain !== null,
    isLaunched: shop.launchedAt !== null,
    currency: shop.currency,
    timeZone: shop.timeZone,
  });
}

/** POST /app/mails: `intent` switch (`template`, `on`) or retry (`mailId`). */
export async function action({ request }: ActionFunctionArgs) {
  const { shopId, staffName } = await authenticateMerchant(request);
  const form = await request.formData();
  const template = String(form.get("template") ?? "");
  switch (form.get("intent")) {
    case "switch":
      if (!isMailTemplate(template)) throw new Response(null, { status: 404 });
      await switchMail(app, shopId, { template, on: form.get("on") === "true", by: staffName });
      return Response.json({ ok: true });
    case "retry":
      return Response.json({ ok: await retryMail(app, shopId, String(form.get("mailId") ?? "")) });
    default:
      throw new Response(null, { status: 400 });
  }
}

type Data = {
  kinds: MailKind[];
  problems: MailProblem[];
  hasServer: boolean;
  isLaunched: boolean;
  currency: string;
  timeZone: string;
};

export default function Mails() {
  const { kinds, problems, hasServer, isLaunched, ...shop } = useLoaderData<unknown>() as Data;
  const { t } = useTranslation("mails");
  const format = useFormat(shop);
  return (
    <Page title={t("title")} secondaryActions={[{ content: t("settingsLink"), url: "/app/mails/settings" }]}>
      <BlockStack gap="400">
        {!hasServer && (
          <Banner tone="warning" title={t("server.title")}>
            <p>{t("server.text")}</p>
          </Banner>
        )}
        {!isLaunched && (
          <Banner tone="info" title={t("launch.title")}>
            <p>{t("launch.text")}</p>
          </Banner>
        )}
        <MailKinds kinds={kinds} format={format} />
        <MailProblems problems={problems} format={format} />
      </BlockStack>
    </Page>
  );
}
