//! The server: what a browser sees while an author saves.

mod common;

use std::fs;
use std::net::TcpListener;

use common::{Book, CHECKED, STRAY, UNDEFINED};

#[test]
fn pages_are_served_and_never_kept() {
    let book = Book::new();
    let mut server = book.serve(&[]);
    assert_eq!(server.says("building"), "building Fixture ...");
    let line = server.says("serving");
    assert!(
        line.starts_with("serving Fixture at http://localhost:"),
        "{line}"
    );
    assert!(line.contains("(2 pages in "), "{line}");

    let page = server.get("/one.html");
    assert_eq!(page.status, 200);
    assert!(page.body.contains("first words"));
    assert!(page.body.contains("<script src=\"/__mdhub/live.js\""));
    assert!(
        !page.body.contains("__livereload"),
        "mdBook's script is not needed"
    );
    let script = server.get("/__mdhub/live.js");
    assert!(script.head.contains("content-type: text/javascript"));
    assert!(server.get("/searchindex.js").body.contains("first words"));
    assert!(server.get("/print.html").body.contains("first words"));
    assert!(page.head.contains("cache-control: no-store"));
    assert!(server.get("/").body.contains("first words"));

    let lost = server.get("/no/such/page.html");
    assert_eq!(lost.status, 404);
    assert!(lost.body.contains("Document not found"));
    assert_eq!(server.get("/../book.toml").status, 404);
    assert!(
        !book.root().join("book").exists(),
        "the book's own folder is not touched"
    );
}

#[test]
fn a_save_is_seen() {
    let book = Book::new();
    let mut server = book.serve(&[]);
    server.says("serving");
    let (status, mut news) = server.listen("http://localhost:3000");
    assert_eq!(status, 200);
    let first = news.next();
    let version = first["version"].as_str().unwrap();
    let told = format!("data-version=\"{version}\"");
    assert!(server.get("/one.html").body.contains(&told));
    book.write("src/one.md", "# One\n\nother words\n");
    let line = server.says("rebuilt 2 pages in ");
    assert!(line.ends_with(" s: src/one.md"), "{line}");
    let second = news.next();
    assert_ne!(first["version"], second["version"]);
    assert!(second["trouble"].is_null());
    assert!(server.get("/one.html").body.contains("other words"));

    book.write(
        "src/SUMMARY.md",
        "# Summary\n\n- [One](one.md)\n- [New](parts/new.md)\n",
    );
    server.says("rebuilt");
    assert_eq!(server.get("/parts/new.html").status, 200);
    assert_eq!(server.get("/two.html").status, 404);
}

#[test]
fn a_folder_that_is_new_is_watched() {
    let book = Book::new();
    let mut server = book.serve(&[]);
    server.says("serving");
    book.write("src/one.md", "# One\n\n{{#include ../code/a.rs}}\n");
    server.says("rebuilt");
    book.write("code/a.rs", "first");
    server.says("rebuilt");
    book.write("code/a.rs", "second version");
    server.says("rebuilt");
    // The save may have come in two steps, each with a build of its own.
    let mut builds = 0;
    while !server.get("/one.html").body.contains("second version") {
        builds += 1;
        assert!(builds < 5);
        server.says("rebuilt");
    }
}

#[test]
fn an_included_file_beside_the_book_is_watched() {
    let book = Book::new();
    book.write("../beside/a.rs", "first");
    book.write("src/one.md", "# One\n\n{{#include ../../beside/a.rs}}\n");
    let mut server = book.serve(&[]);
    server.says("serving");
    assert!(server.get("/one.html").body.contains("first"));
    book.write("../beside/a.rs", "second version");
    while !server.get("/one.html").body.contains("second version") {
        server.says("rebuilt");
    }
}

