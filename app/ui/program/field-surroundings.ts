import { createContext, useContext } from "react";

/** What fields on goods and conditions ask of the page around them: a program's or a campaign's. */
export type FieldSurroundings = {
  /** The sentence at a field: of what is refused there, or within it. */
  readonly errorAt: (pointer: string) => string | false;
  /** The title of a product or collection, as far as it is known. */
  readonly nameOf: (gid: string) => string | undefined;
  /** Of the ladder that conditions may name, lowest first. */
  readonly tiers: readonly { readonly id: string; readonly name: string }[];
  readonly learnTitles: (titles: Readonly<Record<string, string>>) => void;
};

export const FieldSurroundingsContext = createContext<FieldSurroundings | null>(null);

export function useFieldSurroundings(): FieldSurroundings {
  const surroundings = useContext(FieldSurroundingsContext);
  if (surroundings === null) throw new Error("fields on goods stand within a page that knows their names");
  return surroundings;
}
