import { useNavigate } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { newReward, withItems } from "#app/ui/program/draft-items.ts";
import { KindChooser } from "#app/ui/program/kind-chooser.tsx";
import { ProgramPage } from "#app/ui/program/program-page.tsx";
import { ScopeNotice } from "#app/ui/program/scope-notice.tsx";
import { useScope } from "#app/ui/program/use-scope.ts";
import { useWorkspace } from "#app/ui/program/workspace.tsx";

const KINDS = ["amount-off", "percentage-off", "free-shipping", "free-product"] as const;
const MONEY_KINDS = ["store-credit", "gift-card"] as const;

/** Which reward comes next; what Shopify has not granted yet says why, and asks for it in place. */
export default function NewRewardPage() {
  const { t } = useTranslation("program");
  const { edit } = useWorkspace();
  const navigate = useNavigate();
  const scopes = { "store-credit": useScope("store-credit"), "gift-card": useScope("gift-card") };
  const text = (kind: string) => ({ name: t(`rewardKind.${kind}`), help: t(`rewardHelp.${kind}`) });
  return (
    <ProgramPage title={t("list.rewards.add")} back={{ content: t("title"), url: "/app/program" }}>
      <KindChooser
        title={t("chooseReward")}
        kinds={[
          ...KINDS.map((kind) => ({ kind, ...text(kind) })),
          ...MONEY_KINDS.map((kind) => ({
            kind,
            ...text(kind),
            disabled: scopes[kind].granted !== true,
            notice: <ScopeNotice kind={kind} scope={scopes[kind]} />,
          })),
        ]}
        onChoose={(kind) => {
          const reward = newReward(kind);
          edit((draft) => withItems(draft, "rewards", (rewards) => [...rewards, reward]));
          navigate(`/app/program/rewards/${reward.id}`);
        }}
      />
    </ProgramPage>
  );
}
