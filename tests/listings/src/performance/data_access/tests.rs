//! What the chapter says, and what its listings do.

use super::*;
use crate::figure::{Axis, Series, drawn, lines, number};
use crate::page::page;
use crate::performance::tails::share_slow;

const PAGE: &str = "performance/data-access";
/// Orders on the page, the pages a second, and a round trip in the zone and to the next one, in ms.
const ORDERS: u32 = 50;
const RATE: f64 = 100.0;
const NEAR: f64 = 0.5;
const FAR: f64 = 1.5;
/// How long a page may wait for a connection on average, in seconds.
const WAIT: f64 = 0.001;
/// Index entries and rows on a database page, and the orders of a day.
const ENTRIES: u64 = 300;
const ROWS: u64 = 40;
const DAY: u32 = 12_000;

fn table(row: &'static str) -> Table {
    (0..60).map(|order| (order, vec![row])).collect()
}

type Load = fn(&[u32], &[&Table], &mut Queries) -> Table;

/// The queries of a page of `orders`: one for the list, and those of its parts.
fn queries(orders: u32, load: Load) -> u32 {
    let (lines, payments) = (table("line"), table("payment"));
    let ids: Vec<u32> = (0..orders).collect();
    let mut q = Queries {
        sent: 1,
        rows: ids.len(),
    };
    let page = load(&ids, &[&lines, &payments], &mut q);
    assert_eq!(page.len(), ids.len());
    assert_eq!(q.rows, 3 * ids.len());
    q.sent
}

#[test]
fn a_page_of_orders() {
    let (loop_, batch) = (queries(ORDERS, looped), queries(ORDERS, batched));
    page(PAGE).says(format!(
        "{loop_} queries, and at 0.5 ms a [round trip](concept:round-trip?later) they take {} ms",
        f64::from(loop_) * NEAR
    ));
    let busy = |queries: u32, trip: f64| RATE * f64::from(queries) * trip / 1e3;
    let near = pool_size(RATE, f64::from(loop_) * NEAR / 1e3, WAIT);
    page(PAGE).says(format!(
            "to which a round trip takes {FAR} ms, and the same page takes {} ms. At {RATE} pages a second they need \
             {:.1} connections at a time, and the pool of the orders service has {near}. It lets {:.0} pages a second \
             through",
            f64::from(loop_) * FAR,
            busy(loop_, FAR),
            f64::from(near) / (f64::from(loop_) * FAR / 1e3)
        ));
    page(PAGE).says(format!("So the pool of {near} was right for the near zone"));
    page(PAGE).says(format!(
        "For {RATE} pages a second and a mean wait of at most {} ms",
        1e3 * WAIT
    ));
    page(PAGE).says(format!(
        "takes {batch} queries with the one for the list, and {} ms",
        f64::from(batch) * NEAR
    ));
    page(PAGE).says(format!("{} ms from the other zone", f64::from(batch) * FAR));
    // When it was built: the list, and the lines of each order.
    let ids: Vec<u32> = (0..ORDERS).collect();
    let mut built = Queries {
        sent: 1,
        rows: ids.len(),
    };
    looped(&ids, &[&table("line")], &mut built);
    page(PAGE).says(format!(
        "one for the lines of each order, {} queries",
        built.sent
    ));
    for (sent, trip) in [(loop_, NEAR), (loop_, FAR), (batch, NEAR), (batch, FAR)] {
        let held = f64::from(sent) * trip;
        page(PAGE).says(format!(
            "| {sent} queries, {trip} ms | {held} ms | {:.2} | {} |",
            busy(sent, trip),
            pool_size(RATE, held / 1e3, WAIT),
        ));
    }
    let pool = |queries: u32| pool_size(RATE, f64::from(queries) * FAR / 1e3, WAIT);
    page(PAGE).says(format!(
        "In the far zone the loop needs {}, more than that, and the batch needs {}",
        pool(loop_),
        pool(batch)
    ));
    assert!(pool(loop_) > 8 * 2 + 1);
    page(PAGE).says("200 packing stations show the 50 orders that are next, and each asks anew every two seconds");
    assert_eq!(200.0 / 2.0, RATE);
    // The pool of ten is too small for the far zone: no wait is long enough.
    assert_eq!(mean_wait(near, busy(loop_, FAR)), f64::INFINITY);
}

