/** History may raise them, silently (tier-store.ts). $1 shop. */
export const CHECK_TIERS = `
INSERT INTO tier_checks (shop_id, member_id, silent)
SELECT $1, member_id, true FROM slice_people WHERE NOT blocked AND EXISTS (SELECT FROM tier_reviews WHERE shop_id = $1)
ORDER BY member_id
ON CONFLICT DO NOTHING`;
