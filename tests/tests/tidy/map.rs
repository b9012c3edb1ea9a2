//! Pages name files, and the architecture page tests too; all of them exist.

use super::none;
use super::source::{Source, below, root, rust};
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

/// What a page names that is there only after a program has run, or beside an installed one.
const MADE: [&str; 4] = [".counterfoil/", "demo-out/", "ui/dist", "../share/counterfoil/ui"];

/// The page for visitors, and each in `docs`.
fn other_pages() -> Vec<Source> {
    let mut pages = below("docs", "md");
    let path = "README.md".to_owned();
    let text = std::fs::read_to_string(root().join(&path)).expect("there is a page for visitors");
    pages.push(Source { path, text, is_test: false });
    pages
}

/// Paths from the root in backticks, and what links lead to from the page's own folder.
fn paths(page: &Source) -> Vec<String> {
    let named = quoted(&page.text).into_iter().filter(|word| word.contains('/') && !word.contains([' ', ':']));
    let named = named.filter(|word| !word.starts_with('/') && !MADE.iter().any(|made| word.starts_with(made)));
    let links = page.text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
    let folder = page.path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let links = links.filter(|link| !link.is_empty() && !link.contains(':')).map(|link| format!("{folder}{link}"));
    named.map(str::to_owned).chain(links).collect()
}

#[test]
fn every_path_the_architecture_page_names_exists() {
    let page = Source { path: "ARCHITECTURE.md".into(), text: page(), is_test: false };
    let named = paths(&page).len();
    assert!(named > 20, "only {named} paths were found on the page");
    none("ARCHITECTURE.md names what is not there", gone(&[page]));
}

#[test]
fn every_path_that_another_page_names_exists() {
    let pages = other_pages();
    assert!(pages.len() > 3, "only {} pages were found", pages.len());
    none("a page names what is not there", gone(&pages));
    let page = |path: &str, text: &str| Source { path: path.into(), text: text.into(), is_test: false };
    let pages = [
        page(
            "docs/a.md",
            "`ui/src/nowhere` and `/health`, `ui/src/page`, [far](https://a.b), [b](b.md), [c](../ui/src)",
        ),
        page("README.md", "`ui/dist/a.js`\n```\n`x/y`\n```\n![c](docs/c.png#part)"),
    ];
    assert_eq!(gone(&pages), ["docs/a.md: ui/src/nowhere", "docs/a.md: docs/b.md", "README.md: docs/c.png"]);
}

/// Paths that lead nowhere, each with its page.
fn gone(pages: &[Source]) -> Vec<String> {
    let of = |page: &Source| {
        let gone = paths(page).into_iter().filter(|path| !root().join(path).exists());
        gone.map(|path| format!("{}: {path}", page.path)).collect::<Vec<_>>()
    };
    pages.iter().flat_map(of).collect()
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
