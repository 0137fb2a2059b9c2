use super::*;
use crate::gateway::gate::Gate;
use crate::gateway::post::{AtSend, Post};
use crate::gateway::tests::{answered, merchant};
use crate::gateway::transport::Exchange;
use crate::gateway::wire::SignedRequest;
use crate::world::Clock;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use time::OffsetDateTime;

/// The months' lists, one for each page that is asked for: it changes while it is read.
struct Changing {
    lists: Vec<Vec<String>>,
    asked: Mutex<usize>,
}

impl Clock for Changing {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::UNIX_EPOCH
    }

    fn uptime(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _: Duration) {}
}

impl Post for Changing {
    fn post(&self, request: &SignedRequest, _: AtSend) -> Exchange {
        let mut asked = self.asked.lock().unwrap();
        let list = &self.lists[(*asked).min(self.lists.len() - 1)];
        *asked += 1;
        let page: usize = request
            .body
            .split('&')
            .find_map(|pair| pair.strip_prefix("page="))
            .unwrap()
            .parse()
            .unwrap();
        let rows: Vec<&str> = list
            .iter()
            .skip((page - 1) * 100)
            .take(100)
            .map(String::as_str)
            .collect();
        answered(format!(
            r#"{{"respcd":"0000","page_size":100,"data":[{}]}}"#,
            rows.join(",")
        ))
    }
}

fn row(number: usize) -> String {
    format!(r#"{{"order_type":"payment","syssn":"{number}"}}"#)
}

/// Reads a list that is one thing for the first page and then another; returns the numbers that were found
/// and how many pages were asked for.
fn read(lists: [Vec<usize>; 2]) -> (HashSet<String>, usize) {
    let lists = lists.map(|list| list.into_iter().map(row).collect());
    let gateway = Arc::new(Changing {
        lists: lists.to_vec(),
        asked: Mutex::default(),
    });
    let merchant = merchant("A", "k");
    let enquirer = Enquirer {
        merchant: &merchant,
        post: &*gateway,
        gate: &Gate::new([], Arc::<Changing>::clone(&gateway)),
        clock: &*gateway,
        go_on: &|| true,
        until: None,
    };
    let pages = whole_list(
        &enquirer,
        HkMonth::parse("2026-01").unwrap(),
        &mut 0,
        |_| true,
    )
    .unwrap();
    let found = pages.fitting.into_iter().filter_map(|row| row.syssn);
    (found.collect(), *gateway.asked.lock().unwrap())
}

#[test]
fn a_row_that_moves_while_a_list_is_read_is_found() {
    let all: Vec<usize> = (0..250).collect();
    let put = |at: usize, to: usize| {
        let mut list = all.clone();
        let row = list.remove(at);
        list.insert(to, row);
        list
    };
    for (then, asked) in [
        (all.clone(), 3),
        // From a page to come to the first one, and from the first one to the last.
        (put(150, 0), 6),
        (put(10, 249), 6),
    ] {
        let (found, pages) = read([all.clone(), then]);
        assert_eq!((found.len(), pages), (250, asked));
    }
}

#[test]
fn what_comes_in_front_meanwhile_is_found_too() {
    let before: Vec<usize> = (1..=199).collect();
    let (found, pages) = read([before, (0..=199).collect()]);
    // 200 rows are two full pages, behind which a third is asked for.
    assert_eq!((found.len(), pages), (200, 6));
}
