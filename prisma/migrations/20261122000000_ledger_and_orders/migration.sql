-- The first house: shops, members, orders, the ledger, the inbox, imports.
-- Every key begins with shop_id, so that one machine can become many (docs/decisions/003).
-- Ids compare byte by byte: COLLATE "C" keeps key lookups fast under any database locale.

CREATE TABLE shops (
  shop_id          text COLLATE "C" PRIMARY KEY, -- the myshopify.com domain, the name Shopify signs everything with
  name             text NOT NULL,
  currency         text NOT NULL,                -- ISO 4217
  time_zone        text NOT NULL,                -- IANA
  installed_at     timestamptz NOT NULL,
  uninstalled_at   timestamptz,
  launched_at      timestamptz,                  -- nothing reaches shoppers before it
  participation    text NOT NULL DEFAULT 'ordered' CHECK (participation IN ('ordered', 'account', 'joined')),
  excluded_tag     text,
  history_from     date,                         -- orders before this day earn nothing; null = all of them
  history_earns    boolean NOT NULL DEFAULT true,
  reconciled_until timestamptz,                  -- Shopify's updated_at up to which everything is known
  program_shown    text,                         -- the program metafield as last written; null = not yet
  data_withheld    text CHECK (data_withheld IN ('level-1', 'level-2')), -- protected customer data that Shopify does not give this app
  setup_marks      text[] NOT NULL DEFAULT '{}', -- steps of the setup guide that the merchant has ticked off
  token_problem    text                          -- why the Admin API can't be reached: 'reconnect', null = fine
);

CREATE TABLE sessions ( -- Shopify's library owns the shape; tokens are stored encrypted. Listed exception to the key rule.
  id                    text COLLATE "C" PRIMARY KEY,
  shop                  text COLLATE "C" NOT NULL,
  is_online             boolean NOT NULL,
  state                 text NOT NULL,
  scope                 text,
  expires_at            timestamptz,
  refresh_expires_at    timestamptz,
  user_id               text,
  user_name             text, -- the staff member of an online token, for the audit trail
  sealed                text NOT NULL,           -- access and refresh token, one ciphertext: the pair is written in one piece
  updated_at            timestamptz NOT NULL
);
CREATE INDEX sessions_shop ON sessions (shop);

CREATE TABLE members ( -- every customer we know; `participation` says who takes part
  shop_id        text COLLATE "C" NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  member_id      uuid NOT NULL,
  customer_id    text COLLATE "C",               -- gid; null = known by e-mail alone
  email_key      text,                           -- trimmed, lower case
  email          text,
  name           text,
  search_text    text,                           -- lower-cased name and e-mail, for the members page
  tags           text[] NOT NULL DEFAULT '{}',
  has_account    boolean NOT NULL DEFAULT false,
  participation  text NOT NULL DEFAULT 'member' CHECK (participation IN ('member', 'outside', 'left', 'excluded', 'merged', 'erased')),
  joined_on      date NOT NULL,                  -- the shop's calendar day of the first order or of joining
  balance        bigint NOT NULL DEFAULT 0,
  pending        bigint NOT NULL DEFAULT 0 CHECK (pending >= 0),
  deficit        bigint NOT NULL DEFAULT 0 CHECK (deficit >= 0),
  earned_total   bigint NOT NULL DEFAULT 0,
  last_seq       bigint NOT NULL DEFAULT 0,      -- number of this member's newest entry
  published_seq  bigint NOT NULL DEFAULT -1,     -- last_seq that the customer's metafield shows; -1 = there is none
  orders_count   integer NOT NULL DEFAULT 0,     -- purchases, for lists and filters
  spent_minor    bigint NOT NULL DEFAULT 0,      -- net revenue of those purchases
  last_order_on  date,
  merged_into    uuid,
  updated_at     timestamptz NOT NULL,
  PRIMARY KEY (shop_id, member_id)
);
CREATE UNIQUE INDEX members_customer ON members (shop_id, customer_id);
-- one member an e-mail as long as Shopify has given us no customer for it
CREATE UNIQUE INDEX members_guest_email ON members (shop_id, email_key) WHERE customer_id IS NULL AND participation NOT IN ('merged', 'erased');
CREATE INDEX members_email ON members (shop_id, email_key);
CREATE INDEX members_by_balance ON members (shop_id, balance, member_id);
CREATE INDEX members_by_joined ON members (shop_id, joined_on, member_id);
-- whoever is known by e-mail alone has nothing that could show points: a file may bring a million of them
CREATE INDEX members_unpublished ON members (shop_id, member_id)
  WHERE participation = 'member' AND customer_id IS NOT NULL AND published_seq < last_seq;
