//! The program that mdBook calls.

use serde_json::json;

#[test]
fn speaks_mdbooks_protocol() {
    let program = env!("CARGO_BIN_EXE_mdbook-reading-paths");
    let table = json!({ "after": ["links"], "paths": ["a.md", "b.md"] });
    book_tests::program::speaks_the_protocol(program, &table, "1. [A step](nowhere.md)");
}
