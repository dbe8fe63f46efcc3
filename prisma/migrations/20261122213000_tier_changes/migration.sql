-- What the merchant does to tiers by hand: one by one, each by its business key, and by a file that is previewed, applied and undone as one.

CREATE TABLE tier_changes (
  shop_id   text COLLATE "C" NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  key       text COLLATE "C" NOT NULL,
  member_id uuid NOT NULL,
  input     text NOT NULL,                             -- digest of the request: the same again changes nothing, another one is refused
  at        timestamptz NOT NULL,
  PRIMARY KEY (shop_id, key)
);

CREATE TABLE tier_files (
  shop_id     text COLLATE "C" NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  file_id     text COLLATE "C" NOT NULL,
  file_name   text NOT NULL,
  reason      text NOT NULL,
  status      text NOT NULL CHECK (status IN ('review', 'applying', 'done', 'undoing', 'undone', 'discarded')),
  created_at  timestamptz NOT NULL,
  created_by  text NOT NULL,
  finished_at timestamptz,
  PRIMARY KEY (shop_id, file_id)
);
CREATE TABLE tier_file_rows (
  shop_id    text COLLATE "C" NOT NULL,
  file_id    text COLLATE "C" NOT NULL,
  row_number integer NOT NULL,
  who        text NOT NULL,                            -- e-mail or customer id as written in the file; dropped on erasure
  member_id  uuid,
  tier       text NOT NULL,                            -- as written
  tier_id    text COLLATE "C",
  until      date,                                     -- last day of the hold; null: without end
  problem    text,                                     -- why this row can't be done; null: it can, or is
  before     jsonb,                                    -- where the member stood when it was done: what undoing goes back to
  done       boolean NOT NULL DEFAULT false,
  undone     boolean NOT NULL DEFAULT false,
  PRIMARY KEY (shop_id, file_id, row_number),
  FOREIGN KEY (shop_id, file_id) REFERENCES tier_files (shop_id, file_id) ON DELETE CASCADE
);
CREATE INDEX tier_file_rows_of_member ON tier_file_rows (shop_id, member_id);
