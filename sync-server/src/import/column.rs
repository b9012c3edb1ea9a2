//! Which column holds what: as mapped, else guessed from common header names.

use super::file::ImportError;
use std::collections::BTreeMap;

/// A field that a column can hold, and the header names that usually mean it, folded to
/// lower case letters and digits.
pub struct Field {
    pub name: &'static str,
    pub needed: bool,
    pub usual: &'static [&'static str],
}

/// The column of each field, in the order of the fields.
#[derive(Debug, PartialEq, Eq)]
pub struct Columns(Vec<Option<usize>>);

impl Columns {
    pub fn of(&self, field: usize) -> Option<usize> {
        self.0[field]
    }

    /// An entry of `map` wins over a guess; an empty one says that there is no such column.
    /// A column is guessed for one field only, earlier fields first.
    pub fn find(fields: &[Field], header: &[String], map: &BTreeMap<String, String>) -> Result<Columns, ImportError> {
        let join = |names: &mut dyn Iterator<Item = &str>| names.collect::<Vec<_>>().join(", ");
        if let Some(given) = map.keys().find(|given| fields.iter().all(|field| field.name != **given)) {
            let known = join(&mut fields.iter().map(|field| field.name));
            return Err(ImportError::UnknownField { given: given.clone(), fields: known });
        }
        let columns = || join(&mut header.iter().map(String::as_str));
        let mut found = Columns(vec![None; fields.len()]);
        for (index, field) in fields.iter().enumerate() {
            found.0[index] = match map.get(field.name).map(String::as_str) {
                Some("") => None,
                Some(name) => Some(
                    column_named(header, name)
                        .ok_or_else(|| ImportError::UnknownColumn { column: name.to_owned(), columns: columns() })?,
                ),
                None => field.usual.iter().find_map(|usual| {
                    let column = header.iter().position(|name| fold(name) == *usual)?;
                    (!found.0.contains(&Some(column)) && !is_mapped(map, &header[column])).then_some(column)
                }),
            };
            if field.needed && found.0[index].is_none() {
                return Err(ImportError::MissingColumn { field: field.name, columns: columns() });
            }
        }
        Ok(found)
    }
}

fn column_named(header: &[String], name: &str) -> Option<usize> {
    let exact = header.iter().position(|column| column == name);
    exact.or_else(|| header.iter().position(|column| column.eq_ignore_ascii_case(name)))
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
        Columns::find(&FIELDS, &header, &map)
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
    }
}
