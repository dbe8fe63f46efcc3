/**
 * The few marks of a mail's body: paragraphs parted by an empty line, `# heading`, `- list`, `[label](https://…)`. One source
 * for both parts of a mail: plain text, and HTML in which everything else is escaped.
 */
type Block = { readonly kind: "heading" | "paragraph" | "list"; readonly lines: readonly string[] };

/** What a value must not bring along: a bracket of a value is no link, a line break of a value no paragraph. */
const BRACKET = "\uE000";

/** Applied to every value that words insert. */
export function plainValue(value: unknown): string {
  if (value === null || value === undefined) return "";
  return String(value)
    .replace(/\s*[\r\n\u2028\u2029]+\s*/g, " ")
    .replaceAll("[", BRACKET);
}

const LINK = /\[([^\][\n]+)\]\(([^()\s]+)\)/g;

/** Addresses of the links, as written. */
export function listLinks(body: string): string[] {
  return [...body.matchAll(LINK)].map(([, , url]) => url ?? "");
}

export function isWebAddress(url: string): boolean {
  return /^https?:\/\/[^\s]+$/i.test(url) && URL.canParse(url);
}

/** @param body rendered words; `trackLink`: where the link of an address really leads */
export function toText(body: string): string {
  return readBlocks(body)
    .map(({ kind, lines }) => lines.map((line) => (kind === "list" ? "- " : "") + textOf(line)).join("\n"))
    .join("\n\n");
}

export function toHtml(body: string, trackLink: (url: string) => string): string {
  return readBlocks(body)
    .map((block) => {
      const lines = block.lines.map((line) => htmlOf(line, trackLink));
      switch (block.kind) {
        case "heading":
          return `<h1 style="font-size:20px;line-height:28px;margin:0 0 16px">${lines.join(" ")}</h1>`;
        case "list":
          return `<ul style="margin:0 0 16px;padding-left:20px">${lines.map((line) => `<li>${line}</li>`).join("")}</ul>`;
        case "paragraph":
          return `<p style="margin:0 0 16px">${lines.join("<br>")}</p>`;
      }
    })
    .join("\n");
}

/** A value's brackets as they were. */
export function restore(text: string): string {
  return text.replaceAll(BRACKET, "[");
}

function readBlocks(body: string): Block[] {
  const blocks: { kind: Block["kind"]; lines: string[] }[] = [];
  for (const part of body.replaceAll("\r", "").split(/\n[ \t]*\n/)) {
    let continues = false;
    for (const raw of part.split("\n")) {
      const line = raw.trim();
      if (line === "") continue;
      const kind = line.startsWith("# ") ? "heading" : /^[-*] /.test(line) ? "list" : "paragraph";
      const content = kind === "paragraph" ? line : line.slice(2).trim();
      const last = blocks.at(-1);
      // A loop leaves empty lines between the rows of a list: it is one list all the same.
      if (last?.kind === kind && (kind === "list" || (kind === "paragraph" && continues)))
        last.lines.push(content);
      else blocks.push({ kind, lines: [content] });
      continues = true;
    }
  }
  return blocks;
}

function textOf(line: string): string {
  return restore(
    line.replace(LINK, (_, label: string, url: string) => (label === url ? url : `${label}: ${url}`)),
  );
}

function htmlOf(line: string, trackLink: (url: string) => string): string {
  let html = "";
  let from = 0;
  for (const found of line.matchAll(LINK)) {
    const [whole, label = "", url = ""] = found;
    html += escapeHtml(line.slice(from, found.index));
    html += isWebAddress(url)
      ? `<a href="${escapeHtml(trackLink(url))}" style="color:#0b5cad">${escapeHtml(label)}</a>`
      : escapeHtml(label);
    from = found.index + whole.length;
  }
  return html + escapeHtml(line.slice(from));
}

export function escapeHtml(text: string): string {
  return restore(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
