import type { LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData, useSearchParams } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import {
  Badge,
  Banner,
  BlockStack,
  Box,
  Button,
  Card,
  InlineStack,
  Layout,
  Link,
  Page,
  Text,
  useBreakpoints,
} from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import type { BirthdayFacts } from "#app/domain/earning/occasions/birthday.ts";
import { AdjustPointsModal } from "#app/ui/adjust-points-modal.tsx";
import { BirthdayModal } from "#app/ui/birthday-modal.tsx";
import { EntryList } from "#app/ui/entry-list.tsx";
import type { EntryView } from "#app/ui/entry-sentence.ts";
import type { PointsSources } from "#app/ui/explain-points.ts";
import { ExtendPointsModal } from "#app/ui/extend-points-modal.tsx";
import { useFormat } from "#app/ui/format.ts";
import { type AboutView, MemberAbout } from "#app/ui/member-about.tsx";
import { type MemberOrder, MemberOrders } from "#app/ui/member-orders.tsx";
import { type BooksView, MemberPoints } from "#app/ui/member-points.tsx";
import { MemberTierCard, type MemberTierView } from "#app/ui/tiers/member-tier.tsx";
import { ReleaseTierModal, SetTierModal } from "#app/ui/tiers/set-tier-modal.tsx";
import { TierHistory } from "#app/ui/tiers/tier-history.tsx";
import { useParticipation } from "#app/ui/use-participation.tsx";
import { UndoAdjustmentModal } from "#app/ui/undo-adjustment-modal.tsx";
import { explainMember } from "#app/usecases/members/explain-member.ts";
import { explainMemberTier } from "#app/usecases/tiers/explain-member-tier.ts";
import { app } from "#app/wiring.server.ts";

const ENTRIES_PAGE = 50;
/** Beyond this the public API's paging is the better reader. */
const ENTRIES_MAX = 1000;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const asked = Number(new URL(request.url).searchParams.get("entries") ?? ENTRIES_PAGE);
  const limit = Math.min(Math.max(Number.isInteger(asked) ? asked : ENTRIES_PAGE, ENTRIES_PAGE), ENTRIES_MAX);
  const explained = await explainMember(app, shop.shopId, params["id"] ?? "", { entries: limit });
  if (explained === null) throw new Response(null, { status: 404 });
  const tier = await explainMemberTier(app, shop, explained.member.memberId, app.clock.now());
  const { currency, timeZone, excludedTag } = shop;
  return Response.json({ ...explained, tier, entriesShown: limit, excludedTag, currency, timeZone });
}

type Data = PointsSources & {
  member: BooksView &
    AboutView & {
      memberId: string;
      name: string | null;
      email: string | null;
      participation: "member" | "outside" | "left" | "excluded" | "merged" | "erased";
      mergedInto: string | null;
    };
  birthday: BirthdayFacts | null;
  tier: MemberTierView;
  entries: EntryView[];
  hasOlder: boolean;
  orders: MemberOrder[];
  entriesShown: number;
  excludedTag: string | null;
  currency: string;
  timeZone: string;
};

