//! `stock open`, `stock receive`.

use super::error::CliError;
use super::printout::Printout;
use super::sheet_args::{self, AsRead, NumberArgs, SheetArgs};
use super::{find, refused};
use crate::db::Db;
use crate::import::code::fold_code;
use crate::import::{MappingFile, QuantitiesOptions, QuantitiesRead, Sheet, read_quantities};
use crate::{clock, supply};
use clap::{Args, Subcommand};
use serde_json::json;
use shared_model::fact::supply::ReceivedLine;
use shared_model::party::Actor;
use shared_model::unit::*;
use std::collections::BTreeMap;
use std::path::PathBuf;
use uuid::Uuid;

#[derive(Debug, Subcommand)]
pub enum Stock {
    /// Book what is on the shelf at the start. The same goods a second time change nothing
    #[command(
        after_help = "Examples:\n  counterfoil-server stock open --warehouse Main stock.csv\n  counterfoil-server stock open --warehouse Main --line LAMP=12\n\nThe file has columns sku and quantity."
    )]
    Open(TakeIn),
    /// Book a delivery: backorders fill, oldest first; the rest can be sold
    #[command(
        after_help = "Examples:\n  counterfoil-server stock receive --warehouse Main --line LAMP=12 --line CHAIR=4 --reference 'Delivery note 881'\n  counterfoil-server stock receive --store High-Street delivery.csv\n\nThe file has columns sku and quantity. Give --receipt to be able to repeat the command safely."
    )]
    Receive(Receiving),
}

#[derive(Debug, Args)]
pub struct TakeIn {
    /// CSV with columns sku and quantity
    #[arg(value_name = "FILE")]
    path: Option<PathBuf>,
    /// The same as FILE
    #[arg(long, value_name = "FILE", conflicts_with = "path")]
    file: Option<PathBuf>,
    #[command(flatten)]
    sheet: SheetArgs,
    #[command(flatten)]
    numbers: NumberArgs,
    /// A product and how many; can be repeated
    #[arg(long, value_name = "SKU=QUANTITY", num_args = 1..)]
    line: Vec<String>,
    /// One product; with --quantity
    #[arg(long, requires = "quantity")]
    sku: Option<String>,
    /// How many of --sku
    #[arg(long, requires = "sku")]
    quantity: Option<String>,
    /// Name or id; needed when there are several
    #[arg(long)]
    warehouse: Option<String>,
    /// Instead of --warehouse: the one this store sells from
    #[arg(long)]
    store: Option<String>,
}

#[derive(Debug, Args)]
pub struct Receiving {
    #[command(flatten)]
    goods: TakeIn,
    /// Delivery note or the like
    #[arg(long, default_value = "")]
    reference: String,
    /// Identity of this delivery; with the same one it is booked once
    #[arg(long = "receipt", value_name = "UUID")]
    intake: Option<IntakeId>,
}

pub async fn stock(db: &Db, business: Option<&str>, command: Stock) -> Result<Printout, CliError> {
    let business = find::business(db, business).await?.business;
    let (asked, delivery) = match command {
        Stock::Open(asked) => (asked, None),
        Stock::Receive(Receiving { goods, reference, intake }) => (goods, Some((reference, intake))),
    };
    let warehouse = find::warehouse(db, business, asked.warehouse.as_deref(), asked.store.as_deref()).await?;
    let whose = (business, warehouse);
    let (quantities, as_read) = quantities(&asked)?;
    let lines = products(db, business, quantities).await?;
    let now = clock::now();
    let count = lines.len();
    let received = match delivery {
        None => supply::open_stock(db, whose, lines, Actor::COMMAND_LINE, now).await?,
        Some((reference, intake)) => {
            let intake = intake.unwrap_or_else(|| IntakeId(Uuid::now_v7()));
            supply::receive(db, intake, whose, lines, reference, Actor::COMMAND_LINE, now).await?
        }
    };
    let intake = received.intake;
    let mut text = if received.already {
        format!("receipt {intake} was booked before; nothing changed")
    } else {
        format!("{count} lines booked as receipt {intake}; {} backorders filled", received.filled)
    };
    let mut json = json!({
        "receipt": intake, "lines": count, "backorders_filled": received.filled, "already_received": received.already,
    });
    if let Some(as_read) = as_read {
        text = format!("{}\n{text}", as_read.words);
        json["file"] = as_read.json;
    }
    Ok(Printout::new(text, json))
}

/// How much of which product, by its code.
type Wanted = Vec<(String, Quantity)>;

/// What is asked for, and how the file was read where there is one.
fn quantities(asked: &TakeIn) -> Result<(Wanted, Option<AsRead>), CliError> {
    let (mut all, mut as_read) = (Vec::new(), None);
    if let Some(path) = asked.path.as_deref().or(asked.file.as_deref()) {
        let sheet = Sheet::open(path, &asked.sheet.layout(&MappingFile::default())?)?;
        let NumberArgs { decimal, no_thousands } = asked.numbers;
        let options = QuantitiesOptions { map: asked.sheet.map_over(BTreeMap::new())?, decimal, no_thousands };
        let QuantitiesRead { notation, lines } = read_quantities(&sheet, &options)?;
        let how = sheet_args::as_read(&sheet, Some((notation, decimal.is_some())));
        match lines {
            Ok(lines) => {
                all.extend(lines);
                as_read = Some(how);
            }
            Err(bad) => {
                refused::list(&bad, &how.words, None)?;
                return Err(CliError::QuantitiesRefused { refused: bad.len() });
            }
        }
    }
    for line in &asked.line {
        let (sku, quantity) = line.rsplit_once('=').ok_or_else(|| CliError::BadLine(line.clone()))?;
        all.push(line_of(sku, quantity).ok_or_else(|| CliError::BadLine(line.clone()))?);
    }
    if let (Some(sku), Some(quantity)) = (&asked.sku, &asked.quantity) {
        let line = line_of(sku, quantity).ok_or_else(|| CliError::BadLine(format!("{sku}={quantity}")))?;
        all.push(line);
    }
    if all.is_empty() { Err(CliError::NothingToTakeIn) } else { Ok((all, as_read)) }
}

fn line_of(sku: &str, quantity: &str) -> Option<(String, Quantity)> {
    let quantity = quantity.trim().parse::<Quantity>().ok().filter(|quantity| quantity.is_positive())?;
    Some((fold_code(sku), quantity))
}

async fn products(db: &Db, business: BusinessId, wanted: Wanted) -> Result<Vec<ReceivedLine>, CliError> {
    let known = find::products(db, business).await?;
    let line = |(sku, quantity): (String, Quantity)| {
        let product = *known.get(&sku).ok_or(CliError::UnknownSku(sku))?;
        Ok(ReceivedLine { product, quantity })
    };
    wanted.into_iter().map(line).collect()
}
