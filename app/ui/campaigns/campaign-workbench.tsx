import { Banner, BlockStack, Layout } from "@shopify/polaris";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { readCampaign, type TypedCampaign } from "#app/domain/earning/typed-campaign.ts";
import { validateCampaign } from "#app/domain/earning/validate-campaign.ts";
import type { Segment } from "#app/domain/membership/segment.ts";
import type { ProgramBody } from "#app/domain/program/program-body.ts";
import { useFormat } from "../format.ts";
import { FieldSurroundingsContext } from "../program/field-surroundings.ts";
import { idsOfSelections, useTitles } from "../program/use-titles.ts";
import { CampaignEditor } from "./campaign-editor.tsx";
import { CampaignPreview } from "./campaign-preview.tsx";
import { ErrorsContext } from "./fields.tsx";
import { useReach } from "./reach.tsx";

export type RefusalView = { readonly code: string; readonly detail: string; readonly pointer?: string };

/** The form of a campaign with what it would do beside it. `showErrors`: the merchant has tried to keep it. */
export function CampaignWorkbench(props: {
  readonly typed: TypedCampaign;
  readonly onChange: (typed: TypedCampaign) => void;
  readonly segments: readonly Segment[];
  readonly program: ProgramBody | null;
  readonly shop: { readonly currency: string; readonly timeZone: string };
  readonly now: string;
  readonly refusals: readonly RefusalView[];
  readonly showErrors: boolean;
}) {
  const { typed, shop } = props;
  const { t } = useTranslation(["campaigns", "program"]);
  const format = useFormat(shop);
  const now = useMemo(() => new Date(props.now), [props.now]);
  const draft = readCampaign(typed, shop.timeZone);
  const faults: readonly RefusalView[] = validateCampaign(draft, { ...shop, now }).map(
    ({ code, detail, pointer }) => ({ code, detail, ...(pointer !== undefined && { pointer }) }),
  );
  const works = faults.every(({ pointer }) => pointer === "/name");
  const reach = useReach({ filter: draft.terms.audience, segmentId: draft.segmentId });
  const sentence = ({ code, detail }: RefusalView) =>
    t([`refusal.${code}`, `program:refusal.${code}`], { defaultValue: detail });
  const shown = props.showErrors ? [...faults, ...props.refusals] : [];
  const general = props.refusals.filter(({ pointer }) => pointer === undefined || pointer === "/segmentId");
  const [titles, learnTitles] = useTitles(idsOfSelections([typed]));
  const errorAt = (pointer: string) => {
    const fault = shown.find((one) => one.pointer === pointer || one.pointer?.startsWith(`${pointer}/`));
    return fault !== undefined && sentence(fault);
  };
  return (
    <ErrorsContext.Provider value={errorAt}>
      <FieldSurroundingsContext.Provider
        value={{
          errorAt,
          nameOf: (gid) => titles[gid],
          learnTitles,
          tiers: props.program?.tiers?.ladder ?? [],
        }}
      >
        <Layout>
          {general.length > 0 && (
            <Layout.Section>
              <Banner tone="critical" title={t("refused")}>
                {general.map((refusal) => (
                  <p key={refusal.code}>{sentence(refusal)}</p>
                ))}
              </Banner>
            </Layout.Section>
          )}
          <Layout.Section>
            <CampaignEditor
              typed={typed}
              onChange={props.onChange}
              segments={props.segments}
              program={props.program}
              currency={shop.currency}
              timeZone={shop.timeZone}
            />
          </Layout.Section>
          <Layout.Section variant="oneThird">
            <BlockStack gap="400">
              <CampaignPreview
                draft={works ? draft : null}
                program={props.program}
                reach={reach}
                now={now}
                currency={shop.currency}
                timeZone={shop.timeZone}
                format={format}
              />
            </BlockStack>
          </Layout.Section>
        </Layout>
      </FieldSurroundingsContext.Provider>
    </ErrorsContext.Provider>
  );
}
