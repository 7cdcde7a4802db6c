//! The name that was probably meant.

/// The candidate most like `name`, when one is like it at all.
pub(crate) fn nearest<'a>(
    name: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let name = name.to_lowercase();
    let scored = candidates.map(|candidate| {
        let known = candidate.to_lowercase();
        (
            strsim::normalized_damerau_levenshtein(&name, &known),
            candidate,
        )
    });
    // Of two that are equally like it, the first.
    let best = scored.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    (best.0 >= 0.6).then_some(best.1)
}
