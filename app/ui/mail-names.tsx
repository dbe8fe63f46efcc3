import { BlockStack, Card, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { MailTemplateId } from "#app/domain/messaging/mail-template.ts";

const COMMON = [
  "member.first_name",
  "member.name",
  "member.points",
  "member.pending",
  "shop.name",
  "shop.url",
  "shop.account_url",
];
const ITEMS = [
  "points",
  "items",
  "item.points",
  "item.reason",
  "item.order",
  "item.spendable_on",
  "item.through",
];
const EXPIRING = ["points", "days", "through", "expiring", "line.points", "line.through", "line.days"];
const TIER = [
  "tier.name",
  "tier.description",
  "through",
  "benefits",
  "benefit | benefit",
  "next.name",
  "next.by",
  "next.missing",
  "line | amount",
  "join",
];
const OWN: Readonly<Record<MailTemplateId, readonly string[]>> = {
  earned: ITEMS,
  matured: ["points"],
  expired: ["points"],
  expiring: EXPIRING,
  "last-chance": EXPIRING,
  "reward-ready": ["rewards", "reward.name", "reward.points"],
  redeemed: ["points", "reward.name", "reward.code", "reward.through"],
  "campaign-bonus": ["points", "items", "item.points", "item.through"],
  "tier-reached": TIER,
  "tier-notice": [...TIER, "missing"],
  "tier-lost": [...TIER, "now.name", "because"],
  "tier-kept": TIER,
};
const FILTERS = ["points", "days", "number", "day", "reason: item.order"];

/** The names that words of this mail may use. */
export function MailNames({ template }: { readonly template: MailTemplateId }) {
  const { t } = useTranslation("mails");
  const rows = [
    [t("editor.names.common"), COMMON.map((name) => `{{ ${name} }}`)],
    [t("editor.names.own"), OWN[template].map((name) => `{{ ${name} }}`)],
    [t("editor.names.filters"), FILTERS.map((name) => `| ${name}`)],
  ] as const;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("editor.names.title")}
        </Text>
        {rows.map(([title, names]) => (
          <BlockStack key={title} gap="100">
            <Text as="h3" variant="headingSm">
              {title}
            </Text>
            <Text as="p" breakWord>
              {names.map((name) => (
                <span key={name}>
                  <code>{name}</code>{" "}
                </span>
              ))}
            </Text>
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  );
}
