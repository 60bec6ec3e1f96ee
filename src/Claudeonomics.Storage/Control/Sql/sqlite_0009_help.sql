-- Version 9 of control: what people help with, and who said it helped. They go with the person.

-- topics: one a line. published_as: how the person took part then.
CREATE TABLE help_offer (
    person_id TEXT NOT NULL PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    topics TEXT NOT NULL,
    note TEXT NOT NULL,
    published_as INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
);

-- Once for a pair of people. day: a company day.
CREATE TABLE accepted_help (
    helper_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    helped_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    day TEXT NOT NULL,
    PRIMARY KEY (helper_id, helped_id)
);
CREATE INDEX ix_accepted_help_helped_id ON accepted_help (helped_id);
