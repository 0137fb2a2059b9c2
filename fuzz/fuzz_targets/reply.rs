//! Any bytes as the reply to a refund.

#![no_main]

use libfuzzer_sys::fuzz_target;
use qfrefund::gateway::wire::RefundReply;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(reply) = RefundReply::parse(bytes) {
        assert_eq!(RefundReply::parse(bytes), Ok(reply));
    }
});
