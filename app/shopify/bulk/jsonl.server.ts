import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { DownloadError } from "#app/usecases/imports/import-ports.ts";

/**
 * The lines of a JSON Lines document, chunk by chunk, in constant memory: the next chunk is read when the last one was
 * taken.
 * @throws DownloadError `truncated` when the stream breaks off
 */
export async function* readLines(body: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  const decoder = new TextDecoder("utf-8");
  let rest = "";
  try {
    for await (const chunk of body) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      if (lines.length > 0) yield lines;
    }
  } catch (problem) {
    throw problem instanceof DownloadError
      ? problem
      : new DownloadError("truncated", `the download broke off: ${String(problem)}`);
  }
  rest += decoder.decode();
  if (rest !== "") yield [rest];
}

/** Opens a result of a bulk operation; `fetch` takes off what compression the storage put on it. @throws DownloadError `expired` when the link is no longer served, `failed` otherwise */
export async function openResult(
  fetch: typeof globalThis.fetch,
  url: string,
): Promise<AsyncIterable<Uint8Array>> {
  const answer = await fetch(url).catch((problem: unknown) => {
    throw new DownloadError("failed", `the result could not be downloaded: ${String(problem)}`);
  });
  if (answer.ok && answer.body !== null) return Readable.fromWeb(answer.body as ReadableStream<Uint8Array>);
  await answer.body?.cancel();
  // A signed link that is past its time answers 400, 403, 404 or 410, by storage.
  if (answer.status >= 400 && answer.status < 500 && answer.status !== 408 && answer.status !== 429) {
    throw new DownloadError("expired", `the result's link answered ${answer.status}`);
  }
  throw new DownloadError("failed", `the result's link answered ${answer.status}`);
}
