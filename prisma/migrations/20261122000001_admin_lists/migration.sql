-- What changed lately, on the home page: everything but earning (the orders tell that) and what merely came due. Few entries
-- are of these kinds, so that an import of a history pays next to nothing for the index.
CREATE INDEX entries_lately ON entries (shop_id, at) WHERE kind IN ('reverse', 'redeem', 'return', 'adjust', 'transfer');
