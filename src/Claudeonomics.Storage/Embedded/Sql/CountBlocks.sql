-- How many blocks of each kind a segment has.
SELECT day, kind, segment, count(*) FROM rollup_block GROUP BY day, kind, segment ORDER BY day, kind, segment;
