-- Sorted roll-up rows.
INSERT INTO rollup_block (day, kind, segment, first_key, body) VALUES (@day, @kind, @segment, @first_key, @body);
