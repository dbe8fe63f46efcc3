import { useFetcher } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { type ComplexAction, Text } from "@shopify/polaris";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ConfirmModal } from "./confirm-modal.tsx";

/** A member leaves at their own wish, or comes back: the page's action for it, and the question before they stop earning. */
export function useParticipation(member: { readonly memberId: string; readonly participation: string }): {
  readonly actions: ComplexAction[];
  readonly modal: ReactNode;
  readonly refusals: readonly { readonly code: string; readonly detail: string }[];
} {
  const { t } = useTranslation("member");
  const shopify = useAppBridge();
  const fetcher = useFetcher<{ ok: boolean; refusals?: { code: string; detail: string }[] }>();
  const [asking, setAsking] = useState(false);
  const action = `/app/members/${member.memberId}/participation`;
  useEffect(() => {
    if (fetcher.state === "idle" && fetcher.data?.ok) shopify.toast.show(t("done"));
  }, [fetcher.state, fetcher.data]);
  const leave = { content: t("leave.open"), onAction: () => setAsking(true) };
  const join = {
    content: t("join.open"),
    loading: fetcher.state !== "idle",
    onAction: () => fetcher.submit(null, { method: "post", action }),
  };
  const takesPart = member.participation === "member";
  const canJoin = member.participation === "left" || member.participation === "outside";
  return {
    actions: takesPart ? [leave] : canJoin ? [join] : [],
    refusals: fetcher.state === "idle" ? (fetcher.data?.refusals ?? []) : [],
    modal: (
      <ConfirmModal
        open={asking}
        onClose={() => setAsking(false)}
        title={t("leave.title")}
        confirm={t("leave.confirm")}
        destructive
        onConfirm={() => {
          fetcher.submit(null, { method: "delete", action });
          setAsking(false);
        }}
      >
        <Text as="p">{t("leave.text")}</Text>
      </ConfirmModal>
    ),
  };
}
