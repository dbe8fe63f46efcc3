import { LadderPage } from "#app/ui/tiers/ladder-page.tsx";

/** The ladder of the draft: what counts, how tiers are kept, and the tiers themselves. */
export default function ProgramTiersPage() {
  return <LadderPage />;
}
