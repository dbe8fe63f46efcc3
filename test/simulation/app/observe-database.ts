import pg from "pg";

/**
 * Which states of an order were recorded, in which order, is written down by a trigger of the simulation's own: a state that is
 * overwritten within one step would else leave no trace. And ids that the database makes by itself follow from the order in which
 * they are asked for, so that a life repeats exactly.
 */
const OBSERVER = `
CREATE UNLOGGED TABLE IF NOT EXISTS recorded_states (
  shop_id text NOT NULL, order_id text NOT NULL, n bigserial, updated_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS recorded_states_of_shop ON recorded_states (shop_id);
CREATE OR REPLACE FUNCTION note_recorded_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO recorded_states (shop_id, order_id, updated_at) VALUES (NEW.shop_id, NEW.order_id, NEW.shopify_updated_at);
  RETURN NULL;
END $$;
CREATE SEQUENCE IF NOT EXISTS simulated_ids;
CREATE OR REPLACE FUNCTION uuid_v7(at timestamptz) RETURNS uuid LANGUAGE sql VOLATILE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '70008000'
    || lpad(to_hex(nextval('simulated_ids')), 12, '0'))::uuid
$$;
CREATE OR REPLACE TRIGGER note_recorded_state AFTER INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION note_recorded_state();`;

export const RECORDED_STATES_SQL = `
  SELECT order_id AS "orderId", array_agg(to_char(updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') ORDER BY n) AS states
  FROM recorded_states WHERE shop_id = $1 GROUP BY order_id`;

/** `faultSql`: what else is put into the database, to break the app on purpose. */
export async function observeDatabase(databaseUrl: string, faultSql: string): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  await client.query(`${OBSERVER}\n${faultSql}`).finally(() => client.end());
}
