//! `import catalogue`, `import customers`.

use super::error::CliError;
use super::printout::Printout;
use super::{find, refused};
use crate::catalogue;
use crate::clock;
use crate::db::Db;
use crate::import::options::{CatalogueMapping, CustomersMapping};
use crate::import::refused::count_by_reason;
use crate::import::run::{self, Imported};
use crate::import::*;
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use shared_model::setting::BusinessSettings;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const ALL_OR_NOTHING: &str = "\
A row that cannot be used is refused with its number and a reason, and then nothing is imported;
with --skip-refused the good rows are. Importing again changes what differs and nothing else.
UTF-8 and Latin-1, gzip, and the delimiters , ; | and tab are detected. Columns are guessed from
their headers; --map says what holds what.";

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
    /// A column for a field; can be repeated. An empty column says that there is none
    #[arg(long, value_name = "FIELD=COLUMN")]
    map: Vec<String>,
    /// TOML file with all of this, for an export that comes again
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// utf-8, latin-1 or any other web encoding [default: detected]
    #[arg(long)]
    encoding: Option<String>,
    /// , ; | or tab [default: detected]
    #[arg(long)]
    delimiter: Option<String>,
    /// What to do when a code is on several rows [default: refuse]
    #[arg(long)]
    repeats: Option<Repeats>,
    /// Import the good rows although others were refused
    #[arg(long)]
    skip_refused: bool,
    /// Check and count, and change nothing
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
    /// How prices are written [default: point]
    #[arg(long)]
    decimal: Option<Decimal>,
    /// Tax class of rows that name none [default: standard]
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
    let sheet = open(&asked.common, &file)?;
    let tax_classes: Vec<String> = business.tax_classes.iter().map(|class| class.code.clone()).collect();
    let bar = progress_bar(quiet, "reading");
    let mut read = read_catalogue(&sheet, &options, business.currency, &tax_classes, &|done, of| tell(&bar, done, of))?;
    bar.finish_and_clear();
    refused::list(&read.refused, asked.common.report.as_deref())?;
    if !read.refused.is_empty() && !skip_refused {
        return Err(CliError::RowsRefused { refused: read.refused.len() });
    }
    let known = catalogue::barcodes(db, business.business).await?;
    if let Barcodes::InStore { prefix } = &options.barcodes {
        barcodes::assign_in_store(&mut read.products, prefix, &known)?;
    }
    let bar = progress_bar(quiet, "writing");
    let changed =
        run::import_products(db, business.business, &read.products, asked.common.dry_run, clock::now(), &|done, of| {
            tell(&bar, done, of)
        })
        .await?;
    bar.finish_and_clear();
    Ok(catalogue_printout(&read, &changed, asked.common.dry_run))
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
        map: merged_map(mapping.map, &asked.common.map)?,
        repeats: asked.common.repeats.or(mapping.repeats).unwrap_or_default(),
        decimal: asked.decimal.or(mapping.decimal).unwrap_or_default(),
        tax_class: asked.tax_class.clone().or(mapping.tax_class).unwrap_or_else(|| "standard".to_owned()),
        services: folded(services),
        leave_out: folded(leave_out),
        barcodes: barcodes.map(str::parse).transpose()?.unwrap_or_default(),
    })
}

fn folded(codes: BTreeMap<String, String>) -> BTreeMap<String, String> {
    codes.into_iter().map(|(code, why)| (crate::import::catalogue::fold_code(&code), why)).collect()
}

