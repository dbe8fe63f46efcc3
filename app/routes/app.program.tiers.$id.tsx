import { useParams } from "@remix-run/react";
import { TierPage } from "#app/ui/tiers/tier-page.tsx";

export default function ProgramTierPage() {
  const { id = "" } = useParams();
  return <TierPage key={id} id={id} />;
}
