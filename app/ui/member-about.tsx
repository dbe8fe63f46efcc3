import { Badge, BlockStack, Card, InlineStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { Format } from "./format.ts";

export type AboutView = {
  readonly customerId: string | null;
  readonly tags: readonly string[];
  readonly joinedOn: string;
  readonly ordersCount: number;
  readonly spentMinor: string;
};

/** Who the member is to the shop: since when, how much, under which tags, and the way to the customer in Shopify. */
export function MemberAbout({ member, format }: { member: AboutView; format: Format }) {
  const { t } = useTranslation("member");
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {t("about.title")}
        </Text>
        <Text as="p">{t("about.joined", { day: format.day(member.joinedOn) })}</Text>
        <Text as="p">
          {t("about.orders", {
            count: member.ordersCount,
            number: format.number(member.ordersCount),
            spent: format.money(member.spentMinor),
          })}
        </Text>
        {member.tags.length > 0 && (
          <InlineStack gap="100" align="start">
            {member.tags.map((tag) => (
              <Badge key={tag}>{tag}</Badge>
            ))}
          </InlineStack>
        )}
        {member.customerId !== null && (
          <Link url={`shopify://admin/customers/${member.customerId.split("/").at(-1)}`} target="_top">
            {t("about.customer")}
          </Link>
        )}
      </BlockStack>
    </Card>
  );
}
