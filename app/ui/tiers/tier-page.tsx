import { useNavigate } from "@remix-run/react";
import { BlockStack, Card, InlineStack, Select, Text } from "@shopify/polaris";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProgramPage } from "../program/program-page.tsx";
import { useWorkspace } from "../program/workspace.tsx";
import { exampleOfTier } from "./describe-tiers.ts";
import { neighbourOf, withoutTier, withTier } from "./ladder-changes.ts";
import { TierEditor } from "./tier-editor.tsx";
import { TierPreviewCard } from "./preview-card.tsx";
import { TierMark } from "./tier-mark.tsx";

const BACK = "/app/program/tiers";

/** The page of one tier: what it comes to in a sentence, its fields, and the way to remove it with a place for its members. */
export function TierPage({ id }: { readonly id: string }) {
  const { t } = useTranslation(["tiers", "program"]);
  const { draft, body, live, edit, words } = useWorkspace();
  const navigate = useNavigate();
  const removing = useRef(false);
  const [to, setTo] = useState<string | null>(null);
  const back = { content: t("program:part.tiers"), url: BACK };
  const ladder = draft.tiers?.ladder ?? [];
  const place = ladder.findIndex((tier) => tier.id === id);
  const tier = ladder[place];
  const typed = body.tiers?.ladder[place];
  if (draft.tiers === null || tier === undefined || typed === undefined)
    return (
      <ProgramPage title={t("program:part.tiers")} back={back}>
        {!removing.current && (
          <Card>
            <Text as="p">{t("gone")}</Text>
          </Card>
        )}
      </ProgramPage>
    );
  const name = tier.name || t("nameless");
  const isLive = live?.body.tiers?.ladder.some((one) => one.id === id) ?? false;
  const others = ladder.filter((one) => one.id !== id);
  const target = to ?? neighbourOf(draft.tiers, id);
  return (
    <ProgramPage
      title={name}
      back={back}
      remove={{
        question: t("program:removeTitle", { name }),
        // Members of a tier that shoppers know must go somewhere.
        ...(isLive &&
          target !== null && {
            ask: (
              <BlockStack gap="300">
                <Text as="p">{t("remove.text")}</Text>
                <Select
                  label={t("remove.to")}
                  options={others.map((one) => ({ value: one.id, label: one.name || t("nameless") }))}
                  value={target}
                  onChange={setTo}
                />
              </BlockStack>
            ),
          }),
        onRemove: () => {
          removing.current = true;
          edit((now) => withoutTier(now, id, isLive ? target : null));
          navigate(BACK);
        },
      }}
      aside={<TierPreviewCard />}
    >
      <Card>
        <InlineStack gap="300" blockAlign="center" wrap={false}>
          <TierMark color={tier.color} icon={tier.icon} name={name} sizePixels={40} />
          <Text as="p">
            <span aria-live="polite">{exampleOfTier(words, body, typed)}</span>
          </Text>
        </InlineStack>
      </Card>
      <TierEditor
        tier={tier}
        pointer={`/tiers/ladder/${place}`}
        set={(change) => edit((now) => withTier(now, id, change))}
      />
    </ProgramPage>
  );
}
