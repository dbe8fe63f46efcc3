import { resolveNamespace } from "#dev-store/admin-api/metafield-namespace.ts";
import type { Metafield } from "#dev-store/state/model/metafield.ts";
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

/** The app's own namespaces are read by their short names too: `app--<id>--perennial` is `$app:perennial`. */
function namesOf(namespace: string): string[] {
  const own = resolveNamespace("$app");
  if (namespace === own) return [namespace, "$app"];
  return namespace.startsWith(`${own}--`)
    ? [namespace, `$app:${namespace.slice(own.length + 2)}`]
    : [namespace];
}

function parseValue({ type, value }: Metafield): unknown {
  if (
    type.startsWith("list.") ||
    ["json", "money", "rating", "dimension", "volume", "weight"].includes(type)
  ) {
    return JSON.parse(value) as unknown;
  }
  if (type === "boolean") return value === "true";
  if (type === "number_integer" || type === "number_decimal") return Number(value);
  return value;
}
