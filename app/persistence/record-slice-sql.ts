/**
 * The set-based road of the import: one slice of the simple, new orders of history, written as the ledger would write
 * them one by one (the property test in test/persistence/ holds the two roads together). Every statement reads
 * the temporary tables that the one before it filled; all of them run in one transaction.
 */

import { FOLDED_TAG } from "./folded-tag.ts";

/** What stands for an order id in a business key: the digits of a gid, any other id whole (domain/shared/ids.ts). */
const decimalTail = (column: string) =>
  `CASE WHEN starts_with(${column}, 'gid://shopify/Order/') THEN substr(${column}, 21) ELSE ${column} END`;

/** Publications, and whatever records single orders of this shop, wait until the commit (shop-locks.ts). $1 shop. */
export const LOCK_BOOKS = `SELECT pg_advisory_xact_lock(hashtextextended('program ' || $1, 0))`;

/** An export that holds an object twice is rare, and looking for it costs a sort: done after its key has clashed. */
export type Care = { readonly distinct: boolean };

/**
 * Are the shop's settings and its first program still those that the import was handed? Who changes them waits for the
 * same lock. $1 shop, $2 participation mode, $3 excluded tag or null, $4 history earns, $5 first day that earns or null,
 * $6 program version or null.
 */
export const STILL_RULES = `
SELECT s.participation = $2 AND s.excluded_tag IS NOT DISTINCT FROM $3 AND s.history_earns = $4
  AND s.history_from IS NOT DISTINCT FROM $5::date
  AND (SELECT min(v.version) FROM program_versions v WHERE v.shop_id = $1) IS NOT DISTINCT FROM $6::integer AS "stillRules"
FROM shops s WHERE s.shop_id = $1`;

/** Session-local working tables; emptied by each commit. */
export const WORKING_TABLES = `
CREATE TEMP TABLE IF NOT EXISTS slice_orders (
  order_id text COLLATE "C", name text, customer_id text COLLATE "C", person text COLLATE "C", email_key text, email text, customer_name text,
  search_text text, customer_tags text[], has_account boolean, processed_at timestamptz, business_date date, paid_at timestamptz, fulfilled_at timestamptz, test boolean,
  financial_status text, source text, taxes_included boolean, tax_minor bigint, shipping_minor bigint, total_minor bigint,
  shopify_updated_at timestamptz, is_purchase boolean
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS slice_people (
  person text COLLATE "C", member_id uuid, known boolean, blocked boolean, takes_part boolean, customer_id text COLLATE "C", email_key text, email text,
  name text, search_text text, tags text[], has_account boolean, participation text, joined_on date, updated_at timestamptz,
  base_seq bigint, base_balance bigint, base_pending bigint
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS slice_lines (
  order_id text COLLATE "C", line_id text COLLATE "C", position integer, title text, quantity integer, product_id text COLLATE "C",
  variant_id text COLLATE "C", vendor text, sku text, gift_card boolean, net_minor bigint, tax_minor bigint, discount_minor bigint, goods_minor bigint
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS slice_earnings (
  order_id text COLLATE "C", member_id uuid, at timestamptz, goods_minor bigint, earns boolean, unearned text, points bigint, expires_at timestamptz
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS slice_entries (
  member_id uuid, seq bigint, step integer, order_id text COLLATE "C", at timestamptz, points bigint, balance_after bigint, pending_after bigint,
  expires_at timestamptz
) ON COMMIT DELETE ROWS;`;

/** Whether an export without ids was ever taken in: then a name may already stand for an order. $1 shop. */
export const KNOWS_ORDERS_BY_NAME = `
SELECT EXISTS (SELECT FROM orders WHERE shop_id = $1 AND order_id >= 'csv:' AND order_id < 'csv;') AS "byName"`;

