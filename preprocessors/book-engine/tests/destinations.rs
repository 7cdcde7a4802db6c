//! Where a book is built to: what somebody has put there stays, whatever the destination is.

#![allow(clippy::unwrap_used, reason = "the helpers here are part of the tests")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use book_engine::{Built, Failure, Output, build, build_to};
use common::{Book, assert_same, tree};
use mdbook_driver::MDBook;

/// Builds with a record, which lies beside the book's sources.
fn recorded(book: &Book, destination: Option<&Path>) -> Result<Built, Failure> {
    let records = book.root().join("records");
    let output = Output {
        destination,
        records: Some(&records),
    };
    build_to(book.root(), output)
}

/// What stock mdBook makes of the book.
fn stock(book: &Book) -> Vec<(String, Vec<u8>)> {
    let copy = book.copy();
    let _ = fs::remove_dir_all(copy.root().join("book"));
    MDBook::load(copy.root()).unwrap().build().unwrap();
    tree(&copy.root().join("book"))
}

/// Holds that the book's output folder has what stock mdBook makes, and these files.
#[track_caller]
fn has(book: &Book, folder: &Path, kept: &[(&str, &str)]) {
    let mut expected = stock(book);
    for (path, text) in kept {
        expected.push(((*path).to_owned(), text.as_bytes().to_vec()));
    }
    expected.sort();
    assert_same(&tree(folder), &expected);
    assert_eq!(book.hidden(), Vec::<String>::new());
}

/// What was kept, below the output folder.
fn kept(built: &Built) -> Vec<PathBuf> {
    let below = |path: &PathBuf| path.strip_prefix(&built.folder).unwrap().to_owned();
    built.kept.iter().map(below).collect()
}

#[track_caller]
fn refused(book: &Book, destination: Option<&Path>, said: &str) {
    let before = tree(book.root());
    let failure = recorded(book, destination).unwrap_err();
    assert!(matches!(failure, Failure::NotStarted(_)), "{failure:?}");
    let error = failure.error().unwrap().to_string();
    assert!(error.contains(said), "{error}");
    assert_same(&tree(book.root()), &before);
}

#[test]
fn what_somebody_has_put_into_a_book_stays_there() {
    let book = Book::plain();
    recorded(&book, None).unwrap();
    let mine = [
        (".git/HEAD", "ref"),
        ("CNAME", "book.example"),
        ("drafts/one.html", "mine"),
        ("pictures/mine.svg", "mine"),
    ];
    for (path, text) in mine {
        book.write(&format!("book/{path}"), text);
    }
    fs::create_dir(book.root().join("book/empty")).unwrap();
    let names = [".git", "CNAME", "drafts", "empty", "pictures/mine.svg"];
    let book = book.with("src/SUMMARY.md", "# Summary\n\n- [One](one.md)\n");
    for _ in 0..2 {
        let built = recorded(&book, None).unwrap();
        assert_eq!(kept(&built), names.map(PathBuf::from));
        has(&book, &book.root().join("book"), &mine);
        assert!(book.root().join("book/empty").is_dir());
    }
    // A folder that no build makes any more stays for what is in it.
    fs::remove_dir_all(book.root().join("src/pictures")).unwrap();
    recorded(&book, None).unwrap();
    has(&book, &book.root().join("book"), &mine);
}

#[test]
fn without_a_record_what_is_not_like_mdbooks_stays() {
    let book = Book::plain();
    build(book.root(), None).unwrap();
    let mine = [".git/HEAD", ".well-known/x", "CNAME", "a/.hidden"];
    for path in mine {
        book.write(&format!("book/{path}"), "mine");
    }
    let page = fs::read_to_string(book.root().join("book/one.html")).unwrap();
    book.write("book/gone.html", &page);
    book.write("book/toc-01234567.js", "");
    let built = build(book.root(), None).unwrap();
    let expected = [".git", ".well-known", "CNAME", "a/.hidden"];
    assert_eq!(kept(&built), expected.map(PathBuf::from));
    let mine = mine.map(|path| (path, "mine"));
    has(&book, &book.root().join("book"), &mine);
}

