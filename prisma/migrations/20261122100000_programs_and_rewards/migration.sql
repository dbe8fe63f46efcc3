-- Programs that a merchant composes: what orders remember for rules and explanations, campaigns, rewards and redemptions, mail,
-- bulk grants, and who changed what. Every key begins with shop_id (docs/decisions/003).

ALTER TABLE orders
  ADD COLUMN fulfilled_at  timestamptz,                -- all of it was fulfilled, first moment; never cleared
  ADD COLUMN earned_by     jsonb,                      -- which rules, multipliers and campaigns made the points, each with its figures; null: see program_version
  ADD COLUMN bonus_points  bigint NOT NULL DEFAULT 0,  -- what it holds now for being the member's first or n-th order
  ADD COLUMN bonus_changes integer NOT NULL DEFAULT 0, -- how often that was given or taken: numbers the entries' keys
  ADD COLUMN bonus_rule    text COLLATE "C";           -- which rule, or rules joined by +, gave what it holds; null: it holds nothing

ALTER TABLE order_lines -- what rules ask of a line, as it was when the order was recorded; null: nobody asked
  ADD COLUMN discount_minor bigint NOT NULL DEFAULT 0, -- what discounts took off
  ADD COLUMN product_tags   text[],
  ADD COLUMN collection_ids text[],
  ADD COLUMN on_sale        boolean;

ALTER TABLE staged_orders ADD COLUMN fulfilled_at timestamptz;
ALTER TABLE staged_lines ADD COLUMN discount_minor bigint NOT NULL DEFAULT 0;

-- Two foreign keys that asked again, for every row and under a lock, what the one writer of the ledger guarantees: that a lot has
-- its entry, and an entry its shop (docs/decisions/011). The lock on the shop's row was one for all awards of the shop.
ALTER TABLE entries DROP CONSTRAINT entries_shop_id_fkey;
ALTER TABLE lots DROP CONSTRAINT lots_shop_id_member_id_seq_fkey;

ALTER TABLE lots
  ADD COLUMN slide_months   smallint,                  -- inactivity: each earning or redemption moves expires_at to this many months later
  ADD COLUMN slide_round_up text CHECK (slide_round_up IN ('month', 'quarter', 'half-year', 'year'));

ALTER TABLE members
  ADD COLUMN birthday           text CHECK (birthday ~ '^\d\d-\d\d$'), -- month and day, as the shopper said; personal data
  ADD COLUMN next_birthday      text CHECK (next_birthday ~ '^\d\d-\d\d$'), -- a change waits for the next year
  ADD COLUMN next_birthday_year integer,
  ADD COLUMN locale             text,                  -- the language Shopify knows of the customer
  ADD COLUMN marketing_consent  boolean NOT NULL DEFAULT false, -- Shopify's e-mail consent is SUBSCRIBED
  ADD COLUMN consent_at         timestamptz,           -- as of when that is known; null: Shopify has not been asked yet
  ADD COLUMN unsubscribed_at    timestamptz,           -- from every mail of the program, by the link in it
  ADD COLUMN bounced_email      text,                  -- the e-mail (as email_key) that refused a mail for good; another one is written to again
  ADD COLUMN mailed_seq         bigint NOT NULL DEFAULT 0; -- last_seq up to which it is decided which mails the entries cause
-- whoever has entries that no mail was decided for: the outbox that is written with the entries themselves
CREATE INDEX members_to_mail ON members (shop_id, member_id) WHERE participation = 'member' AND mailed_seq < last_seq;
CREATE INDEX members_by_birthday ON members (shop_id, birthday) WHERE birthday IS NOT NULL;
CREATE INDEX members_by_next_birthday ON members (shop_id, next_birthday) WHERE next_birthday IS NOT NULL;
CREATE INDEX members_merged ON members (shop_id, merged_into) WHERE merged_into IS NOT NULL; -- limits once per member count over both

CREATE TABLE products ( -- what rules and rewards ask of a product, as last told by Shopify
  shop_id        text COLLATE "C" NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  product_id     text COLLATE "C" NOT NULL,
  title          text NOT NULL,
  tags           text[] NOT NULL,
  collection_ids text[] NOT NULL,
  variant_ids    text[] NOT NULL,
  sale_variant_ids text[] NOT NULL,                    -- those sold below their compare-at price
  deleted_at     timestamptz,
  known_at       timestamptz NOT NULL,
  PRIMARY KEY (shop_id, product_id)
);

CREATE TABLE rule_usage ( -- points that capped rules and campaigns have given, by the shop's day
  shop_id   text COLLATE "C" NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  member_id uuid NOT NULL,
  rule_id   text COLLATE "C" NOT NULL,
  day       date NOT NULL,
  points    bigint NOT NULL,
  PRIMARY KEY (shop_id, member_id, rule_id, day)
);

