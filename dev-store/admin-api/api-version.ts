/** The one version of the Admin API that this store speaks. */
export const API_VERSION = "2026-07";
