-- What a refund is called is compared as it looks, its number as well as its reference.
ALTER TABLE intents ADD COLUMN number_folded TEXT;
CREATE INDEX intents_number_alike ON intents (number_folded, merchant);
DROP TRIGGER intents_fixed;
-- A number stands for one merchant, payment and amount for ever.
CREATE TRIGGER intents_fixed
BEFORE UPDATE OF merchant, environment, out_trade_no, number_folded, syssn, txamt, reference,
  reference_folded, replaces
ON intents
BEGIN SELECT RAISE(ABORT, 'what was wanted is never changed'); END;

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