/** $1 shop, $2 import, $3/$4 bucket range [from, to), $5 time zone, $6 before: orders processed and paid sooner are history, $7 orders known by name. */
export const takeOrders = ({ distinct }: Care) => `
INSERT INTO slice_orders
SELECT ${distinct ? "DISTINCT ON (s.order_id)" : ""} s.order_id, s.name, s.customer_id, coalesce(s.customer_id, 'email:' || s.email_key), s.email_key, s.email,
  s.customer_name, s.search_text, s.customer_tags, s.has_account, s.processed_at, (s.processed_at AT TIME ZONE $5)::date,
  p.paid_at, s.fulfilled_at, s.test, s.financial_status, s.source, s.taxes_included, s.tax_minor, s.shipping_minor, s.total_minor, s.shopify_updated_at,
  p.paid_at IS NOT NULL AND NOT s.test
FROM staged_orders s
CROSS JOIN LATERAL (SELECT coalesce(s.paid_at, CASE WHEN s.financial_status = 'paid' THEN s.processed_at END) AS paid_at) p
WHERE s.shop_id = $1 AND s.import_id = $2 AND s.bucket >= $3 AND s.bucket < $4 AND s.simple AND s.processed_at < $6
  AND (p.paid_at IS NULL OR p.paid_at < $6)
  AND NOT EXISTS (SELECT FROM orders o WHERE o.shop_id = $1 AND o.order_id = s.order_id)
  AND NOT ($7 AND EXISTS (SELECT FROM orders o WHERE o.shop_id = $1 AND o.order_id = 'csv:' || s.name))
${distinct ? "ORDER BY s.order_id, s.shopify_updated_at DESC, s.row_number DESC" : ""}`;

/** A guest order belongs to the customer with the same e-mail. $1 shop, $2 import, $3/$4 bucket range. */
export const GIVE_GUESTS_TO_CUSTOMERS = `
UPDATE slice_orders g SET person = c.customer_id
FROM (SELECT s.email_key, min(s.customer_id) AS customer_id FROM staged_orders s
      WHERE s.shop_id = $1 AND s.import_id = $2 AND s.bucket >= $3 AND s.bucket < $4 AND s.customer_id IS NOT NULL AND s.email_key IS NOT NULL
      GROUP BY s.email_key) c
WHERE g.customer_id IS NULL AND g.email_key = c.email_key`;

/**
 * Whose orders these are. What is known of a customer is what their newest order says, of a guest what the first one says.
 * Somebody who bought both ways goes the ledger's own road, and so does a member whom two of them turn out to be (by a
 * customer's id and by an e-mail that the customer has given up since). $1 shop, $2 now, $3 participation mode, $4 excluded tag, folded, or null.
 */
export const FIND_PEOPLE = `
INSERT INTO slice_people
SELECT p.person, coalesce(m.member_id, uuid_v7($2)), m.member_id IS NOT NULL,
  p.both_ways OR (m.member_id IS NOT NULL AND count(*) OVER (PARTITION BY m.member_id) > 1), p.participation = 'member',
  p.customer_id, p.email_key, p.email, p.customer_name, p.search_text, p.customer_tags, p.has_account, p.participation, p.joined_on,
  p.shopify_updated_at, 0, 0, 0
FROM (
  SELECT DISTINCT ON (o.person) o.person, o.customer_id, o.email_key, o.email, o.customer_name, o.search_text, o.customer_tags, o.has_account,
    CASE WHEN $4::text IS NOT NULL AND EXISTS (SELECT 1 FROM unnest(o.customer_tags) AS t(tag) WHERE ${FOLDED_TAG} = $4) THEN 'excluded'
         WHEN $3 = 'ordered' OR ($3 = 'account' AND o.has_account) THEN 'member' ELSE 'outside' END AS participation,
    min(o.business_date) OVER people AS joined_on, o.shopify_updated_at,
    bool_or(o.customer_id IS NULL) OVER people AND bool_or(o.customer_id IS NOT NULL) OVER people AS both_ways
  FROM slice_orders o WHERE o.person IS NOT NULL
  WINDOW people AS (PARTITION BY o.person)
  ORDER BY o.person, o.customer_id NULLS LAST, CASE WHEN o.customer_id IS NOT NULL THEN o.shopify_updated_at END DESC,
    CASE WHEN o.customer_id IS NOT NULL THEN o.processed_at END DESC, CASE WHEN o.customer_id IS NOT NULL THEN o.order_id END DESC,
    o.processed_at, o.order_id
) p
LEFT JOIN LATERAL (
  SELECT m.member_id, m.customer_id FROM members m
  WHERE m.shop_id = $1 AND (m.customer_id = p.person
    OR (m.email_key = p.email_key AND (p.customer_id IS NULL OR m.customer_id IS NULL) AND m.participation NOT IN ('merged', 'erased')))
  ORDER BY m.customer_id = p.person DESC NULLS LAST, m.customer_id NULLS LAST LIMIT 1
) m ON true`;

