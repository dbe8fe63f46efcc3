import type { HeadersFunction, LinksFunction, LoaderFunctionArgs } from "@remix-run/node";
import { Link, Outlet, useLoaderData, useRouteError } from "@remix-run/react";
import { NavMenu } from "@shopify/app-bridge-react";
import polarisStyles from "@shopify/polaris/build/esm/styles.css?url";
import polarisEnglish from "@shopify/polaris/locales/en.json";
import { AppProvider } from "@shopify/shopify-app-remix/react";
import { boundary } from "@shopify/shopify-app-remix/server";
import { useTranslation } from "react-i18next";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { app } from "#app/wiring.server.ts";

export const links: LinksFunction = () => [{ rel: "stylesheet", href: polarisStyles }];

export async function loader({ request }: LoaderFunctionArgs) {
  await authenticateMerchant(request);
  const { shopify, localStore } = app.environment;
  return {
    apiKey: shopify.apiKey,
    appBridgeUrl: localStore === null ? null : `${localStore.url}/app-bridge.js`,
  };
}

/** The frame of every admin page: App Bridge, Polaris and the navigation, in the reader's language. */
export default function AdminLayout() {
  const { apiKey, appBridgeUrl } = useLoaderData<typeof loader>();
  const { t, i18n } = useTranslation();
  const polarisTexts = i18n.getResourceBundle(i18n.language, "polaris") as typeof polarisEnglish | undefined;
  return (
    <AppProvider
      isEmbeddedApp
      apiKey={apiKey}
      i18n={polarisTexts === undefined ? polarisEnglish : [polarisTexts, polarisEnglish]}
      {...(appBridgeUrl === null ? {} : { __APP_BRIDGE_URL: appBridgeUrl })}
    >
      {/* The admin's own typeface, from the CDN that App Bridge comes from; a local store makes do without. */}
      {appBridgeUrl === null && (
        <link rel="stylesheet" href="https://cdn.shopify.com/static/fonts/inter/v4/styles.css" />
      )}
      <NavMenu>
        <Link to="/app" rel="home">
          {t("nav.home")}
        </Link>
        <Link to="/app/members">{t("nav.members")}</Link>
        <Link to="/app/program">{t("nav.program")}</Link>
        <Link to="/app/tiers">{t("nav.tiers")}</Link>
        <Link to="/app/campaigns">{t("nav.campaigns")}</Link>
        <Link to="/app/mails">{t("nav.mails")}</Link>
        <Link to="/app/redemptions">{t("nav.redemptions")}</Link>
        <Link to="/app/connection">{t("nav.connection")}</Link>
        <Link to="/app/settings">{t("nav.settings")}</Link>
      </NavMenu>
      <Outlet />
    </AppProvider>
  );
}

// Answers that authenticate.admin throws (a new session token is needed, a redirect out of the frame) must reach App Bridge.
export function ErrorBoundary() {
  return boundary.error(useRouteError());
}

export const headers: HeadersFunction = (args) => boundary.headers(args);
