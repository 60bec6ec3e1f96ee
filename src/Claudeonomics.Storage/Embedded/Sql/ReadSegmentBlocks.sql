-- All rows of one kind of a segment, in order of their keys.
SELECT body, first_key FROM rollup_block WHERE day = @day AND kind = @kind AND segment = @segment ORDER BY first_key;
