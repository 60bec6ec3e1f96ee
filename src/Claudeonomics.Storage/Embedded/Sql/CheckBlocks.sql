-- "ok" when the index of the blocks finds each of them.
PRAGMA integrity_check(rollup_block);
