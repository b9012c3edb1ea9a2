//! `rebuild --check`.

use super::error::CliError;
use super::find;
use super::printout::Printout;
use crate::clock;
use crate::db::Db;
use crate::rebuild::{self, RebuildError, Rebuilt};
use clap::Args;
use shared_model::unit::BusinessId;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  counterfoil-server rebuild --check")]
pub struct Rebuild {
    /// Build the business again from its entries, beside what there is, and compare; exit code 1 when something differs
    #[arg(long, required = true)]
    check: bool,
    /// Where the second database is kept meanwhile [default: the system's folder for such files]
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// Another database to build it in, which keeps it; the business must not be there yet
    #[arg(long, value_name = "URL", conflicts_with = "folder")]
    into: Option<String>,
}

pub async fn rebuild(
    db: &Db,
    business: Option<&str>,
    Rebuild { check: _, folder, into }: Rebuild,
    as_json: bool,
) -> Result<Printout, CliError> {
    let business = find::business(db, business).await?.business;
    let done = match into {
        Some(url) => built(db, business, &url).await?,
        None => built_for_now(db, business, folder).await?,
    };
    let mut text = format!("{} entries\ndigest  {}\nrebuilt {}", done.entries, done.digest, done.digest_rebuilt);
    for part in &done.differ {
        text.push_str(&format!("\n  {part} differs"));
    }
    let printout = Printout::new(text, serde_json::to_value(&done).unwrap_or_default());
    if done.differ.is_empty() {
        return Ok(printout);
    }
    printout.print(as_json)?;
    Err(CliError::RebuiltDiffers(done.differ.len()))
}

async fn built(db: &Db, business: BusinessId, url: &str) -> Result<Rebuilt, CliError> {
    let into = Db::open(url).await?;
    let done = rebuild::check(db, business, &into, clock::now()).await;
    into.close().await;
    Ok(done?)
}

/// In a database that is removed afterwards.
async fn built_for_now(db: &Db, business: BusinessId, folder: Option<PathBuf>) -> Result<Rebuilt, CliError> {
    let folder = folder.unwrap_or_else(std::env::temp_dir).join(format!("counterfoil-rebuild-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(RebuildError::Folder)?;
    let done = built(db, business, &format!("sqlite:{}", folder.join("rebuilt.db").display())).await;
    // What is left of it harms nobody.
    let _ = std::fs::remove_dir_all(&folder);
    done
}
