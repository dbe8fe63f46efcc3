/** `npm run rotate-keys`: seals every stored Shopify token with the first key of TOKEN_ENCRYPTION_KEYS. See docs/operations.md. */
import { readEnvironment } from "../app/env.server.ts";
import { rotateKeys } from "../app/usecases/shops/rotate-keys.ts";
import { createApp } from "../app/wiring.server.ts";

const app = createApp(readEnvironment(process.env), { role: "script" });
const { cipher } = app;
const { sessions, resealed } = await rotateKeys({
  sessions: app.sessions,
  reseal: (id, sealed) => (cipher.isCurrent(sealed) ? null : cipher.seal(id, cipher.open(id, sealed))),
});
await app.stop();
console.log(
  `${resealed} of ${sessions} sessions were sealed again; all now use the key "${app.environment.tokenKeys[0].id}". Older keys may leave TOKEN_ENCRYPTION_KEYS.`,
);
