//! A limit on what comes from outside stands in one file, which docs/forms.md repeats as a table: whoever asks how
//! much of something there may be looks in one place.

use super::none;
use super::source::{root, rust};
use std::collections::BTreeMap;

const TABLE: &str = "docs/forms.md";
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

/// `16 * 1024`, `Amount(1_000)`: what stands behind the `=` of a limit.
fn value(expression: &str) -> Option<u64> {
    let expression = expression.trim().trim_end_matches(';').trim_end_matches(')');
    let inner = expression.rsplit('(').next()?.replace('_', "");
    inner.split('*').map(|factor| factor.trim().parse::<u64>().ok()).product()
}

/// `2,000`, `16 KiB`, `10^12 minor units`: what stands in the table.
fn stated(cell: &str) -> Option<u64> {
    let (number, unit) = cell.split_once(' ').unwrap_or((cell, ""));
    let number = match number.split_once('^') {
        Some((base, power)) => base.parse::<u64>().ok()?.checked_pow(power.parse().ok()?)?,
        None => number.replace(',', "").parse().ok()?,
    };
    match unit {
        "KiB" => Some(number * 1024),
        "MiB" => Some(number * 1024 * 1024),
        _ => Some(number),
    }
}

/// The model's limits that others may use, by name.
fn limits() -> BTreeMap<String, Option<u64>> {
    let sources = rust();
    let model = sources.iter().filter(|source| !source.is_test && source.is_in(&["shared-model/src/"]));
    let model = model.filter(|source| !OTHERS.iter().any(|(other, _)| source.path.starts_with(other)));
    let of_source = |source: &super::source::Source| {
        let lines = source.product_lines().map(|(_, line)| line.to_owned()).collect::<Vec<_>>();
        let limits = lines.into_iter().filter_map(|line| {
            let name = limit(&line).filter(|_| line.trim_start().starts_with("pub "))?.to_owned();
            Some((name, line.split_once('=').and_then(|(_, expression)| value(expression))))
        });
        limits.collect::<Vec<_>>()
    };
    model.flat_map(of_source).collect()
}

fn rows(page: &str) -> BTreeMap<String, Option<u64>> {
    let cells = page.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
    let rows = cells.filter(|(name, _)| name.ends_with("_MAX"));
    rows.map(|(name, rest)| (name.to_owned(), rest.split(" | ").nth(1).and_then(stated))).collect()
}

#[test]
fn the_table_of_limits_tells_each_as_it_is() {
    let page = std::fs::read_to_string(root().join(TABLE)).expect("the page is there");
    let (limits, rows) = (limits(), rows(&page));
    let names: std::collections::BTreeSet<&String> = limits.keys().chain(rows.keys()).collect();
    let differs =
        |name: &&&String| limits.get(**name).is_none_or(Option::is_none) || limits.get(**name) != rows.get(**name);
    let told =
        |name: &&String| format!("{name}: {:?} in the model, {:?} in {TABLE}", limits.get(*name), rows.get(*name));
    none("whoever writes a client reads the table", names.iter().filter(differs).map(told).collect());
}

#[test]
fn a_limit_reads_from_the_model_and_from_the_table() {
    assert_eq!((value(" 4 * 1024;"), value(" Amount(1_000);"), value(" other();")), (Some(4096), Some(1000), None));
    assert_eq!((stated("2,000"), stated("4 KiB"), stated("10^3 minor units")), (Some(2000), Some(4096), Some(1000)));
    assert_eq!(rows("| `A_MAX` | lines of an order | 500 | refused |").get("A_MAX"), Some(&Some(500)));
}
