import { Badge, Box, Button, InlineStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { ListCard } from "../list-card.tsx";
import { describePart } from "../describe-program.ts";
import { useWorkspace } from "../program/workspace.tsx";
import { tierInWords } from "./describe-tiers.ts";
import { TierMark } from "./tier-mark.tsx";

/** The tiers on the program's overview: each in a sentence, with the way to its page. */
export function LadderCard() {
  const { t } = useTranslation(["tiers", "program"]);
  const { draft, body, words, changes, refusals } = useWorkspace();
  return (
    <ListCard
      title={t("program:part.tiers")}
      help={describePart(words, body, { type: "tiers" }).text}
      empty={draft.tiers === null ? t("overview.empty") : describePart(words, body, { type: "tiers" }).text}
      action={
        <Button url="/app/program/tiers">
          {t(draft.tiers === null ? "overview.setUp" : "overview.open")}
        </Button>
      }
      items={(draft.tiers?.ladder ?? []).map((tier, place) => {
        const name = tier.name || t("nameless");
        const typed = body.tiers?.ladder[place];
        const change = changes.find(
          (one) => one.kind !== "reordered" && one.part.type === "tier" && one.part.id === tier.id,
        );
        return {
          key: tier.id,
          content: (
            <Box paddingInline="400" paddingBlock="300">
              <InlineStack gap="300" blockAlign="center" wrap={false}>
                <TierMark color={tier.color} icon={tier.icon} name={name} />
                <div style={{ minWidth: 0 }}>
                  <InlineStack gap="200" align="start" blockAlign="center">
                    <Link url={`/app/program/tiers/${tier.id}`} removeUnderline>
                      <Text as="span" fontWeight="semibold" breakWord>
                        {name}
                      </Text>
                    </Link>
                    {change !== undefined && <Badge tone="info">{t(`program:change.${change.kind}`)}</Badge>}
                    {refusals.some(({ pointer }) => pointer?.startsWith(`/tiers/ladder/${place}/`)) && (
                      <Badge tone="critical">{t("program:needsAttention")}</Badge>
                    )}
                  </InlineStack>
                  <Text as="p" tone="subdued" breakWord>
                    {typed !== undefined && tierInWords(words, body, typed)}
                  </Text>
                </div>
              </InlineStack>
            </Box>
          ),
        };
      })}
    />
  );
}
