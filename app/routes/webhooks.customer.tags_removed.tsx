import type { ActionFunctionArgs } from "@remix-run/node";
import { app } from "#app/wiring.server.ts";

export const action = ({ request }: ActionFunctionArgs) =>
  app.answerWebhook(request, "customer.tags_removed");
