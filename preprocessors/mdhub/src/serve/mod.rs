//! `mdhub serve`
//!
//! A thread builds ([`builder`]) whenever something that concerns the book is saved ([`watch`],
//! [`relevant`]), and puts each build into view whole ([`site`]); the server ([`http`]) answers from
//! whatever is in view, on the addresses that [`listen`] opened, and only for the hosts that
//! [`hosts`] lets in.

mod builder;
mod hosts;
mod http;
mod listen;
mod message;
mod relevant;
mod site;
mod watch;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use anyhow::{Context, Result};
use book_engine::Places;

use crate::{Outcome, output, terminal};
use builder::Builder;
use hosts::Hosts;
use site::View;
use watch::Watch;

/// Where the page's own script listens for a new version, as with `mdbook serve`.
const LIVE_RELOAD: &str = "__livereload";

/// What `mdhub serve` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The pages are built into a temporary folder; the book's own output folder is not touched.
In a book with chapter-checks, what is wrong with the prose stands at the head of the page that
it is about, and on the first page. When a save breaks the book altogether, the last good version
stays in the browser. The terminal says it in either case. Only pages are made: other renderers of
the book do not run.

Ctrl-C ends it. Exit code: 2 when it could not run.")]
pub(crate) struct Args {
    /// The book's root folder
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// The port to listen on; 0 takes any that is free
    #[arg(short, long, default_value_t = 3000)]
    port: u16,
    /// The host to listen on, and the name that a browser may ask for beside localhost
    #[arg(short = 'n', long, default_value = "localhost")]
    hostname: String,
    /// Open the book in the default browser
    #[arg(short, long)]
    open: bool,
}

/// Serves the book until it is interrupted.
pub(crate) fn run(args: &Args) -> Outcome {
    match serve(args) {
        Ok(()) => Outcome::Done,
        Err(error) => {
            terminal::error(&error);
            Outcome::NotRun
        }
    }
}

fn serve(args: &Args) -> Result<()> {
    let root = book_engine::root(&args.dir)?;
    let listeners = listen::bind(&args.hostname, args.port)?;
    let url = listen::url(&args.hostname, &listeners);
    let scratch = tempfile::Builder::new()
        .prefix("mdhub-serve-")
        .tempdir()
        .context("failed to make a temporary folder")?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("failed to start the server")?;

    let view = Arc::new(View::default());
    let builder = Builder {
        root: root.clone(),
        shown_root: args.dir.clone(),
        title: terminal::title(&root),
        scratch: scratch.path().to_owned(),
        url: url.clone(),
        view: Arc::clone(&view),
    };
    output::line(&format!("building {} ...", builder.title));
    // Watching begins before the first build, so that a save during it is not missed.
    let places = book_engine::places(&root).unwrap_or_else(|_| usual_places(&root));
    let watch = Watch::new(&places, scratch.path())?;
    thread::spawn(move || builder.run(watch));

    let open = args.open.then(|| url.clone());
    let served = runtime.block_on(http::serve(
        listeners,
        Arc::clone(&view),
        Hosts::new(&args.hostname),
        open,
    ));
    runtime.shutdown_background();
    site::remove(scratch);
    served
}

/// Where the parts of a book lie when its configuration cannot be read.
fn usual_places(root: &Path) -> Places {
    Places {
        root: root.to_owned(),
        src: root.join("src"),
        theme: root.join("theme"),
        extra: Vec::new(),
        build_dir: root.join("book"),
        title: None,
    }
}
