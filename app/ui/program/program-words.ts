import type { TFunction } from "i18next";
import type { Selection } from "#app/domain/program/program-body.ts";
import type { Format } from "../format.ts";

/** What sentences about a program are made of. */
export type ProgramWords = {
  readonly t: TFunction<"program">;
  readonly format: Format;
  /** The title of a product or collection, as far as it is known. */
  readonly nameOf?: ((gid: string) => string | undefined) | undefined;
};

/** More names in one sentence nobody reads. */
const NAMES_SHOWN = 5;

/** "products tagged tea", "collection Summer", "goods on sale": one text for each condition. */
export function conditionsOf({ t, format, nameOf }: ProgramWords, selection: Selection): string[] {
  const listed = (key: string, values: readonly string[] | undefined) => {
    if (values === undefined || values.length === 0) return [];
    const shown = values.slice(0, NAMES_SHOWN);
    const rest = values.length - shown.length;
    const names = rest === 0 ? shown : [...shown, t("condition.more", { count: rest })];
    return [t(`condition.${key}`, { count: values.length, names: format.list(names, "any") })];
  };
  const named = (ids: readonly string[] | undefined) =>
    ids?.map((id) => nameOf?.(id) ?? id.split("/").at(-1) ?? id);
  const { onSale } = selection;
  return [
    ...listed("tags", selection.tags),
    ...listed("vendors", selection.vendors),
    ...listed("products", named(selection.productIds)),
    ...listed("collections", named(selection.collectionIds)),
    ...(onSale === undefined ? [] : [t(onSale ? "condition.onSale" : "condition.fullPrice")]),
    ...listed(
      "channels",
      selection.channels?.map((channel) => t(`channel.${channel}`, { defaultValue: channel })),
    ),
    ...listed("customerTags", selection.customerTags),
    ...listed("tierIds", named(selection.tierIds)),
  ];
}

/** What counts and what does not. */
export function selectionSentences(words: ProgramWords, include: Selection, exclude: Selection): string[] {
  const { t, format } = words;
  const only = conditionsOf(words, include);
  const never = conditionsOf(words, exclude);
  return [
    ...(only.length === 0 ? [] : [t("sentence.only", { count: only.length, conditions: only.join("; ") })]),
    ...(never.length === 0 ? [] : [t("sentence.except", { conditions: format.list(never, "any") })]),
  ];
}

/** When it runs, where that is not always. */
export function spanSentences(
  { t, format }: ProgramWords,
  span: { readonly from: string | null; readonly until: string | null },
): string[] {
  return [
    ...(span.from === null ? [] : [t("sentence.from", { at: format.beginning(span.from) })]),
    ...(span.until === null ? [] : [t("sentence.until", { at: format.ending(span.until) })]),
  ];
}

/** A count with its noun: "5 points"; what is no number yet is a dash. */
export function counted({ t, format }: ProgramWords, key: string, count: number, more: object = {}): string {
  return Number.isFinite(count)
    ? t(key, { count, points: format.number(count), ...more })
    : t(key, { count: 0, points: "—", ...more });
}
