import type { PickerOptions } from "../protocol.ts";
import { askServer, element } from "./page.ts";
import type { ShellPage } from "./page.ts";

/** Asks yes or no; Escape and the close button mean no. */
export function confirmWith(
  page: ShellPage,
  title: string,
  body: Node | string,
  yes: string,
): Promise<boolean> {
  return openDialog(page, title, body, yes).then((dialog) => dialog !== null);
}

export async function confirmScopes(page: ShellPage, scopes: string[]): Promise<boolean> {
  const { words } = page;
  const list = element(
    "ul",
    { class: "plain-list" },
    ...scopes.map((scope) => element("li", {}, element("code", {}, scope))),
  );
  return confirmWith(page, words.scopesTitle ?? "", list, words.allow ?? "");
}

interface PickedResource {
  id: string;
  title: string;
  /** What App Bridge hands to the app. */
  resource: unknown;
  detail: string;
}

/** The resource picker: search, choose, confirm. Null when it is closed without choosing. */
export async function pickResources(page: ShellPage, options: PickerOptions): Promise<unknown[] | null> {
  const { words } = page;
  const chosen = new Map<string, unknown>();
  const wanted = new Set(options.selectedIds);
  const list = element("div", { class: "picker-list" });
  const search = element("input", { type: "search", value: options.query, "aria-label": words.search ?? "" });
  const one = options.most === 1;

  const show = async () => {
    const query = new URLSearchParams({ type: options.type, query: search.value });
    const { items } = await askServer<{ items: PickedResource[] }>(`${page.adminPath}/resources?${query}`);
    const rows = items.map((item) => {
      if (wanted.delete(item.id)) chosen.set(item.id, item.resource);
      const box = element("input", { type: one ? "radio" : "checkbox", name: "resource", value: item.id });
      box.checked = chosen.has(item.id);
      box.addEventListener("change", () => {
        if (one) chosen.clear();
        if (box.checked && chosen.size < options.most) chosen.set(item.id, item.resource);
        else chosen.delete(item.id);
        box.checked = chosen.has(item.id);
      });
      return element(
        "label",
        {},
        box,
        element("span", {}, item.title),
        element("span", { class: "quiet" }, item.detail),
      );
    });
    list.replaceChildren(
      ...(rows.length > 0 ? rows : [element("p", { class: "quiet" }, words.nothingFound ?? "")]),
    );
  };
  search.addEventListener("input", () => void show());
  await show();

  const title = words[`pick_${options.type}`] ?? "";
  const confirmed = await openDialog(
    page,
    title,
    element("div", { class: "picker" }, search, list),
    words[options.action] ?? "",
  );
  return confirmed ? [...chosen.values()] : null;
}

function openDialog(
  page: ShellPage,
  title: string,
  body: Node | string,
  yes: string,
): Promise<HTMLDialogElement | null> {
  const heading = element("h2", { id: "dialog-title" }, title);
  const no = element("button", { type: "submit", value: "no" }, page.words.cancel ?? "");
  const go = element("button", { type: "submit", value: "yes", class: "primary" }, yes);
  const form = element(
    "form",
    { method: "dialog" },
    element("header", {}, heading),
    element("div", { class: "dialog-body" }, body),
    element("footer", {}, no, go),
  );
  const dialog = element("dialog", { class: "dialog", "aria-labelledby": "dialog-title" }, form);
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes" ? dialog : null);
    });
    // A form's default button is its first one: Enter must not cancel.
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target instanceof HTMLButtonElement) return;
      event.preventDefault();
      if (event.target instanceof HTMLInputElement && event.target.type === "search") return;
      dialog.close("yes");
    });
    dialog.showModal();
  });
}
