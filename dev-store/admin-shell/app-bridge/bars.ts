import type { BarButton, NavItem, SaveBar, TitleBar } from "../protocol.ts";
import type { Channel } from "./channel.ts";

let lastButtonId = 0;
const pressable = new Map<string, HTMLElement>();

/** Presses the app's own button when the admin's copy of it is pressed. */
export function followPresses(channel: Channel): void {
  channel.on("press", (id) => pressable.get(id)?.click());
}

/** An element that hands what it holds to the admin, now and at each change, and takes it back when it goes. */
abstract class MirroredElement extends HTMLElement {
  static channel: Channel;
  readonly #observer = new MutationObserver(() => this.mirror());

  connectedCallback(): void {
    this.#observer.observe(this, { subtree: true, childList: true, characterData: true, attributes: true });
    this.mirror();
  }

  disconnectedCallback(): void {
    this.#observer.disconnect();
    this.unmirror();
  }

  get channel(): Channel {
    return MirroredElement.channel;
  }

  abstract mirror(): void;
  abstract unmirror(): void;
}

class NavMenu extends MirroredElement {
  mirror(): void {
    const items = [...this.querySelectorAll("a")]
      .filter((link) => link.rel !== "home")
      .map((link): NavItem => ({ label: link.textContent.trim(), href: link.getAttribute("href") ?? "" }));
    this.channel.tell("navMenu", items);
  }
  unmirror(): void {
    this.channel.tell("navMenu", []);
  }
}

class PageTitleBar extends MirroredElement {
  mirror(): void {
    // Inside a modal the bar belongs to the modal, which shows it itself.
    if (!this.closest("ui-modal")) this.channel.tell("titleBar", readTitleBar(this));
  }
  unmirror(): void {
    this.channel.tell("titleBar", null);
  }
}

/** The title and buttons of a `ui-title-bar`: direct children, and menus of `section`s. */
export function readTitleBar(bar: Element): TitleBar {
  const direct = [...bar.querySelectorAll<HTMLElement>(":scope > button, :scope > a")];
  const sections = [...bar.querySelectorAll(":scope > section")];
  return {
    title: bar.getAttribute("title") ?? document.title,
    buttons: direct.map(readButton),
    menus: sections.map((section) => ({
      label: section.getAttribute("label") ?? "More actions",
      buttons: [...section.querySelectorAll<HTMLElement>("button, a")].map(readButton),
    })),
  };
}

function readButton(element: HTMLElement): BarButton {
  element.dataset.devStoreButton ??= String((lastButtonId += 1));
  const id = element.dataset.devStoreButton;
  pressable.set(id, element);
  const variant = element.getAttribute("variant");
  return {
    id,
    label: element.textContent.trim(),
    variant: variant === "primary" || variant === "breadcrumb" ? variant : null,
    critical: element.getAttribute("tone") === "critical",
    disabled: element.hasAttribute("disabled"),
    loading: isOn(element, "loading"),
  };
}

class ContextualSaveBar extends MirroredElement {
  #showing = false;

  get showing(): boolean {
    return this.#showing;
  }
  get discardConfirmation(): boolean {
    return isOn(this, "discardConfirmation");
  }
  set discardConfirmation(on: boolean) {
    this.toggleAttribute("discardConfirmation", on);
  }
  async show(): Promise<void> {
    if (this.#showing) return;
    this.#showing = true;
    shownSaveBars.add(this);
    this.mirror();
    this.dispatchEvent(new Event("show"));
  }
  async hide(): Promise<void> {
    if (!this.#showing) return;
    this.unmirror();
    this.dispatchEvent(new Event("hide"));
  }
  async toggle(): Promise<void> {
    await (this.#showing ? this.hide() : this.show());
  }
  /** The button with variant `primary` saves, the other one discards. */
  button(kind: "save" | "discard"): HTMLButtonElement | null {
    const primary = kind === "save" ? '[variant="primary"]' : ':not([variant="primary"])';
    return this.querySelector<HTMLButtonElement>(`button${primary}`);
  }
  mirror(): void {
    if (this.#showing) this.channel.tell("saveBar", this.#read());
  }
  unmirror(): void {
    if (this.#showing) this.channel.tell("saveBar", null);
    this.#showing = false;
    shownSaveBars.delete(this);
  }
  #read(): SaveBar {
    const save = this.button("save");
    return {
      saveLabel: save?.textContent.trim() || null,
      saveDisabled: save?.disabled ?? false,
      saveLoading: save !== null && isOn(save, "loading"),
      discardDisabled: this.button("discard")?.disabled ?? false,
      discardConfirmation: this.discardConfirmation,
    };
  }
}

/** The last one shown is the one that the admin shows. */
const shownSaveBars = new Set<ContextualSaveBar>();
const shownSaveBar = () => [...shownSaveBars].at(-1);

/** `shopify.saveBar`; `leaveConfirmation` resolves once the merchant may leave and stays open when they stay. */
export function saveBarApi(channel: Channel) {
  channel.on("save", () => shownSaveBar()?.button("save")?.click());
  channel.on("discard", () => shownSaveBar()?.button("discard")?.click());
  const find = (id: string): ContextualSaveBar => {
    const found = document.getElementById(id);
    if (!(found instanceof ContextualSaveBar))
      throw new Error(`There is no <ui-save-bar id="${id}"> on this page.`);
    return found;
  };
  return {
    show: async (id: string) => find(id).show(),
    hide: async (id: string) => find(id).hide(),
    toggle: async (id: string) => find(id).toggle(),
    leaveConfirmation: () =>
      new Promise<void>((resolve, reject) => {
        if (!shownSaveBar()) return resolve();
        channel.ask("leaveConfirmation", null).then(async (mayLeave) => {
          if (!mayLeave) return;
          await shownSaveBar()?.hide();
          resolve();
        }, reject);
      }),
  };
}

/** React writes boolean attributes of custom elements as `"true"` or the empty string. */
function isOn(element: Element, attribute: string): boolean {
  const value = element.getAttribute(attribute);
  return value !== null && value !== "false";
}

/** Defines the elements that are shown by the admin, not by the app's page. */
export function defineBars(channel: Channel): void {
  MirroredElement.channel = channel;
  customElements.define("ui-nav-menu", NavMenu);
  customElements.define("ui-title-bar", PageTitleBar);
  customElements.define("ui-save-bar", ContextualSaveBar);
}