CREATE TABLE program_drafts ( -- one a shop: what the merchant has composed and not yet published
  shop_id    text COLLATE "C" NOT NULL PRIMARY KEY REFERENCES shops (shop_id) ON DELETE CASCADE,
  body       jsonb NOT NULL,                           -- as typed: numbers are texts, also those that are none yet
  based_on   integer,                                  -- the version it was begun from
  revision   text COLLATE "C" NOT NULL,                -- new with each save: who saves says which one was changed
  updated_at timestamptz NOT NULL,
  updated_by text NOT NULL
);

CREATE TABLE segments ( -- saved filters over members
  shop_id    text COLLATE "C" NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  segment_id text COLLATE "C" NOT NULL,
  name       text NOT NULL,
  filter     jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  PRIMARY KEY (shop_id, segment_id)
);
CREATE UNIQUE INDEX segments_name ON segments (shop_id, name);

CREATE TABLE campaigns ( -- once started its terms never change
  shop_id       text COLLATE "C" NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  campaign_id   text COLLATE "C" NOT NULL,
  name          text NOT NULL,
  status        text NOT NULL CHECK (status IN ('draft', 'scheduled', 'running', 'paused', 'ended')),
  terms         jsonb NOT NULL,
  segment_id    text COLLATE "C",                       -- the saved filter that its audience was taken from
  starts_at     timestamptz,                           -- null: when the merchant presses start
  ends_at       timestamptz,                           -- null: when the merchant ends it, or the budget is used up
  runs          jsonb NOT NULL DEFAULT '[]',           -- [{ "from": instant, "until": instant|null }]: when it really ran
  budget_points bigint,
  given_points  bigint NOT NULL DEFAULT 0,
  given_until   uuid,                                  -- bonus to many: members up to this one have had theirs
  due_at        timestamptz,                           -- when a sweep has something to do: begin, give on, end
  created_at    timestamptz NOT NULL,
  created_by    text NOT NULL,
  PRIMARY KEY (shop_id, campaign_id)
);
CREATE INDEX campaigns_due ON campaigns (shop_id, due_at) WHERE due_at IS NOT NULL;

