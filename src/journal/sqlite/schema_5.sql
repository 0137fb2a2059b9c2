-- Batches of which a portion of the rows is written down and the rest is still to come. Nothing of them is sent before:
-- where the import was broken off, running the file again ends it.
CREATE TABLE unfinished_imports (
  batch    TEXT NOT NULL PRIMARY KEY,
  begun_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
