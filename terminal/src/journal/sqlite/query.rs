//! Queries as statements.

use rusqlite::types::Value;

use super::row::{COLUMNS, date_text};
use crate::journal::{Order, Query, Sequence};

/// A statement and its values.
#[derive(Debug)]
pub(super) struct Search {
    index: &'static str,
    condition: &'static str,
    values: Vec<Value>,
}

impl Search {
    /// The search for what a query asks for.
    pub(super) fn of(query: &Query<'_>) -> Self {
        match query {
            Query::All => Self::new("NOT INDEXED", "TRUE", []),
            Query::After(sequence) => Self::new("NOT INDEXED", "sequence > ?1", [number(*sequence)]),
            Query::Transaction(id) => {
                Self::new("INDEXED BY by_transaction", "\"transaction\" = ?1", [number(id.0)])
            }
            Query::Followers(id) => Self::new("INDEXED BY by_original", "original = ?1", [number(id.0)]),
            Query::Days(from, to) => {
                let days = [*from, *to].map(|day| Value::Text(date_text(day)));
                Self::new("INDEXED BY by_day", "kind = 'begun' AND day BETWEEN ?1 AND ?2", days)
            }
            Query::Batch(batch) => Self::new("INDEXED BY by_batch", "batch = ?1", [number((*batch).into())]),
            Query::Reference(reference) => {
                Self::new("INDEXED BY by_reference", "reference = ?1", [Value::Text((*reference).to_owned())])
            }
            Query::Stan(stan) => Self::new("INDEXED BY by_stan", "stan = ?1", [number(stan.number().into())]),
            Query::Kept(name) => {
                Self::new("INDEXED BY by_name", "name = ?1", [Value::Text((*name).to_owned())])
            }
        }
    }

    fn new<const N: usize>(index: &'static str, condition: &'static str, values: [Value; N]) -> Self {
        Self { index, condition, values: values.into() }
    }

    /// The statement: by the index, or by none and up to record `intact` where an index cannot be relied on.
    pub(super) fn statement(&self, order: Order, intact: Option<Sequence>) -> String {
        let direction = if order == Order::Backward { "DESC" } else { "ASC" };
        let (index, up_to) = match intact {
            None => (self.index, String::new()),
            Some(intact) => ("NOT INDEXED", format!(" AND sequence <= {intact}")),
        };
        let condition = self.condition;
        format!(
            "SELECT {COLUMNS} FROM records {index} WHERE {condition}{up_to} ORDER BY sequence {direction}"
        )
    }

    pub(super) fn values(self) -> Vec<Value> {
        self.values
    }
}

/// No record has a number beyond SQLite's.
fn number(value: u64) -> Value {
    Value::Integer(i64::try_from(value).unwrap_or(i64::MAX))
}