/**
 * Known members stay as they are until the commit. Whose books ask for more than an addition goes the ledger's own road:
 * debts to repay, points that are due, a guest who becomes a customer, one who leaves or joins by this.
 * $1 shop, $2 now, $3 participation mode.
 */
export const LOCK_KNOWN_MEMBERS = `
UPDATE slice_people p SET base_seq = m.last_seq, base_balance = m.balance, base_pending = m.pending, takes_part = true,
  blocked = p.blocked OR m.participation <> 'member' OR p.participation = 'excluded' OR m.deficit > 0
    OR (p.customer_id IS NOT NULL AND (m.customer_id IS NULL OR (p.email IS NULL AND m.email IS NOT NULL) OR (p.name IS NULL AND m.name IS NOT NULL)))
    OR EXISTS (SELECT FROM lots l WHERE l.shop_id = $1 AND l.member_id = m.member_id AND l.remaining > 0
               AND (l.expires_at <= $2 OR l.matures_at <= $2)),
  -- with an order or an account one takes part from the first order on, in whatever order they are told
  joined_on = CASE WHEN $3 <> 'joined' THEN least(p.joined_on, m.joined_on) ELSE m.joined_on END
FROM (SELECT k.* FROM members k WHERE k.shop_id = $1 AND k.member_id IN (SELECT member_id FROM slice_people WHERE known)
      ORDER BY k.member_id FOR UPDATE) m
WHERE m.member_id = p.member_id`;

export const LEAVE_THE_UNUSUAL = `DELETE FROM slice_orders o USING slice_people p WHERE p.person = o.person AND p.blocked`;

/** Numbered in the order of their ids, as the domain does: a bulk result comes shuffled. $1 shop, $2 import. */
export const takeLines = ({ distinct }: Care) => `
INSERT INTO slice_lines
SELECT l.order_id, l.line_id, row_number() OVER lines - 1, l.title, l.quantity, l.product_id, l.variant_id, l.vendor, l.sku, l.gift_card,
  l.net, l.tax_minor, l.discount_minor, coalesce(sum(l.net) FILTER (WHERE NOT l.gift_card) OVER (PARTITION BY l.order_id), 0)::bigint
FROM (SELECT ${distinct ? "DISTINCT ON (s.order_id, s.line_id)" : ""} s.*, s.net_minor - CASE WHEN o.taxes_included THEN s.tax_minor ELSE 0 END AS net
      FROM staged_lines s JOIN slice_orders o ON o.order_id = s.order_id
      WHERE s.shop_id = $1 AND s.import_id = $2 ${distinct ? "ORDER BY s.order_id, s.line_id, s.position" : ""}) l
WINDOW lines AS (PARTITION BY l.order_id ORDER BY length(l.line_id), l.line_id)`;

/** Goods beyond $1, or below zero, go the ledger's own road: here every product must fit into a bigint. */
export const LEAVE_THE_EXTREME = `
WITH extreme AS (DELETE FROM slice_lines WHERE order_id IN (SELECT order_id FROM slice_lines WHERE net_minor < 0 OR goods_minor > $1) RETURNING order_id)
DELETE FROM slice_orders WHERE order_id IN (SELECT order_id FROM extreme)`;

