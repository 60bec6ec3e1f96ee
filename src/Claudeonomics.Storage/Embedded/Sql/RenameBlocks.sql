-- Merged rows take the place of those they were merged from.
UPDATE rollup_block SET segment = @to WHERE day = @day AND kind IN (1, 2, 3, 4, 5, 6, 7, 8) AND segment = @from;