#[test]
fn both_ways_load_the_same() {
    let mut some = table("line");
    some.remove(&3);
    some.insert(4, vec!["line", "second line"]);
    let payments = table("payment");
    let ids = [3, 4, 9, 1_000];
    let mut q = Queries::default();
    let page = looped(&ids, &[&some, &payments], &mut q);
    assert_eq!(page, batched(&ids, &[&some, &payments], &mut q));
    assert_eq!(page[&3], ["payment"]);
    assert_eq!(page[&4], ["line", "second line", "payment"]);
    assert!(!page.contains_key(&1_000));
    assert!(batched(&[], &[&some], &mut q).is_empty());
}

#[test]
fn a_test_of_a_route_finds_the_loop() {
    let close = |sent| Queries { sent, rows: 0 }.end("GET /orders", 3);
    let few = 5;
    assert_eq!(close(queries(ORDERS, batched)), Ok(()));
    let error = close(queries(ORDERS, looped)).expect_err("101 queries");
    page(PAGE).says(format!("`{error}`"));
    // What a test with three orders in its database would have let pass, at a limit of ten.
    assert_eq!(
        Queries {
            sent: queries(3, looped),
            rows: 0
        }
        .end("GET /orders", 10),
        Ok(())
    );
    page(PAGE).says(format!(
            "With three orders the loop sends only {} queries, so load the page with {few} orders and with {ORDERS}",
            queries(3, looped)
        ));
    assert_eq!(queries(few, batched), queries(ORDERS, batched));
    assert_ne!(queries(few, looped), queries(ORDERS, looped));
}

#[test]
fn a_join_of_two_lists_multiplies() {
    let (orders, lines, payments) = (ORDERS, 6, 2);
    page(PAGE).says(format!(
            "{orders} orders with six lines and two payments each come as {} rows, where three queries bring {}",
            orders * lines * payments,
            orders + orders * lines + orders * payments
        ));
}

#[test]
fn an_index_reads_a_page_a_level() {
    let kb = 8;
    page(PAGE).says(format!(
        "With database pages of {kb} kB, {ENTRIES} index entries or {ROWS} rows on each"
    ));
    let (day, refunded) = (u64::from(DAY), 0.05);
    let year = day * 365;
    for (name, rows) in [("A day", day), ("A year", year)] {
        page(PAGE).says(format!(
            "| {name} | {} | {} | {} |",
            number(rows as f64),
            number(pages_by_scan(rows, ROWS) as f64),
            pages_by_index(rows, ENTRIES),
        ));
    }
    let hold = share_slow(refunded, ROWS as u32, 0);
    page(PAGE).says(format!(
        "In a table of a year, one order costs {:.0} MB",
        (pages_by_scan(year, ROWS) * kb * 1_024) as f64 / 1e6
    ));
    page(PAGE).says(format!(
            "If {}% of the orders were refunded, and they lie anywhere, {:.0}% of the pages hold at least one of them",
            100.0 * refunded,
            100.0 * hold
        ));
    page(PAGE).says(format!(
        "then spares only {:.0}% of the pages",
        100.0 * (1.0 - hold)
    ));
    page(PAGE).says(format!(
        "| Another index | {} pages read, not {} |",
        pages_by_index(year, ENTRIES),
        number(pages_by_scan(year, ROWS) as f64)
    ));
    assert_eq!(pages_by_index(1, 300), 2);
    assert_eq!(pages_by_index(300, 300), 2);
    assert_eq!(pages_by_index(301, 300), 3);
    assert_eq!(pages_by_index(u64::MAX, 2), 65);
    assert_eq!(pages_by_index(9, 1), 2);
    assert_eq!(pages_by_scan(0, 40), 0);
}

/// Two orders in each second, so that the time alone is not unique.
fn orders(count: u32) -> Orders {
    let index = (0..count).map(|id| (id / 2, id)).collect();
    Orders { index, read: 0 }
}

#[test]
fn a_thousand_pages() {
    let mut all = orders(60_000);
    let (nth, shown) = (1_000, ORDERS as usize);
    let by_offset = all.at_offset((nth - 1) * shown, shown);
    let read = std::mem::take(&mut all.read);
    page(PAGE).says(format!(
        "For page {} the database reads {} entries to show {shown}",
        number(nth as f64),
        number(read as f64)
    ));
    let last = (by_offset[0].0, by_offset[0].1 + 1);
    assert_eq!(all.after(Some(last), 50), by_offset);
    assert_eq!(all.read, 50);
}

