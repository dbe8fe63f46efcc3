import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Page } from "@shopify/polaris";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { FileList } from "#app/ui/files/file-list.tsx";
import type { FileView } from "#app/ui/files/file-view.ts";
import { useFileWords } from "#app/ui/files/use-file-words.ts";
import { useFormat } from "#app/ui/format.ts";
import { app } from "#app/wiring.server.ts";

const GRANTS_MAX = 100;

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const grants = await app.bulkGrants.list(shop.shopId, GRANTS_MAX);
  return Response.json({ grants, currency: shop.currency, timeZone: shop.timeZone });
}

type Data = { grants: (FileView & { grantId: string })[]; currency: string; timeZone: string };

/** Files of points: each looked at before it is given, and taken back as one. */
export default function Grants() {
  const { grants, ...shop } = useLoaderData<unknown>() as Data;
  const { t } = useFileWords("grants");
  const format = useFormat(shop);
  return (
    <Page
      title={t("title")}
      subtitle={t("subtitle")}
      backAction={{ content: t("members"), url: "/app/members" }}
      primaryAction={{ content: t("new"), url: "/app/grants/new" }}
    >
      <FileList
        words="grants"
        files={grants.map((grant) => ({ ...grant, url: `/app/grants/${grant.grantId}` }))}
        format={format}
      />
    </Page>
  );
}
