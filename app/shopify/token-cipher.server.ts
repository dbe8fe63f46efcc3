import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { TokenKey } from "#app/env.server.ts";

/** An access token and, for expiring offline tokens, the refresh token that came with it. */
export type TokenPair = { readonly accessToken: string | null; readonly refreshToken: string | null };

export type TokenCipher = {
  /** One ciphertext for the pair, bound to the session's id: moved to another row it can't be opened. */
  seal(sessionId: string, pair: TokenPair): string;
  /** @throws when the key is unknown, or the text was changed or belongs to another session. */
  open(sessionId: string, sealed: string): TokenPair;
  /** Was it sealed by the key that seals today? If not, `npm run rotate-keys` has yet to run. */
  isCurrent(sealed: string): boolean;
};

const ALGORITHM = "aes-256-gcm";
const NONCE_BYTES = 12;

/** AES-256-GCM; `<key id>.<nonce>.<tag>.<ciphertext>`, the session's id as additional authenticated data. */
export function createTokenCipher(keys: readonly [TokenKey, ...TokenKey[]]): TokenCipher {
  const [current] = keys;
  const byId = new Map(keys.map((key) => [key.id, key.key]));
  return {
    seal(sessionId, pair) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, current.key, nonce).setAAD(Buffer.from(sessionId));
      const text = Buffer.concat([cipher.update(JSON.stringify(pair), "utf8"), cipher.final()]);
      return [
        current.id,
        ...[nonce, cipher.getAuthTag(), text].map((part) => part.toString("base64url")),
      ].join(".");
    },
    open(sessionId, sealed) {
      const [keyId = "", nonce = "", tag = "", text = ""] = sealed.split(".");
      const key = byId.get(keyId);
      if (key === undefined) {
        throw new Error(
          `Session ${sessionId} is sealed with key "${keyId}": put that key back into TOKEN_ENCRYPTION_KEYS.`,
        );
      }
      const decipher = createDecipheriv(ALGORITHM, key, Buffer.from(nonce, "base64url"), {
        authTagLength: 16,
      })
        .setAAD(Buffer.from(sessionId))
        .setAuthTag(Buffer.from(tag, "base64url"));
      const opened = Buffer.concat([decipher.update(Buffer.from(text, "base64url")), decipher.final()]);
      return JSON.parse(opened.toString("utf8")) as TokenPair;
    },
    isCurrent: (sealed) => sealed.startsWith(`${current.id}.`),
  };
}