CREATE INDEX members_to_withdraw ON members (shop_id, member_id) WHERE participation <> 'member' AND published_seq >= 0;

CREATE TABLE program_versions ( -- never updated: editing makes a new version
  shop_id      text COLLATE "C" NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  version      integer NOT NULL CHECK (version > 0),
  published_at timestamptz NOT NULL,
  published_by text NOT NULL,                    -- staff member's or API token's name
  body         jsonb NOT NULL,
  PRIMARY KEY (shop_id, version)
);

CREATE TABLE orders (
  shop_id            text COLLATE "C" NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  order_id           text COLLATE "C" NOT NULL,  -- gid, or csv:<name> for an export row without Id
  name               text NOT NULL,
  member_id          uuid,                       -- null: an order without customer
  customer_id        text COLLATE "C",
  processed_at       timestamptz NOT NULL,
  business_date      date NOT NULL,              -- processed_at in the shop's zone
  paid_at            timestamptz,                -- first moment it was paid in full; never cleared
  cancelled_at       timestamptz,
  deleted_at         timestamptz,
  test               boolean NOT NULL,
  financial_status   text NOT NULL,
  source             text,
  goods_minor        bigint NOT NULL,            -- net goods as bought: after discounts; no tax, shipping, gift cards
  goods_left_minor   bigint NOT NULL,            -- the same after edits and refunds
  tax_minor          bigint NOT NULL,
  shipping_minor     bigint NOT NULL,
  total_minor        bigint NOT NULL,
  refunded_minor     bigint NOT NULL DEFAULT 0,
  store_credit_minor bigint NOT NULL DEFAULT 0,
  is_purchase        boolean NOT NULL,           -- metrics.md: paid once, no test, not cancelled, not fully refunded
  fully_refunded_at  timestamptz,
  origin             text NOT NULL CHECK (origin IN ('csv', 'shopify')), -- what Shopify says wins over a file
  shopify_updated_at timestamptz NOT NULL,
  program_version    integer,                    -- null: has not earned
  earned_at          timestamptz,
  unearned           text CHECK (unearned IN ('not-participating', 'before-history')), -- why it earned nothing though paid, decided once
  earned_points      bigint NOT NULL DEFAULT 0,
  kept_points        bigint NOT NULL DEFAULT 0,
  state_digest       text,                       -- names the state a webhook or fetch brought: tells it from another with the same updated_at
  edits              integer NOT NULL DEFAULT 0, -- changes of the goods after it was paid
  PRIMARY KEY (shop_id, order_id)
);
CREATE INDEX orders_of_member ON orders (shop_id, member_id, business_date);
CREATE INDEX orders_by_day ON orders (shop_id, business_date) ;

