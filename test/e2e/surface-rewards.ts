/** A product that the first order with it puts into the catalogue. */
export const MUG = "gid://shopify/Product/990001";
const EVERYTHING = { order: true, product: true, shipping: true };
const money = { kind: "amount-off", points: 500, value: "5.00", validDays: 30 };
/** One reward of each kind, and one for each thing that can be asked of it: a body of `PUT /program` in part. */
export const REWARDS = [
  { ...money, id: "five-off", name: "5 off" },
  { ...money, id: "tenth", kind: "percentage-off", name: "A tenth off", value: "10", minimumOrder: "20.00" },
  { ...money, id: "shipping", kind: "free-shipping", name: "Free shipping", value: null },
  { ...money, id: "mug", kind: "free-product", name: "A mug", value: null, product: { productId: MUG } },
  { ...money, id: "credit", kind: "store-credit", name: "5 in credit" },
  { ...money, id: "card", kind: "gift-card", name: "A card of 5" },
  { ...money, id: "friendly", name: "Combines", combinesWith: EVERYTHING },
  { ...money, id: "slide", name: "Slide", points: 100, value: "1.00", slider: { minimumPoints: 200 } },
  { ...money, id: "once", name: "Once", perMember: 1 },
  { ...money, id: "vips", name: "For few", customerTags: ["vip"] },
  { ...money, id: "off", name: "Off", enabled: false },
];
