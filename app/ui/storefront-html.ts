/** Text for a page that Shopify renders inside the store's theme: HTML, and Liquid too, as the page is a template to Shopify. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll('"', "&quot;")
    .replaceAll("{", "&#123;")
    .replaceAll("}", "&#125;");
}
