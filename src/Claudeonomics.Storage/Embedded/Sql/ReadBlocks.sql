-- All blocks, in any order.
SELECT day, kind, segment, first_key, body FROM rollup_block;
