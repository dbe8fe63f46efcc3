import { Router } from "express";
import type { Store } from "#dev-store/state/store.ts";
import { templatesWithBlocks } from "#dev-store/storefront/block-placement.ts";
import type { Placement } from "#dev-store/storefront/block-placement.ts";
import type { Theme } from "#dev-store/storefront/theme.ts";
import { adminText, sendAdminPage } from "./view.ts";
import type { OnAdminPage } from "./view.ts";

/** In place of the theme editor: switches that put each of the app's blocks on a page, and its embeds on all. */
export function themeRoutes(store: Store, theme: Theme, onPage: OnAdminPage): Router {
  const router = Router();
  const { extension, placements } = theme;

  router.get(
    "/admin/:shopHandle/theme",
    onPage(async (visit, request, response) => {
      const placement = placements.of(visit.state.shop.domain);
      const templates = templatesWithBlocks.map((template) => ({
        name: adminText(visit.locale, `theme.${template}`),
        blocks: extension.blocks
          .filter((block) => extension.fits(block, template))
          .map((block) => ({
            field: `${template}:${block.handle}`,
            name: extension.nameOf(block, visit.locale),
            on: placement[template].includes(block.handle),
          })),
      }));
      const embeds = extension.blocks
        .filter((block) => block.schema.target !== "section")
        .map((block) => ({
          field: `embeds:${block.handle}`,
          name: extension.nameOf(block, visit.locale),
          on: placement.embeds.includes(block.handle),
        }));
      await sendAdminPage(store, response, visit, {
        template: "theme",
        title: adminText(visit.locale, "theme.title"),
        section: "theme",
        values: { templates, embeds, saved: request.query.saved !== undefined },
      });
    }),
  );

  router.post(
    "/admin/:shopHandle/theme",
    onPage(async ({ state, adminPath }, request, response) => {
      const chosen = Object.keys(request.body as Record<string, unknown>);
      const on = (place: keyof Placement) =>
        extension.blocks
          .map((block) => block.handle)
          .filter((handle) => chosen.includes(`${place}:${handle}`));
      placements.set(state.shop.domain, {
        index: on("index"),
        product: on("product"),
        account: on("account"),
        embeds: on("embeds"),
      });
      response.redirect(303, `${adminPath}/theme?saved`);
    }),
  );

  return router;
}
