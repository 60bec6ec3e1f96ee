-- The block of a segment in which a key's rows are, if it has any.
SELECT body, first_key FROM rollup_block WHERE day = @day AND kind = @kind AND segment = @segment AND first_key <= @key
ORDER BY first_key DESC LIMIT 1;
