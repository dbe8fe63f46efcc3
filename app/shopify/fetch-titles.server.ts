import { accept } from "#app/domain/shared/outcome.ts";
import type { Catalogue } from "#app/usecases/program/catalogue-ports.ts";
import type { Gateway } from "./gateway.server.ts";
import { titlesByIds } from "./operations/titles-by-ids.ts";

/** `nodes` takes up to 250 ids a query. */
const IDS_A_QUERY = 250;

export function createCatalogue(gateway: Gateway): Catalogue {
  return {
    async fetchTitles(shopId, ids) {
      const titles = new Map<string, string>();
      for (let start = 0; start < ids.length; start += IDS_A_QUERY) {
        const answer = await gateway.run(shopId, titlesByIds, { ids: ids.slice(start, start + IDS_A_QUERY) });
        if (!answer.ok) return answer;
        for (const node of answer.value.nodes) if (node !== null) titles.set(node.id, node.title);
      }
      return accept(titles);
    },
  };
}
