-- All segments, by day, oldest first.
SELECT day, segment, level FROM rollup_segment ORDER BY day, segment;
