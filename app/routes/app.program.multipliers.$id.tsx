import { useParams } from "@remix-run/react";
import { ItemPage } from "#app/ui/program/item-page.tsx";

export default function MultiplierPage() {
  const { id = "" } = useParams();
  return <ItemPage key={id} list="multipliers" id={id} />;
}
