import { z } from "zod";

/** What Shopify answers to `grant_type=refresh_token`; lifetimes in seconds. */
const answerSchema = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive(),
  refresh_token: z.string().min(1),
  refresh_token_expires_in: z.number().positive(),
  scope: z.string(),
});
const errorSchema = z.object({ error: z.string() });

export type RefreshAnswer =
  | {
      readonly kind: "renewed";
      readonly accessToken: string;
      readonly refreshToken: string;
      readonly scope: string;
      readonly expiresAt: Date;
      readonly refreshExpiresAt: Date;
    }
  /** The refresh token is dead: only the merchant, by opening the app, brings a new one. */
  | { readonly kind: "refused"; readonly error: string }
  /** No answer, half an answer, or Shopify in trouble: the same refresh token may be tried again. */
  | { readonly kind: "unanswered"; readonly reason: string };

const TIMEOUT_MS = 10_000;

/** One attempt at https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/offline-access-tokens. Real time, not business time. */
export async function refreshOfflineToken(
  parts: { readonly fetch: typeof fetch; readonly apiKey: string; readonly apiSecret: string },
  shopId: string,
  refreshToken: string,
): Promise<RefreshAnswer> {
  let status: number;
  let body: unknown;
  try {
    const answer = await parts.fetch(`https://${shopId}/admin/oauth/access_token`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({
        client_id: parts.apiKey,
        client_secret: parts.apiSecret,
        grant_type: "refresh_token",
        refresh_token: refreshToken,
      }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    status = answer.status;
    body = await answer.json();
  } catch (problem) {
    return { kind: "unanswered", reason: problem instanceof Error ? problem.message : String(problem) };
  }
  if (status === 200) {
    const renewed = answerSchema.safeParse(body);
    if (!renewed.success) return { kind: "unanswered", reason: "an answer without the token pair" };
    const answeredAt = Date.now();
    return {
      kind: "renewed",
      accessToken: renewed.data.access_token,
      refreshToken: renewed.data.refresh_token,
      scope: renewed.data.scope,
      expiresAt: new Date(answeredAt + renewed.data.expires_in * 1000),
      refreshExpiresAt: new Date(answeredAt + renewed.data.refresh_token_expires_in * 1000),
    };
  }
  const error = errorSchema.safeParse(body);
  const code = error.success ? error.data.error : `status ${status}`;
  // Our own key or secret is wrong: that is for the operator, and no reason to throw the shop's tokens away.
  if (code === "invalid_client" || code === "application_cannot_be_found") {
    throw new Error(
      `Shopify does not accept this app's key and secret (${code}): check SHOPIFY_API_KEY and SHOPIFY_API_SECRET.`,
    );
  }
  if (status === 400 || status === 401 || status === 403) return { kind: "refused", error: code };
  return { kind: "unanswered", reason: code };
}
