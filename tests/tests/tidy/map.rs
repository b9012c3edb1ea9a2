//! The architecture page names files and tests; all of them exist.

use super::none;
use super::source::{root, rust};
use std::collections::BTreeSet;

/// The stories from other shops that this version answers for.
const STORIES: [u32; 11] = [1, 3, 4, 8, 11, 23, 25, 34, 37, 39, 43];

fn page() -> String {
    std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("the architecture page is there")
}

/// What stands in backticks, outside of blocks.
fn quoted(page: &str) -> Vec<&str> {
    let outside = page.split("```").step_by(2);
    outside.flat_map(|text| text.split('`').skip(1).step_by(2)).collect()
}

#[test]
fn every_path_the_architecture_page_names_exists() {
    let page = page();
    let paths: Vec<&str> =
        quoted(&page).into_iter().filter(|word| word.contains('/') && !word.contains([' ', ':'])).collect();
    assert!(paths.len() > 20, "only {} paths were found on the page", paths.len());
    let findings = paths.into_iter().filter(|path| !path.starts_with('/') && !root().join(path).exists());
    none("ARCHITECTURE.md names what is not there", findings.map(str::to_owned).collect());
}

#[test]
fn every_test_the_architecture_page_names_exists() {
    let page = page();
    let sources = rust();
    let names = test_names(&page);
    assert!(names.len() > 10, "only {} tests were found on the page", names.len());
    let missing =
        names.into_iter().filter(|name| !sources.iter().any(|source| source.text.contains(&format!("fn {name}("))));
    none("ARCHITECTURE.md says that these tests prove something", missing.map(str::to_owned).collect());
}

#[test]
fn every_story_has_a_test() {
    let page = page();
    let missing = STORIES.iter().filter(|number| {
        let row = page.lines().find(|line| line.starts_with(&format!("| {number} |")));
        row.is_none_or(|row| test_names(row).is_empty())
    });
    none("ARCHITECTURE.md has no row with a test for these stories", missing.map(u32::to_string).collect());
}

/// A test's name is a sentence: a quoted word with three underscores or more.
fn test_names(text: &str) -> BTreeSet<&str> {
    let is_name = |word: &&str| {
        let plain = word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        plain && word.matches('_').count() >= 3
    };
    quoted(text).into_iter().filter(is_name).collect()
}
