-- Signed heads, in order.
SELECT seq, hash, signed_at, signature FROM access_head ORDER BY seq;
