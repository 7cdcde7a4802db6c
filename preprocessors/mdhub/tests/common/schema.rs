//! Validates JSON by as much of JSON Schema as our schema needs; a keyword that is not known here
//! fails the test, so that nothing in the schema goes unchecked.

use serde_json::Value;

/// Fails where `value` is not as the schema says.
#[track_caller]
pub fn assert_valid(schema: &Value, value: &Value) {
    if let Err(wrong) = valid(schema, schema, value) {
        panic!("{wrong}\n{value:#}");
    }
}

fn valid(root: &Value, schema: &Value, value: &Value) -> Result<(), String> {
    for (keyword, says) in schema.as_object().unwrap() {
        let holds = match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" => true,
            "type" => types(says).any(|name| is(name, value)),
            "const" => says == value,
            "enum" => says.as_array().unwrap().contains(value),
            "minimum" => value
                .as_i64()
                .is_none_or(|number| number >= says.as_i64().unwrap()),
            "required" => strings(says).all(|name| value.get(name).is_some()),
            "additionalProperties" => {
                assert_eq!(says, &Value::Bool(false));
                let known = schema["properties"].as_object().unwrap();
                let mut names = value.as_object().unwrap().keys();
                names.all(|name| known.contains_key(name))
            }
            "properties" => {
                for (name, schema) in says.as_object().unwrap() {
                    let value = value.get(name).unwrap_or(&Value::Null);
                    valid(root, schema, value).map_err(|wrong| format!("{name}: {wrong}"))?;
                }
                true
            }
            "items" => {
                for value in value.as_array().unwrap() {
                    valid(root, says, value)?;
                }
                true
            }
            "anyOf" => {
                let mut schemas = says.as_array().unwrap().iter();
                schemas.any(|schema| valid(root, schema, value).is_ok())
            }
            "$ref" => {
                let place = says.as_str().unwrap().strip_prefix('#').unwrap();
                valid(root, root.pointer(place).unwrap(), value)?;
                true
            }
            keyword => panic!("the schema has `{keyword}`, which this test does not know"),
        };
        if !holds {
            return Err(format!("`{keyword}` is {says}, the value is {value}"));
        }
    }
    Ok(())
}

fn types(says: &Value) -> impl Iterator<Item = &str> {
    says.as_str().into_iter().chain(strings(says))
}

fn strings(says: &Value) -> impl Iterator<Item = &str> {
    let all = says.as_array().into_iter().flatten();
    all.map(|one| one.as_str().unwrap())
}

fn is(name: &str, value: &Value) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_u64(),
        "null" => value.is_null(),
        name => panic!("the schema has the type `{name}`, which this test does not know"),
    }
}
