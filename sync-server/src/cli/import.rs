//! `import catalogue`, `import customers`.

use super::error::CliError;
use super::printout::Printout;
use super::sheet_args::{NumberArgs, SheetArgs, as_read};
use super::{find, imported, refused};
use crate::catalogue;
use crate::clock;
use crate::db::Db;
use crate::import::code::fold_code;
use crate::import::options::{CatalogueMapping, CustomersMapping};
use crate::import::run;
use crate::import::*;
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use shared_model::setting::BusinessSettings;
use shared_model::tax::TaxClass;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const ALL_OR_NOTHING: &str = "\
A row that cannot be used is refused with its number and a reason, and then nothing is imported;
with --skip-refused the good rows are. Importing again changes what differs and nothing else.
Encoding, delimiter, header line and decimal sign are detected, and the answer says what was guessed;
gzip is unpacked. Columns are guessed from their headers; --map says what holds what. --dry-run shows
the first rows as they would be stored.";

const CATALOGUE_EXAMPLES: &str = "\
Examples:
  counterfoil-server import catalogue products.csv --dry-run
  counterfoil-server import catalogue export.csv --map sku=Code --map price=Gross --decimal comma
  counterfoil-server import catalogue sales.csv.gz --mapping online-retail.toml --report refused.csv
Fields: sku, name, price (needed); tax_class, barcode, category, description, stocked.";

const CUSTOMERS_EXAMPLES: &str = "\
Example:
  counterfoil-server import customers sales.csv --map number=CustomerID --repeats most-frequent --skip-refused
Fields: number (needed); name, email, phone, street, postcode, city, country.";

#[derive(Debug, Subcommand)]
pub enum Import {
    /// Products and their prices
    #[command(long_about = ALL_OR_NOTHING, after_help = CATALOGUE_EXAMPLES)]
    Catalogue(Catalogue),
    /// Customers, by the shop's own customer number
    #[command(long_about = ALL_OR_NOTHING, after_help = CUSTOMERS_EXAMPLES)]
    Customers(Customers),
}

