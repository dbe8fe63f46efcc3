-- narrows after 20261122203000_tiers
-- What members are told of their tier: in the store's theme, and by mail.

ALTER TABLE shops ADD COLUMN tiers_shown text;         -- the tiers that members' metafields were last brought in step with
ALTER TABLE tier_reviews ADD COLUMN noticed_on date;   -- the last day, in the shop's zone, whose notices of a loss are planned
-- A notice and its mail are written in one transaction: there is nothing left to be done later.
ALTER TABLE member_tiers DROP COLUMN notice_due;
CREATE INDEX member_tiers_warned ON member_tiers (shop_id, member_id) WHERE warned_for IS NOT NULL;

-- Members whose metafield tells of their tier what is not so, beside those whose entries it does not show (members_to_publish): a move, an
-- order that gave no entry, another ladder; and the day on which a window moves on.
CREATE TABLE tiers_to_show (
  shop_id   text COLLATE "C" NOT NULL,
  member_id uuid NOT NULL,
  due_on    date NOT NULL,                             -- the first day in the shop's zone on which it is not so; '-infinity': now
  n         integer NOT NULL DEFAULT 1,                -- grows with each reason: one that comes while it is worked on is not lost
  PRIMARY KEY (shop_id, member_id)
);
CREATE INDEX tiers_to_show_by_day ON tiers_to_show (shop_id, due_on, member_id);

-- Members are moved by the hundred thousand: one statement for all of a statement.
CREATE FUNCTION show_placed_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO tiers_to_show (shop_id, member_id, due_on) SELECT shop_id, member_id, '-infinity' FROM placed
    ON CONFLICT (shop_id, member_id) DO UPDATE SET due_on = '-infinity', n = tiers_to_show.n + 1;
  RETURN NULL;
END $$;
CREATE TRIGGER tiers_to_show_on_insert AFTER INSERT ON member_tiers REFERENCING NEW TABLE AS placed FOR EACH STATEMENT
  EXECUTE FUNCTION show_placed_members();

CREATE FUNCTION show_changed_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO tiers_to_show (shop_id, member_id, due_on)
    SELECT a.shop_id, a.member_id, '-infinity' FROM after_change a JOIN before_change b ON b.shop_id = a.shop_id AND b.member_id = a.member_id
    WHERE (a.tier_id, a.hold_tier, a.hold_until, a.missed_on) IS DISTINCT FROM (b.tier_id, b.hold_tier, b.hold_until, b.missed_on)
    ON CONFLICT (shop_id, member_id) DO UPDATE SET due_on = '-infinity', n = tiers_to_show.n + 1;
  RETURN NULL;
END $$;
CREATE TRIGGER tiers_to_show_on_update AFTER UPDATE ON member_tiers REFERENCING OLD TABLE AS before_change NEW TABLE AS after_change
  FOR EACH STATEMENT EXECUTE FUNCTION show_changed_members();

CREATE FUNCTION forget_tier_to_show() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
  DELETE FROM tiers_to_show WHERE shop_id = OLD.shop_id AND member_id = OLD.member_id;
  RETURN NULL;
END $$;
CREATE TRIGGER tiers_to_show_on_member_delete AFTER DELETE ON members FOR EACH ROW EXECUTE FUNCTION forget_tier_to_show();
