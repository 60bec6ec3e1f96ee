-- A segment that was merged into another.
DELETE FROM rollup_segment WHERE day = @day AND segment = @segment;
