//! The program that mdBook calls for `[preprocessor.concept-index]`.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    book_plugin::run_as_program(&mdbook_concept_index::ConceptIndex)
}
