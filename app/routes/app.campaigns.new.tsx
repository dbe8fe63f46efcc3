import { type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData, useNavigate, useSearchParams } from "@remix-run/react";
import { Page } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { NEW_CAMPAIGN, readCampaign, type TypedCampaign } from "#app/domain/earning/typed-campaign.ts";
import type { Segment } from "#app/domain/membership/segment.ts";
import type { ProgramBody } from "#app/domain/program/program-body.ts";
import { CampaignWorkbench, type RefusalView } from "#app/ui/campaigns/campaign-workbench.tsx";
import { typedCampaignShape } from "#app/ui/campaigns/shapes.ts";
import { createCampaign } from "#app/usecases/campaigns/change-campaigns.ts";
import { app } from "#app/wiring.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const [segments, program] = await Promise.all([
    app.segments.list(shop.shopId),
    app.programs.getCurrent(shop.shopId),
  ]);
  return Response.json({
    ...{ segments, program: program?.body ?? null, now: app.clock.now() },
    ...{ currency: shop.currency, timeZone: shop.timeZone },
  });
}

/** POST /app/campaigns/new with the typed campaign → { ok, campaignId } */
export async function action({ request }: ActionFunctionArgs) {
  const { shop, staffName } = await authenticateMerchant(request);
  const typed = typedCampaignShape.parse(await request.json());
  const created = await createCampaign(app, shop.shopId, readCampaign(typed, shop.timeZone), staffName);
  return Response.json(created.ok ? { ok: true, campaignId: created.value.campaignId } : created, {
    status: created.ok ? 201 : 422,
  });
}

type Data = {
  segments: Segment[];
  program: ProgramBody | null;
  now: string;
  currency: string;
  timeZone: string;
};
type Result = { ok: true; campaignId: string } | { ok: false; refusals: RefusalView[] };

/** A new campaign, kept as a draft: nothing is given before it is started. */
export default function NewCampaign() {
  const { segments, program, now, ...shop } = useLoaderData<unknown>() as Data;
  const { t } = useTranslation(["campaigns", "tiers"]);
  const navigate = useNavigate();
  // From the page of tiers (?near=<tier id>): a bonus for those who are within one order of it, ready to be started.
  const [params] = useSearchParams();
  const near = program?.tiers?.ladder.find(({ id }) => id === params.get("near")) ?? null;
  const fetcher = useFetcher<Result>();
  const [typed, setTyped] = useState<TypedCampaign>(
    near === null
      ? NEW_CAMPAIGN
      : {
          ...{ ...NEW_CAMPAIGN, name: t("tiers:near.name", { name: near.name }), audience: "filter" },
          filter: { ...NEW_CAMPAIGN.filter, nearTierId: near.id },
        },
  );
  const [tried, setTried] = useState(false);
  useEffect(() => {
    if (fetcher.state === "idle" && fetcher.data?.ok)
      void navigate(`/app/campaigns/${fetcher.data.campaignId}`);
  }, [fetcher.state, fetcher.data]);
  const keep = () => {
    setTried(true);
    fetcher.submit(JSON.stringify(typed), { method: "post", encType: "application/json" });
  };
  return (
    <Page
      title={t("newTitle")}
      backAction={{ content: t("title"), url: "/app/campaigns" }}
      primaryAction={{ content: t("keep"), onAction: keep, loading: fetcher.state !== "idle" }}
    >
      <CampaignWorkbench
        typed={typed}
        onChange={setTyped}
        segments={segments}
        program={program}
        shop={shop}
        now={now}
        refusals={fetcher.data?.ok === false ? fetcher.data.refusals : []}
        showErrors={tried}
      />
    </Page>
  );
}