fn codes_in(path: &Path) -> Result<Vec<String>, CliError> {
    let read = std::fs::read_to_string(path);
    let text = read.map_err(|source| ImportError::Read { path: path.to_owned(), source })?;
    Ok(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

/// `--map` wins over the mapping file.
fn merged_map(mut map: BTreeMap<String, String>, told: &[String]) -> Result<BTreeMap<String, String>, CliError> {
    for one in told {
        let (field, column) = one.split_once('=').ok_or_else(|| CliError::BadMap(one.clone()))?;
        map.insert(field.trim().to_owned(), column.trim().to_owned());
    }
    Ok(map)
}

fn open(asked: &Common, file: &MappingFile) -> Result<Sheet, CliError> {
    let delimiter = asked.delimiter.as_deref().or(file.delimiter.as_deref()).map(delimiter).transpose()?;
    let encoding = asked.encoding.as_deref().or(file.encoding.as_deref());
    Ok(Sheet::open(&asked.file, encoding, delimiter)?)
}

fn delimiter(text: &str) -> Result<u8, CliError> {
    match text.as_bytes() {
        b"tab" | b"\\t" => Ok(b'\t'),
        [one] => Ok(*one),
        _ => Err(CliError::BadDelimiter(text.to_owned())),
    }
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

fn catalogue_printout(read: &CatalogueRead, done: &Imported, dry_run: bool) -> Printout {
    let mut text = format!(
        "{} rows, {} codes: {} products\n{}",
        read.rows,
        read.codes_as_exported,
        read.products.len(),
        counted(done, dry_run)
    );
    text.push_str(&format!("\n{} prices {}", done.prices_set, if dry_run { "would be set" } else { "set" }));
    for left_out in &read.left_out {
        text.push_str(&format!("\nleft out {} ({} rows): {}", left_out.code, left_out.rows, left_out.reason));
    }
    if !read.codes_lost.is_empty() {
        text.push_str(&format!("\n{} codes have no row that could be used", read.codes_lost.len()));
    }
    for kept in &done.kept {
        text.push_str(&format!("\nleft as it is: {kept}"));
    }
    let json = json!({
        "rows": read.rows,
        "codes_as_exported": read.codes_as_exported,
        "codes_with_several_prices": read.codes_with_several_prices,
        "products": read.products.len(),
        "services": read.products.iter().filter(|product| !product.stocked).count(),
        "refused": read.refused.len(),
        "refused_by_reason": count_by_reason(&read.refused),
        "left_out": read.left_out,
        "codes_lost": read.codes_lost,
        "dry_run": dry_run,
        "created": done.created,
        "edited": done.edited,
        "prices_set": done.prices_set,
        "unchanged": done.unchanged,
        "kept": done.kept,
    });
    Printout::new(text, json)
}

fn counted(done: &Imported, dry_run: bool) -> String {
    let tense = if dry_run { "would be " } else { "" };
    format!("{} {tense}created, {} {tense}changed, {} as they were", done.created, done.edited, done.unchanged)
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
    let options = CustomersOptions { map: merged_map(map, &asked.map)?, repeats };
    let sheet = open(&asked, &file)?;
    let bar = progress_bar(quiet, "reading");
    let read = read_customers(&sheet, &options, &|done, of| tell(&bar, done, of))?;
    bar.finish_and_clear();
    refused::list(&read.refused, asked.report.as_deref())?;
    if !(read.refused.is_empty() || asked.skip_refused || skip_refused) {
        return Err(CliError::RowsRefused { refused: read.refused.len() });
    }
    let bar = progress_bar(quiet, "writing");
    let progress = |done, of| tell(&bar, done, of);
    let (id, rows) = (business.business, &read.customers);
    let done = run::import_customers(db, id, rows, asked.dry_run, clock::now(), &progress).await?;
    bar.finish_and_clear();
    let text = format!("{} rows: {} customers\n{}", read.rows, rows.len(), counted(&done, asked.dry_run));
    let json = json!({
        "rows": read.rows,
        "customers": rows.len(),
        "refused": read.refused.len(),
        "refused_by_reason": count_by_reason(&read.refused),
        "dry_run": asked.dry_run,
        "created": done.created,
        "edited": done.edited,
        "unchanged": done.unchanged,
    });
    Ok(Printout::new(text, json))
}
