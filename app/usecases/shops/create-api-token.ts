import { createHash, randomBytes } from "node:crypto";
import { accept, type Outcome, type Refusal, refuse } from "#app/domain/shared/outcome.ts";
import type { AuditLog } from "../audit-ports.ts";
import type { ApiTokens, Clock, Ids } from "../ports.ts";

/** 32 random bytes: beyond guessing, so a plain SHA-256 is enough to keep. */
const SECRET_BYTES = 32;
const NAME_LENGTH_MAX = 80;

export type ApiTokenRefusal = Refusal<"name-required" | "name-too-long">;

/**
 * Makes a token of the public API: `prn.<shop handle>.<token id>.<secret>`. It names its shop, so that looking it
 * up needs no search over all shops. The secret can't be shown again.
 */
export async function createApiToken(
  ports: {
    readonly apiTokens: ApiTokens;
    readonly audit: Pick<AuditLog, "append">;
    readonly clock: Clock;
    readonly ids: Ids;
  },
  shopId: string,
  input: { readonly name: string; readonly by: string },
): Promise<Outcome<{ readonly token: string; readonly tokenId: string }, ApiTokenRefusal>> {
  const name = input.name.trim();
  if (name === "") {
    return refuse({
      code: "name-required",
      detail: "Give the token a name that says who will use it.",
      pointer: "/name",
    });
  }
  if (name.length > NAME_LENGTH_MAX) {
    return refuse({
      code: "name-too-long",
      detail: `Use at most ${NAME_LENGTH_MAX} characters.`,
      pointer: "/name",
    });
  }
  const createdAt = ports.clock.now();
  const tokenId = ports.ids.next(createdAt);
  const secret = randomBytes(SECRET_BYTES).toString("base64url");
  await ports.apiTokens.insert(shopId, {
    tokenId,
    name,
    createdAt,
    createdBy: input.by,
    lastUsedAt: null,
    revokedAt: null,
    secretHash: hashSecret(secret),
  });
  await ports.audit.append(shopId, {
    ...{ at: createdAt, actor: input.by, subject: `api-token:${tokenId}` },
    action: "api-token-created",
    detail: { name },
  });
  return accept({ token: `prn.${shopId.replace(/\.myshopify\.com$/, "")}.${tokenId}.${secret}`, tokenId });
}

export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
