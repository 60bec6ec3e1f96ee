-- Version 27 of control: what a reviewer decided about a finding stands until they decide again, also while an appeal waits.

ALTER TABLE integrity_finding ADD COLUMN decided_step INTEGER NULL;

-- Of what waits for a reviewer once more nothing tells what they decided before.
UPDATE integrity_finding SET decided_step = step WHERE decided_at IS NOT NULL AND step IN (2, 3, 5, 6);
