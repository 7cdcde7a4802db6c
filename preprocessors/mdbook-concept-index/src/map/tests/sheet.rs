//! The style sheet has the numbers that a drawing was made with.

use crate::map::graph::COLOURS;
use crate::map::label::{TEXT, TITLE_TEXT};

const CSS: &str = include_str!("../../../../../theme/plugins.css");

/// What the style sheet sets in the rule that begins so.
fn set(rule: &str, property: &str) -> &'static str {
    let begin = format!("\n{rule} {{\n");
    let rules = CSS.split(begin.as_str()).skip(1);
    let bodies = rules.filter_map(|rule| rule.split_once('}'));
    let mut lines = bodies.flat_map(|(body, _)| body.lines());
    let line = lines.find_map(|line| line.trim().strip_prefix(&format!("{property}: ")));
    let value = line.unwrap_or_else(|| panic!("no {property} in {rule}"));
    value.trim_end_matches(';')
}

#[test]
fn names_and_titles_are_as_large_as_they_were_measured() {
    assert_eq!(set(".map-node text", "font-size"), format!("{TEXT}px"));
    assert_eq!(
        set(".map-band text", "font-size"),
        format!("{TITLE_TEXT}px")
    );
}

#[test]
fn there_is_a_colour_for_each_number() {
    let colours = CSS.lines().filter(|line| line.contains("{ --map-hue:"));
    let colours: Vec<_> = colours.collect();
    assert_eq!(colours.len(), COLOURS);
    for (number, line) in colours.iter().enumerate() {
        assert!(line.starts_with(&format!(".map-{number} {{")), "{line}");
    }
}
