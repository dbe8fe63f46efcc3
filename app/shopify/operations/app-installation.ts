import { z } from "zod";
import { defineOperation } from "../operation.ts";

/** The owner of the app's own metafields. */
export const appInstallation = defineOperation<Record<string, never>>()({
  name: "AppInstallation",
  text: "query AppInstallation { currentAppInstallation { id } }",
  answer: z.object({ currentAppInstallation: z.object({ id: z.string() }) }),
  sending: "repeatable",
});
