import { useBlocker } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { useEffect } from "react";

/** With unsaved changes no link leads away before the merchant has said so: the admin asks, as it does for its own links. */
export function useLeaveConfirmation(unsaved: boolean): void {
  const shopify = useAppBridge();
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => unsaved && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (blocker.state === "blocked") void shopify.saveBar.leaveConfirmation().then(() => blocker.proceed());
  }, [blocker]);
}
