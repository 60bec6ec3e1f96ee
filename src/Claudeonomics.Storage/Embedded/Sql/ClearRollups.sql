-- Everything that is folded from the batches.
DELETE FROM rollup_block; DELETE FROM rollup_segment; DELETE FROM checkpoint; DELETE FROM dimension; DELETE FROM agent;