export default function MemberPage() {
  const {
    member,
    birthday,
    tier,
    entries,
    hasOlder,
    orders,
    versions,
    campaigns,
    entriesShown,
    excludedTag,
    ...shop
  } = useLoaderData<unknown>() as Data;
  const { t } = useTranslation(["member", "entries", "members"]);
  const format = useFormat(shop);
  const shopify = useAppBridge();
  const fetcher = useFetcher<{ ok: boolean; message?: string }>();
  const [, setParams] = useSearchParams();
  const [adjusting, setAdjusting] = useState(false);
  const [extending, setExtending] = useState(false);
  const [telling, setTelling] = useState(false);
  const [tiering, setTiering] = useState<"set" | "release" | null>(null);
  const [undoing, setUndoing] = useState<EntryView | null>(null);
  const participation = useParticipation(member);
  const { mdDown } = useBreakpoints();
  const sources = { versions, campaigns };
  const active = member.participation !== "merged" && member.participation !== "erased";

  useEffect(() => {
    if (fetcher.state === "idle" && fetcher.data?.ok) {
      shopify.toast.show(t("done"));
      setAdjusting(false);
      setUndoing(null);
      setExtending(false);
      setTelling(false);
      setTiering(null);
    }
  }, [fetcher.state, fetcher.data]);

  const title =
    member.name ??
    member.email ??
    t(member.participation === "erased" ? "members:erased" : "members:nameless");
  // Beside the history where there is room, above it on a phone: the balance is what one looks for first.
  const aside = (
    <Layout.Section variant="oneThird">
      <BlockStack gap="400">
        <MemberPoints books={member} format={format} />
        <MemberTierCard
          view={tier}
          format={format}
          onChange={() => setTiering("set")}
          onRelease={() => setTiering("release")}
        />
        <MemberAbout
          member={member}
          birthday={birthday}
          onTellBirthday={active ? () => setTelling(true) : undefined}
          format={format}
        />
      </BlockStack>
    </Layout.Section>
  );
  return (
    <Page
      title={title}
      {...(member.name !== null && member.email !== null && { subtitle: member.email })}
      backAction={{ content: t("members:title"), url: "/app/members" }}
      titleMetadata={
        <Badge tone={member.participation === "member" ? "success" : "attention"}>
          {t(`participation.${member.participation}`)}
        </Badge>
      }
      {...(active && { primaryAction: { content: t("adjust.open"), onAction: () => setAdjusting(true) } })}
      secondaryActions={[
        ...(active && member.expiring.length > 0
          ? [{ content: t("extend.open"), onAction: () => setExtending(true) }]
          : []),
        ...participation.actions,
      ]}
    >
      <Layout>
        {participation.refusals.map(({ code, detail }) => (
          <Layout.Section key={code}>
            <Banner tone="critical">
              <p>{t(`refusal.${code}`, { defaultValue: detail, tag: excludedTag })}</p>
            </Banner>
          </Layout.Section>
        ))}
        {member.participation !== "member" && (
          <Layout.Section>
            <Banner tone="info">
              <p>{t(`state.${member.participation}`, { tag: excludedTag })}</p>
              {member.mergedInto !== null && (
                <Link url={`/app/members/${member.mergedInto}`}>{t("state.open")}</Link>
              )}
            </Banner>
          </Layout.Section>
        )}
        {mdDown && aside}
        <Layout.Section>
          <BlockStack gap="400">
            <Card padding="0">
              <Box padding="400">
                <Text as="h2" variant="headingMd">
                  {t("entries:title")}
                </Text>
              </Box>
              {entries.length === 0 ? (
                <Box padding="400" paddingBlockStart="0">
                  <Text as="p" tone="subdued">
                    {t("entries:empty")}
                  </Text>
                </Box>
              ) : (
                <EntryList
                  entries={entries}
                  sources={sources}
                  format={format}
                  onUndo={active ? setUndoing : undefined}
                />
              )}
              {hasOlder && (
                <Box padding="400">
                  <InlineStack align="center">
                    <Button
                      onClick={() =>
                        setParams(
                          { entries: String(entriesShown + ENTRIES_PAGE) },
                          { preventScrollReset: true },
                        )
                      }
                    >
                      {t("entries:older")}
                    </Button>
                  </InlineStack>
                </Box>
              )}
            </Card>
            <TierHistory view={tier} format={format} onUndo={() => setTiering("release")} />
            <MemberOrders
              orders={orders}
              moved={member.participation === "merged"}
              sources={sources}
              format={format}
            />
          </BlockStack>
        </Layout.Section>
        {!mdDown && aside}
      </Layout>
      {participation.modal}
      <AdjustPointsModal
        open={adjusting}
        onClose={() => setAdjusting(false)}
        spendable={member.spendable}
        format={format}
        fetcher={fetcher}
        action={`/app/members/${member.memberId}/adjustments`}
      />
      <ExtendPointsModal
        open={extending}
        onClose={() => setExtending(false)}
        fetcher={fetcher}
        action={`/app/members/${member.memberId}/extensions`}
      />
      <SetTierModal
        open={tiering === "set"}
        onClose={() => setTiering(null)}
        view={tier}
        fetcher={fetcher}
        action={`/app/members/${member.memberId}/tier`}
      />
      <ReleaseTierModal
        open={tiering === "release"}
        onClose={() => setTiering(null)}
        fetcher={fetcher}
        action={`/app/members/${member.memberId}/tier`}
      />
      <BirthdayModal
        open={telling}
        onClose={() => setTelling(false)}
        known={birthday}
        fetcher={fetcher}
        action={`/app/members/${member.memberId}/birthday`}
      />
      <UndoAdjustmentModal
        entry={undoing}
        onClose={() => setUndoing(null)}
        format={format}
        fetcher={fetcher}
        action={`/app/members/${member.memberId}/adjustments`}
      />
    </Page>
  );
}
