//! Paper: after the commit of what it is about, and able to fail without touching it.

use super::Till;
use shared_model::command::ReceiptFormat;
use shared_model::paper::Issued;
use shared_model::refusal::{PaperRefusal, Refusal};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Turns a receipt's content into a file for paper.
pub type Renderer = Arc<dyn Fn(&Issued, ReceiptFormat, u32) -> Result<Vec<u8>, String> + Send + Sync>;

/// A receipt to be written to a file.
pub(super) struct PrintJob {
    pub(super) receipt: Issued,
    pub(super) format: ReceiptFormat,
    pub(super) copy: u32,
    pub(super) path: PathBuf,
}

impl Till {
    pub(super) async fn print(&self, job: PrintJob) -> Result<(), Refusal> {
        let (render, number) = (self.render.clone(), job.receipt.number.clone());
        let work = move || render(&job.receipt, job.format, job.copy).and_then(|bytes| write_file(&job.path, &bytes));
        let printed = tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| Err(error.to_string()));
        printed.map_err(|reason| {
            tracing::error!(reason, "a receipt could not be printed");
            PaperRefusal::NotPrinted { number }.into()
        })
    }
}

pub(super) fn file_name(number: &str, copy: u32, format: ReceiptFormat) -> String {
    let paper = match format {
        ReceiptFormat::Roll80 => "80mm",
        ReceiptFormat::A4 => "a4",
    };
    // A number comes from a till's code, which head office chose: nothing of it may leave
    // the folder.
    let number: String =
        number.chars().map(|letter| if letter.is_alphanumeric() || letter == '-' { letter } else { '_' }).collect();
    match copy {
        0 => format!("{number}-{paper}.pdf"),
        copy => format!("{number}-copy-{copy}-{paper}.pdf"),
    }
}

/// Written beside and renamed, so that nobody opens half a receipt.
fn write_file(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let write = || {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let part: PathBuf = path.with_extension("part");
        let mut file = std::fs::File::create(&part)?;
        file.write_all(bytes)?;
        std::fs::rename(&part, path)
    };
    write().map_err(|error: std::io::Error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_s_file_stays_in_its_folder() {
        assert_eq!(file_name("T01-000007", 0, ReceiptFormat::Roll80), "T01-000007-80mm.pdf");
        assert_eq!(file_name("T01-000007", 2, ReceiptFormat::A4), "T01-000007-copy-2-a4.pdf");
        assert_eq!(file_name("../T-1", 0, ReceiptFormat::A4), "___T-1-a4.pdf");
    }
}
