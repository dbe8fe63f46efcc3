import { Badge, BlockStack, Button, Card, InlineStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { BirthdayFacts } from "#app/domain/earning/occasions/birthday.ts";
import type { Format } from "./format.ts";

export type AboutView = {
  readonly customerId: string | null;
  readonly tags: readonly string[];
  readonly joinedOn: string;
  readonly ordersCount: number;
  readonly spentMinor: string;
};

type Props = {
  readonly member: AboutView;
  readonly birthday: BirthdayFacts | null;
  /** Undefined where there is nobody any more. */
  readonly onTellBirthday: (() => void) | undefined;
  readonly format: Format;
};

/** Who the member is to the shop: since when, how much, the birthday, the tags, and the way to the customer in Shopify. */
export function MemberAbout({ member, birthday, onTellBirthday, format }: Props) {
  const { t } = useTranslation("member");
  const isKnown = (birthday?.birthday ?? birthday?.nextBirthday ?? null) !== null;
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
        {birthday !== null && birthday.birthday !== null && (
          <Text as="p">{t("birthday.known", { day: format.yearlyDay(birthday.birthday) })}</Text>
        )}
        {birthday !== null && birthday.nextBirthday !== null && (
          <Text as="p">
            {t("birthday.next", {
              day: format.yearlyDay(birthday.nextBirthday),
              year: String(birthday.nextBirthdayYear),
            })}
          </Text>
        )}
        {onTellBirthday !== undefined && (
          <InlineStack>
            <Button variant="plain" onClick={onTellBirthday}>
              {t(isKnown ? "birthday.change" : "birthday.open")}
            </Button>
          </InlineStack>
        )}
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
