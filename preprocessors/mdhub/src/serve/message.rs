//! The page that is shown while the book has never been built.

use super::live;

/// A page that says what is wrong, and reloads when it is mended.
pub(crate) fn page(title: &str, problem: &str, version: &str) -> String {
    let (title, problem) = (escaped(title), escaped(problem));
    let page = format!(
        r#"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} could not be built</title>
<style>
body {{ margin: 2rem auto; max-width: 60rem; padding: 0 1rem; font-family: sans-serif; }}
pre {{ overflow-x: auto; font-size: 0.875rem; line-height: 1.4; }}
</style>
</head>
<body>
<main>
<h1>{title} could not be built</h1>
<p>This page reloads when a saved edit has mended it.</p>
<pre>{problem}</pre>
</main>
</body>
</html>
"#
    );
    live::with_quiet_script(&page, version)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_problem_is_text_and_not_markup() {
        let page = super::page("A & B", "a stray `</p><script>`", "v");
        assert!(page.contains("<title>A &amp; B could"));
        assert!(page.contains("a stray `&lt;/p&gt;&lt;script&gt;`"));
    }
}
