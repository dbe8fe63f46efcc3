import { PassThrough, type Transform } from "node:stream";
import { text } from "node:stream/consumers";
import { createElement } from "react";
import { renderToPipeableStream } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { createPageStream } from "#app/page-stream.server.ts";

/** Words of letters of two bytes, shifted by one letter of one byte: one of the two ends a chunk within a letter. */
const PAGES = ["", "a"].map((shift) =>
  createElement(
    "ul",
    null,
    shift,
    Array.from({ length: 400 }, (_, key) => createElement("li", { key }, "выключить")),
  ),
);

function written(through: () => Transform): Promise<string[]> {
  return Promise.all(
    PAGES.map((page) => {
      const stream = through();
      renderToPipeableStream(page).pipe(stream);
      return text(stream);
    }),
  );
}

describe("a page in letters of several bytes", () => {
  it("is written without the null bytes that React puts between its chunks", async () => {
    expect((await written(createPageStream)).join("")).not.toContain("\0");
  });

  it("needs that as long as React does so", async () => {
    expect((await written(() => new PassThrough())).join("")).toContain("\0");
  });
});
