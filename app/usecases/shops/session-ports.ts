/** A Shopify session as stored: `sealed` holds the token pair as one ciphertext, so that the pair is always written in one piece. */
export type StoredSession = {
  /** The library's own id; the offline one is `offline_<shop>`. */
  readonly id: string;
  readonly shop: string;
  readonly isOnline: boolean;
  readonly state: string;
  /** Granted scopes, comma-separated. */
  readonly scope: string | null;
  readonly expiresAt: Date | null;
  readonly refreshExpiresAt: Date | null;
  readonly userId: string | null;
  readonly userName: string | null;
  readonly sealed: string;
};

export type SessionChange<T> = {
  readonly result: T;
  /** The session's new state; left out = unchanged. */
  readonly put?: StoredSession;
  /** What is now wrong with the shop's token; null = nothing, left out = unchanged. */
  readonly tokenProblem?: "reconnect" | null;
};

export interface Sessions {
  get(id: string): Promise<StoredSession | null>;
  /** Decides on the session while no other process can change it; what is decided is stored in the same transaction. */
  change<T>(id: string, decide: (current: StoredSession | null) => Promise<SessionChange<T>>): Promise<T>;
  listOfShop(shopId: string): Promise<StoredSession[]>;
  /** Ids after `after`, in order. */
  listIds(after: string, limit: number): Promise<string[]>;
  setScope(shopId: string, scope: string): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  removeOfShop(shopId: string): Promise<void>;
}

/** The id under which Shopify's library keeps a shop's offline session. */
export function offlineSessionId(shopId: string): string {
  return `offline_${shopId}`;
}
