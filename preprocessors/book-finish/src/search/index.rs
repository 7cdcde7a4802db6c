//! The index of words, by pagefind.

use std::thread;

use anyhow::{Context, Result, anyhow};
use pagefind::api::{PagefindIndex, SyntheticFile};
use pagefind::options::PagefindServiceConfig;
use serde_json::Value;

use super::page::Read;
use super::{FOLDER, File};

/// The file that names all others.
const ENTRY: &str = "pagefind-entry.json";

/// What `pagefind.js` loads for a page whose language pagefind has no stems for.
const NO_STEMS: &str = "wasm.unknown.pagefind";

/// pagefind's files, those of its own dialogs left out; none where it has found no word.
pub(super) fn files(pages: Vec<Read>) -> Result<Vec<File>> {
    // pagefind panics without one, though it only puts it ahead of the paths that we get.
    std::env::current_dir().context("the current folder")?;
    // A thread that is in a runtime cannot wait for another one, and the caller's may be in one.
    let found = thread::spawn(move || indexed(pages)).join();
    let found = found.map_err(|_| anyhow!("pagefind has panicked"))??;
    let entry = found.iter().find(|file| name(file) == ENTRY);
    let entry = entry.with_context(|| format!("pagefind has written no {ENTRY}"))?;
    let entry: Value = serde_json::from_slice(&entry.contents)?;
    let languages = entry["languages"].as_object();
    let languages: Vec<_> = languages.into_iter().flat_map(|all| all.values()).collect();
    if languages.is_empty() {
        return Ok(Vec::new());
    }
    let needs_no_stems = languages.iter().any(|one| one["wasm"].is_null());
    let needed = found.into_iter().filter(|file| {
        let name = name(file);
        is_loaded(&name) && (needs_no_stems || name != NO_STEMS)
    });
    Ok(needed
        .map(|file| File {
            path: format!("{FOLDER}{}", name(&file)),
            bytes: file.contents,
        })
        .collect())
}

/// Whether `pagefind.js` loads a file, or is it.
fn is_loaded(name: &str) -> bool {
    const ENDS: [&str; 5] = [
        ".pagefind",
        ".pf_filter",
        ".pf_fragment",
        ".pf_index",
        ".pf_meta",
    ];
    const NAMES: [&str; 3] = [ENTRY, "pagefind.js", "pagefind-worker.js"];
    NAMES.contains(&name) || ENDS.iter().any(|end| name.ends_with(end))
}

/// Its name in pagefind's folder, with `/` between folders on every system.
fn name(file: &SyntheticFile) -> String {
    let parts = file.filename.iter();
    let parts: Vec<_> = parts.map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// All files that pagefind makes of these pages. It reads one page at a time, in this order, which decides
/// the numbers of the pages and with them the names of the files; then it goes on with all cores.
fn indexed(pages: Vec<Read>) -> Result<Vec<SyntheticFile>> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    runtime.block_on(async {
        let config = PagefindServiceConfig::builder().build();
        let mut index = PagefindIndex::new(Some(config))?;
        for page in pages {
            let Some(text) = page.text else { continue };
            let added = index
                .add_html_file(None, Some(page.url.clone()), text)
                .await;
            added.with_context(|| format!("indexing the words of {}", page.url))?;
        }
        index.get_files().await
    })
}