/**
 * What each order earns: floor(points × goods ÷ per), once an order, dated by the order itself, as history is.
 * $1 time zone, $2 points, $3 per, $4 expiry months or null, $5 first day that earns or null, $6 history earns, $7 there is a program, and it is this statement that earns.
 */
export const EARN = `
INSERT INTO slice_earnings
SELECT e.order_id, e.member_id, e.processed_at, e.goods, e.ruling = 'earns', nullif(nullif(e.ruling, 'earns'), 'undecided'),
  CASE WHEN e.ruling = 'earns' THEN $2::bigint * e.goods / $3::bigint ELSE 0 END,
  -- where a day has two midnights PostgreSQL takes the second one; the day starts with the first
  CASE WHEN (ends.at - interval '1 hour') AT TIME ZONE $1 = ends.midnight THEN ends.at - interval '1 hour' ELSE ends.at END
FROM (
  SELECT o.order_id, p.member_id, o.processed_at, coalesce(l.goods_minor, 0) AS goods,
    CASE WHEN o.paid_at IS NULL OR o.test OR p.member_id IS NULL THEN 'undecided'
      WHEN NOT p.takes_part OR o.business_date < p.joined_on THEN 'not-participating'
      WHEN NOT $7::boolean THEN 'undecided'
      WHEN NOT $6::boolean OR o.business_date < $5::date THEN 'before-history'
      ELSE 'earns' END AS ruling
  FROM slice_orders o
  LEFT JOIN slice_people p ON p.person = o.person
  LEFT JOIN slice_lines l ON l.order_id = o.order_id AND l.position = 0
) e
CROSS JOIN LATERAL (
  SELECT midnight, midnight AT TIME ZONE $1 AS at
  FROM (SELECT (((e.processed_at AT TIME ZONE $1)::date + make_interval(months => $4::integer))::date + 1)::timestamp) AS day (midnight)
) ends`;

/** $1 shop, $2 origin, $3 program version. */
export const WRITE_ORDERS = `
INSERT INTO orders (shop_id, order_id, name, member_id, customer_id, processed_at, business_date, paid_at, fulfilled_at, test, financial_status, source,
  goods_minor, goods_left_minor, tax_minor, shipping_minor, total_minor, is_purchase, origin, shopify_updated_at,
  program_version, earned_at, unearned, earned_points, kept_points)
SELECT $1, o.order_id, o.name, e.member_id, o.customer_id, o.processed_at, o.business_date, o.paid_at, o.fulfilled_at, o.test, o.financial_status, o.source,
  e.goods_minor, e.goods_minor, o.tax_minor, o.shipping_minor, o.total_minor, o.is_purchase, $2, o.shopify_updated_at,
  CASE WHEN e.earns THEN $3::integer END, CASE WHEN e.earns THEN e.at END, e.unearned, e.points, e.points
FROM slice_orders o JOIN slice_earnings e ON e.order_id = o.order_id
ORDER BY o.order_id`;

const SHARES = `
  SELECT l.*, CASE WHEN paid AND NOT gift_card THEN net_minor ELSE 0 END AS earned_net,
    base + CASE WHEN remainder > 0
      AND row_number() OVER (PARTITION BY order_id ORDER BY remainder DESC, position) <= points - sum(base) OVER (PARTITION BY order_id) THEN 1 ELSE 0 END AS share
  FROM (
    SELECT l.*, e.points, o.paid_at IS NOT NULL AS paid,
      CASE WHEN l.gift_card OR e.points = 0 THEN 0 ELSE e.points * l.net_minor / l.goods_minor END AS base,
      CASE WHEN l.gift_card OR e.points = 0 THEN 0 ELSE e.points * l.net_minor % l.goods_minor END AS remainder
    FROM slice_lines l JOIN slice_earnings e ON e.order_id = l.order_id JOIN slice_orders o ON o.order_id = l.order_id
  ) l`;

