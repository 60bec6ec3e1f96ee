-- Version 23 of control: sessions that end when they are not used, and that their owners tell apart.

ALTER TABLE session ADD COLUMN way INTEGER NOT NULL DEFAULT 1;
ALTER TABLE session ADD COLUMN browser TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN last_seen_at INTEGER NOT NULL DEFAULT 0;

-- How those were opened that are open: with a key, or as somebody who has an account at the provider.
UPDATE session SET way = 2 WHERE key_id IS NOT NULL;
UPDATE session SET way = 3 WHERE key_id IS NULL AND person_id IN (SELECT person_id FROM sign_in_account);

-- When they were used last was not kept: they count as used now, so that nobody who came by a link is out at once.
UPDATE session SET last_seen_at = max(created_at, CAST(strftime('%s', 'now') AS INTEGER) * 1000);
