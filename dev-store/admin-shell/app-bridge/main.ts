import type { Toast } from "../protocol.ts";
import { followAddress, followLeaving, followNavigation } from "./address.ts";
import { defineBars, followPresses, saveBarApi } from "./bars.ts";
import { openChannel } from "./channel.ts";
import type { Channel } from "./channel.ts";
import { readConfig } from "./config.ts";
import { defineModal, modalApi } from "./modal.ts";
import { patchFetch, reloadWithToken, tokenSource } from "./session-token.ts";

/**
 * A stand-in for Shopify's App Bridge (https://shopify.dev/docs/api/app-bridge-library), served at `/app-bridge.js`: the
 * parts that the app uses, under the same names. What is missing here is missing on `window.shopify`, and fails at once.
 */
const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript : null;
const config = readConfig(script);
const ownOrigin = new URL(script?.src || location.href).origin;

if (window.parent === window) {
  // Opened outside the admin: App Bridge takes the merchant into it.
  if (config.shop) {
    const handle = config.shop.replace(/\.myshopify\.com$/, "");
    location.replace(`${ownOrigin}/admin/${handle}/apps/perennial${location.pathname}`);
  }
} else {
  // The admin may be open as `localhost` while the script's address says 127.0.0.1.
  start(openChannel(window.location.ancestorOrigins?.[0] ?? ownOrigin));
}

function start(channel: Channel): void {
  const leave = (url: string, newWindow = false) => channel.tell("leave", { url, newWindow });
  const getToken = tokenSource(channel);
  defineBars(channel);
  defineModal();
  patchFetch(getToken, leave);
  followLeaving(leave);
  followNavigation(channel);
  followPresses(channel);
  followAddress(channel);

  const shopify = {
    config,
    origin: location.origin,
    ready: Promise.resolve(),
    environment: { embedded: true, mobile: false, intent: false, pos: false },
    idToken: () => getToken(),
    user: async () => ({ accountAccess: "full" }),
    loading: (isLoading = true) => channel.tell("loading", isLoading),
    toast: toastApi(channel),
    modal: modalApi,
    saveBar: saveBarApi(channel),
    resourcePicker: resourcePicker(channel),
    scopes: {
      query: () => channel.ask("scopes.query", null),
      request: (scopes: string[]) => channel.ask("scopes.request", scopes),
      revoke: (scopes: string[]) => channel.ask("scopes.revoke", scopes),
    },
  };
  Object.assign(window, { shopify });
  void reloadWithToken(getToken);
}

interface ToastOptions {
  duration?: number;
  isError?: boolean;
  action?: string;
  onAction?: () => void;
  onDismiss?: () => void;
}

function toastApi(channel: Channel) {
  const shown = new Map<string, ToastOptions>();
  channel.on("toast.action", (id) => shown.get(id)?.onAction?.());
  channel.on("toast.dismissed", (id) => {
    shown.get(id)?.onDismiss?.();
    shown.delete(id);
  });
  return {
    show: (message: string, options: ToastOptions = {}): string => {
      const toast: Toast = {
        id: crypto.randomUUID(),
        message,
        durationMs: options.duration ?? 5000,
        isError: options.isError ?? false,
        action: options.action ?? null,
      };
      shown.set(toast.id, options);
      channel.tell("toast.show", toast);
      return toast.id;
    },
    hide: (id: string): void => channel.tell("toast.hide", id),
  };
}

interface ResourcePickerOptions {
  type: "product" | "variant" | "collection";
  action?: "add" | "select";
  multiple?: boolean | number;
  query?: string;
  selectionIds?: { id: string }[];
}

/** Resolves with the chosen resources, also under the older name `selection`; with nothing when it is closed. */
function resourcePicker(channel: Channel) {
  return async (options: ResourcePickerOptions) => {
    const { multiple = false } = options;
    const chosen = await channel.ask("resourcePicker", {
      type: options.type,
      action: options.action ?? "add",
      most: multiple === true ? Number.MAX_SAFE_INTEGER : multiple === false ? 1 : multiple,
      query: options.query ?? "",
      selectedIds: (options.selectionIds ?? []).map((one) => one.id),
    });
    return chosen === null ? undefined : Object.assign(chosen, { selection: chosen });
  };
}
