-- Version 11 of control: who lets others see their streak.

ALTER TABLE person ADD COLUMN shares_streak INTEGER NOT NULL DEFAULT 0;
