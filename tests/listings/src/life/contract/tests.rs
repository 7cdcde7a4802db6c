//! What the chapter says, and what its listings do.

use super::*;
use crate::figure::number;
use crate::life::failure_design::LEASE;
use crate::life::sketch::SHOP;
use crate::page::page;

const PAGE: &str = "life/contract";
const ALL: [Refused; 5] = [
    Refused::SlotTaken,
    Refused::SlotExpired,
    Refused::HoldChanged,
    Refused::KeyReused,
    Refused::Unavailable,
];

// ANCHOR: recorded
/// Recorded from production: a request of each app version in use, and
/// whether that version acts on the codes of this contract.
const SENT: [(bool, &str); 3] = [
    (false, r#"{"cart":"c-9","total_cents":4200}"#),
    (
        false,
        r#"{"cart":"c-9","total_cents":4200,"voucher":"SPRING"}"#,
    ),
    (
        true,
        r#"{"cart":"c-9","total_cents":4200,"hold":7,"version":1}"#,
    ),
];

#[test]
fn old_apps_never_thank_for_an_order_that_was_refused() {
    for (knows_codes, body) in SENT {
        for refused in ALL {
            let (status, ..) = refused.answer();
            let thanks = old_app(status).starts_with("Thank you");
            let refusable = may_refuse(body);
            assert!(knows_codes || !(refusable && thanks), "{body}");
        }
    }
}
// ANCHOR_END: recorded

#[test]
fn without_the_rule_three_refusals_are_thanked_for() {
    let thanked = ALL
        .iter()
        .filter(|refused| old_app(refused.answer().0).starts_with("Thank you"))
        .count();
    assert_eq!(thanked, 3);
    page(PAGE).says(format!(
        "Three of the five new refusals are a {}.",
        Refused::SlotTaken.answer().0
    ));
    page(PAGE).says(format!(
        "here the code comes with a {}.",
        Refused::HoldChanged.answer().0
    ));
    page(PAGE).says(format!("asks for a {}.", Refused::KeyReused.answer().0));
    // Who knows the codes gets them; who does not gets none, not even a 503.
    for (knows_codes, body) in SENT {
        assert_eq!(may_refuse(body), knows_codes, "{body}");
    }
    assert!(!may_refuse("no JSON"));
    assert!(!may_refuse(r#"{"cart":"c-9","hold":null}"#));
    let share = 0.23;
    page(PAGE).says(format!(
        "{} phones, {:.0}% of all",
        number(400_000.0 * share),
        100.0 * share
    ));
}

#[test]
fn an_order_reads_the_same_with_and_without_a_window() {
    let before = r#"{"id":"A-17","status":"paid","total_cents":4200}"#;
    let order: Order = serde_json::from_str(before).expect("an order of today");
    assert_eq!(order.slot, None);
    // Written back, the order of today has not changed by a byte.
    assert_eq!(serde_json::to_string(&order).expect("plain data"), before);
    let after = r#"{"id":"A-17","status":"paid","total_cents":4200,"slot":{"id":"d07-1204-18","from":"2025-12-04T18:00:00+01:00","to":"2025-12-04T20:00:00+01:00"}}"#;
    let order: Order = serde_json::from_str(after).expect("an order of tomorrow");
    assert_eq!(serde_json::to_string(&order).expect("plain data"), after);
    // And a reader without the field: what serde does unless told otherwise.
    #[derive(Deserialize)]
    struct Old {
        total_cents: u64,
    }
    let old: Old = serde_json::from_str(after).expect("an old reader");
    assert_eq!(old.total_cents, 4_200);
}

#[test]
fn codes_are_told_apart_and_stand_on_the_page() {
    for refused in ALL {
        let (status, code, next) = refused.answer();
        let next = match next {
            Next::ChooseAgain => "show the list again",
            Next::HoldAgain => "take a new hold under a new key, go on",
            Next::Repeat => "repeat, within the budget",
            Next::Report => "report, go on without a window",
        };
        page(PAGE).says(format!("| `{code}` | {status} | "));
        page(PAGE).says(format!("| {next} |"));
    }
}

#[test]
fn a_repeated_request_gets_the_same_hold() {
    let mut window = Window::new(SlotId("d07-1204-18".into()), 2);
    let mut other = Window::new(SlotId("d07-1204-16".into()), 2);
    let mut holds = Holds::default();
    let first = holds.post("k1", &mut window, 0).expect("two are free");
    let again = holds.post("k1", &mut window, 9).expect("the same hold");
    assert_eq!(first, again);
    assert_eq!((window.free(9), holds.repeated), (1, 1));
    assert_eq!(holds.post("k1", &mut other, 9), Err(Refused::KeyReused));
    assert_eq!(other.free(9), 2);
    // Without keys every repeat takes a place; the third comes away empty.
    assert!(holds.post("k2", &mut window, 9).is_ok());
    assert_eq!(holds.post("k3", &mut window, 9), Err(Refused::SlotTaken));
    // The old key still answers with the hold that has ended: a new one needs a new key.
    let dead = holds
        .post("k1", &mut window, LEASE)
        .expect("the first answer");
    assert!(dead.expires <= LEASE);
    // A refusal is not remembered: later the same key may succeed.
    assert!(holds.post("k3", &mut window, LEASE).is_ok());
}

#[test]
fn events_say_what_they_are_and_may_come_twice() {
    let hold = Hold {
        id: 7,
        slot: SlotId("d07-1204-18".into()),
        version: 2,
        expires: LEASE,
    };
    let event = SlotEvent::confirmed(&hold, "A-17");
    let text = serde_json::to_string(&event).expect("plain data");
    assert!(
        text.starts_with(r#"{"type":"slot_confirmed","hold":{"id":7,"#),
        "{text}"
    );
    assert_eq!(event.ordering_key(), 7);
    // News to whoever saw the hold renewed; none when it comes again.
    assert!(event.is_news(None) && event.is_news(Some(2)));
    assert!(!event.is_news(Some(3)));
    // The mistake of the first draft: the end in the version of the renewal.
    assert!(!SlotEvent::SlotReleased(hold.clone()).is_news(Some(2)));
    let released = SlotEvent::released(&hold);
    assert!(released.is_news(Some(2)));
    for event in [SlotEvent::SlotHeld(hold), released, event] {
        let text = serde_json::to_string(&event).expect("plain data");
        let read: SlotEvent = serde_json::from_str(&text).expect("its own words");
        assert_eq!(read, event);
    }
    // Each hold begins once and ends once, and each order renews one.
    page(PAGE).says(format!(
        "{} events a day",
        number((2.0 * SHOP.holds() + SHOP.orders).round())
    ));
    let lost = 0.01;
    page(PAGE).says(format!("{:.0} in 100 answers gets lost", 100.0 * lost));
    page(PAGE).says(format!("{:.0} holds a day", SHOP.holds() * lost));
    page(PAGE).says(format!("it ends after {} minutes", LEASE / 60_000));
}
