-- Tiers: where each member stands, every move with its reason and figures, who is to be looked at. The rule by which they move is
-- app/domain/tiers/ (docs/decisions/015). Every key begins with shop_id (docs/decisions/003).

ALTER TABLE orders ADD COLUMN counts_from timestamptz; -- held points: when it counts for tiers that count matured things alone; null: at once

CREATE TABLE member_tiers ( -- narrow and rarely written: a night in which nobody moves writes nothing
  shop_id     text COLLATE "C" NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  member_id   uuid NOT NULL,
  tier_id     text COLLATE "C",                        -- null: in none
  since       date NOT NULL,
  hold_tier   text COLLATE "C",                        -- held whatever the figures say
  hold_until  date,                                    -- last day of the hold; null: without end
  hold_kind   text CHECK (hold_kind IN ('by-hand', 'invitation', 'protection', 'soft-landing')),
  hold_exact  boolean NOT NULL DEFAULT false,          -- neither lowered nor raised
  missed_on   date,                                    -- the review that first found it missed: grace days run from it
  warned_for  date,                                    -- the last sure day, of which the member was told last
  notice_due  boolean NOT NULL DEFAULT false,          -- the mail that tells of it is to be written
  rewarded    text[] COLLATE "C" NOT NULL DEFAULT '{}', -- tiers whose entry reward was given, or passed over by a silent move
  moves       integer NOT NULL DEFAULT 0,              -- numbers the moves
  PRIMARY KEY (shop_id, member_id),
  CHECK ((hold_tier IS NULL) = (hold_kind IS NULL))
) WITH (fillfactor = 80);
CREATE INDEX member_tiers_by_tier ON member_tiers (shop_id, tier_id, member_id); -- lists and counts of a tier
CREATE INDEX member_tiers_notice_due ON member_tiers (shop_id, member_id) WHERE notice_due;

CREATE TABLE tier_moves ( -- the history; rows are only added, but for the marks of what is still to do
  shop_id         text COLLATE "C" NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  member_id       uuid NOT NULL,
  n               integer NOT NULL,
  at              timestamptz NOT NULL,
  from_tier       text COLLATE "C",
  to_tier         text COLLATE "C",
  because         text NOT NULL CHECK (because IN ('joined', 'reached', 'tagged', 'missed', 'hold-ended', 'by-hand', 'invited', 'merged', 'program-changed')),
  figures         jsonb NOT NULL DEFAULT '{}',         -- { "spent": "1200.00", "points", "orders", "from": day|null, "through": day }: what was counted
  program_version integer NOT NULL,
  actor           text,                                -- who moved by hand; null: the rule
  note            text,                                -- the merchant's reason
  silent          boolean NOT NULL,                    -- history, or placed by a publication: no reward and no mail comes of it (law 13)
  benefits_due    boolean NOT NULL,
  mail_due        boolean NOT NULL,
  PRIMARY KEY (shop_id, member_id, n)
);
CREATE INDEX tier_moves_by_time ON tier_moves (shop_id, at);
CREATE INDEX tier_moves_benefits_due ON tier_moves (shop_id, member_id) WHERE benefits_due;
CREATE INDEX tier_moves_mail_due ON tier_moves (shop_id, member_id) WHERE mail_due;

-- Members of whom something has changed that may raise them; written with the change itself, under the member's lock. It is on the road
-- of every order: no foreign key, for which each of them would lock the shop's row (an erased shop's are deleted by name).
CREATE TABLE tier_checks (
  shop_id   text COLLATE "C" NOT NULL,
  member_id uuid NOT NULL,
  silent    boolean NOT NULL,                          -- history alone has changed (law 13)
  PRIMARY KEY (shop_id, member_id)
);

CREATE TABLE tier_reviews ( -- one row a shop whose program has tiers: on which ladder members stand, how far the review of a day has come
  shop_id       text COLLATE "C" NOT NULL PRIMARY KEY REFERENCES shops (shop_id) ON DELETE CASCADE,
  version       integer NOT NULL,                      -- the program version whose ladder members stand on, or are being brought to
  is_placing    boolean NOT NULL,                      -- members are still being brought to it
  losers        text NOT NULL CHECK (losers IN ('apply', 'keep', 'protect')), -- what becomes of those whom the new ladder would lower
  protect_until date,                                  -- 'protect': last day
  silent        boolean NOT NULL,                      -- what the new ladder gives comes without reward and mail (law 13)
  live_from     date,                                  -- who joined on this day or later is placed as it happens; null: nobody is placed yet
  reviewed_on   date,                                  -- the last day, in the shop's zone, whose review is done
  review_of     date,                                  -- the day under review; null: none
  done_until    uuid                                   -- members up to this one are placed, or reviewed
);
