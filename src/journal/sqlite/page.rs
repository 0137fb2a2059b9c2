//! Reading one page of a filter.

use super::super::chain::millis;
use super::super::filter::{By, Called, Filter};
use super::super::record::{Cursor, MerchantKey, Record};
use super::{merchants, rows};
use crate::money::Amount;
use crate::refund::State;
use rusqlite::types::Value;
use rusqlite::{Connection, Result, params_from_iter};
use time::OffsetDateTime;

/// Reads one page of a filter.
pub(super) fn read(
    connection: &Connection,
    filter: &Filter,
    after: Option<Cursor>,
    limit: u32,
) -> Result<Vec<Record>> {
    // Further pages begin where the page before ended. Only the order of writing is that of the
    // ids.
    let span = match after {
        None if filter.by == By::Wanted => span(connection, filter)?,
        _ => (0, None),
    };
    let keys = match &filter.merchant {
        None => Vec::new(),
        Some(merchant) => merchants::read(connection)?.keys_of(merchant),
    };
    let (sql, values) = query(filter, &keys, span, after, limit);
    connection
        .prepare_cached(&sql)?
        .query_map(params_from_iter(values), rows::record)?
        .collect()
}

/// Writes the query of one page.
///
/// Exactly one condition may choose the index, the one that leaves the fewest rows; a `+` keeps
/// SQLite from choosing another. Every index gives its rows in the order of ids. That is the order
/// of time, too, but for what was written under a wrong clock: a span of time narrows down where to
/// look, and each row is asked for its own time.
pub(super) fn query(
    filter: &Filter,
    keys: &[MerchantKey],
    (first, end): (i64, Option<i64>),
    after: Option<Cursor>,
    limit: u32,
) -> (String, Vec<Value>) {
    let mut clauses = Clauses::default();
    if let Some(called) = &filter.called {
        clauses.called(called);
    }
    // What finds the rows finds their ids: a span of these must not be read through for them.
    let id = if filter.called.is_some() { "+id" } else { "id" };
    clauses.narrow(
        "reference",
        filter.reference.as_ref().map(ToString::to_string),
    );
    clauses.narrow("syssn", filter.syssn.as_ref().map(ToString::to_string));
    clauses.also("environment = ?", filter.environment.clone());
    // Few intents stay in one of these states, but a batch may be large.
    let states_first = filter.batch.is_some()
        && matches!(
            filter.states[..],
            [State::Sending | State::Pending | State::Unknown]
        );
    if states_first {
        clauses.states(&filter.states);
    }
    clauses.narrow("batch", filter.batch.clone());
    let amount = filter.amount.map(|amount| rows::signed(amount.minor()));
    clauses.narrow("txamt", amount);
    if !states_first {
        clauses.states(&filter.states);
    }
    clauses.narrow("operator", filter.operator.clone());
    match keys {
        [] => {}
        [merchant] => clauses.narrow("merchant", Some(merchant.as_str().to_owned())),
        // No index gives the rows of several keys in their order.
        keys => clauses.any_of("+merchant", keys),
    }
    let time = match filter.by {
        By::Wanted => "+created_at",
        By::Sent => "sent_at",
        By::Settled => "settled_at",
    };
    clauses.also(&format!("{id} >= ?"), Some(first));
    clauses.also(&format!("{id} < ?"), end);
    clauses.also(&format!("{time} >= ?"), filter.since.map(millis));
    clauses.also(&format!("{time} < ?"), filter.until.map(millis));
    clauses.also("updated_at >= ?", filter.changed_since.map(millis));
    clauses.also(
        &format!("{id} IN (SELECT intent FROM events WHERE seq > ?)"),
        filter.changed_after.map(rows::signed),
    );
    clauses.also(
        "+batch IN (SELECT batch FROM batch_files WHERE file = ?)",
        filter.file.clone(),
    );
    if filter.unsettled {
        clauses.join("+state = 'refunded' AND settled_at IS NULL");
    }
    let minor = |amount: Amount| rows::signed(amount.minor());
    clauses.also("+txamt >= ?", filter.least.map(minor));
    clauses.also("+txamt <= ?", filter.most.map(minor));
    let (order, beyond) = match filter.oldest_first {
        true => ("ASC", ">"),
        false => ("DESC", "<"),
    };
    clauses.also(
        &format!("{id} {beyond} ?"),
        after.map(|Cursor(after)| after),
    );
    let sql = format!(
        "SELECT {} FROM intents WHERE {} ORDER BY id {order} LIMIT {limit}",
        rows::RECORD,
        clauses.sql
    );
    (sql, clauses.values)
}

