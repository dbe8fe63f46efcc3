import type { Letter } from "./store/simulated-store.ts";

/**
 * Each breaks one law on purpose, at an edge of the app: the database, the statements on their way to it, the post. The
 * simulation must catch every one of them (docs/simulation.md tells where it did).
 */
export type Fault = {
  readonly name: string;
  readonly law: string;
  readonly what: string;
  /** Put into the simulation's own database. */
  readonly sql?: string;
  /** What the app's statements become on their way. */
  readonly rewrite?: (text: string) => string;
  /** What becomes of a webhook; null: it never comes. */
  readonly post?: (letter: Letter) => Letter | null;
};

const trigger = (name: string, when: string, body: string) => `
CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body} END $$;
CREATE TRIGGER a_${name} ${when} FOR EACH ROW EXECUTE FUNCTION ${name}();`;

/** The app reads its programs through this view, in which every body is spoilt by `body`. */
const spoiltPrograms = (body: string) => `
CREATE VIEW spoilt_programs AS SELECT v.xmin, v.shop_id, v.version, v.published_at, v.published_by, ${body} AS body FROM program_versions v;`;
const readSpoilt = (text: string) =>
  /^\s*(INSERT|UPDATE|DELETE)/i.test(text)
    ? text
    : text.replaceAll(/\b(FROM|JOIN) program_versions\b/g, "$1 spoilt_programs");

