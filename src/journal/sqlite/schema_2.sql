-- How the file was called that each batch was first taken in from. It decides nothing.
CREATE TABLE batch_files (
  batch    TEXT NOT NULL PRIMARY KEY,
  file     TEXT NOT NULL,
  taken_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER batch_files_no_update BEFORE UPDATE ON batch_files
BEGIN SELECT RAISE(ABORT, 'the name of a file is not changed'); END;
CREATE TRIGGER batch_files_no_delete BEFORE DELETE ON batch_files
BEGIN SELECT RAISE(ABORT, 'the name of a file is not forgotten'); END;
