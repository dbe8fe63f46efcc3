import { methodNotAllowed } from "#app/public-api/respond.server.ts";
import document from "../../docs/openapi.json";

/** GET /api/v1/openapi.json: open to everyone; it describes, it does not tell. */
export function loader() {
  return Response.json(document);
}

export const action = () => methodNotAllowed("GET");
