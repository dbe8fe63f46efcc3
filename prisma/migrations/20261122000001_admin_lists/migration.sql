-- What changed lately, on the home page: everything but earning (the orders tell that) and what merely came due. Few entries
-- are of these kinds, so that an import of a history pays next to nothing for the index.
CREATE INDEX entries_lately ON entries (shop_id, at) WHERE kind IN ('reverse', 'redeem', 'return', 'adjust', 'transfer');

-- The members page of a million members: each sort walks an index, from any page on, and the few who don't take part are
-- found without looking through all who do.
CREATE INDEX members_by_spent ON members (shop_id, spent_minor, member_id);
CREATE INDEX members_by_last_order ON members (shop_id, coalesce(last_order_on, '-infinity'), member_id);
CREATE INDEX members_aside ON members (shop_id, participation) WHERE participation IN ('left', 'excluded', 'outside');
