//! What the search indexes hold, and writing to them.

use crate::replica::{Replica, ReplicaError};
use rusqlite::{Connection, params};
use shared_model::catalogue::Product;
use shared_model::catalogue::search::{indexed, indexed_code, indexed_number};
use shared_model::party::Customer;
use shared_model::unit::Hash;
use std::collections::BTreeMap;

/// Starts the one word that stands for a whole category; nobody can type it.
const CATEGORY_MARK: char = '\u{e000}';

/// What a page of the log changes in the indexes, written at its end.
///
/// FTS5 writes its piece of the index out whenever a statement of another table might have
/// to be undone. Between the rows of a page that would be one piece for each row, all to be
/// merged again: most of the time that a first load takes.
#[derive(Default)]
pub(super) struct IndexChanges {
    products: BTreeMap<i64, Change>,
    customers: BTreeMap<i64, Change>,
}

struct Change {
    /// The row stands in the index as it was before the page.
    indexed: bool,
    /// What it is found by from now on; nothing if it is not to be found.
    words: Option<String>,
}

impl IndexChanges {
    pub(super) fn product(&mut self, number: i64, old: Option<&Product>, new: &Product) {
        note(&mut self.products, number, old.is_some_and(|old| !old.archived), found_by(new));
    }

    pub(super) fn customer(&mut self, number: i64, indexed: bool, new: &Customer) {
        note(&mut self.customers, number, indexed, (!new.archived).then(|| customer_words(new)));
    }

    pub(super) fn write(self, rows: &Connection) -> Result<(), ReplicaError> {
        for (table, changes) in [("product_search", self.products), ("customer_search", self.customers)] {
            let mut delete = rows.prepare_cached(&format!("delete from {table} where rowid = ?1"))?;
            let mut insert = rows.prepare_cached(&format!("insert into {table} (rowid, words) values (?1, ?2)"))?;
            for (number, change) in changes {
                if change.indexed {
                    delete.execute([number])?;
                }
                if let Some(words) = change.words {
                    insert.execute(params![number, words])?;
                }
            }
        }
        Ok(())
    }
}

/// Pages of the index that are put together in one step: so long nothing else is stored.
const STEP_PAGES: i64 = 250;

impl Replica {
    /// A first load leaves the indexes in many pieces, and each search looks into all of them.
    /// Puts them together, step by step. Returns whether there is more to do.
    pub fn search_settle(&self, step: SettleStep) -> Result<bool, ReplicaError> {
        self.inner.told.call(|connection| {
            let mut more = false;
            for table in ["product_search", "customer_search"] {
                more |= settle(connection, table, step)?;
            }
            Ok(more)
        })?
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettleStep {
    /// All pieces there are now are to become one.
    First,
    Next,
}

/// As SQLite's manual has it: a number below zero begins, each one above goes on, and one that
/// changed less than two rows has found nothing left (fts5.html, "The 'merge' command").
fn settle(rows: &Connection, table: &str, step: SettleStep) -> Result<bool, ReplicaError> {
    let pages = if step == SettleStep::First { -STEP_PAGES } else { STEP_PAGES };
    let before = rows.total_changes();
    rows.prepare_cached(&format!("insert into {table} ({table}, rank) values ('merge', ?1)"))?.execute([pages])?;
    Ok(rows.total_changes() - before >= 2)
}

/// A row may change several times in one page: how it stood first and what it is last count.
fn note(changes: &mut BTreeMap<i64, Change>, number: i64, indexed: bool, words: Option<String>) {
    changes.entry(number).or_insert(Change { indexed, words: None }).words = words;
}

fn found_by(product: &Product) -> Option<String> {
    if product.archived {
        return None;
    }
    let mut text = indexed(&product.name);
    text.extend(indexed_code(&product.sku));
    text.extend(indexed(&product.category));
    text.extend(product.barcodes.iter().flat_map(|code| indexed_number(code)));
    // In-store codes are typed without the zeros that make them a GTIN-14.
    text.extend(product.barcodes.iter().map(|code| code.trim_start_matches('0').to_owned()));
    if !product.category.is_empty() {
        text.push(category_word(&product.category));
    }
    Some(text.join(" "))
}

fn customer_words(customer: &Customer) -> String {
    let mut text = indexed(&customer.name);
    text.extend(indexed(&customer.email));
    for number in [&customer.number, &customer.phone] {
        text.extend(indexed_number(number));
    }
    text.join(" ")
}

pub(super) fn category_word(category: &str) -> String {
    let digest = Hash::of("counterfoil category 1", &[category.as_bytes()]).to_hex();
    format!("{CATEGORY_MARK}{}", &digest[..16])
}
