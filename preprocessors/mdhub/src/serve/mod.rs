//! `mdhub serve`
//!
//! A thread builds ([`builder`]) whenever something that concerns the book is saved ([`watch`],
//! [`relevant`]), and puts each version into view whole ([`state`]); the server ([`http`]) answers from
//! whatever is in view, on the addresses that [`listen`] opened, and only for the hosts that
//! [`hosts`] lets in. A script in each page ([`live`]) brings it up to date.

mod builder;
mod hosts;
mod http;
mod listen;
mod live;
mod message;
mod poll;
mod relevant;
mod state;
mod watch;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use anyhow::{Context, Result};
use book_engine::{Places, Preview};

use crate::{Outcome, output, terminal};
use builder::Builder;
use hosts::Hosts;
use state::State;
use watch::Watch;

/// By this key of the configuration plugins learn that the book is served, as under `mdbook serve`.
const LIVE_RELOAD: &str = "__livereload";

/// What `mdhub serve` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The site is held in memory; the book's own output folder is not touched.
An open page takes what is new without losing its place, and shows over it what is wrong. In a
book with chapter-checks, what is wrong with the prose stands at the head of the page that it is
about as well, and on the first page. When a save breaks the book altogether, the last good version
stays in the browser. The terminal says it in either case. Only pages are made: other renderers of the book do
not run.

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
    /// Answer to this host name, too; may be given more than once
    #[arg(long, value_name = "HOST")]
    allow_host: Vec<String>,
    /// Look for changes again and again, where the system does not tell of them: on network drives
    #[arg(long)]
    poll: bool,
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
    let preview = Preview::new(&root, LIVE_RELOAD)?;
    let place = preview.place().to_owned();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("failed to start the server")?;

    let state = Arc::new(State::new());
    let title = terminal::title(&root);
    let builder = Builder {
        preview,
        root: root.clone(),
        shown_root: args.dir.clone(),
        title: title.clone(),
        url: url.clone(),
        state: Arc::clone(&state),
    };
    output::line(&format!("building {title} ..."));
    // Watching begins before the first build, so that a save during it is not missed.
    let places = book_engine::places(&root).unwrap_or_else(|_| usual_places(&root));
    let watch = Watch::new(&places, &place, args.poll);
    thread::spawn(move || builder.run(watch));

    let open = args.open.then(|| url.clone());
    let hosts = Hosts::new(&args.hostname, &args.allow_host);
    let served = runtime.block_on(http::serve(listeners, state, hosts, &title, open));
    runtime.shutdown_background();
    book_engine::abandon();
    remove(&place);
    served
}

/// Removes the folder of all versions. A build that is still writing may bring parts of it back, so
/// this is tried more than once.
fn remove(place: &Path) {
    for _ in 0..100 {
        let _ = fs::remove_dir_all(place);
        if !place.exists() {
            return;
        }
    }
}

/// Where the parts of a book lie when its configuration cannot be read.
fn usual_places(root: &Path) -> Places {
    Places {
        root: root.to_owned(),
        src: root.join("src"),
        theme: root.join("theme"),
        extra: Vec::new(),
        included: Vec::new(),
        build_dir: root.join("book"),
        title: None,
    }
}