CREATE TABLE order_lines ( -- with the snapshot of what each line earned (law 5)
  shop_id          text COLLATE "C" NOT NULL,
  order_id         text COLLATE "C" NOT NULL,
  line_id          text COLLATE "C" NOT NULL,
  position         integer NOT NULL,
  title            text NOT NULL,
  quantity         integer NOT NULL,
  product_id       text COLLATE "C",
  variant_id       text COLLATE "C",
  vendor           text,
  sku              text,
  gift_card        boolean NOT NULL,
  net_minor        bigint NOT NULL,              -- goods after discounts and edits, before refunds
  tax_minor        bigint NOT NULL,
  refunded_minor   bigint NOT NULL DEFAULT 0,    -- net goods refunded
  earned_net_minor bigint NOT NULL DEFAULT 0,    -- the most goods it was paid for: the net it earned on; 0 for gift cards
  earned_points    bigint NOT NULL DEFAULT 0,
  kept_points      bigint NOT NULL DEFAULT 0 CHECK (kept_points >= 0),
  PRIMARY KEY (shop_id, order_id, line_id),
  FOREIGN KEY (shop_id, order_id) REFERENCES orders (shop_id, order_id) ON DELETE CASCADE,
  CHECK (kept_points <= earned_points)
);

CREATE TABLE order_changes ( -- what changed an order after its purchase, dated: figures as of a day leave later ones out
  shop_id       text COLLATE "C" NOT NULL,
  order_id      text COLLATE "C" NOT NULL,
  change_id     text COLLATE "C" NOT NULL,       -- refund gid, 'edit:<n>', 'cancel', 'delete'
  kind          text NOT NULL CHECK (kind IN ('refund', 'edit', 'cancel', 'delete')),
  at            timestamptz NOT NULL,
  business_date date NOT NULL,
  goods_minor   bigint NOT NULL,                 -- signed change of the net goods
  money_minor   bigint NOT NULL DEFAULT 0,       -- money really paid back
  points        bigint NOT NULL DEFAULT 0,       -- signed change of the points kept
  PRIMARY KEY (shop_id, order_id, change_id),
  FOREIGN KEY (shop_id, order_id) REFERENCES orders (shop_id, order_id) ON DELETE CASCADE
);

CREATE TABLE entries ( -- the ledger. Append-only: see the trigger below. No personal data.
  shop_id         text COLLATE "C" NOT NULL REFERENCES shops (shop_id),
  member_id       uuid NOT NULL,
  seq             bigint NOT NULL,               -- 1, 2, 3 … in the order in which this member's books were written
  key             text COLLATE "C" NOT NULL,     -- business key: order:<id>/earn …
  input_hash      text COLLATE "C" NOT NULL,     -- same key with other input is refused; an order's: '<points>@v<version>'
  at              timestamptz NOT NULL,          -- business time
  kind            text NOT NULL CHECK (kind IN ('earn', 'reverse', 'mature', 'redeem', 'return', 'expire', 'adjust', 'transfer')),
  points          bigint NOT NULL,               -- signed change of the balance
  pending_points  bigint NOT NULL,               -- signed change of pending
  balance_after   bigint NOT NULL,
  pending_after   bigint NOT NULL,
  shortfall       bigint NOT NULL DEFAULT 0 CHECK (shortfall >= 0), -- what policy forgave
  already_expired bigint NOT NULL DEFAULT 0 CHECK (already_expired >= 0), -- reversed points that had expired before
  reason          text NOT NULL,                 -- a code that the locale files put into a sentence, or the merchant's own words
  source_type     text NOT NULL,
  source_id       text COLLATE "C" NOT NULL,
  program_version integer,
  corrects_seq    bigint,
  movements       jsonb NOT NULL DEFAULT '[]',   -- [{ "lot": "<seq>.<n>", "points": signed, "expiresAt": instant|null }]
  PRIMARY KEY (shop_id, member_id, seq)
);
CREATE UNIQUE INDEX entries_key ON entries (shop_id, key);

