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
use shared_model::unit::{Amount, Currency, Rate};

#[derive(Debug, Subcommand)]
pub enum Business {
    /// Make a business with the tax classes standard, reduced and zero
    #[command(
        after_help = "Example:\n  counterfoil-server business create --name 'Lamp & Chair' --currency EUR --vat 19 --vat-reduced 7"
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
    let tax_classes = vec![
        tax_class("standard", 'A', &asked.vat)?,
        tax_class("reduced", 'B', &asked.vat_reduced)?,
        tax_class("zero", 'Z', "0")?,
    ];
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

fn tax_class(code: &str, letter: char, percent: &str) -> Result<TaxClass, CliError> {
    let rate = rate(percent).ok_or_else(|| CliError::BadRate(percent.to_owned()))?;
    let components = vec![TaxComponent { name: "VAT".to_owned(), rate }];
    Ok(TaxClass { code: code.to_owned(), letter, components, changes: Vec::new() })
}

/// `20`, `5.5`: percent with at most four decimals, below 1000.
fn rate(percent: &str) -> Option<Rate> {
    let (whole, fraction) = percent.split_once('.').unwrap_or((percent, ""));
    let digits = |text: &str, most: usize| text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole, 3) || !digits(fraction, 4) {
        return None;
    }
    format!("{whole}{fraction:0<4}").parse().ok().map(Rate)
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
    fn a_rate_is_percent_with_up_to_four_decimals() {
        for (text, rate_wanted) in
            [("20", Some(200_000)), ("5.5", Some(55_000)), ("0", Some(0)), ("8.8750", Some(88_750))]
        {
            assert_eq!(rate(text).map(|rate| rate.0), rate_wanted);
        }
        for text in ["", "-1", "1.23456", "twenty", "1e3", "1000", "20%"] {
            assert_eq!(rate(text), None, "{text:?}");
        }
    }
}
