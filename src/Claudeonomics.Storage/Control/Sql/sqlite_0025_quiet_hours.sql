-- Version 25 of control: hours of one's own day in which supervised time does not count.

-- Such as 22:00-07:00, in the person's time zone.
ALTER TABLE person ADD COLUMN quiet_hours TEXT NULL;
