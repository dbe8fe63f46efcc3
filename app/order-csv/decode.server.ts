import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import iconv from "iconv-lite";

/** A file that can be read more than once: the encoding shows only at its end. */
export type OpenFile = () => AsyncIterable<Uint8Array>;

/**
 * The file's text, whatever a merchant's tools have made of it: plain or gzipped; UTF-8 or UTF-16 by its byte order mark; else
 * UTF-8 if all of it is, else Windows-1252, which Excel writes in the West.
 */
export async function* decodeFile(open: OpenFile): AsyncGenerator<string> {
  const encoding = await detectEncoding(open);
  const decoder = iconv.getDecoder(encoding); // takes a byte order mark off
  for await (const chunk of decompress(open()))
    yield decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
  yield decoder.end() ?? "";
}

async function detectEncoding(open: OpenFile): Promise<string> {
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  let start: Uint8Array | null = null;
  try {
    for await (const chunk of decompress(open())) {
      if (start === null) {
        start = chunk;
        const [first, second] = chunk;
        if (first === 0xff && second === 0xfe) return "utf-16le";
        if (first === 0xfe && second === 0xff) return "utf-16be";
        if (second === 0) return "utf-16le"; // ASCII letters in two bytes each, without a mark
        if (first === 0) return "utf-16be";
      }
      utf8.decode(chunk, { stream: true });
    }
    utf8.decode();
    return "utf-8";
  } catch (problem) {
    if (problem instanceof TypeError) return "windows-1252";
    throw problem;
  }
}

async function* decompress(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = content[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done === true) return;
  const all = (async function* () {
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => chunks };
  })();
  const isGzip = first.value[0] === 0x1f && first.value[1] === 0x8b;
  // Where it breaks off, the error comes out of the loop that reads it.
  yield* isGzip
    ? (pipeline(Readable.from(all), createGunzip(), () => undefined) as AsyncIterable<Uint8Array>)
    : all;
}
