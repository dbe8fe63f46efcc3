import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData, useNavigation, useSearchParams } from "@remix-run/react";
import {
  BlockStack, Box, Button, Card, EmptySearchResult, EmptyState, IndexFilters, IndexFiltersMode, Page, Text, useSetIndexFiltersMode,
} from "@shopify/polaris"; // prettier-ignore
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { isDiscount, statusAt } from "#app/domain/rewards/redemption.ts";
import { findTier } from "#app/domain/tiers/tier-at.ts";
import { tierOfGift } from "#app/domain/tiers/tier-gift.ts";
import type { Tiers } from "#app/domain/tiers/tiers.ts";
import { ConfirmModal } from "#app/ui/confirm-modal.tsx";
import { useFormat } from "#app/ui/format.ts";
import { DividedList } from "#app/ui/list-card.tsx";
import { type RedemptionIntent, RedemptionRow, type RedemptionView } from "#app/ui/redemption-row.tsx";
import {
  answerRedemptionQuestion,
  retryRedemption,
} from "#app/usecases/rewards/answer-redemption-question.ts";
import { cancelRedemption } from "#app/usecases/rewards/cancel-redemption.ts";
import type { ListedRedemption } from "#app/usecases/rewards/redemption-ports.ts";
import { app } from "#app/wiring.server.ts";

const PAGE_SIZE = 50;
/** A search is sent when typing has paused for this long. */
const TYPING_PAUSE_MS = 300;
const FILTERS = ["all", "needs-you", "reserved", "issued", "used", "expired", "returned"] as const;

const querySchema = z.object({
  search: z.string().max(100).catch(""),
  status: z.enum(FILTERS).catch("all"),
  after: z.string().max(100).catch(""),
});

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const query = querySchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  const [rows, waiting, program] = await Promise.all([
    app.redemptionReads.list(shop.shopId, {
      status: query.status === "all" ? null : query.status,
      search: query.search,
      after: query.after === "" ? null : query.after,
      limit: PAGE_SIZE + 1,
    }),
    app.redemptionReads.countNeedingMerchant(shop.shopId),
    app.programs.getCurrent(shop.shopId),
  ]);
  const now = app.clock.now();
  const shown = rows.slice(0, PAGE_SIZE);
  return Response.json({
    ...{ query, waiting, currency: shop.currency, timeZone: shop.timeZone },
    redemptions: shown.map((redemption) => viewOf(redemption, now, program?.body.tiers ?? null)),
    older: rows.length > PAGE_SIZE ? (shown.at(-1)?.redemptionId ?? null) : null,
  });
}

function viewOf(redemption: ListedRedemption, now: Date, tiers: Tiers | null): RedemptionView {
  const tierId = tierOfGift(redemption);
  const { redemptionId, memberId, points, code, returnReason, question, reward, reservedAt } = redemption;
  const status = statusAt(redemption, now);
  const failure = redemption.failure?.split(":", 1)[0] ?? null;
  return {
    ...{ redemptionId, memberId, points, code, returnReason, question, status, failure },
    ...{ name: reward.name, isDelivered: status === "used" && !isDiscount(redemption) },
    // A tier that is gone is told by its id.
    givenFor: findTier(tiers, tierId)?.name ?? tierId,
    ...{ reservedAt: reservedAt.toISOString() },
    member: redemption.memberName ?? redemption.memberEmail,
    valueMinor: redemption.valueMinor === null ? null : String(redemption.valueMinor),
    expiresAt: redemption.expiresAt?.toISOString() ?? null,
    withdrawing: redemption.withdrawing !== null,
    mayBeCancelled:
      status !== "returned" &&
      redemption.withdrawing === null &&
      question === null &&
      (status !== "used" || !isDiscount(redemption)),
    mayBeRetried: failure !== null && redemption.dueAt !== null && question === null,
  };
}

const intentSchema = z.object({
  intent: z.enum(["cancel", "retry", "done", "not-done"]),
  redemptionId: z.string().min(1).max(100),
});

/** POST: `intent` and `redemptionId`; answers the code of what was refused, or null. */
export async function action({ request }: ActionFunctionArgs) {
  const { shopId, staffName: by } = await authenticateMerchant(request);
  const { intent, redemptionId } = intentSchema.parse(Object.fromEntries(await request.formData()));
  if (intent === "cancel") {
    const cancel = { redemptionId, reason: "cancelled-by-merchant" as const, by };
    const cancelled = await cancelRedemption(app, shopId, cancel);
    return Response.json({ refused: cancelled.ok ? null : cancelled.refusals[0].code });
  }
  if (intent === "retry") {
    await retryRedemption(app, shopId, { redemptionId, by });
    app.wake.redemptions(shopId);
    return Response.json({ refused: null });
  }
  const answered = await answerRedemptionQuestion(app, shopId, { redemptionId, done: intent === "done", by });
  return Response.json({ refused: answered.ok ? null : answered.refusals[0].code });
}