#[test]
fn a_chapter_that_cannot_be_rendered_costs_its_own_page() {
    let book = Book::new();
    let mut server = book.serve(&[]);
    server.says("serving");
    let (_, mut news) = server.listen("http://localhost:3000");
    news.next();
    book.write("src/one.md", STRAY);
    server.complains("error: mdBook's renderer cannot take `src/one.md`");
    let line = server.says("rebuilt 2 pages in ");
    assert!(line.ends_with(" with 1 error: src/one.md"), "{line}");
    let page = server.get("/one.html");
    assert!(page.body.contains("cannot take <code>src/one.md</code>"));
    assert!(page.body.contains("such as a `&lt;/p&gt;`"));
    assert_eq!(server.get("/two.html").status, 200);
    let trouble = news.next()["trouble"].as_str().unwrap().to_owned();
    assert!(trouble.contains("cannot take `src/one.md`"), "{trouble}");

    book.write("src/one.md", "# One\n\nmended\n");
    server.says("rebuilt");
    assert!(server.get("/one.html").body.contains("mended"));
    // Ahead of it may come the news of a first look.
    while !news.next()["trouble"].is_null() {}
}

#[test]
fn a_broken_save_keeps_the_last_good_version() {
    let book = Book::new();
    let mut server = book.serve(&[]);
    server.says("serving");
    let (_, mut news) = server.listen("http://localhost:3000");
    news.next();
    book.write("book.toml", "[book\n");
    server.complains(" --> book.toml:1:6");
    server.says("not rebuilt: the last good version is still served");
    assert!(server.get("/one.html").body.contains("first words"));
    let trouble = news.next()["trouble"].as_str().unwrap().to_owned();
    assert!(trouble.contains("book.toml:1:6"), "{trouble}");

    book.write("book.toml", "");
    server.says("rebuilt");
    assert!(news.next()["trouble"].is_null());
    fs::remove_file(book.root().join("src/SUMMARY.md")).unwrap();
    server.complains("SUMMARY.md`");
    server.says("not rebuilt");
    assert_eq!(server.get("/two.html").status, 200);
}

#[test]
fn an_error_in_the_prose_is_shown_where_it_is() {
    let book = Book::new();
    book.write("book.toml", CHECKED);
    let mut server = book.serve(&[]);
    server.says("serving");
    let (_, mut news) = server.listen("http://localhost:3000");
    book.write("src/two.md", UNDEFINED);
    server.complains("error[unknown-concept]");
    server.complains(" --> src/two.md:3:3");
    let trouble = loop {
        if let Some(trouble) = news.next()["trouble"].as_str() {
            break trouble.to_owned();
        }
    };
    assert!(trouble.contains("src/two.md:3:3"), "{trouble}");
    let line = server.says("rebuilt 2 pages in ");
    assert!(line.ends_with(" s with 1 error: src/two.md"), "{line}");
    let page = server.get("/two.html");
    assert_eq!(page.status, 200);
    assert!(page.body.contains("src/two.md:3:3"), "the page says it");
    assert!(page.body.contains("A <a href=\"concept:nothing\">word</a>"));
    assert!(
        server
            .get("/")
            .body
            .contains("href=\"two.html\">Two</a>: 1 error")
    );

    book.write("src/two.md", "# Two\n\nmended\n");
    let line = server.says("rebuilt 2 pages in ");
    assert!(line.ends_with(" s: src/two.md"), "{line}");
    for page in ["/two.html", "/"] {
        assert!(!server.get(page).body.contains("class=\"mistakes"));
    }
}

#[test]
fn a_book_with_errors_is_served_from_the_first() {
    let book = Book::new();
    book.write("book.toml", CHECKED);
    book.write("src/two.md", UNDEFINED);
    let mut server = book.serve(&[]);
    let line = server.says("serving");
    assert!(line.ends_with(" s with 1 error)"), "{line}");
    assert_eq!(server.get("/one.html").status, 200);
}

#[test]
fn without_the_checks_an_error_keeps_the_last_good_page() {
    let book = Book::new();
    book.write(
        "book.toml",
        "[preprocessor.concept-index]\nafter = [\"links\"]\n",
    );
    let mut server = book.serve(&[]);
    server.says("serving");
    book.write("src/two.md", UNDEFINED);
    server.complains("error[unknown-concept]");
    server.says("not rebuilt (1 error): the last good version is still served");
    assert!(!server.get("/two.html").body.contains("concept:nothing"));
}

