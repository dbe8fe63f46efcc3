import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import type { ParticipationRule } from "#app/domain/membership/participation.ts";
import { HistoryCard, type HistoryChoice } from "#app/ui/history-card.tsx";
import { ParticipationCard } from "#app/ui/participation-card.tsx";
import { ItemListCard } from "#app/ui/program/item-list.tsx";
import { LifeListCard } from "#app/ui/program/life-list.tsx";
import { DraftCard, LiveCard } from "#app/ui/program/live-card.tsx";
import { ProgramPage } from "#app/ui/program/program-page.tsx";
import { ProgramVersions } from "#app/ui/program/program-versions.tsx";
import { SimulationCard } from "#app/ui/program/simulation-card.tsx";
import { LadderCard } from "#app/ui/tiers/ladder-card.tsx";
import { useWorkspace } from "#app/ui/program/workspace.tsx";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  return Response.json({
    participation: { mode: shop.participation, excludedTag: shop.excludedTag },
    history: { earns: shop.historyEarns, from: shop.historyFrom },
  });
}

type Data = { participation: ParticipationRule; history: HistoryChoice };

/** What is live in plain sentences, what the draft changes, and the way to each part. */
export default function ProgramOverview() {
  const { participation, history } = useLoaderData<unknown>() as Data;
  const { t } = useTranslation("program");
  const { format } = useWorkspace();
  return (
    <ProgramPage
      title={t("title")}
      aside={
        <>
          <SimulationCard />
          <HistoryCard history={history} format={format} />
        </>
      }
    >
      <LiveCard />
      <DraftCard />
      <ItemListCard list="rules" />
      <ItemListCard list="multipliers" />
      <LifeListCard />
      <ItemListCard list="rewards" />
      <LadderCard />
      <ParticipationCard rule={participation} format={format} />
      <ProgramVersions />
    </ProgramPage>
  );
}
