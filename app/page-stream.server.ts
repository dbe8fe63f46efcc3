import { Transform } from "node:stream";

/**
 * What a page is written through. React 18 ends a chunk with null bytes where a character of several bytes would not have fitted
 * into it (https://github.com/facebook/react/pull/26228, mended in React 19): in a page of Cyrillic letters a word in some hundred. HTML knows
 * no such character.
 */
export function createPageStream(): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, chunk.includes(0) ? chunk.filter((byte) => byte !== 0) : chunk);
    },
  });
}
