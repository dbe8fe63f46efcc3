/** The one Admin API and webhook version. `shopify.app.toml` must agree: test/architecture.test.ts holds it there. */
export const API_VERSION = "2026-07";
