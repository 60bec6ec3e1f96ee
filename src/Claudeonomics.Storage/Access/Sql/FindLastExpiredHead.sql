-- The last signed head all of whose batches are old.
SELECT MAX(head.seq) FROM access_head AS head JOIN access_batch AS batch ON batch.seq = head.seq WHERE batch.last_at < @before;
