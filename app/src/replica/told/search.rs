//! Finding products and customers by the beginnings of words.
//!
//! Ranking every match of a common prefix costs tens of milliseconds, so matches are taken
//! in the order of their row number, which the index gives without sorting, up to a bound;
//! only those are put in order: a SKU that is or starts with the text first, then by name.

use super::index::category_word;
use super::product;
use crate::replica::row::unpack;
use crate::replica::{Reader, ReplicaError};
use rusqlite::params;
use shared_model::catalogue::Product;
use shared_model::catalogue::search::{Asked, asked, fold};
use shared_model::party::Customer;

/// Matches that are put in order; of more, the first in the catalogue's own order count.
const CANDIDATES_MAX: usize = 200;
/// Words of a query beyond this are not looked at.
const WORDS_MAX: usize = 8;

/// Number, folded SKU and folded name of a product that may be shown.
type Candidate = (i64, String, String);

/// Products found and whether there are more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    pub products: Vec<Product>,
    pub more: bool,
}

impl Reader<'_> {
    pub fn product_search(&self, text: &str, category: Option<&str>, limit: usize) -> Result<Found, ReplicaError> {
        if text.trim().is_empty() {
            return self.products_by_name(category, limit);
        }
        let mut candidates = self.indexed_matches(&asked(text), category)?;
        if category.is_none() {
            self.add_sku_matches(&fold(text.trim()), &mut candidates)?;
        }
        let typed = fold(text.trim());
        candidates.sort_by(|first, second| rank(first, &typed).cmp(&rank(second, &typed)));
        candidates.dedup_by_key(|(number, _, _)| *number);
        let more = candidates.len() > limit;
        let mut by_number = self
            .connection
            .prepare_cached(&format!("select {} from product p where p.number = ?1", product::COLUMNS))?;
        let mut products = Vec::new();
        for (number, _, _) in candidates.into_iter().take(limit) {
            products.push(by_number.query_row([number], product::read)?);
        }
        Ok(Found { products, more })
    }

    /// Number, SKU and name of what has each of the words; nothing where there is no word to look for.
    fn indexed_matches(&self, asked: &Asked, category: Option<&str>) -> Result<Vec<Candidate>, ReplicaError> {
        if asked.each.is_empty() {
            return Ok(Vec::new());
        }
        let query = match_query(asked, category);
        // `cross join` keeps the index in front: the other way round it is asked once per row.
        let mut statement = self.connection.prepare_cached(
            "select p.number, p.sku_folded, p.name_folded from product_search s cross join product p on p.number = s.rowid
             where product_search match ?1 order by s.rowid limit ?2",
        )?;
        let rows = statement.query_map(params![query, CANDIDATES_MAX], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A SKU that starts with the text may lie beyond the bound. The plus keeps SQLite from
    /// taking the index of names, which would read every product.
    fn add_sku_matches(&self, typed: &str, candidates: &mut Vec<Candidate>) -> Result<(), ReplicaError> {
        let mut statement = self.connection.prepare_cached(
            "select number, sku_folded, name_folded from product
             where sku_folded >= ?1 and sku_folded < ?1 || char(1114111) and +archived = 0 order by sku_folded limit 20",
        )?;
        let rows = statement.query_map([typed], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        for row in rows {
            candidates.push(row?);
        }
        Ok(())
    }

    fn products_by_name(&self, category: Option<&str>, limit: usize) -> Result<Found, ReplicaError> {
        let sql = match category {
            None => format!(
                "select {} from product p where p.archived = 0 order by p.name_folded limit ?2",
                product::COLUMNS
            ),
            Some(_) => format!(
                "select {} from product p where p.archived = 0 and p.category = ?1 order by p.name_folded limit ?2",
                product::COLUMNS
            ),
        };
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params![category, limit + 1], product::read)?;
        let mut products = rows.collect::<Result<Vec<_>, _>>()?;
        let more = products.len() > limit;
        products.truncate(limit);
        Ok(Found { products, more })
    }

    /// Customers by number, name, e-mail or phone; the first of all for an empty text.
    pub fn customer_search(&self, text: &str, limit: usize) -> Result<Vec<Customer>, ReplicaError> {
        let asked = asked(text);
        let nothing_typed = text.trim().is_empty();
        if asked.each.is_empty() && !nothing_typed {
            return Ok(Vec::new());
        }
        let bodies: Vec<Vec<u8>> = if nothing_typed {
            let mut statement = self
                .connection
                .prepare_cached("select body from customer where archived = 0 order by number limit ?1")?;
            statement.query_map([limit], |row| row.get(0))?.collect::<Result<_, _>>()?
        } else {
            let mut statement = self.connection.prepare_cached(
                "select c.body from customer_search s cross join customer c on c.number = s.rowid
                 where customer_search match ?1 order by s.rowid limit ?2",
            )?;
            statement
                .query_map(params![match_query(&asked, None), CANDIDATES_MAX], |row| row.get(0))?
                .collect::<Result<_, _>>()?
        };
        let mut customers = bodies.iter().map(|bytes| unpack(bytes)).collect::<Result<Vec<Customer>, _>>()?;
        if !nothing_typed {
            let typed = fold(text.trim());
            customers.sort_by_cached_key(|customer| {
                let Customer { id, number, name, .. } = customer;
                (closeness(&fold(number), &typed), name.is_empty(), fold(name), number.clone(), *id)
            });
        }
        customers.truncate(limit);
        Ok(customers)
    }
}

/// Codes that match in the order of codes, everything else by name.
fn rank<'c>((number, sku, name): &'c Candidate, typed: &str) -> (u8, &'c str, i64) {
    match closeness(sku, typed) {
        2 => (2, name, *number),
        close => (close, sku, *number),
    }
}

/// 0 for the very code, 1 for its beginning, 2 for anything else.
fn closeness(code: &str, typed: &str) -> u8 {
    if code == typed {
        0
    } else if code.starts_with(typed) {
        1
    } else {
        2
    }
}

/// What every row must have that is shown. Words hold letters and digits only, so quoting them leaves nothing to escape.
fn match_query(asked: &Asked, category: Option<&str>) -> String {
    let each: Vec<String> = asked.each.iter().take(WORDS_MAX).map(|spellings| one_of(spellings)).collect();
    let mut query = each.join(" AND ");
    if !asked.joined.is_empty() {
        query = format!("({query}) OR {}", one_of(&asked.joined));
    }
    if let Some(category) = category {
        query = format!("({query}) AND \"{}\"", category_word(category));
    }
    query
}

fn one_of(beginnings: &[String]) -> String {
    let each: Vec<String> = beginnings.iter().map(|beginning| format!("\"{beginning}\"*")).collect();
    match each.as_slice() {
        [only] => only.clone(),
        _ => format!("({})", each.join(" OR ")),
    }
}
