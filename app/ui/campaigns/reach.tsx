import { useFetcher } from "@remix-run/react";
import { BlockStack, List, Text } from "@shopify/polaris";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { SegmentFilter } from "#app/domain/membership/segment.ts";
import type { Format } from "../format.ts";

export type ReachView = {
  readonly members: number | null;
  readonly sample: readonly {
    readonly memberId: string;
    readonly name: string | null;
    readonly email: string | null;
    readonly balance: number;
  }[];
};

/** A filter is asked about when typing has paused for this long. */
const TYPING_PAUSE_MS = 400;

/** How many members an audience reaches now; `segmentId` wins over `filter`. */
export function useReach(audience: {
  readonly filter: SegmentFilter | null;
  readonly segmentId: string | null;
}): ReachView | undefined {
  const fetcher = useFetcher<ReachView>();
  const asked = JSON.stringify(audience, (_, value: unknown) => (Number.isNaN(value) ? "?" : value));
  useEffect(() => {
    const timer = setTimeout(
      () =>
        fetcher.submit(asked, {
          ...{ method: "post", action: "/app/campaigns/audience", encType: "application/json" },
        }),
      TYPING_PAUSE_MS,
    );
    return () => clearTimeout(timer);
  }, [asked]);
  return fetcher.data;
}

/** "Reaches 412 members now", with a few of them. */
export function Reach({ reach, format }: { readonly reach: ReachView | undefined; readonly format: Format }) {
  const { t } = useTranslation("campaigns");
  const members = reach?.members ?? null;
  return (
    <BlockStack gap="200">
      <Text as="p" fontWeight="semibold">
        <span aria-live="polite">
          {members === null ? "—" : t("reach.members", { count: members, number: format.number(members) })}
        </span>
      </Text>
      {reach !== undefined && reach.sample.length > 0 && (
        <>
          <Text as="p" variant="bodySm" tone="subdued">
            {t("reach.sample")}
          </Text>
          <List>
            {reach.sample.map(({ memberId, name, email, balance }) => (
              <List.Item key={memberId}>
                {t("reach.member", {
                  name: name ?? email ?? t("reach.nameless"),
                  balance: format.number(balance),
                })}
              </List.Item>
            ))}
          </List>
        </>
      )}
    </BlockStack>
  );
}
