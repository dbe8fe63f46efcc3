/** What the app still has in Shopify, counted: all zero = nothing. */
export type Presence = {
  /** Customers with a tag or metafield of a tier. */
  readonly marks: number;
  /** Codes and discounts for free shipping. */
  readonly freeShipping: number;
  /** Codes of rewards that nobody has used. */
  readonly codes: number;
  /** The program's and the customers' points, shown by the theme. */
  readonly shows: boolean;
};

/** Whether the app is in the store's Shopify at all. */
export interface ShopPresence {
  /**
   * From now on nothing goes to Shopify, and what is there is taken away: unused codes are on their way back. With its audit record.
   * False: it was so before.
   */
  leave(shopId: string, by: string, now: Date): Promise<boolean>;
  /** Everything is shown anew; what came back stays back. False: it was so before. */
  comeBack(shopId: string, by: string, now: Date): Promise<boolean>;
  count(shopId: string): Promise<Presence>;
}
