import { describe, expect, it } from "vitest";
import { createTokenCipher } from "#app/shopify/token-cipher.server.ts";

const oldKey = { id: "old", key: Buffer.alloc(32, 1) };
const newKey = { id: "new", key: Buffer.alloc(32, 2) };
const pair = { accessToken: "shpat_access", refreshToken: "shprt_refresh" };

describe("the token cipher", () => {
  it("opens what it sealed, and shows neither token in the ciphertext", () => {
    const cipher = createTokenCipher([oldKey]);
    const sealed = cipher.seal("offline_a.myshopify.com", pair);
    expect(cipher.open("offline_a.myshopify.com", sealed)).toEqual(pair);
    expect(
      Buffer.from(sealed).toString() + Buffer.from(sealed.split(".")[3] ?? "", "base64url").toString(),
    ).not.toMatch(/shp(at|rt)_/);
  });

  it("seals the same pair differently each time", () => {
    const cipher = createTokenCipher([oldKey]);
    expect(cipher.seal("s", pair)).not.toBe(cipher.seal("s", pair));
  });

  it("seals with the first key and opens with all: old rows stay readable while keys are rotated", () => {
    const before = createTokenCipher([oldKey]).seal("s", pair);
    const rotating = createTokenCipher([newKey, oldKey]);
    expect(rotating.open("s", before)).toEqual(pair);
    expect(rotating.isCurrent(before)).toBe(false);
    const after = rotating.seal("s", pair);
    expect(rotating.isCurrent(after)).toBe(true);
    expect(createTokenCipher([newKey]).open("s", after)).toEqual(pair);
  });

  it("says which key is missing", () => {
    const sealed = createTokenCipher([oldKey]).seal("s", pair);
    expect(() => createTokenCipher([newKey]).open("s", sealed)).toThrow(
      /sealed with key "old".*TOKEN_ENCRYPTION_KEYS/,
    );
  });

  it("does not open in another session's row", () => {
    const cipher = createTokenCipher([oldKey]);
    expect(() =>
      cipher.open("offline_b.myshopify.com", cipher.seal("offline_a.myshopify.com", pair)),
    ).toThrow();
  });

  it("does not open when any part was changed", () => {
    const cipher = createTokenCipher([oldKey]);
    const sealed = cipher.seal("s", pair);
    const parts = sealed.split(".");
    for (const index of [1, 2, 3]) {
      const changed = [...parts];
      const part = Buffer.from(parts[index] ?? "", "base64url");
      part[0] = (part[0] ?? 0) ^ 1;
      changed[index] = part.toString("base64url");
      expect(() => cipher.open("s", changed.join("."))).toThrow();
    }
    const shortTag = [...parts];
    shortTag[2] = Buffer.from(parts[2] ?? "", "base64url")
      .subarray(0, 4)
      .toString("base64url");
    expect(() => cipher.open("s", shortTag.join("."))).toThrow();
  });
});
