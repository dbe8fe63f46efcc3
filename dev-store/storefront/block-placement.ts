import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { ThemeBlock, ThemeExtension } from "./theme-extension.ts";

/** The theme's templates that take app blocks. */
export const templatesWithBlocks = ["index", "product", "account"] as const;
export type BlockTemplate = (typeof templatesWithBlocks)[number];

/** Block handles by template; `embeds` are app embeds, which stand on every page. */
const placementSchema = z.object({
  index: z.array(z.string()),
  product: z.array(z.string()),
  account: z.array(z.string()),
  embeds: z.array(z.string()),
});
export type Placement = z.infer<typeof placementSchema>;
const fileSchema = z.record(z.string(), placementSchema);

/** As a merchant would place them at first. Embeds are off until the merchant turns them on, as at Shopify. */
const initial: Placement = {
  index: ["points-balance"],
  product: ["earn-points"],
  account: ["points-balance"],
  embeds: [],
};

/** Which of the extension's blocks stand where in each shop's theme, kept in one file of the dev store's folder. */
export class BlockPlacements {
  readonly #file: string;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#file = path.join(folder, "theme-blocks.json");
  }

  of(shop: string): Placement {
    return this.#read()[shop] ?? initial;
  }

  set(shop: string, placement: Placement): void {
    writeFileSync(`${this.#file}.new`, JSON.stringify({ ...this.#read(), [shop]: placement }, null, 2));
    renameSync(`${this.#file}.new`, this.#file);
  }

  #read(): z.infer<typeof fileSchema> {
    if (!existsSync(this.#file)) return {};
    return fileSchema.parse(JSON.parse(readFileSync(this.#file, "utf8")));
  }
}

/** The extension's blocks that stand on this template, in the merchant's order. */
export function blocksOn(extension: ThemeExtension, placement: Placement, template: string): ThemeBlock[] {
  const placed = templatesWithBlocks.find((one) => one === template);
  return blocksNamed(extension, placed ? placement[placed] : []).filter((block) =>
    extension.fits(block, template),
  );
}

export function embedsOn(
  extension: ThemeExtension,
  placement: Placement,
  target: "head" | "body",
): ThemeBlock[] {
  return blocksNamed(extension, placement.embeds).filter((block) => block.schema.target === target);
}

function blocksNamed(extension: ThemeExtension, handles: readonly string[]): ThemeBlock[] {
  return handles.flatMap((handle) => extension.blocks.find((block) => block.handle === handle) ?? []);
}
