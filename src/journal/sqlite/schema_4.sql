-- Why a row that was left out was given up, as far as somebody said so.
ALTER TABLE left_out ADD COLUMN given_up_note TEXT;