/**
 * Each order's points are shared over its lines by largest remainder, ties by line order. The goods that a line was paid
 * for are kept whether or not they earned. $1 shop.
 */
export const WRITE_LINES = `
INSERT INTO order_lines (shop_id, order_id, line_id, position, title, quantity, product_id, variant_id, vendor, sku, gift_card, net_minor, tax_minor, discount_minor,
  earned_net_minor, earned_points, kept_points)
SELECT $1, order_id, line_id, position, title, quantity, product_id, variant_id, vendor, sku, gift_card, net_minor, tax_minor, discount_minor,
  earned_net, share, share
FROM (${SHARES}) l
ORDER BY order_id`;

/** Each member's books, in the order of the orders; points already past their expiry leave in the very next entry. $1 now. */
export const NUMBER_ENTRIES = `
INSERT INTO slice_entries
SELECT p.member_id, p.base_seq + row_number() OVER books, step, e.order_id, CASE step WHEN 1 THEN e.at ELSE e.expires_at END,
  CASE step WHEN 1 THEN e.points ELSE -e.points END,
  p.base_balance + sum(CASE step WHEN 1 THEN e.points ELSE -e.points END) OVER books, p.base_pending, e.expires_at
FROM slice_earnings e
JOIN slice_people p ON p.member_id = e.member_id
CROSS JOIN LATERAL generate_series(1, CASE WHEN e.expires_at <= $1 THEN 2 ELSE 1 END) step
WHERE e.points > 0
WINDOW books AS (PARTITION BY p.member_id ORDER BY e.at, e.order_id, step)`;

/** $1 shop, $2 program version. */
export const WRITE_ENTRIES = `
INSERT INTO entries (shop_id, member_id, seq, key, input_hash, at, kind, points, pending_points, balance_after, pending_after, reason,
  source_type, source_id, program_version, movements)
SELECT $1, member_id, seq,
  CASE step WHEN 1 THEN 'order:' || (${decimalTail("order_id")}) || '/earn' ELSE 'lot:' || lot || '/expire' END,
  CASE step WHEN 1 THEN points || '@v' || $2::integer ELSE 'expire' END,
  at, CASE step WHEN 1 THEN 'earn' ELSE 'expire' END, points, 0, balance_after, pending_after,
  CASE step WHEN 1 THEN 'order-earned' ELSE 'lot-expired' END,
  CASE step WHEN 1 THEN 'order' ELSE 'lot' END, CASE step WHEN 1 THEN order_id ELSE lot END, CASE step WHEN 1 THEN $2::integer END,
  -- put together as text: half the price of jsonb_build_object
  ('[{"lot":"' || (seq + 1 - step) || '.1","points":' || points || ',"expiresAt":'
    || coalesce('"' || to_char(expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '"', 'null') || '}]')::jsonb
FROM (SELECT *, CASE step WHEN 2 THEN member_id || '-' || (seq - 1) || '.1' END AS lot FROM slice_entries) e
ORDER BY member_id, seq`;

/** $1 shop, $2 now. */
export const WRITE_LOTS = `
INSERT INTO lots (shop_id, member_id, seq, n, order_id, points, remaining, expired, earned_at, expires_at)
SELECT $1, e.member_id, e.seq, 1, e.order_id, e.points, CASE WHEN expires_at <= $2 THEN 0 ELSE e.points END, CASE WHEN expires_at <= $2 THEN e.points ELSE 0 END, e.at, e.expires_at
FROM slice_entries e WHERE e.step = 1 ORDER BY member_id, seq`;

const TOTALS = `
  SELECT p.member_id, max(o.business_date) FILTER (WHERE o.is_purchase) AS last_order_on, count(*) FILTER (WHERE o.is_purchase) AS orders_count,
    coalesce(sum(e.goods_minor) FILTER (WHERE o.is_purchase), 0)::bigint AS spent_minor
  FROM slice_people p JOIN slice_orders o ON o.person = p.person JOIN slice_earnings e ON e.order_id = o.order_id
  GROUP BY p.member_id`;