/// Returns the first id of a filter's time and the one behind its last.
fn span(connection: &Connection, filter: &Filter) -> Result<(i64, Option<i64>)> {
    let edge = |sql: &str, at: OffsetDateTime| -> Result<i64> {
        connection
            .prepare_cached(sql)?
            .query_row([millis(at)], |row| row.get(0))
    };
    let first = match filter.since {
        None => 0,
        Some(since) => edge(
            "SELECT coalesce(min(id), 0) FROM intents WHERE created_at >= ?1",
            since,
        )?,
    };
    let end = match filter.until {
        None => None,
        Some(until) => Some(edge(
            "SELECT coalesce(max(id), 0) + 1 FROM intents WHERE created_at < ?1",
            until,
        )?),
    };
    Ok((first, end))
}

#[derive(Default)]
struct Clauses {
    sql: String,
    values: Vec<Value>,
    chosen: bool,
}

impl Clauses {
    /// What has no value is no condition.
    fn also(&mut self, condition: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.join(condition);
            self.values.push(value.into());
        }
    }

    fn join(&mut self, condition: &str) {
        if !self.sql.is_empty() {
            self.sql.push_str(" AND ");
        }
        self.sql.push_str(condition);
    }

    /// Every name has an index of its own.
    fn called(&mut self, called: &Called) {
        let (condition, values): (fn(&str) -> String, Vec<String>) = match called {
            Called::Exactly(text) => (|name| format!("{name} = ?"), vec![text.clone()]),
            // No name has a sign behind the last of all.
            Called::Beginning(text) => (
                |name| format!("{name} >= ? AND {name} < ?"),
                vec![text.clone(), format!("{text}{}", char::MAX)],
            ),
        };
        let names = ["out_trade_no", "reference", "syssn", "refund_syssn"];
        let each = names.map(|name| format!("SELECT id FROM intents WHERE {}", condition(name)));
        self.join(&format!("id IN ({})", each.join(" UNION ALL ")));
        for _ in names {
            self.values.extend(values.iter().cloned().map(Value::from));
        }
        self.chosen = true;
    }

    fn narrow(&mut self, column: &str, value: Option<impl Into<Value>>) {
        let plus = if self.chosen { "+" } else { "" };
        self.chosen |= value.is_some();
        self.also(&format!("{plus}{column} = ?"), value);
    }

    fn any_of(&mut self, column: &str, keys: &[MerchantKey]) {
        let places = vec!["?"; keys.len()].join(", ");
        self.join(&format!("{column} IN ({places})"));
        self.values
            .extend(keys.iter().map(|key| Value::from(key.as_str().to_owned())));
    }

    /// Nearly everything is refunded in the end, so that state has no index: most rows fit it.
    fn states(&mut self, states: &[State]) {
        if states.is_empty() {
            return;
        }
        let names: Vec<String> = states
            .iter()
            .map(|state| format!("'{}'", state.name()))
            .collect();
        let names = names.join(", ");
        if self.chosen || states.contains(&State::Refunded) {
            self.join(&format!("+state IN ({names})"));
        } else {
            self.join(&format!("state IN ({names}) AND state <> 'refunded'"));
            self.chosen = true;
        }
    }
}