#[test]
fn a_book_that_mdbook_has_built_since_is_mdbooks() {
    let book = Book::plain();
    recorded(&book, None).unwrap();
    book.write("src/three.md", "# Three\n");
    book.write("src/SUMMARY.md", "# Summary\n\n- [Three](three.md)\n");
    MDBook::load(book.root()).unwrap().build().unwrap();
    assert!(book.root().join("book/three.html").exists());
    book.write("src/SUMMARY.md", "# Summary\n\n- [One](one.md)\n");
    fs::remove_file(book.root().join("src/three.md")).unwrap();
    let built = recorded(&book, None).unwrap();
    assert_eq!(kept(&built), Vec::<PathBuf>::new());
    has(&book, &book.root().join("book"), &[]);
}

#[test]
fn a_file_in_the_way_is_refused_unless_it_says_the_same() {
    let book = Book::plain();
    recorded(&book, None).unwrap();
    book.write("book/robots.txt", "mine");
    book.write("src/robots.txt", "the book's");
    refused(&book, None, "book/robots.txt` was not made by a build");
    book.write("src/robots.txt", "mine");
    let built = recorded(&book, None).unwrap();
    assert_eq!(kept(&built), Vec::<PathBuf>::new());
    has(&book, &book.root().join("book"), &[]);
    // It is the build's from now on.
    fs::remove_file(book.root().join("src/robots.txt")).unwrap();
    recorded(&book, None).unwrap();
    assert!(!book.root().join("book/robots.txt").exists());
}

#[test]
fn a_file_where_a_folder_goes_is_in_the_way_and_so_is_a_folder_where_a_file_goes() {
    for (mine, theirs) in [("extra", "extra/a.txt"), ("extra/a.txt", "extra")] {
        let book = Book::plain();
        recorded(&book, None).unwrap();
        book.write(&format!("book/{mine}"), "mine");
        book.write(&format!("src/{theirs}"), "the book's");
        refused(&book, None, "book/extra` was not made by a build");
    }
}

#[test]
fn an_edited_page_is_written_anew_and_kept_when_it_goes() {
    let book = Book::plain();
    recorded(&book, None).unwrap();
    book.write("book/two.html", "edited by hand");
    recorded(&book, None).unwrap();
    has(&book, &book.root().join("book"), &[]);
    book.write("book/two.html", "edited by hand");
    let book = book.with("src/SUMMARY.md", "# Summary\n\n- [One](one.md)\n");
    let built = recorded(&book, None).unwrap();
    assert_eq!(kept(&built), [PathBuf::from("two.html")]);
    has(
        &book,
        &book.root().join("book"),
        &[("two.html", "edited by hand")],
    );
}

#[test]
fn records_that_cannot_be_written_are_missed_only_where_they_are_needed() {
    let book = Book::plain().with("records", "a file");
    recorded(&book, None).unwrap();
    fs::remove_file(book.root().join("records")).unwrap();
    recorded(&book, None).unwrap();
    book.write("book/notes.txt", "mine");
    // A folder where the draft of the record goes.
    let records = fs::read_dir(book.root().join("records")).unwrap();
    let made = records.map(|entry| entry.unwrap().path());
    let made = made.filter(|path| path.extension().is_some_and(|end| end == "made"));
    let draft = made.last().unwrap().with_extension("new");
    fs::create_dir(&draft).unwrap();
    let before = tree(book.root());
    let failure = recorded(&book, None).unwrap_err();
    assert!(matches!(failure, Failure::Rendering(..)), "{failure:?}");
    assert_same(&tree(book.root()), &before);
    fs::remove_dir(&draft).unwrap();
    recorded(&book, None).unwrap();
    has(&book, &book.root().join("book"), &[("notes.txt", "mine")]);
}

#[test]
fn several_renderers_keep_what_is_in_the_folder_of_each() {
    let book = Book::plain().with("book.toml", "[output.html]\n[output.markdown]\n");
    recorded(&book, None).unwrap();
    let mine = [
        ("html/notes.txt", "mine"),
        ("markdown/notes.txt", "mine"),
        ("notes.txt", "mine"),
    ];
    for (path, text) in mine {
        book.write(&format!("book/{path}"), text);
    }
    let built = recorded(&book, None).unwrap();
    assert_eq!(built.kept.len(), 2, "{:?}", built.kept);
    has(&book, &book.root().join("book"), &mine);
}