CREATE TABLE redemptions (
  shop_id         text COLLATE "C" NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  redemption_id   text COLLATE "C" NOT NULL,
  member_id       uuid NOT NULL,
  reward_id       text COLLATE "C" NOT NULL,
  program_version integer NOT NULL,                    -- whose reward it is
  reward          jsonb NOT NULL,                      -- the reward as it was taken
  points          bigint NOT NULL CHECK (points > 0),
  value_minor     bigint,                              -- money it is worth; null for per cent and free shipping
  status          text NOT NULL CHECK (status IN ('reserved', 'issued', 'used', 'returned', 'expired')),
  code            text COLLATE "C",                    -- chosen by us before Shopify is asked
  issued_id       text COLLATE "C",                    -- gid of the discount, gift card or store credit transaction
  idempotency_key text COLLATE "C" NOT NULL,
  input_hash      text COLLATE "C" NOT NULL,
  entry_seq       bigint NOT NULL,                     -- the entry that took the points
  requested_by    text NOT NULL,                       -- 'shopper', a staff member's or an API token's name
  reserved_at     timestamptz NOT NULL,
  asked_at        timestamptz,                         -- Shopify was asked; without issued_id its answer is not known
  issued_at       timestamptz,
  used_at         timestamptz,
  returned_at     timestamptz,
  return_reason   text,
  expires_at      timestamptz,
  order_id        text COLLATE "C",                    -- the order that used it
  due_at          timestamptz,                         -- next step: ask, look up, withdraw; null: nothing to do
  withdrawing     text,                                -- a code to be deactivated, and why, before the points come back
  attempts        integer NOT NULL DEFAULT 0,
  failure         text,                                -- the last thing that went wrong, for the merchant
  question        text,                                -- 'credit-unknown': only the merchant can tell
  mailed_at       timestamptz,                         -- since when it is decided whether a mail tells of it
  PRIMARY KEY (shop_id, redemption_id)
);
CREATE UNIQUE INDEX redemptions_key ON redemptions (shop_id, idempotency_key);
CREATE UNIQUE INDEX redemptions_code ON redemptions (shop_id, code);
CREATE INDEX redemptions_of_member ON redemptions (shop_id, member_id, reserved_at);
CREATE INDEX redemptions_of_order ON redemptions (shop_id, order_id) WHERE order_id IS NOT NULL;
CREATE INDEX redemptions_of_reward ON redemptions (shop_id, reward_id, member_id);
CREATE INDEX redemptions_of_issued ON redemptions (shop_id, issued_id) WHERE issued_id IS NOT NULL;
CREATE INDEX redemptions_due ON redemptions (shop_id, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX redemptions_in_trouble ON redemptions (shop_id, reserved_at) WHERE question IS NOT NULL OR failure IS NOT NULL;
CREATE INDEX redemptions_lately ON redemptions (shop_id, reserved_at, redemption_id);
CREATE INDEX redemptions_to_mail ON redemptions (shop_id, redemption_id) WHERE issued_at IS NOT NULL AND mailed_at IS NULL;

CREATE TABLE mail_settings (
  shop_id          text COLLATE "C" NOT NULL PRIMARY KEY REFERENCES shops (shop_id) ON DELETE CASCADE,
  templates_off    text[] NOT NULL DEFAULT '{}',       -- templates the merchant has switched off
  reply_to         text,                               -- null: the address that Shopify knows of the shop
  contact_email    text,                               -- that address, as last asked for
  contact_known_at timestamptz,
  sender_domain    text,                               -- the shop's own; used once its DNS is right
  domain_checked_at timestamptz,
  domain_problem   text,                               -- null with domain_checked_at: it is right
  reminder_days    integer[] NOT NULL DEFAULT '{30,7,1}',
  marketing_per_week integer NOT NULL DEFAULT 2,       -- frequency cap: marketing mails to one member in seven days
  reminded_on      date,                               -- the shop's day up to which reminders are decided
  updated_at       timestamptz NOT NULL,
  updated_by       text NOT NULL
);

CREATE TABLE mail_templates ( -- the merchant's own words; without a row the shipped text is used
  shop_id    text COLLATE "C" NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  template   text COLLATE "C" NOT NULL,
  locale     text COLLATE "C" NOT NULL,
  subject    text NOT NULL,
  body       text NOT NULL,                            -- Liquid
  updated_at timestamptz NOT NULL,
  updated_by text NOT NULL,
  PRIMARY KEY (shop_id, template, locale)
);

CREATE TABLE mails ( -- one row a mail, named by what caused it: the same cause never mails twice
  shop_id     text COLLATE "C" NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  mail_id     text COLLATE "C" NOT NULL,
  key         text COLLATE "C" NOT NULL,               -- business key: earned:<entry>, expiring:<member>/<day>/30 …
  member_id   uuid NOT NULL,
  template    text COLLATE "C" NOT NULL,
  marketing   boolean NOT NULL,
  data        jsonb,                                   -- what the template shows; dropped once it is settled
  status      text NOT NULL CHECK (status IN ('queued', 'sending', 'sent', 'held', 'failed')), -- held: not sent, and why
  reason      text,                                    -- why held or failed
  due_at      timestamptz,
  attempts    integer NOT NULL DEFAULT 0,
  created_at  timestamptz NOT NULL,
  sent_at     timestamptz,
  opened_at   timestamptz,
  clicked_at  timestamptz,
  bounced_at  timestamptz,
  complained_at timestamptz,
  PRIMARY KEY (shop_id, mail_id)
);
CREATE UNIQUE INDEX mails_key ON mails (shop_id, key);
CREATE INDEX mails_due ON mails (shop_id, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX mails_of_member ON mails (shop_id, member_id, created_at);
CREATE INDEX mails_lately ON mails (shop_id, created_at, mail_id);

CREATE TABLE bulk_grants ( -- a file of members and points, previewed, given, and undone as one
  shop_id     text COLLATE "C" NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  grant_id    text COLLATE "C" NOT NULL,
  file_name   text NOT NULL,
  reason      text NOT NULL,
  expires_at  timestamptz,
  status      text NOT NULL CHECK (status IN ('review', 'giving', 'done', 'undoing', 'undone', 'discarded')),
  created_at  timestamptz NOT NULL,
  created_by  text NOT NULL,
  finished_at timestamptz,
  PRIMARY KEY (shop_id, grant_id)
);
CREATE TABLE bulk_grant_rows (
  shop_id    text COLLATE "C" NOT NULL,
  grant_id   text COLLATE "C" NOT NULL,
  row_number integer NOT NULL,
  who        text NOT NULL,                            -- e-mail or customer id as written in the file; dropped on erasure
  member_id  uuid,
  points     bigint,
  problem    text,                                     -- why this row can't be done; null: it can, or is
  done       boolean NOT NULL DEFAULT false,
  undone     boolean NOT NULL DEFAULT false,
  PRIMARY KEY (shop_id, grant_id, row_number),
  FOREIGN KEY (shop_id, grant_id) REFERENCES bulk_grants (shop_id, grant_id) ON DELETE CASCADE
);

CREATE TABLE audit_log ( -- who changed what; append-only like the ledger
  shop_id  text COLLATE "C" NOT NULL,
  audit_id text COLLATE "C" NOT NULL,                  -- time-sortable
  at       timestamptz NOT NULL,
  actor    text NOT NULL,                              -- the staff member's or the API token's name, 'shopper', 'perennial'
  action   text NOT NULL,                              -- a code that the locale files put into a sentence
  subject  text NOT NULL,                              -- type and id of what was changed: 'member:<id>', 'program:3'
  detail   jsonb NOT NULL DEFAULT '{}',                -- figures for the sentence; no personal data
  PRIMARY KEY (shop_id, audit_id)
);
CREATE INDEX audit_log_of_subject ON audit_log (shop_id, subject, audit_id);
CREATE FUNCTION refuse_change_of_audit_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('perennial.erasing_shop', true) = OLD.shop_id THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log FOR EACH ROW EXECUTE FUNCTION refuse_change_of_audit_log();
