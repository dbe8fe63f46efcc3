import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useTranslation } from "react-i18next";

/** Shopify opens the app at its root; into the admin pages, with everything it signed. */
export function loader({ request }: LoaderFunctionArgs) {
  const { search, searchParams } = new URL(request.url);
  if (searchParams.has("shop")) throw redirect(`/app${search}`);
  return null;
}

export default function Index() {
  const { t } = useTranslation();
  return (
    <main>
      <h1>Perennial</h1>
      <p>{t("index.what")}</p>
      <p>{t("index.how")}</p>
    </main>
  );
}
