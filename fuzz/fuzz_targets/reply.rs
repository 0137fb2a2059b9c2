//! Any bytes as the reply to a refund.

#![no_main]

use libfuzzer_sys::fuzz_target;
use qfrefund::gateway::wire::RefundReply;
use secrecy::SecretString;

fuzz_target!(|bytes: &[u8]| {
    let key = SecretString::from("0E32A59A8B454940A2FF390000000000");
    if let Ok(reply) = RefundReply::parse(bytes, &key) {
        assert_eq!(RefundReply::parse(bytes, &key), Ok(reply));
    }
});
