-- Heads before the one with which the chain now begins.
DELETE FROM ledger_head WHERE seq < @seq;
