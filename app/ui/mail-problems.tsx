import { useFetcher } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { Badge, BlockStack, Box, Button, InlineStack, Link, Text } from "@shopify/polaris";
import type { TFunction } from "i18next";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Format } from "./format.ts";
import { ListCard } from "./list-card.tsx";

/** A mail that was not sent; the instant as ISO text. */
export type MailProblem = {
  readonly mailId: string;
  readonly memberId: string;
  readonly memberName: string | null;
  readonly template: string;
  readonly status: string;
  readonly reason: string | null;
  readonly createdAt: string;
};

const SHOWN = 10;

/** What was held or failed, each with its reason; what failed can be tried again. */
export function MailProblems(props: { readonly problems: readonly MailProblem[]; readonly format: Format }) {
  const { t } = useTranslation("mails");
  return (
    <ListCard
      title={t("problems.title")}
      help={t("problems.help")}
      empty={t("problems.empty")}
      shown={SHOWN}
      items={props.problems.map((problem) => ({
        key: problem.mailId,
        content: <Problem problem={problem} format={props.format} />,
      }))}
    />
  );
}

function Problem({ problem, format }: { readonly problem: MailProblem; readonly format: Format }) {
  const { t } = useTranslation("mails");
  const shopify = useAppBridge();
  const fetcher = useFetcher<{ ok: boolean }>();
  useEffect(() => {
    if (fetcher.state === "idle" && fetcher.data !== undefined)
      shopify.toast.show(t(fetcher.data.ok ? "problems.retried" : "problems.gone"), {
        isError: !fetcher.data.ok,
      });
  }, [fetcher.state, fetcher.data]);
  const name = problem.memberName ?? t("problems.erased");
  const kind = t(`template.${problem.template}.name`, { defaultValue: problem.template });
  return (
    <Box padding="400">
      <InlineStack align="space-between" blockAlign="center" gap="300">
        <div style={{ flex: "1 1 16rem", minWidth: 0 }}>
          <BlockStack gap="050">
            <InlineStack gap="200" align="start">
              <Link url={`/app/members/${problem.memberId}`}>{name}</Link>
              <Badge tone={problem.status === "failed" ? "critical" : "attention"}>{kind}</Badge>
            </InlineStack>
            <Text as="span" breakWord>
              {mailReason(t, problem)}
            </Text>
            <Text as="span" variant="bodySm" tone="subdued">
              {format.instant(problem.createdAt)}
            </Text>
          </BlockStack>
        </div>
        {problem.status === "failed" && (
          <Button
            loading={fetcher.state !== "idle"}
            accessibilityLabel={t("problems.retryNamed", { name: `${name}, ${kind}` })}
            onClick={() =>
              fetcher.submit(
                { intent: "retry", mailId: problem.mailId },
                { method: "post", action: "/app/mails?index" },
              )
            }
          >
            {t("problems.retry")}
          </Button>
        )}
      </InlineStack>
    </Box>
  );
}

/** Why a mail was not sent, in a sentence; the mail server's own words stay as they are. */
export function mailReason(
  t: TFunction<"mails">,
  { reason, status }: Pick<MailProblem, "reason" | "status">,
): string {
  const [, code = "", words = ""] = /^([a-z-]+)(?:: (.*))?$/s.exec(reason ?? "") ?? [];
  const sentence = t(`reason.${code}`, { words, defaultValue: reason ?? "" }).trim();
  return status === "queued" ? `${sentence} ${t("reason.retrying")}` : sentence;
}
