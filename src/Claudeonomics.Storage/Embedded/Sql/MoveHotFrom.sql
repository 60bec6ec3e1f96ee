-- Days before it have no hours any more.
UPDATE checkpoint SET hot_from = @hot_from WHERE id = 1;
