import { useNavigate } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { newRule, withItems } from "#app/ui/program/draft-items.ts";
import { KindChooser } from "#app/ui/program/kind-chooser.tsx";
import { ProgramPage } from "#app/ui/program/program-page.tsx";
import { useWorkspace } from "#app/ui/program/workspace.tsx";

const KINDS = [
  "purchase",
  "sign-up",
  "birthday",
  "anniversary",
  "first-order",
  "nth-order",
  "action",
] as const;

/** Which way to earn comes next. */
export default function NewRulePage() {
  const { t } = useTranslation("program");
  const { edit, currency } = useWorkspace();
  const navigate = useNavigate();
  return (
    <ProgramPage title={t("list.rules.add")} back={{ content: t("title"), url: "/app/program" }}>
      <KindChooser
        title={t("chooseRule")}
        kinds={KINDS.map((kind) => ({ kind, name: t(`kind.${kind}`), help: t(`kindHelp.${kind}`) }))}
        onChoose={(kind) => {
          const rule = newRule(kind, currency);
          edit((draft) => withItems(draft, "rules", (rules) => [...rules, rule]));
          navigate(`/app/program/rules/${rule.id}`);
        }}
      />
    </ProgramPage>
  );
}
