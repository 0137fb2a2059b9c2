//! Any bytes as a page of an enquiry's answer.

#![no_main]

use libfuzzer_sys::fuzz_target;
use qfrefund::gateway::enquiry::{Unread, parse_page, shown};
use qfrefund::gateway::signature::SignType;
use qfrefund::gateway::transport::Reply;
use qfrefund::gateway::wire::Merchant;
use secrecy::SecretString;

fuzz_target!(|bytes: &[u8]| {
    let merchant = Merchant {
        app_code: "A".to_owned(),
        client_key: SecretString::from("k"),
        mchid: None,
        sign_type: SignType::Md5,
        signing: Default::default(),
    };
    let mut reply = Reply {
        retry_after: None,
        age: None,
        status: 200,
        signature: None,
        sign_type: None,
        date: None,
        body: bytes.to_vec(),
    };
    if let Ok(page) = parse_page(&reply, &merchant) {
        for row in &page.rows {
            // What a row means is judged for any row, however odd.
            let _ = (row.code(), row.outcome());
        }
        // So is what they say together of each payment among them.
        for number in page.rows.iter().filter_map(|row| row.syssn.as_deref()) {
            match shown(&page.rows, number) {
                Ok(shown) => assert!(shown.refunds.len() < page.rows.len()),
                Err(Unread::Field(field)) => assert!(!field.to_string().contains(char::is_control)),
                Err(Unread::NoPayment | Unread::ARefund) => {}
            }
        }
        reply.signature = Some("0".repeat(32));
        assert!(
            parse_page(&reply, &merchant).is_err(),
            "a forged signature passed"
        );
    }
});
