//! `business create`, `store add`.

use super::error::CliError;
use super::find;
use super::printout::Printout;
use crate::clock;
use crate::db::Db;
use crate::setting::{self, BusinessCreate, StoreCreate};
use clap::{Args, Subcommand};
use serde_json::json;
use shared_model::bounds::PRINTED_LINES_MAX;
use shared_model::drawer::DAY_TURNS_LATEST;
use shared_model::tax::{TaxClass, TaxComponent, TaxMethod, TaxRounding};
use shared_model::unit::{Amount, Currency};
use std::ops::RangeInclusive;

/// Letters of the tax classes of a business's own: a receipt shows one beside each line.
const LETTERS_OF_MORE: RangeInclusive<char> = 'C'..='Y';

#[derive(Debug, Subcommand)]
pub enum Business {
    /// Make a business with the tax classes standard, reduced and zero, and more where it needs them
    #[command(
        after_help = "Examples:\n  counterfoil-server business create --name 'Lamp & Chair' --currency EUR --vat 19 --vat-reduced 7\n  counterfoil-server business create --name 'Lampa & Stol' --currency SEK --vat 25 --vat-reduced 12 --tax-class books=6"
    )]
    Create(Create),
}

#[derive(Debug, Args)]
pub struct Create {
    /// As it is printed on receipts
    #[arg(long, value_parser = find::name)]
    name: String,
    /// ISO 4217, for example GBP
    #[arg(long)]
    currency: Currency,
    /// Whether catalogue prices hold the tax already
    #[arg(long, value_name = "true|false", num_args = 0..=1, default_value_t = true, default_missing_value = "true")]
    prices_include_tax: bool,
    /// Standard rate in percent
    #[arg(long, default_value = "20", value_name = "PERCENT")]
    vat: String,
    /// Reduced rate in percent
    #[arg(long, default_value = "5", value_name = "PERCENT")]
    vat_reduced: String,
    /// A further tax class with its rate in percent; repeat it for more
    #[arg(long, value_name = "NAME=PERCENT")]
    tax_class: Vec<String>,
    /// Round tax once per total instead of once per line
    #[arg(long)]
    round_per_total: bool,
    /// Smallest coin in minor units; 5 where cash is rounded to five cents
    #[arg(long, default_value_t = 1, value_name = "MINOR_UNITS", value_parser = clap::value_parser!(i64).range(1..=10_000))]
    cash_step: i64,
    /// When its day turns, for example 04:00 where Friday's trade goes on into Saturday
    #[arg(long, default_value = "00:00", value_name = "HH:MM", value_parser = day_turns)]
    day_turns: u16,
}

pub async fn business(db: &Db, command: Business) -> Result<Printout, CliError> {
    let Business::Create(asked) = command;
    if setting::find_business(db, Some(&asked.name)).await?.is_some() {
        return Err(CliError::NameTaken { what: "business", name: asked.name });
    }
    let tax_classes = tax_classes(&asked.vat, &asked.vat_reduced, &asked.tax_class)?;
    let rounding = if asked.round_per_total { TaxRounding::PerTotal } else { TaxRounding::PerLine };
    let create = BusinessCreate {
        name: asked.name,
        currency: asked.currency,
        tax_method: TaxMethod { prices_include_tax: asked.prices_include_tax, rounding },
        tax_classes,
        cash_step: Amount(asked.cash_step),
        day_turns: asked.day_turns,
    };
    let made = setting::create_business(db, create, clock::now()).await?;
    let text =
        format!("business {} ({}) was made\nnext: counterfoil-server store add --help", made.name, made.business);
    Ok(Printout::new(text, json!({ "business": made.business, "name": made.name })))
}

/// `04:00`, in minutes after midnight.
fn day_turns(text: &str) -> Result<u16, String> {
    let part = |text: &str, below: u16| text.parse::<u16>().ok().filter(|part| *part < below && text.len() == 2);
    let read = text.split_once(':').and_then(|(hour, minute)| Some(part(hour, 24)? * 60 + part(minute, 60)?));
    let read = read.filter(|minutes| *minutes <= DAY_TURNS_LATEST);
    read.ok_or_else(|| "a time from 00:00 to 12:00, such as 04:00".to_owned())
}

