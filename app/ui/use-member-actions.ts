import { useNavigate } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

/** What can be done with all members at once: points from a file, exports. */
export function useMemberActions() {
  const { t } = useTranslation("members");
  const shopify = useAppBridge();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  // A link would carry no session token: App Bridge puts it on the request, and the answer is saved as a file.
  const save = async (kind: "members" | "entries") => {
    setBusy(true);
    shopify.toast.show(t("actions.working"));
    try {
      const answer = await fetch(`/app/exports/${kind}`);
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      const address = URL.createObjectURL(await answer.blob());
      const link = Object.assign(document.createElement("a"), { href: address, download: `${kind}.csv` });
      link.click();
      URL.revokeObjectURL(address);
    } catch {
      shopify.toast.show(t("actions.failed"), { isError: true });
    } finally {
      setBusy(false);
    }
  };
  return [
    { content: t("actions.file"), onAction: () => navigate("/app/grants") },
    { content: t("actions.members"), disabled: busy, onAction: () => void save("members") },
    { content: t("actions.entries"), disabled: busy, onAction: () => void save("entries") },
  ];
}
