import express, { Router, type Request, type Response } from "express";
import type { AccessToken } from "../state/model/app.ts";
import type { ShopState } from "../state/shop-state.ts";
import type { Store } from "../state/store.ts";
import { readSessionToken } from "./session-token.ts";
import { issueToken, refreshPair } from "./tokens.ts";

const exchangeGrant = "urn:ietf:params:oauth:grant-type:token-exchange";
const idTokenType = "urn:ietf:params:oauth:token-type:id_token";
const onlineType = "urn:shopify:params:oauth:token-type:online-access-token";
const offlineType = "urn:shopify:params:oauth:token-type:offline-access-token";

function refuse(response: Response, status: number, error: string, description: string): void {
  response.status(status).json({ error, error_description: description });
}

function answer(token: AccessToken, state: ShopState): Record<string, unknown> {
  const now = Date.now();
  const seconds = (untilMs: number): number => Math.max(0, Math.round((untilMs - now) / 1000));
  const scope = (state.installation?.grantedScopes ?? []).join(",");
  return {
    access_token: token.id,
    scope,
    ...(token.expiresAtRealMs === null ? {} : { expires_in: seconds(token.expiresAtRealMs) }),
    ...(token.refreshToken === null || token.refreshExpiresAtRealMs === null
      ? {}
      : {
          refresh_token: token.refreshToken,
          refresh_token_expires_in: seconds(token.refreshExpiresAtRealMs),
        }),
    ...(token.kind === "online"
      ? {
          associated_user_scope: scope,
          associated_user: {
            id: Number(token.userId),
            first_name: "Store",
            last_name: "Owner",
            email: state.shop.email,
            email_verified: true,
            account_owner: true,
            locale: "en",
            collaborator: false,
          },
        }
      : {}),
  };
}

async function exchange(
  store: Store,
  state: ShopState,
  body: Record<string, unknown>,
  response: Response,
): Promise<void> {
  const subject = await readSessionToken(store.config, String(body.subject_token ?? ""));
  if (body.subject_token_type !== idTokenType || !subject || subject.shop !== state.shop.domain)
    return refuse(
      response,
      400,
      "invalid_subject_token",
      "The session token is not valid for this shop and app.",
    );
  const wanted = body.requested_token_type;
  if (wanted !== onlineType && wanted !== offlineType)
    return refuse(
      response,
      400,
      "invalid_request",
      "requested_token_type must name an online or offline access token.",
    );
  if (!state.installation?.installed)
    return refuse(response, 400, "app_not_installed", "The app is not installed on this shop.");
  const online = wanted === onlineType;
  const token = store.write(state, (change) =>
    issueToken(state, change, {
      kind: online ? "online" : "offline",
      expiring: String(body.expiring ?? "0") === "1",
      userId: online ? subject.userId : null,
    }),
  );
  response.json(answer(token, state));
}

/** `POST /_shops/:shop/admin/oauth/access_token`: token exchange and refresh, refused with OAuth's error names. */
export function oauthRoutes(store: Store): Router {
  const router = Router();
  // For this address alone: a form that a shopper sends to the app goes on as it came.
  router.use("/_shops/:shop/admin/oauth", express.json(), express.urlencoded({ extended: false }));
  router.post("/_shops/:shop/admin/oauth/access_token", (request: Request, response: Response, next) => {
    const state = store.shop(request.params.shop ?? "");
    const body = (request.body ?? {}) as Record<string, unknown>;
    if (!state) return refuse(response, 404, "not_found", "There is no such shop.");
    if (body.client_id !== store.config.apiKey || body.client_secret !== store.config.apiSecret)
      return refuse(response, 401, "invalid_client", "client_id or client_secret is wrong.");
    if (body.grant_type === exchangeGrant) {
      exchange(store, state, body, response).catch(next);
      return;
    }
    if (body.grant_type !== "refresh_token")
      return refuse(
        response,
        400,
        "unsupported_grant_type",
        "Use the token-exchange or the refresh_token grant.",
      );
    const refreshed = refreshPair(store, state, String(body.refresh_token ?? ""));
    if (!refreshed.ok) return refuse(response, 400, refreshed.code, refreshed.detail);
    response.json(answer(refreshed.value, state));
  });
  return router;
}
