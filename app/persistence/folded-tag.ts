/**
 * `t.tag` as `foldCase` of the domain folds it: full case mapping by Unicode, whatever the database's own language. Compare it with a text
 * that `foldCase` has folded.
 */
export const FOLDED_TAG = `normalize(replace(lower(upper(normalize(t.tag, NFC) COLLATE pg_unicode_fast)), 'ς', 'σ'), NFC) COLLATE "C"`;
