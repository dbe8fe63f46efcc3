import type pg from "pg";

/** pgbench's "TPC-B (sort of)" at scale 50: its tables as `pgbench -i -s 50` makes them, its five statements in one transaction. */
const SCALE = 50;
const TELLERS = 10 * SCALE;
const ACCOUNTS = 100_000 * SCALE;

export async function fillTpcb(pool: pg.Pool): Promise<void> {
  await pool.query(`
    CREATE TABLE pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22));
    CREATE TABLE pgbench_tellers (tid int NOT NULL, bid int, tbalance int, filler char(84)) WITH (fillfactor = 100);
    CREATE TABLE pgbench_accounts (aid int NOT NULL, bid int, abalance int, filler char(84)) WITH (fillfactor = 100);
    CREATE TABLE pgbench_branches (bid int NOT NULL, bbalance int, filler char(88)) WITH (fillfactor = 100);
    INSERT INTO pgbench_branches (bid, bbalance) SELECT bid, 0 FROM generate_series(1, ${SCALE}) AS bid;
    INSERT INTO pgbench_tellers (tid, bid, tbalance) SELECT tid, (tid - 1) / 10 + 1, 0 FROM generate_series(1, ${TELLERS}) AS tid;
    INSERT INTO pgbench_accounts (aid, bid, abalance, filler)
      SELECT aid, (aid - 1) / 100000 + 1, 0, '' FROM generate_series(1, ${ACCOUNTS}) AS aid;
    ALTER TABLE pgbench_branches ADD PRIMARY KEY (bid);
    ALTER TABLE pgbench_tellers ADD PRIMARY KEY (tid);
    ALTER TABLE pgbench_accounts ADD PRIMARY KEY (aid)`);
  for (const table of ["branches", "tellers", "accounts", "history"])
    await pool.query(`VACUUM ANALYZE pgbench_${table}`);
}

const UPDATE_ACCOUNT = "UPDATE pgbench_accounts SET abalance = abalance + $1 WHERE aid = $2";
const READ_ACCOUNT = "SELECT abalance FROM pgbench_accounts WHERE aid = $1";
const UPDATE_TELLER = "UPDATE pgbench_tellers SET tbalance = tbalance + $1 WHERE tid = $2";
const UPDATE_BRANCH = "UPDATE pgbench_branches SET bbalance = bbalance + $1 WHERE bid = $2";
const ADD_HISTORY =
  "INSERT INTO pgbench_history (tid, bid, aid, delta, mtime) VALUES ($1, $2, $3, $4, CURRENT_TIMESTAMP)";

const upTo = (most: number) => 1 + Math.floor(Math.random() * most);

/** One transaction, its statements prepared as ours are. */
export async function runTpcb(pool: pg.Pool): Promise<void> {
  const [aid, bid, tid, delta] = [upTo(ACCOUNTS), upTo(SCALE), upTo(TELLERS), upTo(10_001) - 5_001];
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query({ name: "update-account", text: UPDATE_ACCOUNT, values: [delta, aid] });
    await client.query({ name: "read-account", text: READ_ACCOUNT, values: [aid] });
    await client.query({ name: "update-teller", text: UPDATE_TELLER, values: [delta, tid] });
    await client.query({ name: "update-branch", text: UPDATE_BRANCH, values: [delta, bid] });
    await client.query({ name: "add-history", text: ADD_HISTORY, values: [tid, bid, aid, delta] });
    await client.query("END");
  } finally {
    client.release();
  }
}