#[derive(Debug, Args)]
struct Common {
    /// CSV, plain or gzip
    file: PathBuf,
    #[command(flatten)]
    sheet: SheetArgs,
    /// TOML file with all of this, for an export that comes again
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// What to do when a code is on several rows [default: refuse]
    #[arg(long)]
    repeats: Option<Repeats>,
    /// Import the good rows although others were refused
    #[arg(long)]
    skip_refused: bool,
    /// Check, count, show the first rows as they would be stored, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Write every refused row here, as JSON if the name ends so, else as CSV
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Catalogue {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    numbers: NumberArgs,
    /// Tax class of rows that name none, or its rate in percent [default: standard]
    #[arg(long)]
    tax_class: Option<String>,
    /// Codes that have no stock, separated by commas
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    services: Vec<String>,
    /// The same, one code per line
    #[arg(long, value_name = "FILE")]
    services_file: Option<PathBuf>,
    /// Codes not to import, separated by commas
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    leave_out: Vec<String>,
    /// in-store[:PREFIX] gives products without a barcode an EAN-13 of the shop's own
    #[arg(long, value_name = "KIND")]
    barcodes: Option<String>,
}

#[derive(Debug, Args)]
pub struct Customers {
    #[command(flatten)]
    common: Common,
}

pub async fn import(db: &Db, business: Option<&str>, command: Import, quiet: bool) -> Result<Printout, CliError> {
    let business = find::business(db, business).await?;
    match command {
        Import::Catalogue(asked) => import_catalogue(db, &business, asked, quiet).await,
        Import::Customers(asked) => import_customers(db, &business, asked, quiet).await,
    }
}

async fn import_catalogue(
    db: &Db,
    business: &BusinessSettings,
    asked: Catalogue,
    quiet: bool,
) -> Result<Printout, CliError> {
    let file = asked.common.mapping.as_deref().map(MappingFile::read).transpose()?.unwrap_or_default();
    let mapping = file.catalogue.clone();
    let skip_refused = asked.common.skip_refused || mapping.skip_refused;
    let options = catalogue_options(&asked, mapping)?;
    let sheet = Sheet::open(&asked.common.file, &asked.common.sheet.layout(&file)?)?;
    let now = clock::now();
    let tax_classes: Vec<TaxClass> = business.tax_classes.iter().map(|class| class.on(now.local_date())).collect();
    let known = catalogue::barcodes(db, business.business).await?;
    let ours = Assortment { currency: business.currency, tax_classes: &tax_classes, barcodes: &known };
    let bar = progress_bar(quiet, "reading");
    let mut read = read_catalogue(&sheet, &options, ours, &|done, of| tell(&bar, done, of))?;
    bar.finish_and_clear();
    let as_read = as_read(&sheet, Some((read.notation, options.decimal.is_some())));
    refused::list(&read.refused, &as_read.words, asked.common.report.as_deref())?;
    if !read.refused.is_empty() && !skip_refused {
        return Err(CliError::RowsRefused { refused: read.refused.len() });
    }
    if let Barcodes::InStore { prefix } = &options.barcodes {
        barcodes::assign_in_store(&mut read.products, prefix, &known)?;
    }
    let bar = progress_bar(quiet, "writing");
    let changed =
        run::import_products(db, business.business, &read.products, asked.common.dry_run, now, &|done, of| {
            tell(&bar, done, of)
        })
        .await?;
    bar.finish_and_clear();
    Ok(imported::catalogue(&read, &changed, as_read, asked.common.dry_run.then_some(business.currency)))
}

fn catalogue_options(asked: &Catalogue, mapping: CatalogueMapping) -> Result<CatalogueOptions, CliError> {
    let mut services = mapping.services;
    let mut leave_out = mapping.leave_out;
    let listed = asked.services_file.as_deref().map(codes_in).transpose()?.unwrap_or_default();
    let told = || "named on the command line".to_owned();
    services.extend(asked.services.iter().chain(&listed).map(|code| (code.clone(), told())));
    leave_out.extend(asked.leave_out.iter().map(|code| (code.clone(), told())));
    let barcodes = asked.barcodes.as_deref().or(mapping.barcodes.as_deref());
    Ok(CatalogueOptions {
        map: asked.common.sheet.map_over(mapping.map)?,
        repeats: asked.common.repeats.or(mapping.repeats).unwrap_or_default(),
        decimal: asked.numbers.decimal.or(mapping.decimal),
        no_thousands: asked.numbers.no_thousands || mapping.no_thousands,
        tax_class: asked.tax_class.clone().or(mapping.tax_class).unwrap_or_else(|| "standard".to_owned()),
        services: folded(services),
        leave_out: folded(leave_out),
        barcodes: barcodes.map(str::parse).transpose()?.unwrap_or_default(),
    })
}

fn folded(codes: BTreeMap<String, String>) -> BTreeMap<String, String> {
    codes.into_iter().map(|(code, why)| (fold_code(&code), why)).collect()
}

fn codes_in(path: &Path) -> Result<Vec<String>, CliError> {
    let read = std::fs::read_to_string(path);
    let text = read.map_err(|source| ImportError::Read { path: path.to_owned(), source })?;
    Ok(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

/// On a terminal only: indicatif draws nothing elsewhere.
fn progress_bar(quiet: bool, what: &'static str) -> ProgressBar {
    if quiet {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{msg} [{bar:40}] {percent}% {elapsed}");
    let style = style.expect("the template is fixed and valid").progress_chars("=> ");
    ProgressBar::new(0).with_style(style).with_message(what)
}

fn tell(bar: &ProgressBar, done: u64, of: u64) {
    bar.set_length(of);
    bar.set_position(done);
}

async fn import_customers(
    db: &Db,
    business: &BusinessSettings,
    asked: Customers,
    quiet: bool,
) -> Result<Printout, CliError> {
    let asked = asked.common;
    let file = asked.mapping.as_deref().map(MappingFile::read).transpose()?.unwrap_or_default();
    let CustomersMapping { map, repeats, skip_refused } = file.customers.clone();
    let repeats = asked.repeats.or(repeats).unwrap_or_default();
    let options = CustomersOptions { map: asked.sheet.map_over(map)?, repeats };
    let sheet = Sheet::open(&asked.file, &asked.sheet.layout(&file)?)?;
    let bar = progress_bar(quiet, "reading");
    let read = read_customers(&sheet, &options, &|done, of| tell(&bar, done, of))?;
    bar.finish_and_clear();
    let as_read = as_read(&sheet, None);
    refused::list(&read.refused, &as_read.words, asked.report.as_deref())?;
    if !(read.refused.is_empty() || asked.skip_refused || skip_refused) {
        return Err(CliError::RowsRefused { refused: read.refused.len() });
    }
    let bar = progress_bar(quiet, "writing");
    let progress = |done, of| tell(&bar, done, of);
    let (id, rows) = (business.business, &read.customers);
    let done = run::import_customers(db, id, rows, asked.dry_run, clock::now(), &progress).await?;
    bar.finish_and_clear();
    Ok(imported::customers(&read, &done, as_read, asked.dry_run))
}