#[test]
fn an_export_of_a_day() {
    let (mut by_offset, mut by_key) = (orders(DAY), orders(DAY));
    let size = 100;
    let (mut skip, mut last, mut same) = (0, None, true);
    while skip < DAY as usize {
        let key_page = by_key.after(last, size);
        same &= by_offset.at_offset(skip, size) == key_page;
        last = key_page.last().copied();
        skip += size;
    }
    assert!(same);
    assert!(by_key.after(last, size).is_empty());
    page(PAGE).says(format!(
        "a day's {} orders in pages of {size} reads {} entries by offset and {} by key",
        number(f64::from(DAY)),
        number(by_offset.read as f64),
        number(by_key.read as f64)
    ));
}

#[test]
fn pages_drift_by_offset() {
    let mut all = orders(1_000);
    let first = all.at_offset(0, 50);
    let new = 3;
    all.index.extend((1_000..1_000 + new).map(|id| (id, id)));
    let again = all.at_offset(50, 50);
    let twice = again.iter().filter(|key| first.contains(key)).count();
    page(PAGE).says(format!(
            "When {new} new orders arrive between two pages, {twice} of the first page's orders show up again"
        ));
    assert_eq!(twice, 3);
    let next = all.after(first.last().copied(), 50);
    assert!(next.iter().all(|key| !first.contains(key)));
    // Orders taken away: by offset, as many are never shown.
    for key in &first[..3] {
        all.index.remove(key);
    }
    all.index.retain(|key| key.1 < 1_000);
    assert_ne!(all.at_offset(50, 1), next[..1]);
    assert_eq!(all.after(first.last().copied(), 1), next[..1]);
}

#[test]
fn a_key_that_is_not_unique_loses_orders() {
    let mut all = orders(100);
    let first = all.after(None, 3);
    // The third is the first of two in its second; by time alone the other would never be shown.
    let (placed, _) = first[2];
    assert_eq!(all.after(Some(first[2]), 1)[0].0, placed);
    assert_ne!(all.after(Some((placed, 0)), 1)[0].0, placed);
}

#[test]
fn hostile_pages() {
    let mut all = orders(10);
    assert!(all.at_offset(99, 50).is_empty());
    assert_eq!(all.read, 10);
    assert!(all.after(Some((0, 0)), 50).is_empty());
    assert!(all.after(None, 0).is_empty());
    assert_eq!(all.after(Some((u32::MAX, u32::MAX)), 50).len(), 10);
}

#[test]
fn reading_is_drawn() {
    let mut all = orders(60_000);
    let mut by_offset = Vec::new();
    let mut by_key = Vec::new();
    for k in 0..=15 {
        let number = 1_000_f64.powf(f64::from(k) / 15.0).round();
        all.read = 0;
        let shown = all.at_offset((number as usize - 1) * 50, 50);
        by_offset.push((number, all.read as f64));
        all.read = 0;
        all.after(Some((shown[0].0, shown[0].1 + 1)), 50);
        by_key.push((number, all.read as f64));
    }
    assert_eq!(by_offset[15], (1_000.0, 50_000.0));
    assert!(by_key.iter().all(|(_, read)| *read == 50.0));
    let x = Axis::log("page", &[1.0, 10.0, 100.0, 1_000.0]);
    let y = Axis::log(
        "index entries read",
        &[10.0, 100.0, 1_000.0, 10_000.0, 100_000.0],
    );
    let series = [
        Series {
            name: "by offset",
            points: by_offset,
        },
        Series {
            name: "by key",
            points: by_key,
        },
    ];
    drawn(
            "performance/pages",
            &lines(&x, &y, &series).html(
                "Two lines that start at 50 entries for page 1. By offset the line rises with the page to 500 at \
                 page 10 and 50,000 at page 1,000. By key it stays at 50.",
                "What it takes to show 50 orders. By offset a page costs as much as all the pages before it; by \
                 key each costs the same.",
            ),
        );
}

#[test]
fn pools() {
    let (instances, each, allowed) = (12, 10, 100);
    assert!(instances * each > allowed);
    page(PAGE).says(format!(
        "twelve pools of ten, in all services together, ask for {}",
        instances * each
    ));
    page(PAGE).says(format!(
        "That is {} for eight cores and one disk",
        8 * 2 + 1
    ));
    let longer = 350.0;
    page(PAGE).says(format!(
            "holds its connection {longer} ms longer. In a sale, at 20 payments a second, that is {:.0} connections more",
            20.0 * longer / 1e3
        ));
    assert_eq!(pool_size(0.0, 0.05, 0.001), 1);
    for (rate, held) in [(100.0, 0.05), (1_000.0, 0.01), (3.0, 2.0)] {
        let size = pool_size(rate, held, 0.001);
        assert!(mean_wait(size, rate * held) * held <= 0.001);
        assert!(mean_wait(size - 1, rate * held) * held > 0.001);
    }
}
