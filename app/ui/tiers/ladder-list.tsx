import { Badge, BlockStack, Box, Button, ButtonGroup, Card, Divider, Icon, InlineStack, Link, Text } from "@shopify/polaris"; // prettier-ignore
import { ChevronDownIcon, ChevronUpIcon, DragHandleIcon } from "@shopify/polaris-icons";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../program/workspace.tsx";
import { tierInWords } from "./describe-tiers.ts";
import { withTierMoved } from "./ladder-changes.ts";
import { TierMark } from "./tier-mark.tsx";

/** The tiers of the draft, lowest first: put in order by dragging, or by buttons that say where a tier has come to. */
export function LadderList({ action }: { readonly action: ReactNode }) {
  const { t } = useTranslation(["tiers", "program"]);
  const { draft, edit, currency } = useWorkspace();
  const ladder = draft.tiers?.ladder ?? [];
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const [announced, setAnnounced] = useState("");
  const list = useRef<HTMLOListElement>(null);
  const pressed = useRef<{ readonly id: string; readonly by: -1 | 1 } | null>(null);

  const move = (from: number, to: number) => {
    const tier = ladder[from];
    if (tier === undefined || from === to) return;
    edit((now) => withTierMoved(now, from, to, currency));
    setAnnounced(
      t("ladder.moved", { name: tier.name || t("nameless"), place: to + 1, count: ladder.length }),
    );
  };
  // The row has moved away from below the finger: the focus goes with it, to the other button where this one has nowhere to go.
  useEffect(() => {
    const last = pressed.current;
    if (last === null) return;
    pressed.current = null;
    const buttons = list.current?.querySelectorAll<HTMLButtonElement>(
      `[data-tier="${CSS.escape(last.id)}"] button`,
    );
    const [up, down] = [...(buttons ?? [])];
    const wanted = last.by === -1 ? [up, down] : [down, up];
    wanted.find((one) => one !== undefined && !one.disabled)?.focus();
  }, [draft.tiers]);

  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="100">
          <InlineStack align="space-between" blockAlign="center" gap="200">
            <Text as="h2" variant="headingMd">
              {t("ladder.title")}
            </Text>
            {action}
          </InlineStack>
          <Text as="p" tone="subdued">
            {t("ladder.help")}
          </Text>
        </BlockStack>
      </Box>
      <ol ref={list} style={{ listStyle: "none", margin: 0, padding: 0 }}>
        {ladder.map((tier, place) => (
          <li
            key={tier.id}
            data-tier={tier.id}
            onDragOver={(event) => {
              if (dragged === null) return;
              event.preventDefault();
              setOver(place);
            }}
            onDrop={(event) => {
              event.preventDefault();
              if (dragged !== null) move(dragged, place);
              setDragged(null);
              setOver(null);
            }}
            style={{
              opacity: dragged === place ? 0.5 : 1,
              boxShadow:
                over === place && dragged !== null && dragged !== place
                  ? `inset 0 ${dragged > place ? 3 : -3}px 0 var(--p-color-border-emphasis)`
                  : "none",
            }}
          >
            <Divider />
            <Row
              place={place}
              onMove={(by) => {
                pressed.current = { id: tier.id, by };
                move(place, place + by);
              }}
              onDragStart={() => setDragged(place)}
              onDragEnd={() => {
                setDragged(null);
                setOver(null);
              }}
            />
          </li>
        ))}
      </ol>
      <Text as="span" visuallyHidden>
        <span role="status">{announced}</span>
      </Text>
    </Card>
  );
}

function Row(props: {
  readonly place: number;
  readonly onMove: (by: -1 | 1) => void;
  readonly onDragStart: () => void;
  readonly onDragEnd: () => void;
}) {
  const { place } = props;
  const { t } = useTranslation(["tiers", "program"]);
  const { draft, body, words, changes, refusals } = useWorkspace();
  const row = useRef<HTMLDivElement>(null);
  const ladder = draft.tiers?.ladder ?? [];
  const tier = ladder[place];
  const typed = body.tiers?.ladder[place];
  if (tier === undefined) return null;
  const name = tier.name || t("nameless");
  const change = changes.find(
    (one) => one.kind !== "reordered" && one.part.type === "tier" && one.part.id === tier.id,
  );
  const refused = refusals.some(({ pointer }) => pointer?.startsWith(`/tiers/ladder/${place}/`));
  const ordered = ladder.length > 1;
  return (
    <div ref={row}>
      <Box paddingInline="400" paddingBlock="300">
        <InlineStack gap="300" blockAlign="center" wrap={false}>
          {ordered && (
            <span
              draggable
              title={t("ladder.drag")}
              style={{ cursor: "grab", touchAction: "none" }}
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = "move";
                event.dataTransfer.setData("text/plain", tier.id);
                if (row.current !== null) event.dataTransfer.setDragImage(row.current, 20, 20);
                props.onDragStart();
              }}
              onDragEnd={props.onDragEnd}
            >
              <Icon source={DragHandleIcon} tone="subdued" />
            </span>
          )}
          <TierMark color={tier.color} icon={tier.icon} name={name} />
          <div style={{ minWidth: 0, flexGrow: 1 }}>
            <InlineStack gap="200" align="start" blockAlign="center">
              <Link url={`/app/program/tiers/${tier.id}`} removeUnderline>
                <Text as="span" fontWeight="semibold" breakWord>
                  {name}
                </Text>
              </Link>
              {change !== undefined && <Badge tone="info">{t(`program:change.${change.kind}`)}</Badge>}
              {refused && <Badge tone="critical">{t("program:needsAttention")}</Badge>}
            </InlineStack>
            <Text as="p" tone="subdued" breakWord>
              {typed !== undefined && tierInWords(words, body, typed)}
            </Text>
          </div>
          {ordered && (
            <ButtonGroup variant="segmented">
              <Button
                icon={ChevronUpIcon}
                accessibilityLabel={t("program:moveUpOf", { name })}
                disabled={place === 0}
                onClick={() => props.onMove(-1)}
              />
              <Button
                icon={ChevronDownIcon}
                accessibilityLabel={t("program:moveDownOf", { name })}
                disabled={place === ladder.length - 1}
                onClick={() => props.onMove(1)}
              />
            </ButtonGroup>
          )}
        </InlineStack>
      </Box>
    </div>
  );
}
