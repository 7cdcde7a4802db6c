//! How wide a text will be, without a browser.
//!
//! The numbers are advance widths of Open Sans Regular, the font that mdBook ships and uses, in
//! thousandths of the font's size. They were read with fontTools from
//! `front-end/fonts/open-sans-v17-all-charsets-regular.woff2` of mdbook-html 0.5.4 (the `hmtx` table,
//! 2048 units an em). For ASCII each character has its own; for the rest of Latin, for Greek and for
//! Cyrillic there is the mean of the capitals and that of the small letters. Scripts that the font does
//! not have are set in another font, so theirs are round numbers. The browser is told the width that
//! was reckoned with (`textLength`), and whatever the font, the text takes no more.

/// From the space to the tilde.
#[rustfmt::skip]
const ASCII: [u16; 95] = [
    260, 267, 401, 646, 572, 823, 730, 221, 296, 296, 552, 572, 245, 322, 266, 367,
    572, 572, 572, 572, 572, 572, 572, 572, 572, 572, 266, 266, 572, 572, 572, 429,
    899, 633, 648, 631, 729, 556, 516, 728, 738, 279, 267, 614, 519, 903, 754, 779,
    602, 779, 618, 549, 553, 728, 595, 926, 577, 560, 571, 329, 367, 329, 542, 448,
    577, 556, 613, 476, 613, 561, 339, 548, 614, 253, 253, 525, 253, 930, 614, 604,
    613, 613, 408, 477, 353, 614, 501, 778, 524, 504, 468, 379, 551, 379, 572,
];

/// What joins the emoji around it to one.
const JOINER: char = '\u{200d}';

/// The width of `text` in a font of this size.
pub(super) fn width(text: &str, size: f64) -> f64 {
    let mut thousandths = 0;
    let mut joined = false;
    for char in text.chars() {
        if !joined {
            thousandths += u64::from(advance(char));
        }
        joined = char == JOINER;
    }
    #[cfg(test)]
    MEASURED.set(MEASURED.get() + text.len());
    thousandths as f64 / 1000.0 * size
}

#[cfg(test)]
thread_local! {
    /// How many bytes were measured, for tests that hold the cost of a long name.
    pub(super) static MEASURED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

fn advance(char: char) -> u32 {
    let letter = |small, capital| {
        if char.is_uppercase() { capital } else { small }
    };
    match char {
        ' '..='~' => u32::from(ASCII[char as usize - ' ' as usize]),
        '\0'..='\u{9f}' | '\u{ad}' => 0,
        '\u{a0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => letter(560, 640),
        // Marks that stand above or below the letter ahead of them, and what steers a line.
        '\u{300}'..='\u{36f}'
        | '\u{483}'..='\u{489}'
        | '\u{591}'..='\u{5c7}'
        | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}'
        | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{20d0}'..='\u{20ff}'
        | '\u{302a}'..='\u{302f}'
        | '\u{3099}'..='\u{309a}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{fe20}'..='\u{fe2f}'
        | '\u{feff}'
        | '\u{1f3fb}'..='\u{1f3ff}'
        | '\u{e0000}'..='\u{e0fff}' => 0,
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => letter(572, 636),
        '\u{400}'..='\u{52f}' => letter(599, 703),
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' => 580,
        '\u{900}'..='\u{10ff}' | '\u{1200}'..='\u{1cff}' => 720,
        '‘' | '’' | '‚' => 170,
        '“' | '”' | '„' => 350,
        '—' | '…' => 1000,
        '\u{2000}'..='\u{206f}' => 500,
        // Half of a flag.
        '\u{1f1e6}'..='\u{1f1ff}' => 650,
        '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' => 1300,
        '\u{ff61}'..='\u{ffdc}' => 500,
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{ffef}' => 1000,
        '\u{20000}'..='\u{3ffff}' => 1000,
        _ => 800,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_of_open_sans() {
        assert_eq!(width("Per", 1000.0).round(), 602.0 + 561.0 + 408.0);
        assert_eq!(width("il", 1000.0).round(), 253.0 + 253.0);
    }

    #[test]
    fn what_has_no_width_of_its_own() {
        assert_eq!(width("e\u{301}", 10.0), width("e", 10.0));
        assert_eq!(width("👩\u{200d}🔬", 10.0), width("🔬", 10.0));
        assert_eq!(width("👍\u{1f3fd}\u{fe0f}", 10.0), width("👍", 10.0));
        assert_eq!(width("時間", 10.0), 20.0);
    }
}
