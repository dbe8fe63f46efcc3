import type { Channel } from "./channel.ts";

/** What the admin adds to the app's address; of no interest in the browser's address bar. */
const embedding = [
  "embedded",
  "hmac",
  "host",
  "id_token",
  "locale",
  "session",
  "shop",
  "timestamp",
  "shopify-reload",
];

/** Keeps the admin's address bar and window title in step with the app's. */
export function followAddress(channel: Channel): void {
  let told = "";
  const tell = () => {
    const url = new URL(location.href);
    if (url.searchParams.has("shopify-reload")) return; // on the way elsewhere
    for (const name of embedding) url.searchParams.delete(name);
    const address = { path: url.pathname + url.search + url.hash, title: document.title };
    if (JSON.stringify(address) === told) return;
    told = JSON.stringify(address);
    channel.tell("address", address);
  };
  for (const name of ["pushState", "replaceState"] as const) {
    const original = history[name].bind(history);
    history[name] = (...args) => {
      original(...args);
      tell();
    };
  }
  window.addEventListener("popstate", tell);
  new MutationObserver(tell).observe(document.head, { subtree: true, childList: true, characterData: true });
  tell();
}

/** Follows the admin's nav menu: through the app's own router when it listens to `shopify:navigate`, as App Bridge does. */
export function followNavigation(channel: Channel): void {
  channel.on("navigate", (href) => {
    const link = document.createElement("a");
    link.href = href;
    link.setAttribute("href", href);
    link.hidden = true;
    document.body.append(link);
    link.dispatchEvent(new CustomEvent("shopify:navigate", { bubbles: true }));
    link.remove();
  });
}

/** Links and `open()` to the admin (`shopify:admin/…`) or to the top window leave through the admin. */
export function followLeaving(leave: (url: string, newWindow: boolean) => void): void {
  const plainOpen = window.open.bind(window);
  window.open = (url, target, features) => {
    const address = String(url ?? "");
    const top = target === "_top" || target === "_parent";
    if (!address.startsWith("shopify:") && !top) return plainOpen(url, target, features);
    leave(absolute(address), target === "_blank");
    return null;
  };
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const href = link?.getAttribute("href");
    if (!link || !href || event.defaultPrevented) return;
    const top = link.target === "_top" || link.target === "_parent";
    if (!href.startsWith("shopify:") && !top) return;
    event.preventDefault();
    leave(absolute(href), link.target === "_blank");
  });
}

function absolute(address: string): string {
  return address.startsWith("shopify:") ? address : new URL(address, location.href).href;
}
