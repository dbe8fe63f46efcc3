import { Badge, IndexTable, Link, Text, useBreakpoints } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { MemberSort } from "#app/usecases/reports/admin-ports.ts";
import type { Format } from "./format.ts";

export type MemberRow = {
  readonly memberId: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly joinedOn: string;
  readonly balance: number;
  readonly pending: number;
  readonly ordersCount: number;
  readonly spentMinor: string;
  readonly lastOrderOn: string | null;
};

/** What each column of the table sorts by. */
const SORTED_COLUMNS: readonly (MemberSort | null)[] = [
  null,
  "balance",
  null,
  "spent",
  "last-order",
  "joined",
];

/** Members, a row each; on a phone each row shows the name, the e-mail and the points. */
export function MemberTable(props: {
  readonly members: readonly MemberRow[];
  readonly format: Format;
  readonly loading: boolean;
  readonly sort: MemberSort;
  readonly order: "asc" | "desc";
  readonly onSort: (sort: MemberSort, order: "asc" | "desc") => void;
}) {
  const { members, format, loading } = props;
  const { t } = useTranslation("members");
  const { smDown } = useBreakpoints();
  return (
    <IndexTable
      condensed={smDown}
      selectable={false}
      loading={loading}
      resourceName={{ singular: t("resource.one"), plural: t("resource.many") }}
      itemCount={members.length}
      sortable={SORTED_COLUMNS.map((sort) => sort !== null)}
      sortColumnIndex={SORTED_COLUMNS.indexOf(props.sort)}
      sortDirection={props.order === "asc" ? "ascending" : "descending"}
      defaultSortDirection="descending"
      onSort={(column, direction) => {
        const sort = SORTED_COLUMNS[column];
        if (sort != null) props.onSort(sort, direction === "ascending" ? "asc" : "desc");
      }}
      headings={[
        { title: t("column.member") },
        { title: t("column.points"), alignment: "end" },
        { title: t("column.orders"), alignment: "end" },
        { title: t("column.spent"), alignment: "end" },
        { title: t("column.lastOrder") },
        { title: t("column.joined") },
      ]}
    >
      {members.map((member, index) => (
        <IndexTable.Row id={member.memberId} key={member.memberId} position={index}>
          {smDown ? (
            <td
              style={{
                display: "flex",
                gap: 12,
                justifyContent: "space-between",
                padding: "8px 12px",
                width: "100%",
              }}
            >
              <div style={{ minWidth: 0, overflowWrap: "anywhere", whiteSpace: "normal" }}>
                <MemberName member={member} />
              </div>
              <div style={{ flexShrink: 0 }}>
                <Points member={member} format={format} inWords />
                <Text as="p" tone="subdued" alignment="end" numeric>
                  {format.money(member.spentMinor)}
                </Text>
              </div>
            </td>
          ) : (
            <IndexTable.Cell>
              <MemberName member={member} />
            </IndexTable.Cell>
          )}
          {!smDown && (
            <>
              <IndexTable.Cell>
                <Points member={member} format={format} />
              </IndexTable.Cell>
              <NumberCell text={format.number(member.ordersCount)} />
              <NumberCell text={format.money(member.spentMinor)} />
              <IndexTable.Cell>{format.day(member.lastOrderOn)}</IndexTable.Cell>
              <IndexTable.Cell>{format.day(member.joinedOn)}</IndexTable.Cell>
            </>
          )}
        </IndexTable.Row>
      ))}
    </IndexTable>
  );
}

function MemberName({ member }: { member: MemberRow }) {
  const { t } = useTranslation("members");
  const title = member.name ?? member.email ?? t("nameless");
  return (
    <>
      <Link url={`/app/members/${member.memberId}`} dataPrimaryLink monochrome removeUnderline>
        <Text as="span" variant="bodyMd" fontWeight="semibold" breakWord>
          <bdi>{title}</bdi>
        </Text>
      </Link>
      {member.name !== null && member.email !== null && (
        <Text as="p" tone="subdued" breakWord>
          {member.email}
        </Text>
      )}
    </>
  );
}

function Points({
  member,
  format,
  inWords = false,
}: {
  member: MemberRow;
  format: Format;
  inWords?: boolean;
}) {
  const { t } = useTranslation("members");
  const points = format.number(member.balance);
  const balance = inWords ? t("points", { count: Math.abs(member.balance), points }) : points;
  return (
    <Text as="p" numeric>
      <span style={{ display: "block", textAlign: "end" }}>
        {member.balance < 0 ? <Badge tone="warning">{balance}</Badge> : balance}
        {member.pending > 0 && (
          <Text as="span" tone="subdued">
            {` ${t("pendingShort", { points: format.number(member.pending), count: member.pending })}`}
          </Text>
        )}
      </span>
    </Text>
  );
}

function NumberCell({ text }: { text: string }) {
  return (
    <IndexTable.Cell>
      <Text as="span" alignment="end" numeric>
        <span style={{ display: "block", textAlign: "end" }}>{text}</span>
      </Text>
    </IndexTable.Cell>
  );
}
