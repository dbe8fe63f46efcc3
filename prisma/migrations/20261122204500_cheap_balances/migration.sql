-- A change of a balance writes the member's row and no index. PostgreSQL leaves the indexes of an updated row alone ("heap-only tuple") as
-- long as the update changes no column that an index, or the predicate of a partial one, names, and the page has room. Four indexes named
-- what every entry changes, so that each entry wrote into all fifteen (docs/decisions/011).

ALTER TABLE members SET (fillfactor = 80);
DROP INDEX members_by_balance; -- the members page sorts by balance without it
DROP INDEX members_unpublished;
DROP INDEX members_to_withdraw;
DROP INDEX members_to_mail;

-- In place of the partial indexes: a row for each member of whom the condition is true, kept by triggers as an index would be, but
-- written only when the answer changes.
CREATE TABLE members_to_publish (shop_id text COLLATE "C" NOT NULL, member_id uuid NOT NULL, PRIMARY KEY (shop_id, member_id));
CREATE TABLE members_to_mail (shop_id text COLLATE "C" NOT NULL, member_id uuid NOT NULL, PRIMARY KEY (shop_id, member_id));

-- The customer's metafield does not show the newest entry, or shows one of somebody who no longer takes part.
-- Whoever is known by e-mail alone has nothing that could show points: a file may bring a million of them.
CREATE FUNCTION is_to_publish(participation text, customer_id text, published_seq bigint, last_seq bigint) RETURNS boolean
  LANGUAGE sql IMMUTABLE
  RETURN CASE WHEN participation = 'member' THEN customer_id IS NOT NULL AND published_seq < last_seq ELSE published_seq >= 0 END;
-- There are entries that no mail was decided for: the outbox that is written with the entries themselves.
CREATE FUNCTION is_to_mail(participation text, mailed_seq bigint, last_seq bigint) RETURNS boolean LANGUAGE sql IMMUTABLE
  RETURN participation = 'member' AND mailed_seq < last_seq;

INSERT INTO members_to_publish
  SELECT shop_id, member_id FROM members WHERE is_to_publish(participation, customer_id, published_seq, last_seq);
INSERT INTO members_to_mail SELECT shop_id, member_id FROM members WHERE is_to_mail(participation, mailed_seq, last_seq);

-- One trigger without WHEN: PostgreSQL reads and plans the text of a WHEN anew for every statement, a function's only once a connection.
-- The tables are empty now and large in a moment: whenever a connection plans these statements, the key is what they should use.
CREATE FUNCTION keep_changed_member() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  to_publish boolean := is_to_publish(NEW.participation, NEW.customer_id, NEW.published_seq, NEW.last_seq);
  to_mail boolean := is_to_mail(NEW.participation, NEW.mailed_seq, NEW.last_seq);
BEGIN
  IF to_publish <> is_to_publish(OLD.participation, OLD.customer_id, OLD.published_seq, OLD.last_seq) THEN
    IF to_publish THEN INSERT INTO members_to_publish VALUES (NEW.shop_id, NEW.member_id) ON CONFLICT DO NOTHING;
    ELSE PERFORM forget_member_to_publish(OLD.shop_id, OLD.member_id);
    END IF;
  END IF;
  IF to_mail <> is_to_mail(OLD.participation, OLD.mailed_seq, OLD.last_seq) THEN
    IF to_mail THEN INSERT INTO members_to_mail VALUES (NEW.shop_id, NEW.member_id) ON CONFLICT DO NOTHING;
    ELSE PERFORM forget_member_to_mail(OLD.shop_id, OLD.member_id);
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION forget_member_to_publish(text, uuid) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN DELETE FROM members_to_publish WHERE shop_id = $1 AND member_id = $2; END $$;
CREATE FUNCTION forget_member_to_mail(text, uuid) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN DELETE FROM members_to_mail WHERE shop_id = $1 AND member_id = $2; END $$;
CREATE TRIGGER to_publish_and_to_mail_on_update
  AFTER UPDATE OF participation, customer_id, last_seq, published_seq, mailed_seq ON members FOR EACH ROW EXECUTE FUNCTION keep_changed_member();

CREATE FUNCTION forget_deleted_member() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM forget_member_to_publish(OLD.shop_id, OLD.member_id), forget_member_to_mail(OLD.shop_id, OLD.member_id);
  RETURN NULL;
END $$;
CREATE TRIGGER to_publish_and_to_mail_on_delete AFTER DELETE ON members FOR EACH ROW EXECUTE FUNCTION forget_deleted_member();

-- New members come by the hundred thousand: one statement for all of a statement.
CREATE FUNCTION keep_new_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO members_to_publish
    SELECT shop_id, member_id FROM added WHERE is_to_publish(participation, customer_id, published_seq, last_seq) ON CONFLICT DO NOTHING;
  INSERT INTO members_to_mail
    SELECT shop_id, member_id FROM added WHERE is_to_mail(participation, mailed_seq, last_seq) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER to_publish_and_to_mail_on_insert AFTER INSERT ON members REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION keep_new_members();

-- A redemption asked, under a lock on the shop's row that all of them shared, whether its shop exists: its member's row says so.
ALTER TABLE redemptions DROP CONSTRAINT redemptions_shop_id_fkey;
-- What one member has taken of it is counted through redemptions_of_member; in the order of time an entry goes to the end of the index.
DROP INDEX redemptions_lately; -- their ids sort by time: the primary key lists them
DROP INDEX redemptions_of_reward;
CREATE INDEX redemptions_of_reward ON redemptions (shop_id, reward_id);
