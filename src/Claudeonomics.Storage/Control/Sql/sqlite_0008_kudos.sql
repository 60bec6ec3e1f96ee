-- Version 8 of control: kudos, one for a pair of people and a week. They go with either.

-- week: its Monday, a company day. reason, given_as: see Kudos.
CREATE TABLE kudos (
    from_person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    to_person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    week TEXT NOT NULL,
    day TEXT NOT NULL,
    reason INTEGER NOT NULL,
    given_as INTEGER NOT NULL,
    PRIMARY KEY (from_person_id, to_person_id, week)
);
CREATE INDEX ix_kudos_to_person_id ON kudos (to_person_id);
CREATE INDEX ix_kudos_day ON kudos (day);
