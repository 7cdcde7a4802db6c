//! Listings of the chapter "Data access".

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound::{Excluded, Unbounded};

use crate::performance::queues::mean_wait;

// ANCHOR: count
/// The queries of one request, counted where they are sent.
#[derive(Debug, Default)]
pub struct Queries {
    /// Statements sent. Each takes a round trip.
    pub sent: u32,
    /// Rows that came back.
    pub rows: usize,
}

/// A request has sent more queries than its route may.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{route} sent {sent} queries, and may send {max}")]
pub struct TooMany {
    route: &'static str,
    sent: u32,
    max: u32,
}

impl Queries {
    /// At the end of a request: an event for the graphs, and an error that
    /// fails a test. In production the caller only logs it.
    pub fn end(self, route: &'static str, max: u32) -> Result<(), TooMany> {
        let Self { sent, rows } = self;
        tracing::info!(route, sent, rows, max, "queries of a request");
        if sent > max {
            return Err(TooMany { route, sent, max });
        }
        Ok(())
    }
}
// ANCHOR_END: count

/// Rows by the order that they belong to.
pub type Table = BTreeMap<u32, Vec<&'static str>>;

/// One statement: `SELECT … FROM table WHERE order_id = ANY ($1)`.
pub fn select(table: &Table, orders: &[u32], queries: &mut Queries) -> Table {
    let found = |id: &u32| Some((*id, table.get(id)?.clone()));
    let answer: Table = orders.iter().filter_map(found).collect();
    queries.sent += 1;
    queries.rows += answer.values().map(Vec::len).sum::<usize>();
    answer
}

// ANCHOR: load
/// What belongs to each order, from each of `tables`: a query for each
/// order and table.
pub fn looped(ids: &[u32], tables: &[&Table], q: &mut Queries) -> Table {
    let mut page = Table::new();
    for id in ids {
        for table in tables {
            for (id, rows) in select(table, &[*id], q) {
                page.entry(id).or_default().extend(rows);
            }
        }
    }
    page
}

/// The same in one query for each table, however many orders there are.
pub fn batched(ids: &[u32], tables: &[&Table], q: &mut Queries) -> Table {
    let mut page = Table::new();
    for table in tables {
        for (id, rows) in select(table, ids, q) {
            page.entry(id).or_default().extend(rows);
        }
    }
    page
}
// ANCHOR_END: load

// ANCHOR: index
/// Pages read to find one row by its key in a B-tree with `entries` on each
/// page: one a level, and the page of the row.
pub fn pages_by_index(rows: u64, entries: u64) -> u32 {
    let (mut levels, mut reached) = (1, entries);
    while reached < rows && entries > 1 {
        levels += 1;
        reached = reached.saturating_mul(entries);
    }
    levels + 1
}

/// Pages read to find it without an index.
pub fn pages_by_scan(rows: u64, rows_on_page: u64) -> u64 {
    rows.div_ceil(rows_on_page)
}
// ANCHOR_END: index

// ANCHOR: pages
/// When an order was placed (in seconds), and its id, to make it unique.
pub type Key = (u32, u32);

/// An index on `(placed, id)`, and how many of its entries were read.
#[derive(Debug, Default)]
pub struct Orders {
    index: BTreeSet<Key>,
    read: usize,
}

impl Orders {
    /// `ORDER BY placed DESC, id DESC OFFSET skip LIMIT limit`
    pub fn at_offset(&mut self, skip: usize, limit: usize) -> Vec<Key> {
        let newest = self.index.iter().rev();
        let page = newest.skip(skip).take(limit);
        let page: Vec<Key> = page.copied().collect();
        self.read += skip.min(self.index.len()) + page.len();
        page
    }

    /// `WHERE (placed, id) < last`, with the same order and limit.
    pub fn after(&mut self, last: Option<Key>, limit: usize) -> Vec<Key> {
        let older = (Unbounded, last.map_or(Unbounded, Excluded));
        let newest = self.index.range(older).rev();
        let page: Vec<Key> = newest.take(limit).copied().collect();
        self.read += page.len();
        page
    }
}
// ANCHOR_END: pages

// ANCHOR: pool
/// The smallest pool in which a request waits at most `wait` seconds for a
/// connection on average, when `rate` a second hold one `held` seconds.
pub fn pool_size(rate: f64, held: f64, wait: f64) -> u32 {
    let load = rate * held;
    let mut size = 1;
    while mean_wait(size, load) * held > wait {
        size += 1;
    }
    size
}
// ANCHOR_END: pool

#[cfg(test)]
mod tests;