#[test]
fn a_first_build_that_fails_is_shown_in_the_browser() {
    let book = Book::new();
    book.write("book.toml", "[book\n");
    let mut server = book.serve(&[]);
    server.says("not built: serving what is wrong with ");
    let page = server.get("/");
    assert_eq!(page.status, 503);
    assert!(page.body.contains("book.toml:1:6"));

    let (status, mut news) = server.listen("http://127.0.0.1:3000");
    assert_eq!(status, 200);
    let first = news.next();
    book.write("book.toml", "");
    server.says("built 2 pages");
    let second = news.next();
    assert_ne!(first["version"], second["version"]);
    assert!(server.get("/").body.contains("first words"));
}

#[test]
fn a_reader_that_goes_away_is_no_reason_to_stop_building() {
    let book = Book::new();
    book.write("book.toml", CHECKED);
    let mut server = book.serve(&[]);
    server.says("serving");
    server.read_no_more();
    // The pipe is closed at the latest when the line of the first build has been taken from it.
    for id in ["a", "b", "c", "d"] {
        book.write("src/two.md", &format!("# Two\n\n[x](concept:no-{id})\n"));
        server.complains(&format!("no concept has the id `no-{id}`"));
    }
}

#[test]
fn the_name_of_a_saved_file_does_not_steer_the_terminal() {
    let book = Book::new();
    let mut server = book.serve(&[]);
    server.says("serving");
    book.write("src/two\u{202e}.txt", "");
    let line = server.says("rebuilt");
    assert!(line.ends_with(": src/two\\u{202e}.txt"), "{line}");
}

#[test]
fn only_this_machine_is_answered() {
    let book = Book::new();
    let mut server = book.serve(&[]);
    server.says("serving");
    let refused = server.request("/", "evil.example:3000", "");
    assert_eq!(refused.status, 403);
    assert!(refused.body.contains("does not answer to evil.example"));
    assert_eq!(server.request("/", "127.0.0.1", "").status, 200);
    assert_eq!(server.listen("https://evil.example").0, 403);
    assert_eq!(server.listen("null").0, 403);
    let cross = server.request(
        "/__mdhub/events",
        "localhost",
        "Sec-Fetch-Site: cross-site\r\n",
    );
    assert_eq!(cross.status, 403);
    let taken = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n";
    assert_eq!(
        server.request("/searchindex.js", "localhost", taken).status,
        403
    );
    let followed = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n";
    let page = server.request("/one.html", "localhost", followed);
    assert_eq!(page.status, 200);
    assert!(
        page.head
            .contains("cross-origin-resource-policy: same-origin")
    );
}

#[test]
fn other_names_are_answered_when_they_are_allowed() {
    let book = Book::new();
    let mut server = book.serve(&["--allow-host", "books.lan", "--allow-host", "box"]);
    server.says("serving");
    for host in ["books.lan:3000", "BOX", "localhost"] {
        assert_eq!(server.request("/", host, "").status, 200, "{host}");
    }
    assert_eq!(server.request("/", "books.example", "").status, 403);
}

#[test]
fn no_path_leads_out_of_the_site() {
    let book = Book::new();
    book.write("secret.html", "a secret");
    book.write("src/one.md", "# One\n");
    let mut server = book.serve(&[]);
    server.says("serving");
    for path in [
        "/../secret.html",
        "/%2e%2e/secret.html",
        "/..%2fsecret.html",
        "/..%5csecret.html",
        "/a/../../secret.html",
        "//secret.html",
        "/%00",
        "/etc/passwd",
    ] {
        let answer = server.get(path);
        assert_ne!(answer.status, 200, "{path}");
        assert!(!answer.body.contains("a secret"), "{path}");
    }
    let file = book.root().join("secret.html");
    let absolute = format!("/{}", file.display());
    assert_ne!(server.get(&absolute).status, 200);
}

