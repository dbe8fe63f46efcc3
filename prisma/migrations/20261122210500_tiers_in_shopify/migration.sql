-- What the app keeps in Shopify because of tiers: a tag and a metafield of each member, a code or a discount that ships free. What may be
-- there is written here before Shopify is asked, so that a killed process or a lost answer is repaired (docs/decisions/016).

ALTER TABLE shops
  ADD COLUMN quiet_since  timestamptz,                 -- everything was removed from Shopify: nothing goes there until it is put back
  ADD COLUMN ladder_shown text;                        -- the ladder that members' tags and metafields were last brought in step with

CREATE TABLE tier_marks ( -- what may be at a customer because of us
  shop_id     text COLLATE "C" NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  member_id   uuid NOT NULL,
  customer_id text COLLATE "C" NOT NULL,               -- kept beside the member's: what an erasure leaves to be removed
  tags        text[] NOT NULL,
  shown       text,                                    -- the metafield's value; null: whatever it is, it is not what it should be
  PRIMARY KEY (shop_id, member_id)
);

CREATE TABLE tier_marks_due ( -- members whose mark is to be looked at; written in the transaction that gives the reason
  shop_id   text COLLATE "C" NOT NULL,
  member_id uuid NOT NULL,
  n         integer NOT NULL DEFAULT 1,                -- grows with each reason: one that comes while it is worked on is not lost
  seen      text[],                                    -- tags of the ladder that Shopify has told of; null: as the mark says
  PRIMARY KEY (shop_id, member_id)
);

CREATE TABLE tier_codes ( -- free shipping by a code of the member's own: one a member, as long as they are in such a tier
  shop_id     text COLLATE "C" NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  member_id   uuid NOT NULL,
  customer_id text COLLATE "C" NOT NULL,
  code        text COLLATE "C" NOT NULL,               -- chosen by us before Shopify is asked
  discount_id text COLLATE "C",                        -- null: not made, or its answer was lost
  asked_at    timestamptz,                             -- since when an answer is missing
  failure     text,                                    -- why Shopify does not make it
  PRIMARY KEY (shop_id, member_id)
);
CREATE UNIQUE INDEX tier_codes_code ON tier_codes (shop_id, code);
CREATE INDEX tier_codes_of_discount ON tier_codes (shop_id, discount_id) WHERE discount_id IS NOT NULL;
CREATE INDEX tier_codes_unmade ON tier_codes (shop_id, member_id) WHERE discount_id IS NULL;

CREATE TABLE tier_discounts ( -- free shipping by itself: one discount a tier, for the segment of its customers
  shop_id     text COLLATE "C" NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  tier_id     text COLLATE "C" NOT NULL,
  segment_id  text COLLATE "C",
  discount_id text COLLATE "C",
  shown       text,                                    -- name and tag that both have at Shopify
  asked_at    timestamptz,                             -- since when an answer is missing
  failure     text,                                    -- why Shopify does not make it
  PRIMARY KEY (shop_id, tier_id)
);

-- A tier's reward is given free, under a key of its own.
ALTER TABLE redemptions DROP CONSTRAINT redemptions_points_check;
ALTER TABLE redemptions ADD CONSTRAINT redemptions_points_check CHECK (points > 0 OR (points = 0 AND requested_by = 'tier'));

-- Members are moved by the hundred thousand: one statement for all of a statement.
CREATE FUNCTION mark_placed_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO tier_marks_due (shop_id, member_id) SELECT shop_id, member_id FROM placed WHERE tier_id IS NOT NULL
    ON CONFLICT (shop_id, member_id) DO UPDATE SET n = tier_marks_due.n + 1;
  RETURN NULL;
END $$;
CREATE TRIGGER tier_marks_on_insert AFTER INSERT ON member_tiers REFERENCING NEW TABLE AS placed FOR EACH STATEMENT
  EXECUTE FUNCTION mark_placed_members();

CREATE FUNCTION mark_moved_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO tier_marks_due (shop_id, member_id)
    SELECT a.shop_id, a.member_id FROM after_move a JOIN before_move b ON b.shop_id = a.shop_id AND b.member_id = a.member_id
    WHERE a.tier_id IS DISTINCT FROM b.tier_id
    ON CONFLICT (shop_id, member_id) DO UPDATE SET n = tier_marks_due.n + 1;
  RETURN NULL;
END $$;
CREATE TRIGGER tier_marks_on_update AFTER UPDATE ON member_tiers REFERENCING OLD TABLE AS before_move NEW TABLE AS after_move
  FOR EACH STATEMENT EXECUTE FUNCTION mark_moved_members();
CREATE TRIGGER tier_marks_on_delete AFTER DELETE ON member_tiers REFERENCING OLD TABLE AS placed FOR EACH STATEMENT
  EXECUTE FUNCTION mark_placed_members();

-- Who leaves, is excluded, erased, merged or deleted, and who comes back.
CREATE FUNCTION mark_changed_member() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
  IF EXISTS (SELECT FROM tier_marks WHERE shop_id = OLD.shop_id AND member_id = OLD.member_id)
    OR EXISTS (SELECT FROM member_tiers WHERE shop_id = OLD.shop_id AND member_id = OLD.member_id AND tier_id IS NOT NULL) THEN
    INSERT INTO tier_marks_due (shop_id, member_id) VALUES (OLD.shop_id, OLD.member_id)
      ON CONFLICT (shop_id, member_id) DO UPDATE SET n = tier_marks_due.n + 1;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER tier_marks_on_member_update AFTER UPDATE ON members FOR EACH ROW
  WHEN (OLD.participation <> NEW.participation OR OLD.customer_id IS DISTINCT FROM NEW.customer_id)
  EXECUTE FUNCTION mark_changed_member();
CREATE TRIGGER tier_marks_on_member_delete AFTER DELETE ON members FOR EACH ROW EXECUTE FUNCTION mark_changed_member();
