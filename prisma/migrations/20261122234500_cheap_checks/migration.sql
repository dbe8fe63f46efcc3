-- What an entry, a lot, a member or a redemption may hold, checked without being parsed. PostgreSQL keeps the CHECKs of a table as text and
-- parses those of a statement's tables anew with every statement; the constraint of a domain it prepares once a connection. Thirteen CHECKs
-- made a tenth of what a single award costs (docs/decisions/011).

-- Without a constraint yet: so no table is written anew. What stands in them has passed the same checks.
CREATE DOMAIN count_or_none AS bigint;
CREATE DOMAIN count_of_some AS bigint;
CREATE DOMAIN month_day AS text;
CREATE DOMAIN participation AS text;
CREATE DOMAIN entry_kind AS text;
CREATE DOMAIN calendar_rounding AS text;
CREATE DOMAIN redemption_status AS text;

-- The type of a column that a trigger names does not change. This one comes back so that an award does not ask it at all: its WHEN was
-- parsed with every change of a balance, too.
DROP TRIGGER tier_marks_on_member_update ON members;
DROP TRIGGER to_publish_and_to_mail_on_update ON members;

ALTER TABLE members
  DROP CONSTRAINT members_birthday_check, DROP CONSTRAINT members_next_birthday_check, DROP CONSTRAINT members_participation_check,
  DROP CONSTRAINT members_deficit_check, DROP CONSTRAINT members_pending_check,
  ALTER COLUMN birthday TYPE month_day, ALTER COLUMN next_birthday TYPE month_day, ALTER COLUMN participation TYPE participation,
  ALTER COLUMN deficit TYPE count_or_none, ALTER COLUMN pending TYPE count_or_none;
ALTER TABLE entries
  DROP CONSTRAINT entries_kind_check, DROP CONSTRAINT entries_shortfall_check, DROP CONSTRAINT entries_already_expired_check,
  ALTER COLUMN kind TYPE entry_kind, ALTER COLUMN shortfall TYPE count_or_none, ALTER COLUMN already_expired TYPE count_or_none;
ALTER TABLE lots
  DROP CONSTRAINT lots_points_check, DROP CONSTRAINT lots_remaining_check, DROP CONSTRAINT lots_slide_round_up_check,
  ALTER COLUMN points TYPE count_of_some, ALTER COLUMN remaining TYPE count_or_none, ALTER COLUMN slide_round_up TYPE calendar_rounding;
ALTER TABLE redemptions
  DROP CONSTRAINT redemptions_status_check,
  ALTER COLUMN status TYPE redemption_status;

ALTER DOMAIN count_or_none ADD CHECK (VALUE >= 0) NOT VALID;
ALTER DOMAIN count_of_some ADD CHECK (VALUE > 0) NOT VALID;
ALTER DOMAIN month_day ADD CHECK (VALUE ~ '^\d\d-\d\d$') NOT VALID;
ALTER DOMAIN participation ADD CHECK (VALUE IN ('member', 'outside', 'left', 'excluded', 'merged', 'erased')) NOT VALID;
ALTER DOMAIN entry_kind ADD CHECK (VALUE IN ('earn', 'reverse', 'mature', 'redeem', 'return', 'expire', 'adjust', 'transfer')) NOT VALID;
ALTER DOMAIN calendar_rounding ADD CHECK (VALUE IN ('month', 'quarter', 'half-year', 'year')) NOT VALID;
ALTER DOMAIN redemption_status ADD CHECK (VALUE IN ('reserved', 'issued', 'used', 'returned', 'expired')) NOT VALID;

CREATE TRIGGER to_publish_and_to_mail_on_update
  AFTER UPDATE OF participation, customer_id, last_seq, published_seq, mailed_seq ON members FOR EACH ROW EXECUTE FUNCTION keep_changed_member();
CREATE TRIGGER tier_marks_on_member_update AFTER UPDATE OF participation, customer_id ON members FOR EACH ROW
  WHEN (OLD.participation <> NEW.participation OR OLD.customer_id IS DISTINCT FROM NEW.customer_id)
  EXECUTE FUNCTION mark_changed_member();

-- A column's statistics go with its type.
ANALYZE members, entries, lots, redemptions;