CREATE TABLE lots ( -- points of one origin with one expiry; lot id = <seq>.<n>
  shop_id          text COLLATE "C" NOT NULL,
  member_id        uuid NOT NULL,
  seq              bigint NOT NULL,              -- the entry that made it
  n                smallint NOT NULL,
  order_id         text COLLATE "C",             -- the order that made it, for reversal (law 4)
  points           bigint NOT NULL CHECK (points > 0),
  remaining        bigint NOT NULL CHECK (remaining >= 0),
  expired          bigint NOT NULL DEFAULT 0,    -- what expiry took
  expired_reversed bigint NOT NULL DEFAULT 0,    -- how much of that a reversal has since counted as gone
  extended         boolean NOT NULL DEFAULT false, -- a return has moved its expiry once (law 4)
  earned_at        timestamptz NOT NULL,
  matures_at       timestamptz,                  -- null: spendable; else pending until then
  expires_at       timestamptz,                  -- null: never
  PRIMARY KEY (shop_id, member_id, seq, n),
  FOREIGN KEY (shop_id, member_id, seq) REFERENCES entries (shop_id, member_id, seq)
);
CREATE INDEX lots_due_to_expire ON lots (shop_id, expires_at) WHERE remaining > 0 AND expires_at IS NOT NULL;
CREATE INDEX lots_due_to_mature ON lots (shop_id, matures_at) WHERE remaining > 0 AND matures_at IS NOT NULL;

CREATE TABLE inbox_events ( -- webhooks as they came; the table is the queue (SKIP LOCKED)
  shop_id      text COLLATE "C" NOT NULL,
  topic        text COLLATE "C" NOT NULL,
  event_id     text COLLATE "C" NOT NULL,
  triggered_at timestamptz NOT NULL,
  received_at  timestamptz NOT NULL,
  due_at       timestamptz,                      -- null: done or given up
  attempts     integer NOT NULL DEFAULT 0,
  failure      text,                             -- the last error; with due_at null: given up, the merchant may retry
  payload      text,                             -- raw JSON, dropped when done
  PRIMARY KEY (shop_id, topic, event_id)
);
CREATE INDEX inbox_due ON inbox_events (shop_id, due_at) WHERE due_at IS NOT NULL;

CREATE TABLE import_runs (
  shop_id       text COLLATE "C" NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  import_id     text COLLATE "C" NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('first', 'reconcile', 'csv')),
  status        text NOT NULL CHECK (status IN ('requested', 'exporting', 'loading', 'recording', 'fetching', 'review', 'done', 'failed', 'discarded')),
  since         timestamptz,                     -- orders changed at or after this
  operation_id  text,                            -- Shopify's bulk operation
  file_name     text,                            -- of an uploaded export, as the merchant calls it
  orders_total  integer NOT NULL DEFAULT 0,
  orders_done   integer NOT NULL DEFAULT 0,
  attempts      integer NOT NULL DEFAULT 0,      -- tries since it last got further: bounded
  confirmed     boolean NOT NULL DEFAULT false,  -- the merchant keeps what was good of a file with problems
  problems      jsonb NOT NULL DEFAULT '[]',     -- row-numbered errors of a file, at most 200
  problem_count integer NOT NULL DEFAULT 0,
  failure       text,
  started_at    timestamptz NOT NULL,
  finished_at   timestamptz,
  PRIMARY KEY (shop_id, import_id)
);

CREATE TABLE import_files ( -- uploaded exports, in parts: the worker may run on another machine than the web process
  shop_id   text COLLATE "C" NOT NULL,
  import_id text COLLATE "C" NOT NULL,
  part      integer NOT NULL,                    -- 0, 1, 2 …
  bytes     bytea NOT NULL,
  PRIMARY KEY (shop_id, import_id, part),
  FOREIGN KEY (shop_id, import_id) REFERENCES import_runs (shop_id, import_id) ON DELETE CASCADE
);

