import { useEffect, useRef, useState } from "react";
import type { ProgramBody } from "#app/domain/program/program-body.ts";

const ACTION = "/app/program/titles";

/** Titles of the products and collections that the programs name, asked of Shopify once the page stands; an id until then. */
export function useTitles(
  body: ProgramBody,
  live: ProgramBody | null,
): readonly [Readonly<Record<string, string>>, (titles: Readonly<Record<string, string>>) => void] {
  const [titles, setTitles] = useState<Readonly<Record<string, string>>>({});
  const asked = useRef(new Set<string>());
  const learn = (more: Readonly<Record<string, string>>) => {
    for (const id of Object.keys(more)) asked.current.add(id);
    setTitles((known) => ({ ...known, ...more }));
  };
  useEffect(() => {
    const ids = [...idsIn(body), ...(live === null ? [] : idsIn(live))].filter(
      (id) => !asked.current.has(id),
    );
    if (ids.length === 0) return;
    for (const id of ids) asked.current.add(id);
    void fetch(ACTION, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify([...new Set(ids)]),
    })
      .then((response) => (response.ok ? (response.json() as Promise<Record<string, string>>) : {}))
      .then(learn, () => undefined); // Without the network the ids stand for themselves.
  }, [body, live]);
  return [titles, learn];
}

function idsIn({ earning, rewards }: ProgramBody): string[] {
  const selections = [...earning.rules, ...earning.multipliers].flatMap(({ include, exclude }) => [
    include,
    exclude,
  ]);
  return [
    ...selections.flatMap(({ productIds = [], collectionIds = [] }) => [...productIds, ...collectionIds]),
    ...rewards.flatMap(({ appliesTo, product }) => [
      ...appliesTo.productIds,
      ...appliesTo.collectionIds,
      ...(product === null ? [] : [product.productId]),
    ]),
  ];
}
