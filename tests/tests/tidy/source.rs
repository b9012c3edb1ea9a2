//! The repository's files, and what of them is code.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

pub struct Source {
    /// From the root, with forward slashes.
    pub path: String,
    pub text: String,
    /// Compiled for tests alone.
    pub is_test: bool,
}

impl Source {
    /// Line number and text of what is compiled into the product: no comments, nothing that is marked
    /// as a test's.
    pub fn product_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let tests = self.marked_lines();
        self.code_lines().filter(move |(number, _)| !tests.contains(number))
    }

    /// The same as one text, in which each line stands where it stands in the file.
    pub fn product_text(&self) -> String {
        let product: BTreeMap<usize, &str> = self.product_lines().collect();
        let last = product.keys().last().copied().unwrap_or_default();
        let text: Vec<&str> = (1..=last).map(|line| product.get(&line).copied().unwrap_or_default()).collect();
        text.join("\n")
    }

    /// Line number and text of a file's own tests.
    pub fn test_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let tests = self.marked_lines();
        self.code_lines().filter(move |(number, _)| tests.contains(number))
    }

    /// Of each item with this mark, wherever it stands: to the line that ends it, which is
    /// indented as the mark is.
    fn marked_lines(&self) -> BTreeSet<usize> {
        let mut marked = BTreeSet::new();
        let mut begun: Option<usize> = None;
        for (number, line) in self.code_lines() {
            let indent = line.len() - line.trim_start().len();
            if begun.is_none() && marks_test(line) {
                begun = Some(indent);
            }
            let Some(mark) = begun else { continue };
            marked.insert(number);
            let is_attribute = line.trim_start().starts_with("#[");
            if indent == mark && !is_attribute && line.ends_with(['}', ';', ',']) {
                begun = None;
            }
        }
        marked
    }

    pub fn code_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let numbered = self.text.lines().enumerate().map(|(index, line)| (index + 1, line));
        numbered.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    pub fn is_in(&self, folders: &[&str]) -> bool {
        folders.iter().any(|folder| self.path.starts_with(folder))
    }
}

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests lie in the workspace")
}

/// Every Rust file of the workspace.
pub fn rust() -> Vec<Source> {
    let mut sources = Vec::new();
    for folder in ["shared-model", "app", "ui", "sync-server", "tests", "xtask"] {
        collect(&root().join(folder), "rs", &mut sources);
    }
    assert!(sources.len() > 50, "only {} files were found: the walk over the tree is broken", sources.len());
    let test_modules: Vec<String> = sources.iter().flat_map(test_modules).collect();
    for source in &mut sources {
        let module = source.path.trim_end_matches(".rs").trim_end_matches("/mod");
        source.is_test = source.path.starts_with("tests/")
            || source.path.contains("/tests/")
            || source.path.ends_with("_test.rs")
            || test_modules.iter().any(|test| module == test || module.starts_with(&format!("{test}/")));
    }
    sources
}

fn marks_test(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("#[cfg(test)]") || line.starts_with("#[cfg(all(test,")
}

/// The modules that a file declares for tests alone, as paths without ending.
fn test_modules(source: &Source) -> Vec<String> {
    let (folder, file) = source.path.rsplit_once('/').expect("a source lies in a crate");
    let stem = file.trim_end_matches(".rs");
    let lines: Vec<&str> = source.text.lines().map(str::trim).collect();
    let declared = lines.windows(2).filter(|pair| marks_test(pair[0]));
    let names =
        declared.filter_map(|pair| pair[1].trim_start_matches("pub(crate) ").strip_prefix("mod ")?.strip_suffix(';'));
    match stem {
        "mod" | "lib" | "main" => names.map(|name| format!("{folder}/{name}")).collect(),
        _ => names.map(|name| format!("{folder}/{stem}/{name}")).collect(),
    }
}

/// Every file below `folder` with this ending, by name.
pub fn below(folder: &str, ending: &str) -> Vec<Source> {
    let mut sources = Vec::new();
    collect(&root().join(folder), ending, &mut sources);
    sources
}

fn collect(folder: &Path, ending: &str, into: &mut Vec<Source>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("the folder can be read").path()).collect();
    paths.sort();
    for path in paths {
        let is_output = path.file_name().is_some_and(|name| name == "target" || name == "dist");
        if path.is_dir() && !is_output {
            collect(&path, ending, into);
        } else if path.extension().is_some_and(|found| found == ending) {
            let text = std::fs::read_to_string(&path).expect("a source file is text");
            let path = path.strip_prefix(root()).expect("the path is below the root");
            into.push(Source { path: path.to_string_lossy().replace('\\', "/"), text, is_test: false });
        }
    }
}

#[test]
fn only_what_is_marked_is_a_test() {
    let text = "use a::A;\n#[cfg(test)]\nmod apart;\nfn one() {\n    #[cfg(test)]\n    seen(\n        1,\n    );\n    two();\n}\n\n\
                #[cfg(test)]\n#[path = \"x\"]\nmod tests {\n    fn of() {\n    }\n}\n\nfn after() {\n    // }\n}\n";
    let source = Source { path: "x.rs".into(), text: text.into(), is_test: false };
    let product: Vec<&str> = source.product_lines().map(|(_, line)| line).filter(|line| !line.is_empty()).collect();
    assert_eq!(product, ["use a::A;", "fn one() {", "    two();", "}", "fn after() {", "}"]);
    let tests: Vec<usize> = source.test_lines().map(|(number, _)| number).collect();
    assert_eq!(tests, [2, 3, 5, 6, 7, 8, 12, 13, 14, 15, 16, 17]);
    assert_eq!(source.product_text().lines().nth(8), Some("    two();"));
}
