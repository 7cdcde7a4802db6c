use std::fs;
use std::fs::Permissions;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Output;

use crate::common::{Book, ends};
use crate::{read, refused};

#[test]
fn permissions_and_links_stay() {
    let book = Book::new();
    let (toml, real) = (book.root().join("book.toml"), book.root().join("real.toml"));
    fs::rename(&toml, &real).unwrap();
    symlink("real.toml", &toml).unwrap();
    fs::set_permissions(&real, Permissions::from_mode(0o640)).unwrap();
    ends(&book.run(&["install"]), 0, "added", "");
    assert!(fs::symlink_metadata(&toml).unwrap().is_symlink());
    assert!(read(&book, "real.toml").contains("[preprocessor.concept-index]"));
    let mode = fs::metadata(&real).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
}

#[test]
fn a_read_only_file_and_a_link_to_nothing_are_refused() {
    let book = Book::new();
    let toml = book.root().join("book.toml");
    fs::set_permissions(&toml, Permissions::from_mode(0o444)).unwrap();
    refused(&book, "book.toml` is read-only\nhelp: make it writable");
    fs::remove_file(&toml).unwrap();
    symlink("nowhere.toml", &toml).unwrap();
    refused(&book, "book.toml` is a link to a file that is not there");
}

#[test]
fn programs_are_looked_for_on_the_path() {
    let book = Book::new();
    for name in ["chapter-checks", "reading-paths", "concept-index"] {
        let file = format!("bin/mdbook-{name}");
        book.write(&file, "");
        let mode = if name == "reading-paths" {
            0o644
        } else {
            0o755
        };
        let path = book.root().join(file);
        fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }
    let run = || -> Output {
        book.command()
            .env("PATH", book.root().join("bin"))
            .arg("install")
            .output()
            .unwrap()
    };
    ends(
        &run(),
        0,
        "not on your PATH (`mdhub build` does not): mdbook-reading-paths\n",
        "",
    );
    let path = book.root().join("bin/mdbook-reading-paths");
    fs::set_permissions(path, Permissions::from_mode(0o755)).unwrap();
    ends(
        &run(),
        0,
        "`mdbook build` finds the programs of the plugins.\n",
        "",
    );
}
