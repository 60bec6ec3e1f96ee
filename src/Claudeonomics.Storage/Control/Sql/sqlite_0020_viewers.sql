-- Version 19 of control: the numbers that stand for viewers in the marks of pages.

-- viewer: a person's id, key:ID, or administrator; NULL once the person was erased. AUTOINCREMENT: a number that was given out is never given out again.
CREATE TABLE viewer_number (
    number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    viewer TEXT NULL
);
CREATE UNIQUE INDEX ix_viewer_number_viewer ON viewer_number (viewer);
