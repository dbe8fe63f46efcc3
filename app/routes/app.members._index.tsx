import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigation, useSearchParams } from "@remix-run/react";
import {
  BlockStack, Card, ChoiceList, EmptySearchResult, IndexFilters, type IndexFiltersProps, IndexFiltersMode, Page, Pagination, useSetIndexFiltersMode,
} from "@shopify/polaris"; // prettier-ignore
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { EmptyMembers } from "#app/ui/empty-members.tsx";
import { useFormat } from "#app/ui/format.ts";
import { useMemberActions } from "#app/ui/use-member-actions.ts";
import { MemberTable } from "#app/ui/member-table.tsx";
import { MEMBER_FILTERS, type MemberCursor } from "#app/usecases/reports/admin-ports.ts";
import { app } from "#app/wiring.server.ts";

const PAGE_SIZE = 50;
/** A search is sent when typing has paused for this long. */
const TYPING_PAUSE_MS = 300;

const cursorSchema = z.tuple([z.string(), z.uuid()]);
const querySchema = z.object({
  search: z.string().max(200).catch(""),
  filter: z.enum(MEMBER_FILTERS).catch("members"),
  tier: z.string().max(255).nullable().catch(null),
  sort: z.enum(["joined", "balance", "spent", "last-order"]).catch("joined"),
  order: z.enum(["asc", "desc"]).catch("desc"),
});

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const params = new URL(request.url).searchParams;
  const query = querySchema.parse(Object.fromEntries(params));
  const program = await app.programs.getCurrent(shop.shopId);
  const tiers = (program?.body.tiers?.ladder ?? []).map(({ id, name }) => ({ id, name }));
  // A link to a tier that is gone shows everybody.
  const tierId = tiers.find(({ id }) => id === query.tier)?.id ?? null;
  const page = await app.memberList.listMembers(shop.shopId, {
    ...query,
    tierId,
    cursor: readCursor(params),
    limit: PAGE_SIZE,
  });
  return Response.json({
    query: { ...query, tier: tierId },
    tiers,
    currency: shop.currency,
    timeZone: shop.timeZone,
    members: page.items.map((member) => ({ ...member, spentMinor: String(member.spentMinor) })),
    before: writeCursor(page.before),
    after: writeCursor(page.after),
  });
}

type Data = {
  query: z.infer<typeof querySchema>;
  tiers: { id: string; name: string }[];
  currency: string;
  timeZone: string;
  members: Parameters<typeof MemberTable>[0]["members"];
  before: string | null;
  after: string | null;
};

export default function Members() {
  const { query, tiers, members, before, after, ...shop } = useLoaderData() as Data;
  const { t } = useTranslation("members");
  const format = useFormat(shop);
  const actions = useMemberActions();
  const loading = useNavigation().state === "loading";
  const [params, setParams] = useSearchParams();
  const { mode, setMode } = useSetIndexFiltersMode(
    query.search === "" && query.tier === null ? IndexFiltersMode.Default : IndexFiltersMode.Filtering,
  );
  const [search, setSearch] = useState(query.search);

  const change = (changes: Record<string, string>) => {
    const next = new URLSearchParams(params);
    for (const key of ["before", "after"]) next.delete(key);
    for (const [key, value] of Object.entries(changes)) next.set(key, value);
    setParams(next, { replace: true, preventScrollReset: true });
  };
  useEffect(() => {
    if (search === query.search) return undefined;
    const timer = setTimeout(() => change({ search }), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [search, query.search]);
  const turn = (direction: "before" | "after", cursor: string) => {
    const next = new URLSearchParams(params);
    for (const key of ["before", "after"]) next.delete(key);
    next.set(direction, cursor);
    setParams(next);
  };

  const nobody =
    members.length === 0 &&
    query.search === "" &&
    query.filter === "members" &&
    query.tier === null &&
    before === null;
  if (nobody) return <EmptyMembers />;
  return (
    <Page title={t("title")} fullWidth secondaryActions={actions}>
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
          tabs={MEMBER_FILTERS.map((filter) => ({ id: filter, content: t(`filter.${filter}`) }))}
          selected={MEMBER_FILTERS.indexOf(query.filter)}
          onSelect={(index) => change({ filter: MEMBER_FILTERS[index] ?? "members" })}
          canCreateNewView={false}
          filters={
            tiers.length === 0
              ? []
              : [
                  {
                    key: "tier",
                    label: t("tier.filter"),
                    pinned: true,
                    filter: (
                      <ChoiceList
                        title={t("tier.filter")}
                        titleHidden
                        choices={tiers.toReversed().map(({ id, name }) => ({ value: id, label: name }))}
                        selected={query.tier === null ? [] : [query.tier]}
                        onChange={([tier = ""]) => change({ tier })}
                      />
                    ),
                  },
                ]
          }
          appliedFilters={
            query.tier === null
              ? []
              : [
                  {
                    key: "tier",
                    label: t("tier.applied", { name: tiers.find(({ id }) => id === query.tier)?.name }),
                    onRemove: () => change({ tier: "" }),
                  },
                ]
          }
          onClearAll={() => {
            setSearch("");
            change({ tier: "" });
          }}
          hideFilters={tiers.length === 0}
          sortOptions={sortOptions(t)}
          sortSelected={[`${query.sort} ${query.order}`]}
          onSort={([chosen = "joined desc"]) => {
            const [sort = "joined", order = "desc"] = chosen.split(" ");
            change({ sort, order });
          }}
        />
        {members.length === 0 ? (
          <BlockStack inlineAlign="center">
            <EmptySearchResult
              title={t("nothingFound.title")}
              description={t("nothingFound.description")}
              withIllustration
            />
          </BlockStack>
        ) : (
          <MemberTable
            members={members}
            format={format}
            loading={loading}
            sort={query.sort}
            order={query.order}
            onSort={(sort, order) => change({ sort, order })}
          />
        )}
        {(before !== null || after !== null) && (
          <Pagination
            type="table"
            accessibilityLabel={t("pages")}
            hasPrevious={before !== null}
            hasNext={after !== null}
            onPrevious={() => before !== null && turn("before", before)}
            onNext={() => after !== null && turn("after", after)}
          />
        )}
      </Card>
    </Page>
  );
}

function sortOptions(t: (key: string) => string): NonNullable<IndexFiltersProps["sortOptions"]> {
  return (["joined", "balance", "spent", "last-order"] as const).flatMap((sort) => {
    const label = t(`sort.${sort}`);
    return [
      { label, value: `${sort} asc` as const, directionLabel: t(`order.${sort}.asc`) },
      { label, value: `${sort} desc` as const, directionLabel: t(`order.${sort}.desc`) },
    ];
  });
}

function readCursor(params: URLSearchParams) {
  for (const direction of ["before", "after"] as const) {
    const text = params.get(direction);
    if (text === null) continue;
    try {
      const [value, memberId] = cursorSchema.parse(JSON.parse(Buffer.from(text, "base64url").toString()));
      return { value, memberId, direction };
    } catch {
      return null; // A cut-off link shows the first page.
    }
  }
  return null;
}

function writeCursor(cursor: MemberCursor | null): string | null {
  return cursor === null
    ? null
    : Buffer.from(JSON.stringify([cursor.value, cursor.memberId])).toString("base64url");
}
