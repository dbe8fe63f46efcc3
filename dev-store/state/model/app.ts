import type { Id, Instant } from "../model.ts";

export interface AppInstallation {
  id: Id;
  installed: boolean;
  grantedScopes: string[];
  installedAt: Instant;
  uninstalledAt: Instant | null;
}

/** One access token; the pair of access and refresh token is one row. */
export interface AccessToken {
  /** The access token itself, `shpat_…` or `shpua_…`. */
  id: string;
  kind: "offline" | "online";
  scopes: string[];
  userId: Id | null;
  expiresAtRealMs: number | null;
  refreshToken: string | null;
  refreshExpiresAtRealMs: number | null;
  /** The token that this pair replaced; its refresh token is retired when this pair's is used. */
  replaces: string | null;
  /** When its refresh token was first used. */
  refreshedAtRealMs: number | null;
  used: boolean;
  revoked: boolean;
}

export interface BulkOperation {
  id: Id;
  type: "query" | "mutation";
  status: "created" | "running" | "completed" | "canceling" | "canceled" | "failed" | "expired";
  errorCode: "access_denied" | "internal_server_error" | "timeout" | null;
  query: string;
  groupObjects: boolean;
  objectCount: string;
  rootObjectCount: string;
  fileSize: string | null;
  /** Path of the JSONL below the data folder, and the secret part of its URL. */
  file: string | null;
  partialFile: string | null;
  createdAt: Instant;
  completedAt: Instant | null;
  completedAtRealMs: number | null;
}

/** One webhook on its way to the app. */
export interface Delivery {
  id: Id;
  webhookId: string;
  eventId: string;
  topic: string;
  /** The subscription's address (a path is resolved against the app's URL). */
  uri: string;
  /** Raw body; null: built from the state when it is sent (bulk imports). */
  body: string | null;
  subjectGid: string | null;
  triggeredAt: string;
  attempts: number;
  nextAttemptRealMs: number;
}

export interface Mail {
  id: Id;
  at: Instant;
  to: string;
  subject: string;
  text: string;
  html: string;
  template: string | null;
}
