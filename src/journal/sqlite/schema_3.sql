-- Whoever has the gateway's own number of a refund asks for it by that.
CREATE INDEX intents_refund_syssn ON intents (refund_syssn) WHERE refund_syssn IS NOT NULL;
