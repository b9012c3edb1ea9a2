//! A limit on what comes from outside stands in one file, which docs/forms.md repeats as a table: whoever asks how
//! much of something there may be looks in one place.

use super::none;
use super::source::rust;

const BOUNDS: &str = "shared-model/src/bounds.rs";
/// Not on what comes from outside.
const OTHERS: [(&str, &str); 2] = [
    ("shared-model/src/input/", "what a person types or scans at this till"),
    ("shared-model/src/golden/", "how long a test looks for a newer form"),
];

/// `const LINES_MAX: usize = …`
fn limit(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let name = line.strip_prefix("pub ").unwrap_or(line).strip_prefix("const ")?.split(':').next()?;
    name.ends_with("_MAX").then_some(name)
}

/// Limits of the model that its list of limits does not have: (path, lines).
fn elsewhere<'a>(listed: &str, files: impl Iterator<Item = (&'a str, Vec<&'a str>)>) -> Vec<String> {
    let files = files.filter(|(path, _)| !OTHERS.iter().any(|(other, _)| path.starts_with(other)));
    let found = files.flat_map(|(path, lines)| lines.into_iter().filter_map(limit).map(move |name| (path, name)));
    found.filter(|(_, name)| !listed.contains(name)).map(|(path, name)| format!("{path}: {name}")).collect()
}

#[test]
fn limits_stand_in_one_file() {
    let sources = rust();
    let listed = &sources.iter().find(|source| source.path == BOUNDS).expect("there are limits").text;
    let model = sources.iter().filter(|source| !source.is_test && source.is_in(&["shared-model/src/"]));
    let lines = model.map(|source| (source.path.as_str(), source.product_lines().map(|(_, line)| line).collect()));
    none(
        "docs/forms.md says how much of something there may be; it follows shared-model/src/bounds.rs",
        elsewhere(listed, lines),
    );
}

#[test]
fn a_limit_elsewhere_is_found() {
    let planted = [("shared-model/src/order/mod.rs", vec!["pub const LINES_MAX: usize = 4;", "const FEW: u8 = 1;"])];
    assert_eq!(elsewhere("pub const ROWS_MAX: usize = 1;", planted.into_iter()).len(), 1);
}
