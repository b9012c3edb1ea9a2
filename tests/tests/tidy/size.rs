//! Files that can be read in one go.

use super::none;
use super::source::rust;

const LINES_MAX: usize = 400;
const MEDIAN_MAX: usize = 150;

#[test]
fn no_file_is_too_long_to_read() {
    let long = rust().into_iter().map(|source| (source.text.lines().count(), source.path));
    let findings = long.filter(|(lines, _)| *lines > LINES_MAX).map(|(lines, path)| format!("{path}: {lines} lines"));
    none(&format!("a file over {LINES_MAX} lines does more than one job: split it by job"), findings.collect());
}

#[test]
fn most_files_are_short() {
    let mut lines: Vec<usize> = rust().iter().map(|source| source.text.lines().count()).collect();
    lines.sort_unstable();
    let median = lines[lines.len() / 2];
    assert!(median <= MEDIAN_MAX, "half of the files have more than {median} lines, and {MEDIAN_MAX} is the limit");
}
