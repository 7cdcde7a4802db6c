//! The program that mdBook calls for `[preprocessor.reading-paths]`.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    book_plugin::run_as_program(&mdbook_reading_paths::ReadingPaths)
}