export const FAULTS: readonly Fault[] = [
  {
    name: "rewrite-history",
    law: "law 1",
    what: "an entry is changed after it was written",
    sql: `DROP TRIGGER entries_append_only ON entries;${trigger(
      "rewrite_history",
      "AFTER INSERT ON entries",
      "UPDATE entries SET reason = 'rewritten' WHERE shop_id = NEW.shop_id AND member_id = NEW.member_id AND seq = NEW.seq - 3; RETURN NULL;",
    )}`,
  },
  {
    name: "no-unique-key",
    law: "law 2",
    what: "keys are no longer unique: the same request pays again",
    sql: trigger(
      "loosen_key",
      "BEFORE INSERT ON entries",
      "NEW.key := NEW.key || '~' || NEW.seq; RETURN NEW;",
    ),
  },
  {
    name: "point-from-nowhere",
    law: "law 3",
    what: "every tenth change of a balance adds a point that no entry tells of",
    sql: trigger(
      "add_a_point",
      "BEFORE UPDATE ON members",
      "IF NEW.last_seq > OLD.last_seq AND NEW.last_seq % 10 = 0 THEN NEW.balance := NEW.balance + 1; END IF; RETURN NEW;",
    ),
  },
  {
    name: "a-day-longer",
    law: "law 4",
    what: "points live a day longer than the program says",
    sql: trigger(
      "a_day_longer",
      "BEFORE INSERT ON lots",
      "NEW.expires_at := NEW.expires_at + interval '1 day'; RETURN NEW;",
    ),
  },
  {
    name: "expire-twice",
    law: "law 4",
    what: "an expired lot is not emptied and expires again",
    sql: trigger(
      "expire_twice",
      "BEFORE UPDATE ON lots",
      "IF NEW.expired > OLD.expired THEN NEW.remaining := OLD.remaining; NEW.expired := 0; END IF; RETURN NEW;",
    ),
  },
  {
    name: "ignore-clamp",
    law: "law 4",
    what: "the app lets every balance go below 0",
    sql: spoiltPrograms(`jsonb_set(v.body, '{refunds,negativeBalance}', '"allow"')`),
    rewrite: readSpoilt,
  },
  {
    name: "rules-of-today",
    law: "law 5",
    what: "orders are judged by the newest program instead of the one that ruled them",
    sql: spoiltPrograms(
      "(SELECT n.body FROM program_versions n WHERE n.shop_id = v.shop_id ORDER BY n.version DESC LIMIT 1)",
    ),
    rewrite: readSpoilt,
  },
  {
    name: "forget-to-reverse",
    law: "law 6",
    what: "a reversal is never written",
    sql: trigger(
      "forget_reversal",
      "BEFORE INSERT ON entries",
      "IF NEW.kind = 'reverse' THEN RETURN NULL; END IF; RETURN NEW;",
    ),
  },
  {
    name: "spend-twice",
    law: "law 7",
    what: "points that were taken from a lot are still there for the next who asks",
    sql: trigger(
      "spend_twice",
      "BEFORE UPDATE ON lots",
      "IF NEW.remaining < OLD.remaining AND NEW.expired = OLD.expired THEN NEW.remaining := OLD.remaining; END IF; RETURN NEW;",
    ),
  },
  {
    name: "forget-the-return",
    law: "law 8",
    what: "a redemption whose points have come back still stands as it was, and can come back again",
    sql: trigger(
      "forget_return",
      "BEFORE UPDATE ON redemptions",
      "IF NEW.status = 'returned' THEN NEW.status := OLD.status; END IF; RETURN NEW;",
    ),
  },
  {
    name: "ceil",
    law: "law 9",
    what: "every rule rounds up",
    sql: spoiltPrograms(
      `jsonb_set(v.body, '{earning,rules}', (SELECT jsonb_agg(jsonb_set(r, '{rounding}', '"ceil"')) FROM jsonb_array_elements(v.body->'earning'->'rules') r))`,
    ),
    rewrite: readSpoilt,
  },
  {
    name: "change-a-version",
    law: "law 10",
    what: "publishing changes the version before",
    sql: `DROP TRIGGER program_versions_frozen ON program_versions;${trigger(
      "change_version",
      "AFTER INSERT ON program_versions",
      `UPDATE program_versions SET body = NEW.body WHERE shop_id = NEW.shop_id AND version = NEW.version - 1; RETURN NULL;`,
    )}`,
  },
  {
    name: "float-ids",
    law: "law 11",
    what: "webhooks are read with ids as floats",
    post: (letter) => ({ ...letter, body: JSON.stringify(JSON.parse(letter.body)) }),
  },
  {
    name: "forget-the-merge",
    law: "law 12",
    what: "merges of customers are never heard of",
    post: (letter) => (letter.topic === "customers/merge" ? null : letter),
  },
  {
    name: "forget-what-was-given",
    law: "caps",
    what: "what a capped rule has given today is forgotten",
    sql: trigger("forget_given", "BEFORE INSERT ON rule_usage", "RETURN NULL;"),
  },
  {
    name: "count-twice",
    law: "tiers",
    what: "the review of everybody counts each purchase twice, evaluating one member does not",
    rewrite: (text) =>
      text
        .replaceAll("o.goods_left_minor AS spent", "2 * o.goods_left_minor AS spent")
        .replaceAll("1 AS orders", "2 AS orders"),
  },
  {
    name: "tier-for-ever",
    law: "tiers",
    what: "nobody ever loses a tier",
    sql: trigger(
      "tier_for_ever",
      "BEFORE UPDATE ON member_tiers",
      "IF OLD.tier_id <> 'bronze' AND NEW.tier_id = 'bronze' THEN NEW.tier_id := OLD.tier_id; END IF; RETURN NEW;",
    ),
  },
  {
    name: "wrong-calendar",
    law: "law 14",
    what: "the shop's days are counted in another zone",
    sql: trigger(
      "wrong_calendar",
      "BEFORE INSERT ON shops",
      "NEW.time_zone := 'Pacific/Kiritimati'; RETURN NEW;",
    ),
  },
];

export function findFault(name: string): Fault {
  const fault = FAULTS.find((one) => one.name === name);
  if (fault === undefined)
    throw new Error(`There is no fault "${name}": ${FAULTS.map((one) => one.name).join(", ")}`);
  return fault;
}
