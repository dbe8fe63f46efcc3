import { useNavigate } from "@remix-run/react";
import { Button, Card, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { describePart } from "../describe-program.ts";
import { newId } from "../program/draft-items.ts";
import { ProgramPage } from "../program/program-page.tsx";
import { useWorkspace } from "../program/workspace.tsx";
import { newTier, withTiers } from "./ladder-changes.ts";
import { LadderList } from "./ladder-list.tsx";
import { FinerRules, KeepingCard, QualificationCard } from "./ladder-rules.tsx";
import { TierPreviewCard } from "./preview-card.tsx";
import { ReadyChooser } from "./ready-chooser.tsx";

/** The ladder of the draft, or the choice of one to start from. */
export function LadderPage() {
  const { t } = useTranslation(["tiers", "program"]);
  const { draft, body, edit, words, live } = useWorkspace();
  const back = { content: t("program:title"), url: "/app/program" };
  if (draft.tiers === null)
    return (
      <ProgramPage title={t("program:part.tiers")} back={back}>
        <ReadyChooser />
      </ProgramPage>
    );
  return (
    <ProgramPage
      title={t("program:part.tiers")}
      back={back}
      remove={{
        verb: t("off.verb"),
        question: t("off.title"),
        ask: live?.body.tiers != null && <p>{t("off.text")}</p>,
        onRemove: () => edit((now) => ({ ...now, tiers: null })),
      }}
      aside={<TierPreviewCard />}
    >
      <Card>
        <Text as="p">
          <span aria-live="polite">{describePart(words, body, { type: "tiers" }).text}</span>
        </Text>
      </Card>
      <LadderList action={<AddTier />} />
      <QualificationCard />
      <KeepingCard />
      <FinerRules />
    </ProgramPage>
  );
}

function AddTier() {
  const { t } = useTranslation("tiers");
  const { edit } = useWorkspace();
  const navigate = useNavigate();
  return (
    <Button
      onClick={() => {
        const id = newId("tier");
        edit((now) => withTiers(now, (tiers) => ({ ladder: [...tiers.ladder, newTier(tiers, id)] })));
        navigate(`/app/program/tiers/${id}`);
      }}
    >
      {t("ladder.add")}
    </Button>
  );
}
