-- All rows of a segment.
DELETE FROM rollup_block WHERE day = @day AND kind IN (1, 2, 3, 4, 5, 6, 7, 8) AND segment = @segment;
