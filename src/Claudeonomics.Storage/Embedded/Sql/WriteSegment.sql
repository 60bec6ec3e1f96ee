-- A checkpoint's or a merging's rows of one day.
INSERT INTO rollup_segment (day, segment, level) VALUES (@day, @segment, @level);