#[test]
fn what_mdbook_fails_to_write_leaves_the_last_book() {
    let book = Book::plain();
    recorded(&book, None).unwrap();
    book.write("book/notes.txt", "mine");
    let good = tree(&book.root().join("book"));
    let css = "[output.html]\nadditional-css = [\"gone.css\"]\n";
    // A file where mdBook needs a folder, and a file that it does not find.
    for (path, text) in [("src/css", "a file"), ("book.toml", css)] {
        let book = Book::plain().with(path, text);
        for (path, text) in &good {
            book.write(
                &format!("book/{path}"),
                std::str::from_utf8(text).unwrap_or(""),
            );
        }
        let before = tree(book.root());
        let failure = build(book.root(), None).unwrap_err();
        assert!(matches!(failure, Failure::Rendering(..)), "{failure:?}");
        assert_same(&tree(book.root()), &before);
        assert_eq!(book.hidden(), Vec::<String>::new());
    }
}

#[test]
fn two_builds_at_the_same_time_both_end() {
    let book = Book::plain();
    recorded(&book, None).unwrap();
    book.write("book/notes.txt", "mine");
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                for _ in 0..3 {
                    recorded(&book, None).unwrap();
                }
            });
        }
    });
    has(&book, &book.root().join("book"), &[("notes.txt", "mine")]);
}

