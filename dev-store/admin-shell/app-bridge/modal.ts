import { readTitleBar } from "./bars.ts";

const style = `
  ui-nav-menu, ui-title-bar, ui-save-bar, ui-modal { display: none; }
  .dev-store-modal { padding: 0; border: 0; border-radius: 12px; width: min(38rem, 94vw); max-height: 88vh; color: #303030;
    font: 14px/1.5 Inter, system-ui, sans-serif; box-shadow: 0 8px 40px rgb(0 0 0 / 0.3); }
  .dev-store-modal[data-variant="small"] { width: min(24rem, 94vw); }
  .dev-store-modal[data-variant="large"] { width: min(60rem, 94vw); }
  .dev-store-modal[data-variant="max"] { width: 96vw; height: 92vh; max-height: none; }
  .dev-store-modal::backdrop { background: rgb(0 0 0 / 0.5); }
  .dev-store-modal header, .dev-store-modal footer { display: flex; align-items: center; gap: 8px; padding: 12px 16px; background: #f3f3f3; }
  .dev-store-modal h2 { margin: 0; margin-inline-end: auto; font-size: 14px; font-weight: 650; }
  .dev-store-modal footer { justify-content: end; background: #fff; border-top: 1px solid #e3e3e3; }
  .dev-store-modal button { min-height: 28px; padding: 4px 12px; border: 1px solid #8a8a8a; border-radius: 8px; background: #fff; color: #303030; font: inherit; font-weight: 550; cursor: pointer; }
  .dev-store-modal button[data-variant="primary"] { background: #303030; color: #fff; border-color: #303030; }
  .dev-store-modal button[data-critical="true"] { background: #b21f1f; color: #fff; border-color: #b21f1f; }
  .dev-store-modal .dev-store-modal-close { border: 0; background: none; }
  .dev-store-modal button:focus-visible { outline: 2px solid #005bd3; outline-offset: 1px; }
  .dev-store-modal iframe { display: block; width: 100%; height: 60vh; border: 0; }
`;

/**
 * `<ui-modal>`: at Shopify it opens above the whole admin; here above the app's own page. Its `content` element exists
 * from the start, because App Bridge's React component renders into it.
 */
class Modal extends HTMLElement {
  readonly #dialog = document.createElement("dialog");
  readonly #title = document.createElement("h2");
  readonly #footer = document.createElement("footer");
  readonly #content = document.createElement("div");
  readonly #observer = new MutationObserver(() => this.#followBar());
  #frame: HTMLIFrameElement | null = null;

  get content(): HTMLElement {
    return this.#content;
  }
  get variant(): string {
    return this.getAttribute("variant") ?? "base";
  }
  set variant(variant: string) {
    this.setAttribute("variant", variant);
  }
  get src(): string | null {
    return this.getAttribute("src");
  }
  set src(src: string | null) {
    if (src === null) this.removeAttribute("src");
    else this.setAttribute("src", src);
  }
  get contentWindow(): Window | null {
    return this.#frame?.contentWindow ?? null;
  }

  connectedCallback(): void {
    this.#dialog.className = "dev-store-modal";
    this.#dialog.addEventListener("close", () => this.#closed());
    this.#observer.observe(this, { subtree: true, childList: true, characterData: true, attributes: true });
  }
  disconnectedCallback(): void {
    this.#observer.disconnect();
    this.#dialog.remove();
  }

  async show(): Promise<void> {
    if (this.#dialog.open) return;
    document.body.append(this.#dialog);
    this.#dialog.replaceChildren(this.#header(), this.#body(), this.#footer);
    this.#followBar();
    this.#dialog.showModal();
    this.dispatchEvent(new Event("show"));
  }
  async hide(): Promise<void> {
    if (this.#dialog.open) this.#dialog.close();
  }
  async toggle(): Promise<void> {
    await (this.#dialog.open ? this.hide() : this.show());
  }

  #closed(): void {
    this.#dialog.remove();
    this.#frame = null;
    this.dispatchEvent(new Event("hide"));
  }

  #header(): HTMLElement {
    this.#title.id = `${this.id || "dev-store-modal"}-title`;
    this.#dialog.setAttribute("aria-labelledby", this.#title.id);
    const close = document.createElement("button");
    close.textContent = "✕";
    close.className = "dev-store-modal-close";
    close.setAttribute("aria-label", "Close");
    close.addEventListener("click", () => void this.hide());
    const header = document.createElement("header");
    header.append(this.#title, close);
    return header;
  }

  /** Title and buttons follow the modal's `ui-title-bar`. */
  #followBar(): void {
    const bar = this.querySelector("ui-title-bar");
    const { title, buttons } = bar ? readTitleBar(bar) : { title: "", buttons: [] };
    this.#dialog.dataset.variant = this.variant;
    this.#title.textContent = title;
    this.#footer.style.display = buttons.length === 0 ? "none" : "";
    const copies = buttons.map((button) => {
      const copy = document.createElement("button");
      copy.textContent = button.label;
      copy.disabled = button.disabled || button.loading;
      copy.dataset.variant = button.variant ?? "";
      copy.dataset.critical = String(button.critical);
      copy.addEventListener("click", () => {
        this.querySelector<HTMLElement>(`[data-dev-store-button="${button.id}"]`)?.click();
      });
      return copy;
    });
    this.#footer.replaceChildren(...copies);
  }

  #body(): HTMLElement {
    if (!this.src) return this.#content;
    if (!this.#frame) {
      this.#frame = document.createElement("iframe");
      this.#frame.src = this.src;
      this.#frame.title = this.id;
    }
    return this.#frame;
  }
}

/** `shopify.modal`. */
export const modalApi = {
  show: async (id: string) => findModal(id).show(),
  hide: async (id: string) => findModal(id).hide(),
  toggle: async (id: string) => findModal(id).toggle(),
};

function findModal(id: string): Modal {
  const found = document.getElementById(id);
  if (!(found instanceof Modal)) throw new Error(`There is no <ui-modal id="${id}"> on this page.`);
  return found;
}

export function defineModal(): void {
  const sheet = document.createElement("style");
  sheet.textContent = style;
  document.head.append(sheet);
  customElements.define("ui-modal", Modal);
}
