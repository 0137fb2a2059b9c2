//! A profile whose currency was put right: what was written down in the other one is not sent in this.

use crate::support::sandbox::{PAYMENT, Run, profile};
use crate::support::stub::http_reply;
use crate::support::{Act, Sandbox, Stub};

/// A shop whose profile says HKD, at a gateway that answers like this.
struct Shop {
    sandbox: Sandbox,
    stub: Stub,
}

impl Shop {
    fn new(acts: Vec<Act>) -> Self {
        let stub = Stub::start(acts);
        let sandbox = Sandbox::new();
        let shop = Self { sandbox, stub };
        shop.use_currency("HKD");
        shop
    }

    fn use_currency(&self, currency: &str) {
        let text = profile(
            &self.stub.url(),
            "clearing_pause = false\nrate_limit = \"none\"\n",
        );
        let text = text.replace("HKD", currency);
        assert!(text.contains(currency), "{text}");
        self.sandbox.write_config(&text);
    }

    fn run(&self, line: &str) -> Run {
        let more = ["--profile", "stub", "--output", "json"];
        let words: Vec<&str> = line.split_whitespace().chain(more).collect();
        self.sandbox.run(&words)
    }
}

fn too_many() -> Act {
    Act::Custom(Box::new(|stream, _| {
        let _ = stream.write_all(&http_reply("429 Too Many Requests", "", b"{}"));
    }))
}

#[test]
fn what_was_planned_in_another_currency_is_not_taken_up() {
    for more in ["--reference P", ""] {
        let shop = Shop::new(vec![too_many()]);
        let planned = shop.run(&format!("issue {PAYMENT} --amount 20.00 --yes {more}"));
        assert_eq!(planned.code, 4, "{planned:?}");
        let number = planned.json()["out_trade_no"].as_str().unwrap().to_owned();
        let sent = shop.stub.connections();
        shop.use_currency("JPY");
        let refused = shop.run(&format!("issue {PAYMENT} --amount 2000 --yes {more}"));
        assert_eq!(
            (refused.code, &refused.json()["cause"]),
            (8, &"currency".into())
        );
        let why = format!(
            "{number} was written down as HKD 20.00, and the currency of the profile is JPY now"
        );
        assert!(refused.stderr.contains(&why), "{refused:?}");
        assert!(refused.stderr.contains("qfrefund cancel"), "{refused:?}");
        let dry = shop.run(&format!("issue {PAYMENT} --amount 2000 --dry-run {more}"));
        assert!(dry.stderr.contains(&why), "{dry:?}");
        assert_eq!(shop.stub.connections(), sent, "{more}");
        // Set back, it is taken up under its number.
        shop.use_currency("HKD");
        let dry = shop.run(&format!("issue {PAYMENT} --amount 20.00 --dry-run {more}"));
        assert!(!dry.stderr.contains("would not be sent"), "{dry:?}");
    }
}

#[test]
fn what_was_sent_in_another_currency_is_not_sent_again() {
    let shop = Shop::new(vec![Act::CloseAfterReading]);
    let lost = shop.run(&format!("issue {PAYMENT} --amount 20.00 --yes"));
    assert_eq!(lost.code, 6, "{lost:?}");
    let number = lost.json()["out_trade_no"].as_str().unwrap().to_owned();
    shop.use_currency("JPY");
    let refused = shop.run(&format!("resolve --resend {number} --yes"));
    assert_eq!(
        (refused.code, shop.stub.connections()),
        (8, 1),
        "{refused:?}"
    );
    let why = format!(
        "{number} was written down as HKD 20.00, and the currency of the profile is JPY now"
    );
    assert!(refused.stderr.contains(&why), "{refused:?}");
}
