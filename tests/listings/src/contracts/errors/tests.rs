//! What the chapter says, and what its listings do.

use super::*;
use crate::figure::{Bar, bars, drawn, number};
use crate::page::page;

const PAGE: &str = "contracts/errors";
const PAYERS: u64 = 13_000;
const REFUSED: u64 = 1_000;
const PAID: u64 = PAYERS - REFUSED;

fn written(count: u64) -> String {
    number(count as f64)
}

fn cases() -> [PaymentError; 4] {
    [
        PaymentError::Declined("insufficient_funds".to_owned()),
        PaymentError::Busy(Duration::from_secs(2)),
        PaymentError::Unknown("no answer in 350 ms".to_owned()),
        PaymentError::Rejected("amount: not an integer".to_owned()),
    ]
}

#[test]
fn a_refusal_as_a_500_is_retried_by_three_layers() {
    let all = calls(PAID, REFUSED, 3, 3);
    assert_eq!(all, 39_000);
    assert_eq!(calls(PAID, REFUSED, 3, 0), PAYERS);
    page(PAGE).says(format!(
        "{} people press \"Pay\", and the bank refuses {} of their cards",
        written(PAYERS),
        written(REFUSED)
    ));
    page(PAGE).says(format!("One refused card becomes {} calls", 3_u64.pow(3)));
    page(PAGE).says(format!(
        "The provider gets {} calls a day for {} payers",
        written(all),
        written(PAYERS)
    ));
    let repeated = all - PAID;
    page(PAGE).says(format!(
        "{:.0}% of them ask about a card that has no chance",
        100.0 * repeated as f64 / all as f64
    ));
    page(PAGE).says(format!("{:.1}% of payers", failed(REFUSED, PAYERS)));
}

#[test]
fn a_fault_drowns_in_refusals() {
    let faults = PAID / 100;
    assert_eq!(faults, 120);
    page(PAGE).says(format!(
        "loses {faults} of the {} good payments",
        written(PAID)
    ));
    page(PAGE).says(format!(
        "shows {:.1}% failures on the best of days",
        failed(REFUSED, PAYERS)
    ));
    page(PAGE).says(format!(
        "from {:.1}% to {:.1}%",
        failed(REFUSED, PAYERS),
        failed(REFUSED + faults, PAYERS)
    ));
    page(PAGE).says(format!(
        "from {}% to {:.1}%",
        failed(0, PAYERS),
        failed(faults, PAYERS)
    ));
}

#[test]
fn the_table_of_codes_is_the_listing() {
    let now = [
        "ask for another card",
        "wait, then repeat",
        "look up this payment, pay nothing new",
        "apologise, show the instance",
    ];
    for (error, app) in cases().iter().zip(now) {
        let (status, code, retry) = error.promise();
        let retry = match retry {
            Retry::Never => "never",
            Retry::Later => "later",
            Retry::SameKey => "same key",
        };
        page(PAGE).says(format!("| `{code}` | {status} | {retry} | {app} |"));
        match error {
                PaymentError::Rejected(_) => {
                    page(PAGE).says(format!("the provider rejects is a {status} of ours"));
                }
                PaymentError::Declined(_) => page(PAGE).says(format!(
                    "The {status} follows [Stripe][stripe], which sends it when a valid request has failed; \
                     [HTTP][rfc9110] itself keeps {status} reserved"
                )),
                _ => {}
            }
    }
}

#[test]
fn the_caller_knows_what_to_do_with_every_code() {
    let expected = [Next::OtherCard, Next::Wait, Next::AskOutcome, Next::GiveUp];
    for (error, expected) in cases().iter().zip(expected) {
        let mut sent = Sent::default();
        let problem = sent.out(error, "checkout", "r-1");
        let body = serde_json::to_string(&problem).unwrap();
        assert_eq!(next(problem.status, &body), expected, "{body}");
    }
}

