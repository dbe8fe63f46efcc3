const SHOP_SUFFIX = ".myshopify.com";

/** A mail's name by which servers know it again, the same at every try, and providers name it when it bounces. */
export function messageIdOf(shopId: string, mailId: string, fromDomain: string): string {
  return `<${mailId}.${shopId.slice(0, -SHOP_SUFFIX.length)}@${fromDomain}>`;
}

/** Which mail a Message-ID names, with or without its brackets; null: none of ours. */
export function readMessageId(
  messageId: string,
): { readonly shopId: string; readonly mailId: string } | null {
  const [, mailId, shop] =
    /^<?([0-9a-f-]{36})\.([a-z0-9][a-z0-9-]*)@[^@\s<>]+>?$/i.exec(messageId.trim()) ?? [];
  return mailId === undefined || shop === undefined
    ? null
    : { shopId: shop.toLowerCase() + SHOP_SUFFIX, mailId };
}
