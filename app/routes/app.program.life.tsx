import { useTranslation } from "react-i18next";
import { ExpiryCard, PendingCard, RefundsCard } from "#app/ui/program/life-editor.tsx";
import { ProgramPage } from "#app/ui/program/program-page.tsx";

/** From when on and until when points can be spent, and what a refund takes back. */
export default function LifePage() {
  const { t } = useTranslation("program");
  return (
    <ProgramPage title={t("life.title")} back={{ content: t("title"), url: "/app/program" }}>
      <PendingCard />
      <ExpiryCard />
      <RefundsCard />
    </ProgramPage>
  );
}
