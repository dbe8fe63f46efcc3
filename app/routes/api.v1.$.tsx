import { notFound } from "#app/public-api/respond.server.ts";

/** Paths that the API does not have, told as every other refusal is. */
export const loader = () => notFound("path");
export const action = loader;
