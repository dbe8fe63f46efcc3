// Shows the sentence of the variant that the shopper has chosen. Liquid has written them all; nothing is computed here.
class PerennialEarn extends HTMLElement {
  connectedCallback() {
    this.choose = () => {
      const chosen = new URL(location.href).searchParams.get("variant");
      const field = document.querySelector(
        'form[action*="/cart/add"] [name="id"]:checked, form[action*="/cart/add"] [name="id"]:not([type="radio"])',
      );
      this.show(field ? field.value : chosen);
    };
    // Themes change the field of the form or the address after their own listener ran: look once they are done.
    this.later = () => setTimeout(this.choose);
    document.addEventListener("change", this.later);
    addEventListener("popstate", this.later);
  }

  disconnectedCallback() {
    document.removeEventListener("change", this.later);
    removeEventListener("popstate", this.later);
  }

  show(variant) {
    const sentence = this.querySelector("p");
    const template = this.querySelector(`template[data-variant="${CSS.escape(variant ?? "")}"]`);
    if (!template || sentence.dataset.variant === variant) return;
    sentence.dataset.variant = variant;
    sentence.textContent = template.content.textContent.trim();
  }
}

if (!customElements.get("perennial-earn")) customElements.define("perennial-earn", PerennialEarn);
