import type { ScopesDetail, ShellNotices } from "../protocol.ts";
import { markCurrent, showNavMenu, showSaveBar, showTitleBar } from "./bars.ts";
import { confirmScopes, confirmWith, pickResources } from "./dialogs.ts";
import { listenToFrame, tellFrame } from "./frame.ts";
import { askServer, place, readPage } from "./page.ts";
import { hideToast, showToast } from "./toasts.ts";

/** The admin around the embedded app: shows what the app's frame asks for, and answers it. */
const page = readPage();
const { adminPath, appOrigin, appPath, frame, shop, words } = page;
const tell = <K extends keyof ShellNotices>(name: K, body: ShellNotices[K]) =>
  tellFrame(frame, appOrigin, name, body);
let hasUnsavedChanges = false;
let currentPath = "";

const mayLeave = () =>
  hasUnsavedChanges
    ? confirmWith(page, words.leaveTitle ?? "", words.leaveBody ?? "", words.leave ?? "")
    : Promise.resolve(true);
const mayDiscard = () =>
  confirmWith(page, words.discardTitle ?? "", words.leaveBody ?? "", words.discard ?? "");

async function navigate(href: string): Promise<void> {
  if (!(await mayLeave())) return;
  if (hasUnsavedChanges) tell("discard", null);
  tell("navigate", href);
}

listenToFrame(
  frame,
  appOrigin,
  {
    idToken: async () => (await askServer<{ idToken: string }>(`${adminPath}/session-token`, {})).idToken,
    leaveConfirmation: mayLeave,
    discardConfirmation: mayDiscard,
    resourcePicker: (options) => pickResources(page, options),
    "scopes.query": () => askServer<ScopesDetail>(`${adminPath}/scopes`),
    "scopes.request": async (scopes) => {
      const granted = await askServer<ScopesDetail>(`${adminPath}/scopes`);
      const missing = scopes.filter((scope) => !granted.granted.includes(scope));
      const unknown = missing.filter((scope) => !granted.optional.includes(scope));
      if (unknown.length > 0)
        throw new Error(`Not declared as optional in shopify.app.toml: ${unknown.join(", ")}`);
      if (missing.length > 0 && !(await confirmScopes(page, missing))) {
        return { result: "declined-all", detail: granted };
      }
      return {
        result: "granted-all",
        detail: await askServer<ScopesDetail>(`${adminPath}/scopes`, { grant: missing }),
      };
    },
    "scopes.revoke": async (scopes) => ({
      detail: await askServer<ScopesDetail>(`${adminPath}/scopes`, { revoke: scopes }),
    }),
  },
  {
    address: ({ path, title }) => {
      currentPath = path;
      history.replaceState(null, "", appPath + path);
      document.title = `${title || words.appName} · ${shop}`;
      markCurrent(path);
    },
    navMenu: (items) => {
      showNavMenu(page, items, (href) => void navigate(href));
      markCurrent(currentPath);
    },
    titleBar: (bar) => showTitleBar(page, bar, (id) => tell("press", id)),
    saveBar: (bar) => {
      hasUnsavedChanges = bar !== null;
      showSaveBar(page, bar, (what) => {
        const asks = what === "discard" && bar?.discardConfirmation ? mayDiscard() : Promise.resolve(true);
        void asks.then((sure) => sure && tell(what, null));
      });
    },
    "toast.show": (toast) =>
      showToast(
        page,
        toast,
        () => tell("toast.action", toast.id),
        () => tell("toast.dismissed", toast.id),
      ),
    "toast.hide": hideToast,
    loading: (isLoading) => {
      place("loading").hidden = !isLoading;
    },
    leave: ({ url, newWindow }) => {
      const address = adminAddress(url);
      if (newWindow) window.open(address, "_blank", "noopener");
      else void mayLeave().then((sure) => sure && location.assign(address));
    },
  },
);

/** Addresses of Shopify's admin, in this one: `shopify:admin/orders/1`, `https://admin.shopify.com/store/x/orders/1`. */
function adminAddress(url: string): string {
  const [, rest = null] =
    /^(?:shopify:\/{0,2}admin|https:\/\/[\w-]+\.myshopify\.com\/admin|https:\/\/admin\.shopify\.com\/store\/[\w-]+)\/?(.*)$/.exec(
      url,
    ) ?? [];
  if (rest === null) return url;
  return /^themes\//.test(rest) ? `${adminPath}/theme` : `${adminPath}/${rest}`;
}

document.querySelector("#app-home")?.addEventListener("click", (event) => {
  event.preventDefault();
  void navigate("/app");
});
// The frame is opened only now, so that nothing it says is missed.
frame.src = frame.dataset.src ?? "";
