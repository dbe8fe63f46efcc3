import type { AuditLog } from "../audit-ports.ts";
import type { ApiTokens, Clock } from "../ports.ts";

/** The token stops working at once. False: there is no such token, or it was revoked before. */
export async function revokeApiToken(
  ports: {
    readonly apiTokens: Pick<ApiTokens, "revoke">;
    readonly audit: Pick<AuditLog, "append">;
    readonly clock: Clock;
  },
  shopId: string,
  input: { readonly tokenId: string; readonly by: string },
): Promise<boolean> {
  const at = ports.clock.now();
  const revoked = await ports.apiTokens.revoke(shopId, input.tokenId, at);
  if (revoked) {
    const subject = `api-token:${input.tokenId}`;
    await ports.audit.append(shopId, {
      at,
      actor: input.by,
      action: "api-token-revoked",
      subject,
      detail: {},
    });
  }
  return revoked;
}
