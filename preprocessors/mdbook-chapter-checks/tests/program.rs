//! The program that mdBook calls.

use serde_json::json;

#[test]
fn speaks_mdbooks_protocol() {
    let program = env!("CARGO_BIN_EXE_mdbook-chapter-checks");
    let table = json!({ "after": ["links"] });
    book_tests::program::speaks_the_protocol(program, &table, "See [nothing](concept:).");
}
