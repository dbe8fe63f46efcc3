/** What the server wrote into the page for this script. */
export interface ShellPage {
  frame: HTMLIFrameElement;
  appOrigin: string;
  /** `/admin/<shop handle>` */
  adminPath: string;
  /** `/admin/<shop handle>/apps/perennial` */
  appPath: string;
  shop: string;
  /** The page's own words, in the merchant's language. */
  words: Record<string, string>;
}

export function readPage(): ShellPage {
  const frame = document.querySelector<HTMLIFrameElement>("#app-frame");
  const data = document.querySelector("#shell-data")?.textContent;
  if (!frame || !data) throw new Error("The admin's page has no frame for the app.");
  return { frame, ...(JSON.parse(data) as Omit<ShellPage, "frame">) };
}

/** An element with attributes and children; text is always text. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** The page's element with that id. */
export function place(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The admin's page has no #${id}.`);
  return found;
}

/** Asks the dev store's server; throws with its message when it refuses. */
export async function askServer<T>(url: string, body?: unknown): Promise<T> {
  const response = await fetch(
    url,
    body === undefined
      ? {}
      : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) },
  );
  const answer = (await response.json()) as { detail?: string };
  if (!response.ok) throw new Error(answer.detail ?? `${url} answered ${response.status}`);
  return answer as T;
}
