-- All signed heads, oldest first.
SELECT seq, hash, signed_at, signature FROM ledger_head ORDER BY seq;
