-- What tells this journal from every other; a copy has the same. Made once, with the schema.
CREATE TABLE journal (
  id TEXT NOT NULL
) STRICT;
INSERT INTO journal VALUES (lower(hex(randomblob(16))));
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the identity is never changed'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the identity is never deleted'); END;
CREATE TRIGGER journal_no_insert BEFORE INSERT ON journal
BEGIN SELECT RAISE(ABORT, 'there is one identity'); END;

-- A payment is one thing, whoever asks: the gateway's number is its own in each environment, and no
-- app code, shop number or address makes another payment of it.
CREATE TABLE payments (
  syssn       TEXT NOT NULL,
  environment TEXT NOT NULL,
  txamt       INTEGER NOT NULL CHECK (txamt > 0),
  currency    TEXT NOT NULL,
  pay_type    TEXT,
  paid_at     TEXT,
  seen_at     INTEGER NOT NULL,
  -- Digest of all the others.
  seal        BLOB NOT NULL,
  PRIMARY KEY (syssn, environment)
) STRICT, WITHOUT ROWID;

-- Whose gateway has signed a reply: from then on one without a signature proves nothing.
CREATE TABLE signing (
  environment TEXT NOT NULL,
  merchant    TEXT NOT NULL,
  seen_at     INTEGER NOT NULL,
  PRIMARY KEY (environment, merchant)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER signing_no_update BEFORE UPDATE ON signing
BEGIN SELECT RAISE(ABORT, 'a signature once seen is not changed'); END;
CREATE TRIGGER signing_no_delete BEFORE DELETE ON signing
BEGIN SELECT RAISE(ABORT, 'a signature once seen is not forgotten'); END;

-- Which payment each order number was found to be. What is looked at offline goes by it, never a send.
CREATE TABLE orders (
  merchant TEXT NOT NULL,
  order_no TEXT NOT NULL,
  syssn    TEXT NOT NULL,
  seen_at  INTEGER NOT NULL,
  PRIMARY KEY (order_no, merchant)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER orders_no_update BEFORE UPDATE ON orders
BEGIN SELECT RAISE(ABORT, 'what an order number was found to be is not changed'); END;
CREATE TRIGGER orders_no_delete BEFORE DELETE ON orders
BEGIN SELECT RAISE(ABORT, 'what an order number was found to be is not forgotten'); END;

CREATE TABLE intents (
  id           INTEGER PRIMARY KEY,
  merchant     TEXT NOT NULL,
  environment  TEXT NOT NULL,
  profile      TEXT NOT NULL,
  out_trade_no TEXT NOT NULL,
  syssn        TEXT NOT NULL,
  txamt        INTEGER NOT NULL CHECK (txamt > 0),
  currency     TEXT NOT NULL,
  -- As it was given; otherwise it is that of `requested_at`.
  txdtm        TEXT,
  udid         TEXT,
  reference    TEXT,
  -- The reference as it looks.
  reference_folded TEXT,
  reason       TEXT,
  request      BLOB NOT NULL,
  batch        TEXT,
  batch_row    INTEGER,
  replaces     TEXT,
  operator     TEXT NOT NULL,
  created_at   INTEGER NOT NULL,
  state        TEXT NOT NULL,
  updated_at   INTEGER NOT NULL,
  sent_at      INTEGER,
  attempt      INTEGER NOT NULL,
  resends      INTEGER NOT NULL,
  refund_syssn TEXT,
  respcd       TEXT,
  resperr      TEXT,
  lease_until  INTEGER,
  lease_owner  TEXT,
  -- An operator's last word on it: closed or cancelled.
  decided_at   INTEGER,
  decided_by   TEXT,
  note         TEXT,
  -- What the gateway told of its settlement, as JSON, and the day that follows from it.
  settlement   TEXT,
  settled_at   INTEGER,
  -- When the request that is sent was made; a resend is the same request.
  requested_at INTEGER,
  -- Whether its amount is gone, or may be: `State::is_live`.
  live         INTEGER GENERATED ALWAYS AS (state IN ('sending', 'refunded', 'pending', 'unknown',
    'closed_refunded_elsewhere', 'closed_written_off')) VIRTUAL,
  CHECK ((state = 'sending') = (lease_until IS NOT NULL))
) STRICT;

CREATE UNIQUE INDEX intents_number ON intents (out_trade_no, merchant);
CREATE INDEX intents_reference ON intents (reference, merchant) WHERE reference IS NOT NULL;
CREATE INDEX intents_replaces ON intents (replaces, merchant) WHERE replaces IS NOT NULL;
CREATE INDEX intents_alike ON intents (reference_folded, merchant)
  WHERE reference_folded IS NOT NULL;
CREATE INDEX intents_retried ON intents (batch) WHERE batch IS NOT NULL AND replaces IS NOT NULL;
CREATE UNIQUE INDEX intents_sending ON intents (syssn, environment) WHERE state = 'sending';
CREATE INDEX intents_open ON intents (syssn, environment) WHERE state IN ('pending', 'unknown');
CREATE INDEX intents_planned ON intents (merchant) WHERE state = 'planned' AND batch IS NULL;
CREATE INDEX intents_payment ON intents (syssn, environment);
CREATE INDEX intents_merchant ON intents (merchant);
CREATE INDEX intents_created ON intents (created_at);
CREATE INDEX intents_amount ON intents (txamt);
CREATE INDEX intents_operator ON intents (operator);
CREATE INDEX intents_batch ON intents (batch) WHERE batch IS NOT NULL;
CREATE INDEX intents_state ON intents (state) WHERE state <> 'refunded';

-- Rows of files that were left out as twins of refunds that were not done: where such a twin comes to nothing,
-- they are told. They decide nothing.
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

-- Which merchant each key belongs to, and since when. Every change is a row of its own, each with the
-- hash of the one before; the newest row of a key holds. A key that stands under its own name is a
-- merchant of its own.
CREATE TABLE merchants (
  seq         INTEGER PRIMARY KEY,
  key         TEXT NOT NULL,
  merchant    TEXT NOT NULL,
  environment TEXT NOT NULL,
  profile     TEXT NOT NULL,
  at          INTEGER NOT NULL,
  operator    TEXT NOT NULL,
  host        TEXT NOT NULL,
  process     INTEGER NOT NULL,
  note        TEXT,
  prev_hash   BLOB NOT NULL,
  hash        BLOB NOT NULL
) STRICT;

CREATE INDEX merchants_key ON merchants (key);
CREATE INDEX merchants_merchant ON merchants (merchant);
CREATE VIEW merchant_keys AS
  SELECT merchant, key FROM merchants AS newest
  WHERE seq = (SELECT max(seq) FROM merchants WHERE key = newest.key);

CREATE TRIGGER merchants_no_update BEFORE UPDATE ON merchants
BEGIN SELECT RAISE(ABORT, 'what was settled is never changed'); END;
CREATE TRIGGER merchants_no_delete BEFORE DELETE ON merchants
BEGIN SELECT RAISE(ABORT, 'what was settled is never deleted'); END;

-- What the rows of each batch add up to, kept by the triggers below.
CREATE TABLE batch_totals (
  batch    TEXT NOT NULL,
  merchant TEXT NOT NULL,
  state    TEXT NOT NULL,
  currency TEXT NOT NULL,
  count    INTEGER NOT NULL,
  sum      INTEGER NOT NULL,
  PRIMARY KEY (batch, merchant, state, currency)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER batch_enters AFTER INSERT ON intents WHEN NEW.batch IS NOT NULL
BEGIN
  INSERT INTO batch_totals VALUES (NEW.batch, NEW.merchant, NEW.state, NEW.currency, 1, NEW.txamt)
  ON CONFLICT DO UPDATE SET count = count + 1, sum = sum + excluded.sum;
END;
CREATE TRIGGER batch_leaves AFTER UPDATE OF state, batch ON intents
WHEN OLD.batch IS NOT NULL AND (NEW.state <> OLD.state OR NEW.batch IS NOT OLD.batch)
BEGIN
  UPDATE batch_totals SET count = count - 1, sum = sum - OLD.txamt
  WHERE batch = OLD.batch AND merchant = OLD.merchant AND state = OLD.state
    AND currency = OLD.currency;
END;
CREATE TRIGGER batch_joins AFTER UPDATE OF state, batch ON intents
WHEN NEW.batch IS NOT NULL AND (NEW.state <> OLD.state OR NEW.batch IS NOT OLD.batch)
BEGIN
  INSERT INTO batch_totals VALUES (NEW.batch, NEW.merchant, NEW.state, NEW.currency, 1, NEW.txamt)
  ON CONFLICT DO UPDATE SET count = count + 1, sum = sum + excluded.sum;
END;

-- What each merchant's live refunds add up to, by the day in Hong Kong (UTC+8) of their claim and by that
-- of the gateway's time of them; where that is not known it is the same. The clock here may have been
-- wrong, and so may a time that the gateway tells.
CREATE TABLE day_totals (
  merchant TEXT NOT NULL,
  currency TEXT NOT NULL,
  day      INTEGER NOT NULL,
  settled  INTEGER NOT NULL,
  sum      INTEGER NOT NULL,
  PRIMARY KEY (merchant, currency, day, settled)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER day_leaves AFTER UPDATE OF state, sent_at, settled_at ON intents
WHEN OLD.live AND OLD.sent_at IS NOT NULL
  AND (NOT NEW.live OR NEW.sent_at IS NOT OLD.sent_at OR NEW.settled_at IS NOT OLD.settled_at)
BEGIN
  UPDATE day_totals SET sum = sum - OLD.txamt
  WHERE merchant = OLD.merchant AND currency = OLD.currency
    AND day = (OLD.sent_at + 28800000) / 86400000
    AND settled = (coalesce(OLD.settled_at, OLD.sent_at) + 28800000) / 86400000;
END;
CREATE TRIGGER day_enters AFTER UPDATE OF state, sent_at, settled_at ON intents
WHEN NEW.live AND NEW.sent_at IS NOT NULL
  AND (NOT OLD.live OR NEW.sent_at IS NOT OLD.sent_at OR NEW.settled_at IS NOT OLD.settled_at)
BEGIN
  INSERT INTO day_totals
  VALUES (NEW.merchant, NEW.currency, (NEW.sent_at + 28800000) / 86400000,
    (coalesce(NEW.settled_at, NEW.sent_at) + 28800000) / 86400000, NEW.txamt)
  ON CONFLICT DO UPDATE SET sum = sum + excluded.sum;
END;

CREATE TABLE events (
  seq          INTEGER PRIMARY KEY,
  intent       INTEGER NOT NULL REFERENCES intents (id),
  at           INTEGER NOT NULL,
  operator     TEXT NOT NULL,
  host         TEXT NOT NULL,
  process      INTEGER NOT NULL,
  event        TEXT NOT NULL,
  observed     TEXT,
  from_state   TEXT,
  to_state     TEXT NOT NULL,
  attempt      INTEGER,
  respcd       TEXT,
  text         TEXT,
  digest       BLOB,
  refund_syssn TEXT,
  elapsed_ms   INTEGER,
  note         TEXT,
  settlement   TEXT,
  -- Where it was sent, or looked for: address, app code and shop number.
  endpoint     TEXT,
  prev_hash    BLOB NOT NULL,
  hash         BLOB NOT NULL
) STRICT;

CREATE INDEX events_intent ON events (intent);

-- How far the journal has come, kept by the triggers below: what is cut off its end is missed.
CREATE TABLE head (
  one      INTEGER PRIMARY KEY CHECK (one = 1),
  seq      INTEGER NOT NULL,
  hash     BLOB NOT NULL,
  intents  INTEGER NOT NULL,
  payments INTEGER NOT NULL
) STRICT;
INSERT INTO head VALUES (1, 0, zeroblob(32), 0, 0);

CREATE TRIGGER head_event AFTER INSERT ON events
BEGIN UPDATE head SET seq = NEW.seq, hash = NEW.hash; END;
CREATE TRIGGER head_intent AFTER INSERT ON intents
BEGIN UPDATE head SET intents = intents + 1; END;
CREATE TRIGGER head_payment AFTER INSERT ON payments
BEGIN UPDATE head SET payments = payments + 1; END;

CREATE TRIGGER payments_no_delete BEFORE DELETE ON payments
BEGIN SELECT RAISE(ABORT, 'payments are never deleted'); END;
CREATE TRIGGER events_no_update BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
CREATE TRIGGER events_no_delete BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
CREATE TRIGGER intents_no_delete BEFORE DELETE ON intents
BEGIN SELECT RAISE(ABORT, 'intents are never deleted'); END;
-- A number stands for one merchant, payment and amount for ever.
CREATE TRIGGER intents_fixed
BEFORE UPDATE OF merchant, environment, out_trade_no, syssn, txamt, reference, reference_folded,
  replaces
ON intents
BEGIN SELECT RAISE(ABORT, 'what was wanted is never changed'); END;
-- A reference stands for one refund. A further attempt at it names the newest one, and takes its place
-- when that and all before it are settled and nothing was executed: `State::may_be_replaced`.
CREATE TRIGGER intents_again BEFORE INSERT ON intents
WHEN NEW.reference IS NOT NULL OR NEW.replaces IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'the reference has another refund') FROM intents
  WHERE reference = NEW.reference AND merchant = NEW.merchant
    AND (NEW.replaces IS NULL OR state NOT IN ('declined', 'cancelled', 'closed_not_refunded'));
  SELECT RAISE(ABORT, 'the newest attempt is another one') FROM intents
  WHERE id = (SELECT max(id) FROM intents
      WHERE reference = NEW.reference AND merchant = NEW.merchant)
    AND out_trade_no IS NOT NEW.replaces;
  SELECT RAISE(ABORT, 'the attempt before is not settled') FROM intents
  WHERE out_trade_no = NEW.replaces AND merchant = NEW.merchant
    AND state NOT IN ('declined', 'cancelled', 'closed_not_refunded');
END;
-- What the gateway shows later must find room; but no attempt is sent beside another that may be done.
CREATE TRIGGER intents_attempts BEFORE UPDATE OF state ON intents
WHEN NEW.state = 'sending' AND (NEW.reference IS NOT NULL OR NEW.replaces IS NOT NULL)
BEGIN
  SELECT RAISE(ABORT, 'another attempt may be done') FROM intents
  WHERE reference = NEW.reference AND merchant = NEW.merchant AND live AND id <> NEW.id;
  SELECT RAISE(ABORT, 'the attempt before may be done') FROM intents
  WHERE out_trade_no = NEW.replaces AND merchant = NEW.merchant AND live;
END;
-- Another batch may take over what is open: nothing that is being sent or settled, and never back
-- into none.
CREATE TRIGGER intents_adopted BEFORE UPDATE OF batch, batch_row ON intents
WHEN OLD.state NOT IN ('planned', 'pending', 'unknown')
  OR NEW.batch IS NULL OR NEW.batch_row IS NULL
BEGIN SELECT RAISE(ABORT, 'this refund stays where it is'); END;

-- Facts that come from the gateway must always find room; only a new send is held to the rest.
CREATE TRIGGER intents_rest AFTER UPDATE OF state ON intents
WHEN OLD.state = 'planned' AND NEW.state = 'sending'
BEGIN
  SELECT RAISE(ABORT, 'more than the rest of the payment') FROM payments
  WHERE syssn = NEW.syssn AND environment = NEW.environment
    AND (currency <> NEW.currency OR txamt < (
      SELECT sum(txamt) FROM intents
      WHERE syssn = NEW.syssn AND environment = NEW.environment AND live));
END;
