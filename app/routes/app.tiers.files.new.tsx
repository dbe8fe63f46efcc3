import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Card, EmptyState, Page } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { addDays, businessDate } from "#app/domain/shared/calendar.ts";
import { UploadPage } from "#app/ui/files/upload-page.tsx";
import { app } from "#app/wiring.server.ts";

const YEAR_DAYS = 365;

/** The first rows of such a file, with the shop's own tiers; null: it has none. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const { ladder } = (await app.programs.getCurrent(shop.shopId))?.body.tiers ?? { ladder: [] };
  const [highest, next = highest] = ladder.toReversed();
  if (highest === undefined || next === undefined) return Response.json({ example: null });
  const until = addDays(businessDate(app.clock.now(), shop.timeZone), YEAR_DAYS);
  const rows = async function* () {
    yield await Promise.resolve([
      ["ada@example.com", highest.name, until],
      ["grace@example.com", next.name, ""],
    ]);
  };
  const text = await new Response(app.csv.write(["email", "tier", "until"], rows())).text();
  return Response.json({ example: text });
}

export default function NewTierFile() {
  const { example } = useLoaderData<unknown>() as { example: string | null };
  const { t } = useTranslation("tier-files");
  if (example === null)
    return (
      <Page
        title={t("upload.title")}
        backAction={{ content: t("title"), url: "/app/tiers/files" }}
        narrowWidth
      >
        <Card>
          <EmptyState
            heading={t("noTiers")}
            action={{ content: t("setUp"), url: "/app/program/tiers" }}
            image=""
          >
            <p>{t("noTiersText")}</p>
          </EmptyState>
        </Card>
      </Page>
    );
  return (
    <UploadPage words="tier-files" url="/app/tiers/files" example={{ text: example, name: "tiers.csv" }} />
  );
}
