import { useFetcher } from "@remix-run/react";
import { Button, Modal, Text } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

/** Lets a member leave at their own wish, or come back; asks before they stop earning. */
export function ParticipationMenu({ member }: { member: { readonly memberId: string; readonly participation: string } }) {
  const { t } = useTranslation("member");
  const fetcher = useFetcher();
  const [asking, setAsking] = useState(false);
  const action = `/app/members/${member.memberId}/participation`;
  const busy = fetcher.state !== "idle";
  switch (member.participation) {
    case "member":
      return (
        <>
          <Button onClick={() => setAsking(true)}>{t("leave.open")}</Button>
          <Modal
            open={asking}
            onClose={() => setAsking(false)}
            title={t("leave.title")}
            primaryAction={{
              content: t("leave.confirm"),
              destructive: true,
              loading: busy,
              onAction: () => {
                fetcher.submit(null, { method: "delete", action });
                setAsking(false);
              },
            }}
            secondaryActions={[{ content: t("cancel"), onAction: () => setAsking(false) }]}
          >
            <Modal.Section>
              <Text as="p">{t("leave.text")}</Text>
            </Modal.Section>
          </Modal>
        </>
      );
    case "left":
    case "outside":
      return (
        <Button loading={busy} onClick={() => fetcher.submit(null, { method: "post", action })}>
          {t("join.open")}
        </Button>
      );
    default:
      return null;
  }
}
