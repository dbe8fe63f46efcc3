import type { Metafield } from "#dev-store/state/model.ts";
import type { ShopState } from "#dev-store/state/shop-state.ts";

interface LiquidMetafield {
  type: string;
  value: unknown;
}
type LiquidMetafields = Record<string, Record<string, LiquidMetafield>>;

/**
 * An owner's metafields as Liquid in a theme app extension sees them: `metafields[namespace].key.value`, the app's own
 * under `$app` or `$app:<rest>`. Of those, only the ones whose definition lets the storefront read them
 * (https://shopify.dev/docs/apps/build/custom-data/permissions); what belongs to the installation itself always.
 */
export function liquidMetafields(state: ShopState, ownerType: string, ownerGid: string): LiquidMetafields {
  const found: LiquidMetafields = {};
  for (const metafield of state.metafieldsOf(ownerGid)) {
    if (!isReadable(state, ownerType, metafield)) continue;
    const value: LiquidMetafield = { type: metafield.type, value: parseValue(metafield) };
    for (const namespace of namesOf(metafield.namespace)) (found[namespace] ??= {})[metafield.key] = value;
  }
  return found;
}

function isReadable(state: ShopState, ownerType: string, metafield: Metafield): boolean {
  if (!metafield.namespace.startsWith("app--") || ownerType === "APP_INSTALLATION") return true;
  for (const definition of state.all("metafieldDefinition").values()) {
    const same =
      definition.ownerType === ownerType &&
      definition.namespace === metafield.namespace &&
      definition.key === metafield.key;
    if (same) return definition.access.storefront === "PUBLIC_READ";
  }
  return false;
}

/** `app--123--perennial` is also `$app:perennial`, `app--123` also `$app`. */
function namesOf(namespace: string): string[] {
  const own = /^app--[^-]+(?:--(.+))?$/.exec(namespace);
  if (!own) return [namespace];
  return [namespace, own[1] === undefined ? "$app" : `$app:${own[1]}`];
}

function parseValue({ type, value }: Metafield): unknown {
  if (type.startsWith("list.") || ["json", "money", "rating", "dimension", "volume", "weight"].includes(type)) {
    return JSON.parse(value) as unknown;
  }
  if (type === "boolean") return value === "true";
  if (type === "number_integer" || type === "number_decimal") return Number(value);
  return value;
}
