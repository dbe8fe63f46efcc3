import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import type { Liquid } from "liquidjs";
import { z } from "zod";
import { createEngine } from "./liquid/engine.ts";
import { escapeHtml, readLocales, readSchemaLocales, textOf } from "./liquid/translations.ts";
import type { Locales } from "./liquid/translations.ts";

const settingSchema = z.looseObject({
  type: z.string(),
  id: z.string().optional(),
  default: z.unknown().optional(),
  autofill: z.boolean().optional(),
});

/** A block's `{% schema %}`, the parts that decide where and how it renders. */
const blockSchema = z.looseObject({
  name: z.string(),
  target: z.enum(["section", "head", "body", "compliance_head"]),
  stylesheet: z.string().optional(),
  javascript: z.string().optional(),
  enabled_on: z.looseObject({ templates: z.array(z.string()).optional() }).optional(),
  settings: z.array(settingSchema).default([]),
});
export type BlockSchema = z.infer<typeof blockSchema>;

export interface ThemeBlock {
  /** The file's name without `.liquid`: what the theme editor calls the block's handle. */
  handle: string;
  schema: BlockSchema;
}

/** The Liquid values of one page: what `render` may look at. */
export type LiquidGlobals = Record<string, unknown>;

/** A theme app extension on disk, rendered as Shopify renders it inside a theme. */
export interface ThemeExtension {
  blocks: ThemeBlock[];
  /** The block's name in the theme editor, in that locale. */
  nameOf(block: ThemeBlock, locale: string): string;
  /** May the merchant put this block on that template? */
  fits(block: ThemeBlock, template: string): boolean;
  /** One block with its settings' defaults, in the element that Shopify wraps around it. */
  render(block: ThemeBlock, globals: LiquidGlobals): Promise<string>;
  /** What Shopify puts into the page's head for these blocks: each stylesheet and script once. */
  headTags(blocks: ThemeBlock[]): string;
}

/** Where the extension's assets are served. */
export const extensionAssetsUrl = "/extensions/perennial-widget/assets";

/** Reads the extension in that folder. Throws, naming the file, when a block's schema is missing or wrong. */
export function loadThemeExtension(folder: string): ThemeExtension {
  const engine = createEngine({ root: folder, locales: readLocales(folder), assetsUrl: extensionAssetsUrl });
  const editorWords = readSchemaLocales(folder);
  const blocks = readdirSync(path.join(folder, "blocks"))
    .filter((file) => file.endsWith(".liquid"))
    .sort()
    .map((file) => readBlock(path.join(folder, "blocks", file)));

  return {
    blocks,
    nameOf: (block, locale) => schemaText(block.schema.name, editorWords, locale),
    fits: (block, template) => {
      const allowed = block.schema.enabled_on?.templates;
      return block.schema.target === "section" && (!allowed || allowed.includes(template));
    },
    render: (block, globals) => renderBlock(engine, block, editorWords, globals),
    headTags: (placed) => {
      const assets = placed.flatMap(({ schema }) => [
        schema.stylesheet && `<link href="${assetUrl(schema.stylesheet)}" rel="stylesheet" media="all">`,
        schema.javascript && `<script src="${assetUrl(schema.javascript)}" defer></script>`,
      ]);
      return [...new Set(assets.filter((tag) => tag !== undefined))].join("\n");
    },
  };
}

function readBlock(file: string): ThemeBlock {
  const source = readFileSync(file, "utf8");
  const json = /\{%-?\s*schema\s*-?%\}([\s\S]*?)\{%-?\s*endschema\s*-?%\}/.exec(source)?.[1];
  if (!json) throw new Error(`${file} has no {% schema %}: every block needs one`);
  const parsed = blockSchema.safeParse(JSON.parse(json));
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  return { handle: path.basename(file, ".liquid"), schema: parsed.data };
}

async function renderBlock(engine: Liquid, block: ThemeBlock, words: Locales, globals: LiquidGlobals) {
  const request = globals.request as { locale: { iso_code: string } };
  const settings = Object.fromEntries(
    block.schema.settings.flatMap((setting) => {
      if (!setting.id) return [];
      const filled = setting.autofill ? globals[setting.type] : undefined;
      const value =
        typeof setting.default === "string"
          ? schemaText(setting.default, words, request.locale.iso_code)
          : setting.default;
      return [[setting.id, filled ?? value]];
    }),
  );
  // Outside the theme editor Shopify leaves `shopify_attributes` empty.
  const scope = { block: { id: block.handle, type: block.handle, settings, shopify_attributes: "" } };
  const html = (await engine.renderFile(`blocks/${block.handle}`, scope, { globals })) as string;
  return html.trim() === ""
    ? ""
    : `<div id="shopify-block-${block.handle}" class="shopify-block shopify-app-block">${html}</div>`;
}

function schemaText(text: string, words: Locales, locale: string): string {
  return text.startsWith("t:") ? textOf(words, locale, text.slice(2)) : text;
}

function assetUrl(name: string): string {
  return `${extensionAssetsUrl}/${escapeHtml(encodeURIComponent(name))}`;
}
