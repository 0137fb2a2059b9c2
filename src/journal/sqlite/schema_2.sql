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

-- Rows of files that were left out as twins of refunds that were not done: where such a twin comes to nothing,
-- they are told, and those that were given up are not sent.
CREATE TABLE left_out (
  batch       TEXT NOT NULL,
  batch_row   INTEGER NOT NULL,
  merchant    TEXT NOT NULL,
  twin        INTEGER NOT NULL REFERENCES intents (id),
  txamt       INTEGER NOT NULL,
  currency    TEXT NOT NULL,
  at          INTEGER NOT NULL,
  -- By an operator's word.
  given_up_at INTEGER,
  given_up_by TEXT,
  PRIMARY KEY (batch, batch_row, merchant)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER left_out_no_delete BEFORE DELETE ON left_out
BEGIN SELECT RAISE(ABORT, 'a row that was left out is not forgotten'); END;
