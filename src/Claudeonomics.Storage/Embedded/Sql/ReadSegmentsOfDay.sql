-- The segments of one company day.
SELECT segment FROM rollup_segment WHERE day = @day ORDER BY segment;
