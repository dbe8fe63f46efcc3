import { accept, type Outcome, refuse } from "#app/domain/shared/outcome.ts";
import type { IssueRefusal } from "#app/usecases/rewards/redemption-ports.ts";
import type { ShopifyFreeShipping } from "#app/usecases/tiers/tier-benefit-stores.ts";
import type { AdminOutcome, Gateway } from "./gateway.server.ts";
import { automaticDiscountById } from "./operations/automatic-discount-by-id.ts";
import { newestAutomaticDiscounts } from "./operations/automatic-discounts.ts";
import { createAutomaticFreeShipping } from "./operations/create-automatic-free-shipping.ts";
import { createFreeShipping } from "./operations/create-free-shipping.ts";
import { createSegment } from "./operations/create-segment.ts";
import { deleteAutomaticDiscount } from "./operations/delete-automatic-discount.ts";
import { deleteDiscount } from "./operations/delete-discount.ts";
import { deleteSegment } from "./operations/delete-segment.ts";
import { discountByCode } from "./operations/discount-by-code.ts";
import { segmentById } from "./operations/segment-by-id.ts";
import { segmentsByName } from "./operations/segments-by-name.ts";
import { updateAutomaticFreeShipping } from "./operations/update-automatic-free-shipping.ts";
import { updateSegment } from "./operations/update-segment.ts";
import { read, refusedBy, refusedWrite } from "./reward-answer.ts";

type Made = Outcome<string, IssueRefusal>;
type Found = Outcome<string | null, IssueRefusal>;

/** Goods may be discounted beside it; a shipping discount never combines with another one. */
const COMBINES_WITH = { orderDiscounts: true, productDiscounts: true };

/** Free shipping as a benefit of a tier: a code of one customer, or one discount for the segment of the tier's tag. */
export function createShopifyFreeShipping(gateway: Gateway): ShopifyFreeShipping {
  return {
    async createCode(shopId, { code, title, customerId, from }) {
      const answer = await gateway.run(shopId, createFreeShipping, {
        discount: {
          ...{ title, code, startsAt: from.toISOString(), endsAt: null, usageLimit: null },
          appliesOncePerCustomer: false,
          context: { customers: { add: [customerId] } },
          combinesWith: COMBINES_WITH,
          minimumRequirement: null,
          destination: { all: true },
        },
      });
      if (!answer.ok) return refusedWrite(answer.refusals[0]);
      const { codeDiscountNode, userErrors } = answer.value.discountCodeFreeShippingCreate;
      return refusedBy(userErrors) ?? made(codeDiscountNode);
    },

    async findCode(shopId, code): Promise<Found> {
      const answer = read(await gateway.run(shopId, discountByCode, { code }));
      return answer.ok ? accept(answer.value.codeDiscountNodeByCode?.id ?? null) : answer;
    },

    endCode: (shopId, id) => ended(gateway.run(shopId, deleteDiscount, { id })),

    async createSegment(shopId, { name, tag }) {
      const answer = await gateway.run(shopId, createSegment, { name, query: queryOf(tag) });
      if (!answer.ok) return refusedWrite(answer.refusals[0]);
      const { segment, userErrors } = answer.value.segmentCreate;
      const [error] = userErrors;
      return error === undefined ? made(segment) : refuse({ code: "refused", detail: error.message });
    },

    async findSegment(shopId, { name, tag }): Promise<Found> {
      const search = `name:'${name.replaceAll(/['\\]/g, "\\$&")}'`;
      const answer = read(await gateway.run(shopId, segmentsByName, { search }));
      if (!answer.ok) return answer;
      const isOurs = (one: { name: string; query: string }) =>
        one.name === name && one.query === queryOf(tag);
      return accept(answer.value.segments.nodes.find(isOurs)?.id ?? null);
    },

    async changeSegment(shopId, id, { name, tag }): Promise<Found> {
      const known = read(await gateway.run(shopId, segmentById, { id }));
      if (!known.ok) return known;
      if (known.value.segment === null) return accept(null);
      const answer = read(await gateway.run(shopId, updateSegment, { id, name, query: queryOf(tag) }));
      if (!answer.ok) return answer;
      const [error] = answer.value.segmentUpdate.userErrors;
      return error === undefined ? accept(id) : refuse({ code: "refused", detail: error.message });
    },

    deleteSegment: (shopId, id) => ended(gateway.run(shopId, deleteSegment, { id })),

    async createAutomatic(shopId, { title, segmentId, from }) {
      const answer = await gateway.run(shopId, createAutomaticFreeShipping, {
        discount: {
          ...{ title, startsAt: from.toISOString(), combinesWith: COMBINES_WITH },
          context: { customerSegments: { add: [segmentId] } },
          destination: { all: true },
        },
      });
      if (!answer.ok) return refusedWrite(answer.refusals[0]);
      const { automaticDiscountNode, userErrors } = answer.value.discountAutomaticFreeShippingCreate;
      return refusedBy(userErrors) ?? made(automaticDiscountNode);
    },

    async findAutomatic(shopId, segmentId): Promise<Found> {
      const answer = read(await gateway.run(shopId, newestAutomaticDiscounts, {}));
      if (!answer.ok) return answer;
      const ours = answer.value.automaticDiscountNodes.nodes.find(({ automaticDiscount }) =>
        automaticDiscount.context?.segments?.some(({ id }) => id === segmentId),
      );
      return accept(ours?.id ?? null);
    },

    async isAutomaticThere(shopId, id) {
      const answer = read(await gateway.run(shopId, automaticDiscountById, { id }));
      return answer.ok ? accept(answer.value.automaticDiscountNode !== null) : answer;
    },

    async changeAutomatic(shopId, id, discount): Promise<Found> {
      const known = read(await gateway.run(shopId, automaticDiscountById, { id }));
      if (!known.ok) return known;
      if (known.value.automaticDiscountNode === null) return accept(null);
      const answer = read(await gateway.run(shopId, updateAutomaticFreeShipping, { id, discount }));
      if (!answer.ok) return answer;
      return refusedBy(answer.value.discountAutomaticFreeShippingUpdate.userErrors) ?? accept(id);
    },

    deleteAutomatic: (shopId, id) => ended(gateway.run(shopId, deleteAutomaticDiscount, { id })),
  };
}

/** Everybody with the tag; read anew at each checkout. */
function queryOf(tag: string): string {
  return `customer_tags CONTAINS '${tag.replaceAll(/['\\]/g, "\\$&")}'`;
}

function made(node: { readonly id: string } | null): Made {
  return node === null
    ? refuse({ code: "answer-lost", detail: "neither made nor a reason" })
    : accept(node.id);
}

/** An error says that there is no such thing any more. */
async function ended(answer: Promise<AdminOutcome<unknown>>): Promise<Outcome<null, IssueRefusal>> {
  const done = read(await answer);
  return done.ok ? accept(null) : done;
}
