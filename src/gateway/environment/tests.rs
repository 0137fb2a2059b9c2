use super::*;

#[test]
fn https_or_loopback_only() {
    for good in [
        "https://openapi-sg.qfapi.com",
        "https://gw.example:8443/",
        "http://127.0.0.1:8080",
        "http://localhost:1",
        "http://[::1]:9",
        "https://[2001:db8::1]",
    ] {
        assert!(BaseUrl::parse(good).is_ok(), "{good}");
    }
    for bad in [
        "",
        "openapi-hk.qfapi.com",
        "http://openapi-hk.qfapi.com",
        "ftp://localhost",
        "https://",
        "https://a/b",
        "https://a?b",
        "https://u:p@a",
        "https://a:0",
        "https://a:99999",
        "https://a:x",
        "http://127.0.0.1.evil.example",
        "https://a b",
        "http://localhost.evil.example",
        "https://[::1",
    ] {
        assert!(BaseUrl::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn a_host_that_can_be_read_in_two_ways_is_refused() {
    for bad in [
        "openapi%2dhk.qfapi.com",
        "openapi-hk%2eqfapi.com",
        "openapi-hk.qfapi.com%00",
        "evil;x=.y",
        "evil;openapi-hk.qfapi.com",
        "a,b",
        "a_b.example",
        "-a.example",
        "a-.example",
        "a..example",
        ".a",
        "a..",
        "a!b",
        "a|b",
        "a\"b",
        "{a}",
        "0x7f.1",
        "0x7f000001",
        "127.1",
        "2130706433",
        "127.0.0.1.",
        "127.0.0.01",
        "256.1.1.1",
        "a.1",
        "[127.0.0.1]",
        "[fe80::1%25eth0]",
        "[v1.x]",
        "[]",
        "::1",
        "[::1]x",
        "a[::1]",
        &"a".repeat(64),
        &["a"; 128].join("."),
    ] {
        let error = BaseUrl::parse(&format!("https://{bad}"));
        assert!(error.is_err(), "{bad}: {error:?}");
    }
    for good in [
        "xn--55qx5d.example",
        "a",
        "A-1.b2",
        "gw.example.",
        "10.0.0.1",
        "3com.example",
    ] {
        assert!(is_host(good), "{good}");
    }
    for bad in [
        "https://a:+443",
        "https://a:",
        "https://a: 1",
        "https://a:1:2",
    ] {
        assert!(BaseUrl::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn the_port_of_the_scheme_is_left_out() {
    for (given, kept) in [
        ("https://GW.example:443/", "https://gw.example"),
        ("https://gw.example:0443", "https://gw.example"),
        ("https://gw.example:80", "https://gw.example:80"),
        ("http://localhost:80", "http://localhost"),
        ("https://[2001:DB8::1]:443", "https://[2001:db8::1]"),
        ("https://[2001:db8::1]", "https://[2001:db8::1]"),
        ("http://[::1]:9", "http://[::1]:9"),
    ] {
        assert_eq!(BaseUrl::parse(given).unwrap().as_str(), kept);
    }
}

#[test]
fn every_named_host_is_recognised_however_it_is_written() {
    for environment in [
        Environment::Production,
        Environment::LiveTesting,
        Environment::Sandbox,
    ] {
        let url = BaseUrl::of(environment).unwrap();
        assert_eq!(url.belongs_to(), Some(environment));
        let shouted = url.as_str().to_uppercase().replace("HTTPS", "https");
        assert_eq!(
            BaseUrl::parse(&format!("{shouted}.:443"))
                .unwrap()
                .belongs_to(),
            Some(environment)
        );
    }
    assert_eq!(
        BaseUrl::parse("https://openapi-sg.qfapi.com")
            .unwrap()
            .belongs_to(),
        None
    );
}