const BOOKS = `
  SELECT member_id, max(seq) AS last_seq, sum(points)::bigint AS change, coalesce(sum(points) FILTER (WHERE step = 1), 0)::bigint AS earned
  FROM slice_entries GROUP BY member_id`;

/** $1 shop. */
export const WRITE_NEW_MEMBERS = `
INSERT INTO members (shop_id, member_id, customer_id, email_key, email, name, search_text, tags, has_account, participation, joined_on,
  balance, earned_total, last_seq, orders_count, spent_minor, last_order_on, updated_at)
SELECT $1, p.member_id, p.customer_id, p.email_key, p.email, p.name, p.search_text, p.tags, p.has_account, p.participation, p.joined_on,
  coalesce(b.change, 0), coalesce(b.earned, 0), coalesce(b.last_seq, 0), t.orders_count, t.spent_minor, t.last_order_on, p.updated_at
FROM slice_people p JOIN (${TOTALS}) t USING (member_id) LEFT JOIN (${BOOKS}) b USING (member_id)
WHERE NOT p.known
ORDER BY p.member_id`;

/** What a customer says of themselves is taken where it is not older. $1 shop. */
export const UPDATE_KNOWN_MEMBERS = `
UPDATE members m SET balance = m.balance + coalesce(b.change, 0), earned_total = m.earned_total + coalesce(b.earned, 0),
  last_seq = coalesce(b.last_seq, m.last_seq), orders_count = m.orders_count + t.orders_count, spent_minor = m.spent_minor + t.spent_minor,
  last_order_on = greatest(m.last_order_on, t.last_order_on), joined_on = p.joined_on
FROM slice_people p JOIN (${TOTALS}) t USING (member_id) LEFT JOIN (${BOOKS}) b USING (member_id)
WHERE p.known AND m.shop_id = $1 AND m.member_id = p.member_id`;

/** $1 shop. */
export const LEARN_CUSTOMERS = `
UPDATE members m SET email = p.email, email_key = p.email_key, name = p.name, search_text = p.search_text, tags = p.tags,
  has_account = p.has_account, updated_at = p.updated_at
FROM slice_people p
WHERE p.known AND NOT p.blocked AND p.customer_id IS NOT NULL AND m.shop_id = $1 AND m.member_id = p.member_id AND p.updated_at >= m.updated_at
  AND (m.email, m.name, m.tags, m.has_account, m.updated_at) IS DISTINCT FROM (p.email, p.name, p.tags, p.has_account, p.updated_at)`;

/** The same for recorded orders: members with such an order are left whole. $1 largest goods. */
export const LEAVE_EXTREME_MEMBERS = `
DELETE FROM slice_orders o USING (
  SELECT DISTINCT e.person FROM slice_orders e JOIN slice_lines l ON l.order_id = e.order_id WHERE l.net_minor < 0 OR l.goods_minor > $1
) extreme WHERE o.person = extreme.person`;

/** $1 shop, $2 program version. */
export const AWARD_ORDERS = `
UPDATE orders o SET program_version = CASE WHEN e.earns THEN $2::integer END, earned_at = CASE WHEN e.earns THEN e.at END, unearned = e.unearned,
  earned_points = e.points, kept_points = e.points
FROM slice_earnings e
WHERE o.shop_id = $1 AND o.order_id = e.order_id AND (e.earns OR e.unearned IS NOT NULL)`;

/** $1 shop. */
export const AWARD_LINES = `
UPDATE order_lines w SET earned_points = s.share, kept_points = s.share
FROM (${SHARES}) s
WHERE w.shop_id = $1 AND w.order_id = s.order_id AND w.line_id = s.line_id AND s.share > 0`;

/** $1 shop. */
export const AWARD_MEMBERS = `
UPDATE members m SET balance = m.balance + b.change, earned_total = m.earned_total + b.earned, last_seq = b.last_seq
FROM (${BOOKS}) b WHERE m.shop_id = $1 AND m.member_id = b.member_id`;
