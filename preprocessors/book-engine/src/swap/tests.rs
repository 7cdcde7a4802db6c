use super::*;

/// Exchanges two units, of which the second is on the stage only when `whole`, and gives what
/// stands in the two places afterwards.
fn swapped(root: &Path, whole: bool) -> (bool, String, String) {
    let book = root.canonicalize().unwrap().join("book");
    let place = |name: &str| book.join(name);
    for name in ["html", "markdown"] {
        fs::create_dir_all(place(name)).unwrap();
        fs::write(place(name).join("page"), "old").unwrap();
    }
    let stage = Stage::new(&book, &root.join("src")).unwrap();
    for name in ["html", "markdown"]
        .into_iter()
        .take(1 + usize::from(whole))
    {
        fs::create_dir_all(stage.fresh(name)).unwrap();
        fs::write(stage.fresh(name).join("page"), "new").unwrap();
    }
    let units = ["html", "markdown"].map(|name| Unit {
        name: name.to_owned(),
        place: place(name),
        is_programs: false,
    });
    let done = swap(stage, &book, &units).is_ok();
    let page = |name| fs::read_to_string(place(name).join("page")).unwrap();
    (done, page("html"), page("markdown"))
}

fn swap(stage: Stage, whole: &Path, units: &[Unit]) -> Result<Vec<PathBuf>> {
    Swap::new(stage, whole, units, &Records::default())?.run()
}

fn left(folder: &Path) -> usize {
    fs::read_dir(folder).unwrap().count()
}

#[test]
fn all_units_are_exchanged() {
    let root = tempfile::tempdir().unwrap();
    assert_eq!(
        swapped(root.path(), true),
        (true, "new".to_owned(), "new".to_owned())
    );
    assert_eq!(left(root.path()), 1, "nothing but the book is left");
}

#[test]
fn none_is_exchanged_when_one_cannot_be() {
    let root = tempfile::tempdir().unwrap();
    assert_eq!(
        swapped(root.path(), false),
        (false, "old".to_owned(), "old".to_owned())
    );
    assert_eq!(left(root.path()), 1, "nothing but the book is left");
}

#[test]
fn a_stage_in_the_sources_stands_in_the_destination_and_leaves_nothing() {
    let root = tempfile::tempdir().unwrap();
    let src = root.path().canonicalize().unwrap().join("src");
    let book = src.join("out/book");
    let stage = Stage::new(&book, &src).unwrap();
    assert!(stage.fresh("").starts_with(&book));
    fs::create_dir_all(stage.fresh("")).unwrap();
    fs::write(stage.fresh("").join("page"), "new").unwrap();
    let unit = Unit {
        name: String::new(),
        place: book.clone(),
        is_programs: false,
    };
    swap(stage, &book, &[unit]).unwrap();
    assert_eq!(left(&book), 1);
    assert_eq!(left(book.parent().unwrap()), 1);
}

#[test]
fn folders_made_for_a_stage_go_with_it() {
    let root = tempfile::tempdir().unwrap();
    let book = root.path().join("src/deep/book");
    drop(Stage::new(&book, &root.path().join("src")).unwrap());
    assert_eq!(left(root.path()), 0);
}

#[test]
fn a_folder_that_is_held_fast_is_named_with_the_way_out() {
    use crate::disk::faults::{self, Disk, Fault};
    // What Unix says of a mount point, and of another disk.
    for error in [16, 18] {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().canonicalize().unwrap();
        let book = path.join("book");
        fs::create_dir(&book).unwrap();
        fs::write(book.join("page"), "old").unwrap();
        let stage = Stage::new(&book, &path.join("src")).unwrap();
        fs::create_dir_all(stage.fresh("")).unwrap();
        let unit = Unit {
            name: String::new(),
            place: book.clone(),
            is_programs: false,
        };
        // The journal, the permissions, the exchange.
        let fault = faults::plan(&path, 3, Fault::Fails(error), Disk::Exchanges);
        let failed = swap(stage, &book, &[unit]).unwrap_err();
        drop(fault);
        let advice = failed.downcast_ref::<Advice>();
        if cfg!(unix) {
            let said = &advice.unwrap_or_else(|| panic!("{failed:?}")).message;
            assert!(said.contains("cannot be exchanged"), "{said}");
        }
        assert_eq!(fs::read_to_string(book.join("page")).unwrap(), "old");
        assert_eq!(left(&path), 1);
    }
}
