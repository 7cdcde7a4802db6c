//! What the chapter says, and what its listings do.

use super::*;
use crate::figure::{Bar, bars, drawn, number};
use crate::life::sketch::{
    EVENING, FAILED, PLACES, SECOND_DRIVE, SHOP, WANT_EVENING, evening_orders_an_hour, slot_page,
};
use crate::page::page;

const PAGE: &str = "life/failure-design";
/// What an order earns on average, in euros: a fifth of 42.00.
const EARNS: f64 = 8.40;
/// What an apology costs, in euros.
const VOUCHER: f64 = 5.0;
/// Of 100 payments, those in which the bank asks.
const ASKED: f64 = 4.0;

fn window(places: usize) -> Window {
    Window::new(SlotId("d07-1204-18".into()), places)
}

/// What a delivery saves when the customer has chosen its time.
fn gain() -> f64 {
    (FAILED - 5.0) / 100.0 * SECOND_DRIVE
}

fn abandoned_an_hour() -> f64 {
    evening_orders_an_hour() / (1.0 - SHOP.abandoned) * SHOP.abandoned
}

#[test]
fn the_length_of_a_hold() {
    let wanted = SHOP.orders * WANT_EVENING;
    for length in LENGTHS {
        page(PAGE).says(format!(
            "| {} min | {}% | {} | {:.2} |",
            length.minutes,
            number((length.paid_by * 1_000.0).round() / 10.0),
            number(length.too_late(wanted).round()),
            length.waiting(abandoned_an_hour()),
        ));
    }
    let waiting = LENGTHS[2].waiting(abandoned_an_hour());
    let (minutes, late) = (LENGTHS[2].minutes, LENGTHS[2].too_late(wanted));
    page(PAGE).says(format!("of {} evening orders |", number(wanted)));
    page(PAGE).says(format!(
            "At {minutes} minutes {:.1}% of an evening window's places wait for nobody in its busiest hour, and at most \
             {late:.0} customers a day have to choose again. Twice the time would help those {late:.0} and double the \
             waste. We took {minutes}.",
            100.0 * waiting / PLACES
        ));
    page(PAGE).says(format!(
            "| Lease of {minutes} min | places come back by themselves | {late:.0} a day too late; {waiting:.2} places \
             wait |"
        ));
    page(PAGE).says(format!("The {minutes} minutes come from last year's"));
    page(PAGE).says(format!(
        "{:.1} an hour in an evening window",
        abandoned_an_hour()
    ));
    assert_eq!(LENGTHS[2].minutes * 60_000, LEASE);
    assert!((EVENING * PLACES - 4_800.0).abs() < 1e-9);
}

#[test]
fn overbooking_does_not_pay() {
    let broken = SECOND_DRIVE + VOUCHER;
    page(PAGE).says(format!("a voucher of €{VOUCHER}, together €{broken:.2}"));
    page(PAGE).says(format!(
        "saves €{:.2}: second drives at €{SECOND_DRIVE:.2}",
        gain()
    ));
    page(PAGE).says(format!(
            "One more customer with a window saves €{:.2}. If all the other holds are paid too, a place is sold twice, \
             at €{broken:.2}.",
            gain()
        ));
    page(PAGE).says(format!("| fuller vans | €{broken:.2} for a broken promise"));
    // On average: those who will pay, for four minutes, and those who will not.
    let will = in_flight(evening_orders_an_hour() / 3_600.0, Duration::from_secs(240));
    let living = will + LENGTHS[2].waiting(abandoned_an_hour());
    let stays = will / living;
    let of = |living| overbooking(living, stays, gain(), broken);
    page(PAGE).says(format!("{living:.1} living holds"));
    page(PAGE).says(format!("{will} of them, or {:.0}%", 100.0 * stays));
    page(PAGE).says(format!("loses €{:.2}", -of(2)));
    page(PAGE).says(format!("never more than the €{:.2}", of(100)));
    let from = (0..100).find(|n| of(*n) > 0.0).expect("it pays some day");
    page(PAGE).says(format!("from {from} on"));
    assert!(of(0) < 0.0 && of(from - 1) < 0.0);
}

