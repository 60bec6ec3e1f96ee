-- Forgets the batches up to a signed head.
DELETE FROM access_batch WHERE seq <= @seq;