#[test]
fn a_folder_leads_to_its_page() {
    let book = Book::new();
    book.write(
        "src/SUMMARY.md",
        "# Summary\n\n- [One](one.md)\n- [A](a/README.md)\n",
    );
    book.write("src/a/README.md", "# A\n");
    let mut server = book.serve(&[]);
    server.says("serving");
    assert!(server.get("/a/").body.contains(">A</a>"));
    let moved = server.get("/a");
    assert_eq!(moved.status, 307);
    assert!(moved.head.contains("/a/\r\n"), "{}", moved.head);
}

#[test]
fn changes_are_found_by_looking_where_that_is_asked_for() {
    let book = Book::new();
    let mut server = book.serve(&["--poll"]);
    server.says("serving");
    book.write("src/one.md", "# One\n\nother words\n");
    server.says("rebuilt 2 pages in ");
    assert!(server.get("/one.html").body.contains("other words"));
}

#[test]
fn saves_during_a_build_lead_to_a_further_one() {
    let book = Book::new();
    let mut server = book.serve(&[]);
    server.says("serving");
    for number in 0..30 {
        book.write("src/one.md", &format!("# One\n\nversion {number}.\n"));
        book.write("src/two.md", &format!("# Two\n\nversion {number}.\n"));
    }
    let both = |server: &common::Server| {
        ["/one.html", "/two.html"].map(|page| server.get(page).body.contains("version 29."))
    };
    while both(&server) != [true, true] {
        server.says("rebuilt");
    }
}

#[test]
fn the_output_starts_no_build() {
    let book = Book::new();
    book.write("book.toml", "[book]\ntitle = \"Fixture\"\nsrc = \".\"\n");
    book.write("SUMMARY.md", "# Summary\n\n- [One](one.md)\n");
    book.write("one.md", "# One\n");
    let mut server = book.serve(&[]);
    server.says("serving");
    book.write("book/index.html", "");
    book.write("target/debug/x", "");
    book.write(".git/index", "");
    for text in ["# One\n\na\n", "# One\n\nb\n"] {
        book.write("one.md", text);
        let line = server.says("rebuilt");
        assert!(line.ends_with(": one.md"), "{line}");
    }
}

#[test]
fn a_port_in_use_is_said_before_anything_is_built() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let output = Book::new().run(&["serve", "--port", &port.to_string()]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    let said = format!(
        "error: port {port} on localhost is already in use\n\
         help: stop the other server, or choose another port with --port {}\n",
        port.wrapping_add(1)
    );
    assert_eq!(String::from_utf8_lossy(&output.stderr), said);
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_and_leaves_nothing() {
    let book = Book::new();
    let mut server = book.serve(&[]);
    server.says("serving");
    assert_eq!(fs::read_dir(book.temporary()).unwrap().count(), 1);
    assert!(server.interrupt());
    assert_eq!(fs::read_dir(book.temporary()).unwrap().count(), 0);
}

#[test]
fn what_finishing_adds_is_served_as_what_it_is() {
    let book = Book::new();
    let toml = fs::read_to_string(book.root().join("book.toml")).unwrap();
    let asked = "[preprocessor.mdhub]\nrenderers = []\nfinish = [\"join\", \"search\"]\n";
    book.write("book.toml", &format!("{toml}\n{asked}"));
    let mut server = book.serve(&[]);
    server.says("serving");
    let page = server.get("/one.html").body;
    let at = page.find("styles-").unwrap();
    let styles = page[at..].split('"').next().unwrap();
    for (file, kind) in [
        (styles, "text/css"),
        ("pagefind/pagefind.js", "text/javascript"),
        ("pagefind/concepts.json", "application/json"),
        ("pagefind/wasm.en.pagefind", "application/octet-stream"),
    ] {
        let answer = server.get(&format!("/{file}"));
        assert_eq!(answer.status, 200, "{file}");
        let head = &answer.head;
        assert!(head.contains(&format!("content-type: {kind}")), "{head}");
    }
    assert_eq!(server.get("/pagefind/nothing").status, 404);
}
