import { useAppBridge } from "@shopify/app-bridge-react";
import { useFieldSurroundings } from "./field-surroundings.ts";

export type Picked = {
  readonly id: string;
  readonly title: string;
  readonly tags: readonly string[];
  readonly vendor: string;
  readonly variants: readonly { readonly id: string; readonly title: string; readonly price: string }[];
};

/** The admin's own window for choosing products or collections; null when it is closed without choosing. */
export function useResourcePicker() {
  const shopify = useAppBridge();
  const { learnTitles } = useFieldSurroundings();
  return async (
    type: "product" | "collection",
    chosen: readonly string[],
    multiple = true,
  ): Promise<readonly Picked[] | null> => {
    const picked = await shopify.resourcePicker({
      type,
      action: "select",
      multiple,
      selectionIds: chosen.map((id) => ({ id })),
      filter: { variants: false },
    });
    if (picked === undefined) return null;
    const resources = (picked as readonly Partial<Picked>[]).map((resource) => ({
      id: resource.id ?? "",
      title: resource.title ?? "",
      tags: resource.tags ?? [],
      vendor: resource.vendor ?? "",
      variants: resource.variants ?? [],
    }));
    learnTitles(Object.fromEntries(resources.map(({ id, title }) => [id, title])));
    return resources;
  };
}