-- Staging: unlogged and without keys; loaded by COPY, read in slices, emptied. A kill loses nothing: the run starts over from its file.
CREATE UNLOGGED TABLE staged_orders (
  shop_id text COLLATE "C" NOT NULL, import_id text COLLATE "C" NOT NULL, row_number integer NOT NULL,
  bucket integer NOT NULL, -- hash of the customer: all orders of one member are merged in one slice
  order_id text COLLATE "C" NOT NULL, name text NOT NULL, customer_id text COLLATE "C",
  email_key text, email text, customer_name text, search_text text, -- of the customer, of the order where there is none
  customer_tags text[] NOT NULL, has_account boolean NOT NULL,
  processed_at timestamptz NOT NULL, paid_at timestamptz, cancelled_at timestamptz, test boolean NOT NULL, financial_status text NOT NULL,
  source text, taxes_included boolean NOT NULL,
  goods_minor bigint, -- net goods as a file tells them for the order; its lines share them
  tax_minor bigint NOT NULL, shipping_minor bigint NOT NULL, total_minor bigint NOT NULL,
  refunded_minor bigint NOT NULL, shopify_updated_at timestamptz NOT NULL,
  simple boolean NOT NULL -- never refunded, edited or cancelled, no store credit: needs no second look
);
CREATE UNLOGGED TABLE staged_lines (
  shop_id text COLLATE "C" NOT NULL, import_id text COLLATE "C" NOT NULL, order_id text COLLATE "C" NOT NULL,
  line_id text COLLATE "C" NOT NULL, position integer NOT NULL, title text NOT NULL, quantity integer NOT NULL,
  product_id text COLLATE "C", variant_id text COLLATE "C", vendor text, sku text, gift_card boolean NOT NULL,
  net_minor bigint NOT NULL, -- after discounts, as priced: with tax inside where the order says taxes_included
  tax_minor bigint NOT NULL
);

CREATE TABLE api_tokens (
  shop_id      text COLLATE "C" NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  token_id     text COLLATE "C" NOT NULL,
  name         text NOT NULL,
  secret_hash  text COLLATE "C" NOT NULL,        -- SHA-256 of the secret part; the token itself is shown once
  created_at   timestamptz NOT NULL,
  created_by   text NOT NULL,
  last_used_at timestamptz,
  revoked_at   timestamptz,
  PRIMARY KEY (shop_id, token_id)
);

CREATE TABLE privacy_requests ( -- the three compliance topics, kept as proof that they were answered
  shop_id      text COLLATE "C" NOT NULL,
  request_id   text COLLATE "C" NOT NULL,
  topic        text NOT NULL,
  customer_id  text COLLATE "C",
  received_at  timestamptz NOT NULL,
  due_at       timestamptz NOT NULL,
  done_at      timestamptz,
  export       jsonb,                            -- what a data request found, for the merchant to hand over
  PRIMARY KEY (shop_id, request_id)
);

-- Law 1: entries are append-only. The one way to delete them is the erasure of a whole shop, which names it first.
CREATE FUNCTION refuse_change_of_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('perennial.erasing_shop', true) = OLD.shop_id THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'entries are append-only: correct % of member % by another entry', OLD.key, OLD.member_id USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER entries_append_only BEFORE UPDATE OR DELETE ON entries FOR EACH ROW EXECUTE FUNCTION refuse_change_of_entries();
CREATE FUNCTION refuse_truncate_of_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'entries are append-only' USING ERRCODE = 'restrict_violation'; END $$;
CREATE TRIGGER entries_no_truncate BEFORE TRUNCATE ON entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate_of_entries();
-- A published program version never changes (law 10).
CREATE FUNCTION refuse_change_of_versions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('perennial.erasing_shop', true) = OLD.shop_id THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'a published program version never changes: publish a new one' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER program_versions_frozen BEFORE UPDATE OR DELETE ON program_versions FOR EACH ROW EXECUTE FUNCTION refuse_change_of_versions();

-- Time-sortable ids whose time is an argument (business time, law 14): RFC 9562 UUID version 7.
CREATE FUNCTION uuid_v7(at timestamptz) RETURNS uuid LANGUAGE sql VOLATILE AS $$
  SELECT encode(
    set_bit(set_bit(
      overlay(uuid_send(gen_random_uuid()) PLACING substring(int8send((extract(epoch FROM at) * 1000)::bigint) FROM 3) FROM 1 FOR 6),
      52, 1), 53, 1), 'hex')::uuid
$$;
