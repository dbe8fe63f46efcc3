import { useEffect, useRef, useState } from "react";
import type { ProgramBody, Selection } from "#app/domain/program/program-body.ts";

const ACTION = "/app/program/titles";

/** Titles of products and collections, asked of Shopify once the page stands; an id until then. */
export function useTitles(
  wanted: readonly string[],
): readonly [Readonly<Record<string, string>>, (titles: Readonly<Record<string, string>>) => void] {
  const [titles, setTitles] = useState<Readonly<Record<string, string>>>({});
  const asked = useRef(new Set<string>());
  const learn = (more: Readonly<Record<string, string>>) => {
    for (const id of Object.keys(more)) asked.current.add(id);
    setTitles((known) => ({ ...known, ...more }));
  };
  useEffect(() => {
    const ids = wanted.filter((id) => !asked.current.has(id));
    if (ids.length === 0) return;
    for (const id of ids) asked.current.add(id);
    void fetch(ACTION, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify([...new Set(ids)]),
    })
      .then((response) => (response.ok ? (response.json() as Promise<Record<string, string>>) : {}))
      .then(learn, () => undefined); // Without the network the ids stand for themselves.
  }, [wanted.join(" ")]);
  return [titles, learn];
}

/** The products and collections that conditions name. */
export function idsOfSelections(
  items: readonly { readonly include: Selection; readonly exclude: Selection }[],
): string[] {
  return items
    .flatMap(({ include, exclude }) => [include, exclude])
    .flatMap(({ productIds = [], collectionIds = [] }) => [...productIds, ...collectionIds]);
}

/** Those that a program names. */
export function idsOfProgram({ earning, rewards }: ProgramBody): string[] {
  return [
    ...idsOfSelections([...earning.rules, ...earning.multipliers]),
    ...rewards.flatMap(({ appliesTo, product }) => [
      ...appliesTo.productIds,
      ...appliesTo.collectionIds,
      ...(product === null ? [] : [product.productId]),
    ]),
  ];
}