#[test]
fn what_each_mode_costs() {
    let page = page(PAGE);
    // One in a thousand, the error budget of the slots service.
    let miss = SHOP.orders * 0.001;
    // Paid between minute 10 and 15, and asked by the bank: 4 in 100.
    let late = SHOP.orders * (LENGTHS[2].paid_by - LENGTHS[1].paid_by);
    let asked = late * ASKED / 100.0;
    page.says(format!("In {ASKED} of 100 payments"));
    page.says(format!(
            "{late:.0} customers a day pay between minute {} and {}, and {ASKED} in 100 of them are asked: up to \
             {asked:.0} a day",
            LENGTHS[1].minutes, LENGTHS[2].minutes
        ));
    page.says(format!("An order earns €{EARNS:.2} on average"));
    page.says(format!("it loses {:.0} cents", 100.0 * gain()));
    page.says(format!("no answer within {} ms", slot_page().millis()));
    page.says(format!("and a voucher of €{VOUCHER} |"));
    let broken = SECOND_DRIVE + VOUCHER;
    let modes = [
        FailureMode {
            what: "the bank asks, the hold ends",
            a_day: asked,
            bare: broken,
            designed: 0.0,
        },
        FailureMode {
            what: "the list cannot be shown",
            a_day: miss,
            bare: EARNS,
            designed: gain(),
        },
        FailureMode {
            what: "slots fails after the payment",
            a_day: miss,
            bare: EARNS,
            designed: gain() + VOUCHER,
        },
    ];
    assert!(modes.windows(2).all(|m| m[0].worth() > m[1].worth()));
    for mode in &modes {
        assert!(mode.worth() > 0.0, "{}", mode.what);
        page.says(format!("| {} |", mode.what));
        page.says(format!(
            "| {} | €{:.2} | €{:.2} |",
            number((100.0 * mode.a_day).round() / 100.0),
            mode.a_day * mode.bare,
            mode.a_day * mode.designed,
        ));
    }
    let repeated = 0.01;
    page.says(format!(
            "If {:.0} in 100 requests for a hold is repeated because its answer got lost, {:.0} holds a day",
            100.0 * repeated,
            SHOP.holds() * repeated
        ));
    let leave = SHOP.holds() * SHOP.abandoned;
    page.says(format!(
        "up to {} checkouts will take a hold, and {} of them will leave without paying",
        number(SHOP.holds().round()),
        number(leave.round())
    ));
}

#[test]
fn a_hold_ends_by_itself_and_the_place_is_free_again() {
    let mut w = window(1);
    let first = w.hold(0).expect("the window is empty");
    assert_eq!(w.hold(LEASE - 1), Err(Refused::SlotTaken));
    let second = w.hold(LEASE).expect("the first hold has ended");
    assert_eq!(w.confirm(&first, "A-1", LEASE), Err(Refused::SlotExpired));
    assert_eq!(w.confirm(&second, "A-2", LEASE), Ok(()));
    assert_eq!(w.free(10 * LEASE), 0);
    let ends = Ends {
        held: 2,
        taken: 1,
        expired: 1,
        changed: 0,
        confirmed: 1,
    };
    assert_eq!(w.ends, ends);
}

