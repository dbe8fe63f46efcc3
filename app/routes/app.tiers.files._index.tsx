import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Page } from "@shopify/polaris";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { FileList } from "#app/ui/files/file-list.tsx";
import type { FileView } from "#app/ui/files/file-view.ts";
import { useFileWords } from "#app/ui/files/use-file-words.ts";
import { useFormat } from "#app/ui/format.ts";
import { app } from "#app/wiring.server.ts";

const FILES_MAX = 100;

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const files = await app.tierFiles.list(shop.shopId, FILES_MAX);
  return Response.json({ files, currency: shop.currency, timeZone: shop.timeZone });
}

type Data = { files: (FileView & { fileId: string })[]; currency: string; timeZone: string };

/** Files that put members into tiers: each looked at before anybody moves, and taken back as one. */
export default function TierFiles() {
  const { files, ...shop } = useLoaderData<unknown>() as Data;
  const { t } = useFileWords("tier-files");
  const format = useFormat(shop);
  return (
    <Page
      title={t("title")}
      subtitle={t("subtitle")}
      backAction={{ content: t("tiers"), url: "/app/tiers" }}
      primaryAction={{ content: t("new"), url: "/app/tiers/files/new" }}
    >
      <FileList
        words="tier-files"
        files={files.map((file) => ({ ...file, url: `/app/tiers/files/${file.fileId}` }))}
        format={format}
      />
    </Page>
  );
}