type Data = {
  query: z.infer<typeof querySchema>;
  redemptions: RedemptionView[];
  older: string | null;
  waiting: number;
  currency: string;
  timeZone: string;
};

export default function Redemptions() {
  const { query, redemptions, older, waiting, ...shop } = useLoaderData<unknown>() as Data;
  const { t } = useTranslation("redemptions");
  const format = useFormat(shop);
  const loading = useNavigation().state === "loading";
  const fetcher = useFetcher<{ refused: string | null }>();
  const [params, setParams] = useSearchParams();
  const { mode, setMode } = useSetIndexFiltersMode(
    query.search === "" ? IndexFiltersMode.Default : IndexFiltersMode.Filtering,
  );
  const [search, setSearch] = useState(query.search);
  const [asked, setAsked] = useState<{ intent: RedemptionIntent; redemption: RedemptionView } | null>(null);

  const change = (changes: Record<string, string>) => {
    const next = new URLSearchParams(params);
    next.delete("after");
    for (const [key, value] of Object.entries(changes)) next.set(key, value);
    setParams(next, { replace: true, preventScrollReset: true });
  };
  useEffect(() => {
    if (search === query.search) return undefined;
    const timer = setTimeout(() => change({ search }), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [search, query.search]);
  useEffect(() => {
    if (fetcher.state !== "idle" || fetcher.data === undefined) return;
    if (fetcher.data.refused !== null)
      shopify.toast.show(t(`refused.${fetcher.data.refused}`), { isError: true });
  }, [fetcher.state, fetcher.data, t]);

  const send = (intent: RedemptionIntent, { redemptionId }: RedemptionView) =>
    void fetcher.submit({ intent, redemptionId }, { method: "post" });
  const act = (intent: RedemptionIntent, redemption: RedemptionView) =>
    intent === "retry" ? send(intent, redemption) : setAsked({ intent, redemption });

  const isEmpty =
    redemptions.length === 0 && query.search === "" && query.status === "all" && query.after === "";
  if (isEmpty) {
    return (
      <Page title={t("title")}>
        <Card>
          <EmptyState
            heading={t("empty.title")}
            image=""
            action={{ content: t("empty.action"), url: "/app/program" }}
          >
            <p>{t("empty.text")}</p>
          </EmptyState>
        </Card>
      </Page>
    );
  }
  return (
    <Page title={t("title")}>
      <Card padding="0">
        <IndexFilters
          mode={mode}
          setMode={setMode}
          loading={loading}
          queryValue={search}
          queryPlaceholder={t("search")}
          onQueryChange={setSearch}
          onQueryClear={() => setSearch("")}
          cancelAction={{ onAction: () => setSearch("") }}
          tabs={FILTERS.map((filter) => ({
            id: filter,
            content: t(`filter.${filter}`),
            ...(filter === "needs-you" && waiting > 0 && { badge: format.number(waiting) }),
          }))}
          selected={FILTERS.indexOf(query.status)}
          onSelect={(index) => change({ status: FILTERS[index] ?? "all" })}
          canCreateNewView={false}
          filters={[]}
          appliedFilters={[]}
          onClearAll={() => setSearch("")}
          hideFilters
        />
        {redemptions.length === 0 ? (
          <BlockStack inlineAlign="center">
            <EmptySearchResult title={t("nothing.title")} description={t("nothing.text")} withIllustration />
          </BlockStack>
        ) : (
          <DividedList
            items={redemptions.map((redemption) => ({
              key: redemption.redemptionId,
              content: (
                <RedemptionRow
                  redemption={redemption}
                  format={format}
                  busy={fetcher.state !== "idle"}
                  onAct={act}
                />
              ),
            }))}
          />
        )}
        {older !== null && (
          <Box padding="300" borderBlockStartWidth="025" borderColor="border">
            <Button variant="plain" onClick={() => change({ after: older })}>
              {t("older")}
            </Button>
          </Box>
        )}
      </Card>
      {asked !== null && (
        <ConfirmModal
          open
          onClose={() => setAsked(null)}
          title={t(`confirm.${asked.intent}.title`)}
          confirm={t(`confirm.${asked.intent}.confirm`)}
          destructive={asked.intent === "cancel"}
          onConfirm={() => {
            send(asked.intent, asked.redemption);
            setAsked(null);
          }}
        >
          <Text as="p">
            {asked.intent === "cancel" && asked.redemption.givenFor !== null
              ? t("confirm.cancel.gift", { name: asked.redemption.name })
              : t(`confirm.${asked.intent}.text`, {
                  name: asked.redemption.name,
                  count: asked.redemption.points,
                  points: format.number(asked.redemption.points),
                })}
          </Text>
        </ConfirmModal>
      )}
    </Page>
  );
}