#[test]
fn a_renewed_hold_outlasts_the_bank_and_fences_off_the_old_one() {
    let mut w = window(1);
    let old = w.hold(0).expect("the window is empty");
    let pay = LEASE - 30_000;
    let new = w.renew(&old, pay).expect("30 seconds are left");
    assert_eq!(new.expires, pay + CHALLENGE + MARGIN);
    let request = 700;
    page(PAGE).says(format!("for the {request} ms of a request"));
    page(PAGE).says(format!(
        "{:.1} s from now: the bank's time, two requests of {request} ms, and {} ms because",
        MARGIN as f64 / 1_000.0,
        MARGIN - 2 * request
    ));
    page(PAGE).says(format!(
        "databases differ by up to {} ms",
        MARGIN - 2 * request
    ));
    // A second tab, or a late repeat, still has the first version.
    assert_eq!(w.confirm(&old, "A-2", pay + 1), Err(Refused::HoldChanged));
    assert_eq!(w.free(pay + 1), 0);
    assert_eq!(w.confirm(&new, "A-1", pay + CHALLENGE), Ok(()));
    // The answer was lost and the order service asks again, much later.
    assert_eq!(w.confirm(&new, "A-1", 10 * LEASE), Ok(()));
    // The second tab does not get the place of the order for another one.
    for hold in [&old, &new] {
        let again = w.confirm(hold, "A-2", pay + CHALLENGE);
        assert_eq!(again, Err(Refused::SlotExpired));
    }
    assert_eq!(w.orders(), 1);
    assert_eq!((w.ends.changed, w.ends.confirmed), (1, 1));
    // The slowest way through both requests still meets a living hold.
    let mut w = window(1);
    let hold = w.hold(0).expect("the window is empty");
    let hold = w.renew(&hold, pay).expect("30 seconds are left");
    let slowest = pay + 700 + CHALLENGE + 700;
    assert_eq!(w.confirm(&hold, "A-3", slowest + 499), Ok(()));
    // A fresh hold is not cut short by paying early.
    let mut w = window(1);
    let early = w.hold(0).expect("the window is empty");
    assert_eq!(w.renew(&early, 1).map(|h| h.expires), Ok(LEASE));
}

#[test]
fn a_window_is_never_oversold() {
    let mut random = fastrand::Rng::with_seed(4);
    let mut full = 0;
    for _ in 0..500 {
        let mut w = window(5);
        let (mut hands, mut now) = (Vec::<Hold>::new(), 0);
        for _ in 0..100 {
            now += random.u64(0..LEASE / 5);
            if hands.is_empty() || random.bool() {
                hands.extend(w.hold(now).ok());
                continue;
            }
            // A hold may be used again, late, or after it was changed.
            let hold = hands[random.usize(0..hands.len())].clone();
            if random.u32(0..4) == 0 {
                hands.extend(w.renew(&hold, now).ok());
            } else {
                let order = format!("A-{}", random.u32(0..20));
                let _ = w.confirm(&hold, &order, now);
            }
            assert!(w.orders() <= 5, "{:?}", w.ends);
        }
        full += u32::from(w.orders() == 5);
    }
    assert!(full > 100, "{full} windows filled up");
}

#[test]
fn the_life_of_a_hold() {
    let minutes = |ms: Ms| ms as f64 / 60_000.0;
    let mut w = window(1);
    let hold = w.hold(0).expect("the window is empty");
    let pay = 14 * 60_000;
    let renewed = w.renew(&hold, pay).expect("a minute is left");
    let bar = |label, from, to, shown: &str, strong| Bar {
        label,
        from,
        to,
        shown: shown.to_owned(),
        strong,
    };
    let figure = bars(
        &[
            bar(
                "held at the choice of a window",
                0.0,
                minutes(hold.expires),
                "version 1",
                false,
            ),
            bar(
                "renewed at \"Pay\", minute 14",
                14.0,
                minutes(renewed.expires),
                "version 2",
                true,
            ),
            bar(
                "the bank asks its customer",
                14.0,
                14.0 + minutes(CHALLENGE),
                "paid",
                false,
            ),
        ],
        Some((
            minutes(LEASE),
            "15 min: without renewal the place is on sale",
        )),
    );
    drawn(
            "life/lease",
            &figure.html(
                &format!(
                    "A timeline in minutes. The hold runs from 0 to {}. The customer taps Pay at minute 14; the \
                     renewed hold runs to {:.2}, and the bank's question to {} at the latest.",
                    minutes(hold.expires),
                    minutes(renewed.expires),
                    14.0 + minutes(CHALLENGE),
                ),
                &format!(
                    "A payment of five minutes that begins in the last minute of a hold ends after it. Renewed at \
                     \"Pay\", the hold outlasts the bank's question by the margin of {:.1} s.",
                    MARGIN as f64 / 1_000.0,
                ),
            ),
        );
}
