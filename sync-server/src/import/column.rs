//! Which column holds what: as mapped, else guessed from common header names.

use super::error::ImportError;
use std::collections::BTreeMap;

/// Characters of a header that a message shows.
const LISTED_MAX: usize = 400;

/// A field that a column can hold, and the header names that usually mean it, folded to
/// lower case letters and digits.
pub struct Field {
    pub name: &'static str,
    pub needed: bool,
    pub usual: &'static [&'static str],
}

/// The column of each field, in the order of the fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns(Vec<Option<usize>>);

impl Columns {
    pub fn of(&self, field: usize) -> Option<usize> {
        self.0[field]
    }

    /// An entry of `map` wins over a guess; an empty one says that there is no such column.
    /// A column is guessed for one field only, earlier fields first. One whose name another one
    /// has too is neither. The names stand on `line`.
    pub fn find(
        fields: &[Field],
        (header, line): (&[String], u64),
        map: &BTreeMap<String, String>,
    ) -> Result<Columns, ImportError> {
        if let Some(given) = map.keys().find(|given| fields.iter().all(|field| field.name != **given)) {
            let known = fields.iter().map(|field| field.name).collect::<Vec<_>>().join(", ");
            return Err(ImportError::UnknownField { given: given.clone(), fields: known });
        }
        let mut found = Columns(vec![None; fields.len()]);
        for (index, field) in fields.iter().enumerate() {
            let twice = |column: usize| ImportError::ColumnTwice { field: field.name, column: header[column].clone() };
            found.0[index] = match map.get(field.name).map(String::as_str) {
                Some("") => None,
                Some(name) => {
                    let named = named(header, name);
                    let one = named.first().copied().ok_or_else(|| ImportError::UnknownColumn {
                        column: name.to_owned(),
                        line,
                        columns: listed(header),
                    })?;
                    if named.len() > 1 { Err(twice(one)) } else { Ok(Some(one)) }?
                }
                None => {
                    let usual = field.usual.iter().map(|usual| guessed(header, usual, map));
                    let mut usual = usual.filter(|columns| columns.iter().any(|one| !found.0.contains(&Some(*one))));
                    match usual.next().as_deref() {
                        None => None,
                        Some([one]) => Some(*one),
                        Some(several) => return Err(twice(several[0])),
                    }
                }
            };
            if field.needed && found.0[index].is_none() {
                return Err(ImportError::MissingColumn { field: field.name, line, columns: listed(header) });
            }
        }
        Ok(found)
    }
}

/// For a message: a header that is none can be as long as a page.
fn listed(header: &[String]) -> String {
    let mut names = header.join(", ");
    if let Some((cut, _)) = names.char_indices().nth(LISTED_MAX) {
        names.truncate(cut);
        names.push('…');
    }
    names
}

/// The columns of a name as it was typed, those in the same letters first.
fn named(header: &[String], name: &str) -> Vec<usize> {
    let of = |is: &dyn Fn(&str) -> bool| -> Vec<usize> {
        header.iter().enumerate().filter(|(_, column)| is(column)).map(|(index, _)| index).collect()
    };
    let exact = of(&|column| column == name);
    if exact.is_empty() { of(&|column| column.eq_ignore_ascii_case(name)) } else { exact }
}

fn guessed(header: &[String], usual: &str, map: &BTreeMap<String, String>) -> Vec<usize> {
    let is_usual = |name: &String| fold(name) == usual && !is_mapped(map, name);
    header.iter().enumerate().filter(|(_, name)| is_usual(name)).map(|(index, _)| index).collect()
}

fn is_mapped(map: &BTreeMap<String, String>, column: &str) -> bool {
    map.values().any(|mapped| mapped.eq_ignore_ascii_case(column))
}

fn fold(name: &str) -> String {
    name.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: [Field; 3] = [
        Field { name: "sku", needed: true, usual: &["sku", "stockcode"] },
        Field { name: "name", needed: true, usual: &["name", "description"] },
        Field { name: "description", needed: false, usual: &["description"] },
    ];

    fn find(header: &[&str], map: &[(&str, &str)]) -> Result<Columns, ImportError> {
        let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
        let map = map.iter().map(|(field, column)| ((*field).to_owned(), (*column).to_owned())).collect();
        Columns::find(&FIELDS, (&header, 1), &map)
    }

    #[test]
    fn columns_are_guessed_once_and_mapped_ones_win() {
        assert_eq!(find(&["Stock Code", "Description"], &[]).unwrap(), Columns(vec![Some(0), Some(1), None]));
        assert_eq!(find(&["SKU", "Name", "Description"], &[]).unwrap(), Columns(vec![Some(0), Some(1), Some(2)]));
        let mapped = find(&["id", "sku", "title"], &[("sku", "ID"), ("name", "title")]).unwrap();
        assert_eq!(mapped, Columns(vec![Some(0), Some(2), None]));
        assert!(matches!(find(&["sku"], &[]), Err(ImportError::MissingColumn { field: "name", .. })));
        assert!(matches!(find(&["sku", "name"], &[("name", "x")]), Err(ImportError::UnknownColumn { .. })));
        assert!(matches!(find(&["sku", "name"], &[("colour", "x")]), Err(ImportError::UnknownField { .. })));
        let twice = |header: &[&str], map: &[(&str, &str)]| {
            matches!(find(header, map), Err(ImportError::ColumnTwice { field: "name", .. }))
        };
        assert!(twice(&["sku", "name", "Name"], &[]) && twice(&["sku", "x", "x"], &[("name", "x")]));
        assert!(!twice(&["sku", "name", "Name"], &[("name", "Name")]) && !twice(&["sku", "name", "x", "x"], &[]));
    }
}
