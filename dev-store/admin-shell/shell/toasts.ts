import type { Toast } from "../protocol.ts";
import { element, place } from "./page.ts";
import type { ShellPage } from "./page.ts";

const shown = new Map<string, () => void>();

/** A message at the bottom of the admin; it goes by itself, by its close button, or when the app hides it. */
export function showToast(
  page: ShellPage,
  toast: Toast,
  onAction: () => void,
  onDismissed: () => void,
): void {
  const close = element("button", { type: "button", "aria-label": page.words.close ?? "" }, "✕");
  const row = element(
    "div",
    { class: toast.isError ? "toast toast--error" : "toast" },
    element("span", {}, toast.message),
  );
  const hide = () => {
    clearTimeout(timer);
    shown.delete(toast.id);
    row.remove();
    onDismissed();
  };
  if (toast.action) {
    const action = element("button", { type: "button" }, toast.action);
    action.addEventListener("click", () => {
      onAction();
      hide();
    });
    row.append(action);
  }
  row.append(close);
  close.addEventListener("click", hide);
  const timer = setTimeout(hide, toast.durationMs);
  shown.set(toast.id, hide);
  place("toasts").append(row);
}

export function hideToast(id: string): void {
  shown.get(id)?.();
}
