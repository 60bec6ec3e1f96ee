-- Version 12 of control: skills, plugins and tool servers that identities used, and when they last did.

-- kind: 1 skill, 2 plugin, 3 tool server. last_day: a company day; rows go 62 days after it.
CREATE TABLE identity_tool (
    identity_number INTEGER NOT NULL REFERENCES identity (number) ON DELETE CASCADE,
    kind INTEGER NOT NULL,
    name TEXT NOT NULL,
    last_day TEXT NOT NULL,
    PRIMARY KEY (identity_number, kind, name)
);
CREATE INDEX ix_identity_tool_last_day ON identity_tool (last_day);
