//! Files that can be read in one go.

use super::none;
use super::source::{Source, rust};

const LINES_MAX: usize = 400;
const MEDIAN_MAX: usize = 150;

#[test]
fn no_file_is_too_long_to_read() {
    none(&format!("a file over {LINES_MAX} lines does more than one job: split it by job"), long(&rust()));
}

fn long(sources: &[Source]) -> Vec<String> {
    let lines = sources.iter().map(|source| (source.text.lines().count(), &source.path));
    lines.filter(|(lines, _)| *lines > LINES_MAX).map(|(lines, path)| format!("{path}: {lines} lines")).collect()
}

#[test]
fn a_file_of_one_line_too_many_is_found() {
    let file = |path: &str, lines| Source { path: path.into(), text: "x\n".repeat(lines), is_test: false };
    let found = long(&[file("a.rs", LINES_MAX), file("b.rs", LINES_MAX + 1)]);
    assert_eq!(found, [format!("b.rs: {} lines", LINES_MAX + 1)]);
}

#[test]
fn most_files_are_short() {
    let mut lines: Vec<usize> = rust().iter().map(|source| source.text.lines().count()).collect();
    lines.sort_unstable();
    let median = lines[lines.len() / 2];
    assert!(median <= MEDIAN_MAX, "half of the files have more than {median} lines, and {MEDIAN_MAX} is the limit");
}