#[test]
fn the_caller_survives_what_it_does_not_know() {
    let new = r#"{"code":"bank_asks_for_a_second_factor","hint":[1,2]}"#;
    assert_eq!(next(402, new), Next::GiveUp);
    assert_eq!(next(503, new), Next::Wait);
    assert_eq!(next(500, new), Next::AskOutcome);
    let never = r#"{"code":"bank_is_closed","retry":"never"}"#;
    assert_eq!(next(503, never), Next::GiveUp);
    let other = r#"{"code":"bank_is_closed","retry":"tomorrow"}"#;
    assert_eq!(next(503, other), Next::Wait);
    // A value that is new in one member takes nothing from the other.
    let known = r#"{"code":"card_declined","retry":"tomorrow"}"#;
    assert_eq!(next(402, known), Next::OtherCard);
    let listed = r#"{"code":[7],"retry":"never"}"#;
    assert_eq!(next(503, listed), Next::GiveUp);
    // A proxy in between that knows nothing of codes.
    for body in ["", "<html>Bad Gateway</html>", "null", r#"{"code":7}"#] {
        assert_eq!(next(502, body), Next::AskOutcome, "{body}");
        assert_eq!(next(429, body), Next::Wait, "{body}");
        assert_eq!(next(404, body), Next::GiveUp, "{body}");
    }
}

#[test]
fn the_providers_answers_are_mapped() {
    let wait = Duration::from_secs(2);
    let map = |status| super::map(status, "x", wait);
    assert_eq!(map(402), PaymentError::Declined("x".to_owned()));
    assert_eq!(map(429), PaymentError::Busy(wait));
    assert_eq!(map(503), PaymentError::Busy(wait));
    assert_eq!(map(422), PaymentError::Rejected("x".to_owned()));
    let unknown = |status: &u16| matches!(map(*status), PaymentError::Unknown(_));
    assert_eq!((100..600).filter(|status| !unknown(status)).count(), 8);
    page(PAGE).says("Of the eight statuses that are named");
    let busy: Vec<_> = (100..600)
        .filter(|status| map(*status) == PaymentError::Busy(wait))
        .map(|status| status.to_string())
        .collect();
    page(PAGE).says(format!("does not say so of {},", busy.join(" and ")));
    // A failure of the provider's own leaves it open whether the money moved, and so do a repeat that
    // met its first attempt in progress, and what nobody has heard of.
    for status in [302, 408, 409, 424, 499, 500, 504] {
        assert_eq!(
            map(status),
            PaymentError::Unknown("x".to_owned()),
            "{status}"
        );
    }
}

#[test]
fn an_error_is_counted_and_keeps_its_secrets() {
    let mut sent = Sent::default();
    for error in cases() {
        for caller in ["checkout", "app"] {
            let problem = sent.out(&error, caller, "r-7");
            let body = serde_json::to_string(&problem).unwrap();
            // What the provider said stays inside.
            for secret in ["insufficient", "350 ms", "amount"] {
                assert!(!body.contains(secret), "{body}");
            }
        }
    }
    sent.out(&cases()[0], "app", "r-8");
    assert_eq!(sent.0[&("card_declined", "app".to_owned())], 2);
    assert_eq!(sent.0[&("card_declined", "checkout".to_owned())], 1);
    assert_eq!(sent.0.values().sum::<u64>(), 9);
}

#[test]
fn the_page_shows_the_body_that_is_sent() {
    let error = PaymentError::Declined("insufficient_funds".to_owned());
    let problem = Sent::default().out(&error, "checkout", "8f21");
    page(PAGE).says(
        serde_json::to_string_pretty(&problem)
            .unwrap()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
    );
}

#[test]
fn the_figure() {
    let bar = |layers, label| {
        let calls = calls(PAID, REFUSED, 3, layers);
        let shown = written(calls);
        let strong = layers == 3;
        Bar {
            label,
            from: 0.0,
            to: calls as f64,
            shown,
            strong,
        }
    };
    let all = [
        bar(0, "The code says that it is final"),
        bar(1, "One layer makes three attempts"),
        bar(2, "Two layers do"),
        bar(3, "Three layers do"),
    ];
    let said: Vec<&str> = all.iter().map(|bar| bar.shown.as_str()).collect();
    let alt = format!(
        "Bars of the calls to the provider in a day: {} when nobody repeats a refusal, then {}, {} and {} when one, two or three layers make three attempts each.",
        said[0], said[1], said[2], said[3]
    );
    let caption = format!(
        "Calls to the provider in a day with {} payers and {} refused cards. One wrong status multiplies the refusals.",
        written(PAYERS),
        written(REFUSED)
    );
    drawn("contracts/refusals", &bars(&all, None).html(&alt, &caption));
}
