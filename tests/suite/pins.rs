//! "As stock mdBook writes it" holds with the crates that mdBook 0.5.4 was released with.

/// The crates whose versions decide what mdBook writes, as mdBook 0.5.4's own lock file has them.
const PINS: [(&str, &str); 5] = [
    ("ego-tree", "0.11.0"),
    ("elasticlunr-rs", "3.0.2"),
    ("handlebars", "6.4.2"),
    ("mdbook-html", "0.5.4"),
    ("pulldown-cmark", "0.13.4"),
];

#[test]
fn the_lock_file_has_mdbooks_own_versions() {
    let lock = include_str!("../../Cargo.lock");
    let lock: toml::Table = toml::from_str(lock).unwrap();
    let packages = lock["package"].as_array().unwrap();
    for (name, version) in PINS {
        let found = packages
            .iter()
            .filter(|package| package["name"].as_str() == Some(name));
        let versions: Vec<_> = found
            .filter_map(|package| package["version"].as_str())
            .collect();
        assert_eq!(versions, [version], "{name}");
    }
}