/// Those that every business has, and `more` of its own.
fn tax_classes(vat: &str, reduced: &str, more: &[String]) -> Result<Vec<TaxClass>, CliError> {
    let mut classes =
        vec![tax_class("standard", 'A', vat)?, tax_class("reduced", 'B', reduced)?, tax_class("zero", 'Z', "0")?];
    let mut letters = LETTERS_OF_MORE;
    for one in more {
        let (code, percent) = one.split_once('=').ok_or_else(|| CliError::BadTaxClass(one.clone()))?;
        let code = find::code(code.trim()).map_err(|_| CliError::BadTaxClass(one.clone()))?;
        if classes.iter().any(|class| class.code.eq_ignore_ascii_case(&code)) {
            return Err(CliError::TaxClassTwice(code));
        }
        let letter = letters.next().ok_or(CliError::TooManyTaxClasses(LETTERS_OF_MORE.count()))?;
        classes.push(tax_class(&code, letter, percent.trim())?);
    }
    Ok(classes)
}

fn tax_class(code: &str, letter: char, percent: &str) -> Result<TaxClass, CliError> {
    let rate = percent.parse().map_err(|_| CliError::BadRate(percent.to_owned()))?;
    let components = vec![TaxComponent { name: "VAT".to_owned(), rate }];
    Ok(TaxClass { code: code.to_owned(), letter, components, changes: Vec::new() })
}

#[derive(Debug, Subcommand)]
pub enum Store {
    /// Open a store; its warehouse is made when there is none of that name yet
    #[command(
        after_help = "Example:\n  counterfoil-server store add --name High-Street --address '1 High Street' --address 'London' --tax-id GB123 --warehouse Main"
    )]
    Add(StoreAddArgs),
}

#[derive(Debug, Args)]
pub struct StoreAddArgs {
    #[arg(long, value_parser = find::name)]
    name: String,
    /// A line of the address as printed; repeat it for more lines
    #[arg(long, value_name = "LINE", value_parser = find::line)]
    address: Vec<String>,
    /// VAT number or the like, as printed
    #[arg(long, default_value = "", value_parser = find::line)]
    tax_id: String,
    /// Where its goods come from; stores may share one [default: the store's name]
    #[arg(long, value_name = "NAME", value_parser = find::name)]
    warehouse: Option<String>,
    /// A line under each receipt; repeat it for more lines
    #[arg(long, value_name = "LINE", value_parser = find::line)]
    footer: Vec<String>,
}

pub async fn store(db: &Db, business: Option<&str>, command: Store) -> Result<Printout, CliError> {
    let Store::Add(asked) = command;
    let business = find::business(db, business).await?;
    if setting::find_store(db, business.business, Some(&asked.name)).await?.is_some() {
        return Err(CliError::NameTaken { what: "store", name: asked.name });
    }
    if asked.address.len().max(asked.footer.len()) > PRINTED_LINES_MAX {
        return Err(CliError::TooManyLines(PRINTED_LINES_MAX));
    }
    let create = StoreCreate {
        warehouse_name: asked.warehouse.unwrap_or_else(|| asked.name.clone()),
        name: asked.name,
        address: asked.address,
        tax_id: asked.tax_id,
        receipt_footer: asked.footer,
    };
    let made = setting::create_store(db, business.business, create, clock::now()).await?;
    let text = format!("store {} ({}) sells from warehouse {}", made.name, made.store, made.warehouse_name);
    let json = json!({
        "store": made.store, "name": made.name, "warehouse": made.warehouse, "warehouse_name": made.warehouse_name,
    });
    Ok(Printout::new(text, json))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_business_has_as_many_classes_as_it_needs_each_with_a_letter_of_its_own() {
        let classes = |more: &[&str]| {
            let more: Vec<String> = more.iter().map(|one| (*one).to_owned()).collect();
            tax_classes("25", "12", &more).map(|classes| {
                classes
                    .iter()
                    .map(|class| format!("{}{} {}", class.letter, class.rate(), class.code))
                    .collect::<Vec<_>>()
            })
        };
        assert_eq!(classes(&[]).unwrap(), ["A25 standard", "B12 reduced", "Z0 zero"]);
        let books = classes(&["books=6", "hotel = 12.5"]).unwrap();
        assert_eq!(books, ["A25 standard", "B12 reduced", "Z0 zero", "C6 books", "D12.5 hotel"]);
        let most: Vec<String> = ('C'..'Z').map(|letter| format!("class-{letter}=1")).collect();
        let mut most: Vec<&str> = most.iter().map(String::as_str).collect();
        assert_eq!(classes(&most).unwrap().len(), 26);
        most.push("one-more=1");
        for bad in [&["books"][..], &["books=six"], &["=6"], &["books=6", "Books=7"], &["standard=6"], &most] {
            assert!(classes(bad).is_err(), "{bad:?}");
        }
    }
}
