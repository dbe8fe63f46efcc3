import { useFetcher } from "@remix-run/react";
import { BlockStack, Box, Button, InlineStack, Link, Spinner, Text } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { TierDirection, TierMover } from "#app/usecases/tiers/tier-preview-ports.ts";
import { Disclosure } from "../disclosure.tsx";
import type { Format } from "../format.ts";
import { useWorkspace } from "../program/workspace.tsx";
import { thresholdText } from "./describe-tiers.ts";

type Page =
  | { readonly ok: true; readonly items: readonly TierMover[]; readonly more: boolean }
  | { readonly ok: false };

/** "12 members go up", with who they are, a page at a time. */
export function MoversList(props: {
  readonly direction: TierDirection;
  readonly members: number;
  readonly format: Format;
}) {
  const { direction, members, format } = props;
  const { t } = useTranslation("tiers");
  if (members === 0) return null;
  return (
    <Disclosure
      lazy
      label={t(`preview.moves.${direction}`, { count: members, number: format.number(members) })}
    >
      <Movers direction={direction} />
    </Disclosure>
  );
}

function Movers({ direction }: { readonly direction: TierDirection }) {
  const { t } = useTranslation(["tiers", "members"]);
  const { body, words } = useWorkspace();
  const fetcher = useFetcher<Page>();
  /** Where each page that was turned to begins; the last one is shown. */
  const [pages, setPages] = useState<readonly (string | null)[]>([null]);
  const after = pages.at(-1) ?? null;
  useEffect(() => {
    void fetcher.submit(JSON.stringify({ body, movers: { direction, after } }), {
      method: "post",
      action: "/app/program/tier-preview",
      encType: "application/json",
    });
  }, [after]);
  const page = fetcher.data?.ok === true ? fetcher.data : null;
  if (page === null) return <Spinner size="small" accessibilityLabel={t("preview.counting")} />;
  const nameOf = (id: string | null) => (id === null ? t("preview.none") : (words.nameOf?.(id) ?? id));
  return (
    <BlockStack gap="200">
      <Box as="ul" padding="0">
        {page.items.map(({ memberId, name, email, from, to, figures }) => (
          <li key={memberId} style={{ listStyle: "none", paddingBlock: 4 }}>
            <Link url={`/app/members/${memberId}`}>{name ?? email ?? t("members:nameless")}</Link>
            {" · "}
            <Text as="span">{t("history.move", { from: nameOf(from), to: nameOf(to) })}</Text>
            {" · "}
            <Text as="span" tone="subdued">
              {[
                ...(figures.spent === undefined ? [] : [thresholdText(words, "spent", figures.spent)]),
                ...(figures.points === undefined
                  ? []
                  : [thresholdText(words, "points", String(figures.points))]),
                ...(figures.orders === undefined
                  ? []
                  : [thresholdText(words, "orders", String(figures.orders))]),
              ].join(", ")}
            </Text>
          </li>
        ))}
      </Box>
      {(pages.length > 1 || page.more) && (
        <InlineStack gap="200">
          <Button disabled={pages.length === 1} onClick={() => setPages(pages.slice(0, -1))}>
            {t("preview.previous")}
          </Button>
          <Button
            disabled={!page.more}
            loading={fetcher.state !== "idle"}
            onClick={() => setPages([...pages, page.items.at(-1)?.memberId ?? null])}
          >
            {t("preview.next")}
          </Button>
        </InlineStack>
      )}
    </BlockStack>
  );
}
