import { useParams } from "@remix-run/react";
import { ItemPage } from "#app/ui/program/item-page.tsx";

export default function RulePage() {
  const { id = "" } = useParams();
  return <ItemPage key={id} list="rules" id={id} />;
}
