import { useFetcher } from "@remix-run/react";
import { BlockStack, Button, Card, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { FactList } from "../fact-list.tsx";
import { useWorkspace } from "./workspace.tsx";

type Simulated =
  | {
      readonly ok: true;
      readonly orders: number;
      readonly members: number;
      readonly points: { readonly now: number; readonly then: number };
      /** What was simulated, to tell whether it still is what is being composed. */
    }
  | { readonly ok: false };

/** "On your last 90 days": what the orders of members earned, and what they would have earned under what is composed here. */
export function SimulationCard() {
  const { t } = useTranslation("program");
  const { body, refusals, format } = useWorkspace();
  const simulation = useFetcher<Simulated>();
  const result = simulation.state === "idle" && simulation.data?.ok === true ? simulation.data : null;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("simulation.title")}
        </Text>
        <Text as="p" tone="subdued">
          {t("simulation.help")}
        </Text>
        <div aria-live="polite">
          {result !== null && (
            <FactList
              facts={[
                { term: t("simulation.orders"), fact: format.number(result.orders) },
                { term: t("simulation.members"), fact: format.number(result.members) },
                { term: t("simulation.now"), fact: format.number(result.points.now) },
                { term: t("simulation.then"), fact: format.number(result.points.then) },
                {
                  term: t("simulation.difference"),
                  fact: format.signed(result.points.then - result.points.now),
                },
              ]}
            />
          )}
        </div>
        <div>
          <Button
            loading={simulation.state !== "idle"}
            disabled={refusals.length > 0}
            onClick={() =>
              simulation.submit(JSON.stringify(body), {
                method: "post",
                action: "/app/program/simulation",
                encType: "application/json",
              })
            }
          >
            {t("simulation.run")}
          </Button>
        </div>
        {refusals.length > 0 && (
          <Text as="p" variant="bodySm" tone="subdued">
            {t("simulation.broken")}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}
