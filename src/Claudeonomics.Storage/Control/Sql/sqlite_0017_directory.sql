-- Version 17 of control: what the company's directory says through SCIM.

-- Only what answering the directory takes; what it sends besides is not kept.
CREATE TABLE directory_user (
    person_id TEXT NOT NULL PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    user_name TEXT NOT NULL,
    user_name_key TEXT NOT NULL,
    external_id TEXT NULL,
    given_name TEXT NULL,
    family_name TEXT NULL,
    display_name TEXT NULL,
    department TEXT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX ix_directory_user_user_name_key ON directory_user (user_name_key);
CREATE INDEX ix_directory_user_external_id ON directory_user (external_id);

-- team_id: the team that the group stands for; NULL for a group that is none.
CREATE TABLE directory_group (
    id TEXT NOT NULL PRIMARY KEY,
    display_name TEXT NOT NULL,
    display_name_key TEXT NOT NULL,
    external_id TEXT NULL,
    team_id TEXT NULL REFERENCES team (id) ON DELETE SET NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX ix_directory_group_display_name_key ON directory_group (display_name_key);
CREATE INDEX ix_directory_group_external_id ON directory_group (external_id);
CREATE INDEX ix_directory_group_team_id ON directory_group (team_id);

-- Who is in a group now; who was in which team when is in membership.
CREATE TABLE directory_group_member (
    group_id TEXT NOT NULL REFERENCES directory_group (id) ON DELETE CASCADE,
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    added_at INTEGER NOT NULL,
    PRIMARY KEY (group_id, person_id)
);
CREATE INDEX ix_directory_group_member_person_id ON directory_group_member (person_id);

-- Key kind 5 is the company directory's.