#[test]
fn a_stage_that_a_process_has_left_is_removed_and_one_of_a_living_process_is_not() {
    let book = Book::plain();
    book.write(".mdhub-build-dead/new/index.html", "half");
    book.write(".mdhub-build-dead/lock", "");
    recorded(&book, None).unwrap();
    has(&book, &book.root().join("book"), &[]);
    // What only has such a name is no stage.
    book.write(".mdhub-build-notes/mine.txt", "mine");
    book.write(".mdhub-build-alive/lock", "");
    let lock = book.root().join(".mdhub-build-alive/lock");
    let lock = fs::File::options().write(true).open(lock).unwrap();
    fs4::FileExt::lock(&lock).unwrap();
    recorded(&book, None).unwrap();
    let mut hidden = book.hidden();
    hidden.sort();
    assert_eq!(hidden, [".mdhub-build-alive", ".mdhub-build-notes"]);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::process::Command;

    use super::*;

    #[test]
    fn a_link_to_a_folder_stays_and_its_target_is_replaced() {
        let book = Book::plain();
        let elsewhere = tempfile::tempdir().unwrap();
        let target = elsewhere.path().join("site");
        fs::create_dir(&target).unwrap();
        symlink(&target, book.root().join("book")).unwrap();
        for _ in 0..2 {
            recorded(&book, None).unwrap();
            fs::write(target.join("notes.txt"), "mine").unwrap();
        }
        assert!(book.root().join("book").is_symlink());
        let copy = book.copy();
        fs::remove_dir_all(copy.root().join("records")).unwrap();
        has(&copy, &target, &[("notes.txt", "mine")]);
        assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 1);
        assert_eq!(book.hidden(), Vec::<String>::new());
    }

    #[test]
    fn a_link_to_the_folder_of_a_renderer_stays() {
        let book = Book::plain().with("book.toml", "[output.html]\n[output.markdown]\n");
        fs::create_dir_all(book.root().join("book/pages")).unwrap();
        symlink("pages", book.root().join("book/html")).unwrap();
        for _ in 0..2 {
            recorded(&book, None).unwrap();
            assert!(book.root().join("book/html").is_symlink());
            assert!(book.root().join("book/pages/index.html").is_file());
        }
    }

    #[test]
    fn a_link_to_what_is_not_there_is_followed_into_a_folder_that_is() {
        let book = Book::plain();
        let elsewhere = tempfile::tempdir().unwrap();
        fs::create_dir(book.root().join("links")).unwrap();
        symlink("links/second", book.root().join("book")).unwrap();
        symlink(
            elsewhere.path().join("site"),
            book.root().join("links/second"),
        )
        .unwrap();
        recorded(&book, None).unwrap();
        assert!(book.root().join("book").is_symlink());
        assert!(elsewhere.path().join("site/index.html").is_file());
    }

    #[test]
    fn a_link_into_what_is_not_there_is_refused() {
        let book = Book::plain();
        symlink("/no-such-disk/site", book.root().join("book")).unwrap();
        refused(&book, None, "there is no folder `/no-such-disk`");
        let (one, other) = (book.root().join("one"), book.root().join("other"));
        symlink(&one, &other).unwrap();
        symlink(&other, &one).unwrap();
        refused(&book, Some(&one), "is a link that leads to itself");
    }

    #[test]
    fn links_that_a_program_leaves_in_its_folder_stay_links() {
        let script = "cat > /dev/null\nln -sfn nowhere gone\nln -sfn . here\n";
        let book = Book::plain().with("render.sh", script);
        let script = book.root().join("render.sh");
        let toml = format!(
            "[output.html]\n[output.linked]\ncommand = 'sh \"{}\"'\n",
            script.display()
        );
        book.write("book.toml", &toml);
        for _ in 0..3 {
            build(book.root(), None).unwrap();
            for link in ["gone", "here"] {
                let link = book.root().join("book/linked").join(link);
                assert!(link.is_symlink(), "{}", link.display());
            }
        }
    }

    #[test]
    fn links_that_somebody_has_put_into_a_book_stay_and_are_not_followed() {
        let book = Book::plain();
        recorded(&book, None).unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        fs::write(elsewhere.path().join("a.txt"), "mine").unwrap();
        symlink(elsewhere.path(), book.root().join("book/shared")).unwrap();
        let built = recorded(&book, None).unwrap();
        assert_eq!(kept(&built), [PathBuf::from("shared")]);
        assert!(book.root().join("book/shared").is_symlink());
        fs::remove_dir_all(book.root().join("records")).unwrap();
        recorded(&book, None).unwrap();
        assert!(book.root().join("book/shared").is_symlink());
        assert!(elsewhere.path().join("a.txt").is_file());
    }

    #[test]
    fn where_the_folder_around_it_is_closed_the_content_is_exchanged() {
        let book = Book::plain();
        let place = tempfile::tempdir().unwrap();
        let site = place.path().join("site");
        fs::create_dir(&site).unwrap();
        let mode = |mode| fs::set_permissions(place.path(), fs::Permissions::from_mode(mode));
        mode(0o555).unwrap();
        if fs::write(place.path().join("probe"), "").is_ok() {
            // As root, who may write everywhere: there is no closed folder to be had.
            return;
        }
        for _ in 0..2 {
            recorded(&book, Some(&site)).unwrap();
            fs::write(site.join("notes.txt"), "mine").unwrap();
        }
        let elsewhere = place.path().join("other");
        let failure = recorded(&book, Some(&elsewhere)).unwrap_err();
        mode(0o755).unwrap();
        assert!(matches!(failure, Failure::NotStarted(_)), "{failure:?}");
        fs::remove_dir_all(book.root().join("records")).unwrap();
        has(&book, &site, &[("notes.txt", "mine")]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn at_a_mount_point_the_content_is_exchanged() {
        let book = Book::plain();
        let place = tempfile::tempdir().unwrap();
        let site = place.path().join("site");
        fs::create_dir(&site).unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "none"])
            .arg(&site)
            .output();
        if !mounted.is_ok_and(|mounted| mounted.status.success()) {
            // Only root mounts; `interrupted.rs` tests what is done there.
            return;
        }
        let built = recorded(&book, Some(&site));
        fs::write(site.join("notes.txt"), "mine").unwrap();
        fs::write(site.join("pictures/mine.svg"), "mine").unwrap();
        let again = recorded(&book, Some(&site)).map(|built| kept(&built));
        let found = tree(&site);
        let is_mounted = Command::new("umount").arg(&site).status().unwrap();
        assert!(is_mounted.success());
        built.unwrap();
        let names = ["notes.txt", "pictures/mine.svg"];
        assert_eq!(again.unwrap(), names.map(PathBuf::from));
        fs::remove_dir_all(book.root().join("records")).unwrap();
        let mut expected = stock(&book);
        expected.extend(names.map(|name| (name.to_owned(), b"mine".to_vec())));
        expected.sort();
        assert_same(&found, &expected);
    }
}
