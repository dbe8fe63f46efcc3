/**
 * The words between the embedded app's frame (`app-bridge/`) and the admin around it (`shell/`), over `postMessage`.
 * It is this dev store's own protocol: apps only ever see App Bridge's public interface.
 */

export interface NavItem {
  label: string;
  href: string;
}

/** A button of a title bar, save bar or modal; `id` names it when it is pressed. */
export interface BarButton {
  id: string;
  label: string;
  variant: "primary" | "breadcrumb" | null;
  critical: boolean;
  disabled: boolean;
  loading: boolean;
}

export interface TitleBar {
  title: string;
  buttons: BarButton[];
  menus: { label: string; buttons: BarButton[] }[];
}

export interface SaveBar {
  saveLabel: string | null;
  saveDisabled: boolean;
  saveLoading: boolean;
  discardDisabled: boolean;
  discardConfirmation: boolean;
}

export interface Toast {
  id: string;
  message: string;
  durationMs: number;
  isError: boolean;
  action: string | null;
}

export interface PickerOptions {
  type: "product" | "variant" | "collection";
  action: "add" | "select";
  /** How many may be chosen. */
  most: number;
  query: string;
  /** Gids chosen beforehand. */
  selectedIds: string[];
}

export interface ScopesDetail {
  granted: string[];
  required: string[];
  optional: string[];
}

/** What the frame asks and the admin answers. */
export interface Requests {
  idToken: { ask: null; answer: string };
  leaveConfirmation: { ask: null; answer: boolean };
  discardConfirmation: { ask: null; answer: boolean };
  resourcePicker: { ask: PickerOptions; answer: unknown[] | null };
  "scopes.query": { ask: null; answer: ScopesDetail };
  "scopes.request": {
    ask: string[];
    answer: { result: "granted-all" | "declined-all"; detail: ScopesDetail };
  };
  "scopes.revoke": { ask: string[]; answer: { detail: ScopesDetail } };
}

/** What the frame tells. */
export interface FrameNotices {
  address: { path: string; title: string };
  navMenu: NavItem[];
  titleBar: TitleBar | null;
  saveBar: SaveBar | null;
  "toast.show": Toast;
  "toast.hide": string;
  loading: boolean;
  /** An address outside the app: `shopify:admin/…` or a web page; `newWindow` for `_blank`. */
  leave: { url: string; newWindow: boolean };
}

/** What the admin tells the frame. */
export interface ShellNotices {
  navigate: string;
  press: string;
  save: null;
  discard: null;
  "toast.action": string;
  "toast.dismissed": string;
}

export type Message =
  | { perennialDevStore: "ask"; id: number; name: string; body: unknown }
  | { perennialDevStore: "answer"; id: number; body: unknown }
  | { perennialDevStore: "failure"; id: number; message: string }
  | { perennialDevStore: "tell"; name: string; body: unknown };

/** Reads a window message; null when it is not one of ours (browser extensions and dev tools post their own). */
export function readMessage(data: unknown): Message | null {
  return typeof data === "object" && data !== null && "perennialDevStore" in data ? (data as Message) : null;
}
