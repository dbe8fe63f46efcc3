import { Box, Button, Card, BlockStack, InlineStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { KindChooser } from "../program/kind-chooser.tsx";
import { newId } from "../program/draft-items.ts";
import { useWorkspace } from "../program/workspace.tsx";
import { newTier, withTiers } from "./ladder-changes.ts";
import { READY_LADDERS, readyLadder } from "./ready-ladders.ts";

/** The first step: a ladder that works as it comes, to be changed at will; or an empty one. */
export function ReadyChooser() {
  const { t } = useTranslation("tiers");
  const { edit, versions, currency } = useWorkspace();
  const taken = new Set(versions.flatMap(({ body }) => body.tiers?.ladder ?? []).map(({ id }) => id));
  // An id is never used twice: what members were given by a tier of that id is remembered.
  const idOf = (id: string) => (taken.has(id) ? newId(id) : id);
  const nameOf = (id: string) => t(`ready.name.${id}`);
  return (
    <>
      <Card>
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            {t("ready.title")}
          </Text>
          <Text as="p">{t("ready.text")}</Text>
        </BlockStack>
      </Card>
      <KindChooser
        title={t("ready.choose")}
        kinds={READY_LADDERS.map((kind) => ({
          kind,
          name: t(`ready.${kind}.name`),
          help: t(`ready.${kind}.help`),
        }))}
        onChoose={(kind) =>
          edit((draft) => ({ ...draft, tiers: readyLadder(kind, { currency, nameOf, idOf }) }))
        }
      />
      <Box>
        <InlineStack>
          <Button
            variant="plain"
            onClick={() =>
              edit((draft) => {
                const empty = {
                  ...draft,
                  tiers: { ...readyLadder("spent", { currency, nameOf, idOf }), ladder: [] },
                };
                return withTiers(empty, (tiers) => ({ ladder: [newTier(tiers, newId("tier"))] }));
              })
            }
          >
            {t("ready.own")}
          </Button>
        </InlineStack>
      </Box>
    </>
  );
}
