//! `rebuild --check`.

use super::answer::Answer;
use super::error::CliError;
use super::find;
use crate::clock;
use crate::db::Db;
use crate::rebuild::{self, RebuildError};
use clap::Args;
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
}

pub async fn rebuild(
    db: &Db,
    business: Option<&str>,
    Rebuild { check: _, folder }: Rebuild,
    as_json: bool,
) -> Result<Answer, CliError> {
    let business = find::business(db, business).await?.business;
    let folder = folder.unwrap_or_else(std::env::temp_dir).join(format!("counterfoil-rebuild-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(RebuildError::Folder)?;
    let into = Db::open(&format!("sqlite:{}", folder.join("rebuilt.db").display())).await?;
    let done = rebuild::check(db, business, &into, clock::now()).await;
    into.close().await;
    // What is left of it harms nobody.
    let _ = std::fs::remove_dir_all(&folder);
    let done = done?;
    let mut text = format!("{} entries\ndigest  {}\nrebuilt {}", done.entries, done.digest, done.digest_rebuilt);
    for part in &done.differ {
        text.push_str(&format!("\n  {part} differs"));
    }
    let answer = Answer::new(text, serde_json::to_value(&done).unwrap_or_default());
    if done.differ.is_empty() {
        return Ok(answer);
    }
    answer.print(as_json)?;
    Err(CliError::RebuiltDiffers(done.differ.len()))
}
