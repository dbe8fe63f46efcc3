import type { BarButton, NavItem, SaveBar, TitleBar } from "../protocol.ts";
import { element, place } from "./page.ts";
import type { ShellPage } from "./page.ts";

/** The app's entries below its name in the admin's navigation; plain links, so that they also open in a new tab. */
export function showNavMenu(page: ShellPage, items: NavItem[], navigate: (href: string) => void): void {
  const links = items.map((item) => {
    const link = element("a", { href: page.appPath + item.href }, item.label);
    link.dataset.href = item.href;
    link.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      navigate(item.href);
    });
    return element("li", {}, link);
  });
  place("app-nav").replaceChildren(...links);
}

/** Marks the entry whose address is nearest to the page shown. */
export function markCurrent(path: string): void {
  const links = [...place("app-nav").querySelectorAll<HTMLAnchorElement>("a")];
  const within = links.filter(
    ({ dataset: { href = "" } }) =>
      path === href || path.startsWith(`${href}/`) || path.startsWith(`${href}?`),
  );
  const nearest = within.sort((a, b) => (b.dataset.href ?? "").length - (a.dataset.href ?? "").length)[0];
  for (const link of links) link.removeAttribute("aria-current");
  nearest?.setAttribute("aria-current", "page");
}

export function showTitleBar(page: ShellPage, bar: TitleBar | null, press: (id: string) => void): void {
  place("app-title").textContent = bar?.title || page.words.appName || "";
  const buttons = (bar?.buttons ?? []).filter((button) => button.variant !== "breadcrumb");
  const menus = (bar?.menus ?? []).map((menu) => {
    const items = menu.buttons.map((button) => element("li", {}, buttonOf(button, press)));
    return element(
      "details",
      { class: "menu" },
      element("summary", {}, menu.label),
      element("ul", {}, ...items),
    );
  });
  // The main action stands last, at the end of the row.
  const sorted = [...buttons].sort(
    (a, b) => Number(a.variant === "primary") - Number(b.variant === "primary"),
  );
  place("app-actions").replaceChildren(...menus, ...sorted.map((button) => buttonOf(button, press)));
  const back = bar?.buttons.find((button) => button.variant === "breadcrumb");
  place("app-breadcrumb").replaceChildren(...(back ? [buttonOf(back, press), " / "] : []));
}

function buttonOf(button: BarButton, press: (id: string) => void): HTMLButtonElement {
  const made = element("button", { type: "button", class: "bar-button" }, button.label);
  made.dataset.variant = button.variant ?? "";
  made.dataset.critical = String(button.critical);
  made.disabled = button.disabled || button.loading;
  made.addEventListener("click", () => press(button.id));
  return made;
}

/** The bar for unsaved changes takes the place of the top bar's search. */
export function showSaveBar(
  page: ShellPage,
  bar: SaveBar | null,
  act: (what: "save" | "discard") => void,
): void {
  const holder = place("save-bar");
  holder.hidden = bar === null;
  document.body.classList.toggle("has-save-bar", bar !== null);
  if (!bar) return holder.replaceChildren();
  const { words } = page;
  const discard = element("button", { type: "button" }, words.discard ?? "");
  discard.disabled = bar.discardDisabled;
  discard.addEventListener("click", () => act("discard"));
  const save = element("button", { type: "button", class: "primary" }, bar.saveLabel ?? words.save ?? "");
  save.disabled = bar.saveDisabled || bar.saveLoading;
  save.addEventListener("click", () => act("save"));
  holder.replaceChildren(element("span", {}, words.unsaved ?? ""), discard, save);
}
