//! Lists of strings in a table.

use toml_edit::{Array, Item, TableLike, Value};

/// The strings of a list; one string counts as a list of it. `None` where it is neither.
pub(super) fn strings(table: &dyn TableLike, key: &str) -> Option<Vec<String>> {
    match table.get(key) {
        None | Some(Item::None) => Some(Vec::new()),
        Some(item) => {
            if let Some(one) = item.as_str() {
                return Some(vec![one.to_owned()]);
            }
            let all = item.as_array()?.iter();
            all.map(|one| one.as_str().map(str::to_owned)).collect()
        }
    }
}

/// Adds a string to the end of a list, and begins the list where there is none. One string by itself
/// becomes the first of a list, which is what mdBook reads. What is none of this stays as it is.
pub(super) fn push(table: &mut dyn TableLike, key: &str, string: &str) {
    match table.get_mut(key) {
        None | Some(Item::None) => {
            let list = Array::from_iter([string]);
            insert(table, key, list.into());
        }
        Some(Item::Value(Value::Array(array))) => push_to(array, string),
        Some(Item::Value(value)) => {
            if let Some(one) = value.as_str() {
                let list = Array::from_iter([one, string]);
                let decor = value.decor().clone();
                *value = list.into();
                *value.decor_mut() = decor;
            }
        }
        Some(_) => {}
    }
}

/// Adds a field. In braces, the space ahead of the closing one, or ahead of a last comma, stays there.
pub(super) fn insert(table: &mut dyn TableLike, key: &str, mut value: Value) {
    let last = table.iter_mut().last();
    if let Some(last) = last.and_then(|(_, item)| item.as_value_mut())
        && let Some(suffix) = last.decor().suffix()
    {
        let suffix = raw(Some(suffix));
        if suffix.chars().all(|c| c == ' ') {
            last.decor_mut().set_suffix("");
            value.decor_mut().set_suffix(suffix);
        }
    }
    table.insert(key, Item::Value(value));
}

/// Adds an element in the manner of the one before it; a comment behind that one stays behind it.
fn push_to(array: &mut Array, string: &str) {
    let Some(last) = array.len().checked_sub(1) else {
        array.push(string);
        return;
    };
    let comma = array.trailing_comma();
    let before = |value: &Value| raw(value.decor().prefix());
    let prefix = array.get(last).map(before).unwrap_or_default();
    let break_ = prefix.rfind('\n').map(|at| prefix[at..].to_owned());
    // What stands between the last element and the bracket, on either side of a comma.
    let mut behind = String::new();
    if let Some(value) = array.get_mut(last) {
        behind.push_str(&raw(value.decor().suffix()));
        value.decor_mut().set_suffix("");
    }
    behind.push_str(&raw(Some(array.trailing())));
    let (comment, rest) = match behind.rfind('\n') {
        Some(at) => behind.split_at(at),
        None => ("", behind.as_str()),
    };
    let space = break_.unwrap_or_else(|| {
        if comment.is_empty() {
            " ".to_owned()
        } else {
            "\n    ".to_owned()
        }
    });
    let rest = rest.to_owned();
    let mut value = Value::from(string);
    value.decor_mut().set_prefix(format!("{comment}{space}"));
    array.push_formatted(value);
    array.set_trailing(rest);
    array.set_trailing_comma(comma);
}

fn raw(text: Option<&toml_edit::RawString>) -> String {
    text.and_then(toml_edit::RawString::as_str)
        .unwrap_or_default()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use toml_edit::DocumentMut;

    use super::*;

    #[track_caller]
    fn pushed(before: &str, after: &str) {
        let mut document: DocumentMut = before.parse().unwrap();
        push(document.as_table_mut(), "a", "new");
        assert_eq!(document.to_string(), after);
        let all = strings(document.as_table(), "a").unwrap();
        assert_eq!(all.last().unwrap(), "new");
    }

    #[test]
    fn a_list_grows_in_its_own_manner() {
        pushed("", "a = [\"new\"]\n");
        pushed("a = []\n", "a = [\"new\"]\n");
        pushed("a = [ ] # c\n", "a = [\"new\" ] # c\n");
        pushed("a = \"x\" # c\n", "a = [\"x\", \"new\"] # c\n");
        pushed("a = [\"x\"]\n", "a = [\"x\", \"new\"]\n");
        pushed(
            "a = [ 'x', \"y\", ] # c\n",
            "a = [ 'x', \"y\", \"new\", ] # c\n",
        );
        pushed(
            "a = [\n  \"x\",\n  \"y\" # why\n]\n",
            "a = [\n  \"x\",\n  \"y\", # why\n  \"new\"\n]\n",
        );
        pushed(
            "a = [\n  \"x\",\n  \"y\", # why\n  # end\n]\n",
            "a = [\n  \"x\",\n  \"y\", # why\n  # end\n  \"new\",\n]\n",
        );
        pushed(
            "a = [\"x\", # why\n]\n",
            "a = [\"x\", # why\n    \"new\",\n]\n",
        );
        pushed("a = [\n]\n", "a = [\"new\"\n]\n");
        pushed("b = 1 # c\n", "b = 1 # c\na = [\"new\"]\n");
    }
}
