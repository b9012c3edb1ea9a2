//! `receipt_print`: the stored receipt on paper. The copy's number is drawn and recorded
//! before anything is printed, so that no two papers claim to be the first.

use super::failure::{Refused, not_found, refuse};
use super::session::Caller;
use super::shop::Shop;
use super::till::Till;
use crate::replica::{OwnTx, Reader, ReplicaError};
use shared_model::command::{ErrorCode, Failure, Printed, ReceiptFormat, ReceiptPrint, ReceiptView, Retry};
use shared_model::fact::Fact;
use shared_model::order::{Order, receipt};
use shared_model::unit::*;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A receipt's content, made once from the order.
pub(super) fn receipt_of(view: Reader<'_>, shop: &Shop, order: &Order) -> Result<ReceiptView, ReplicaError> {
    let cashier = view.staff(order.staff)?.map(|staff| staff.name).unwrap_or_default();
    let customer = order.customer.map(|customer| view.customer(customer)).transpose()?.flatten();
    let terminal = &order.number.terminal_code;
    let customer = customer.map(|customer| customer.label());
    Ok(receipt::receipt(order, &shop.business, &shop.store, terminal, &cashier, customer))
}

/// What was printed first, or, for a sale of another till, what it says.
pub(super) fn stored_or_made(view: Reader<'_>, shop: &Shop, order: &Order) -> Result<ReceiptView, ReplicaError> {
    match view.receipt(order.id)? {
        Some(snapshot) => Ok(snapshot),
        None => receipt_of(view, shop, order),
    }
}

pub(super) async fn print(till: &Till, caller: &Caller, input: ReceiptPrint) -> Result<Printed, Failure> {
    let (staff, now) = (caller.staff()?.id, till.now());
    let drawn = till.replica.write(move |own| draw_copy(own, input.order, staff, now));
    let (receipt, copy) = drawn.map_err(|refused: Refused| refused.0)?;
    till.recorded();
    let path = till.replica.dir().join("receipts").join(file_name(&receipt.number, copy, input.format));
    let (render, target, number) = (till.render.clone(), path.clone(), receipt.number.clone());
    let work = move || render(&receipt, input.format, copy).and_then(|bytes| write_file(&target, &bytes));
    let printed = tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| Err(error.to_string()));
    match printed {
        Ok(()) => Ok(Printed { path: path.display().to_string(), copy }),
        Err(reason) => {
            tracing::error!(reason, "a receipt could not be printed");
            let message = format!(
                "Receipt {number} could not be printed. The sale is safe and complete. Try again from the orders list."
            );
            Err(Failure { code: ErrorCode::Printing, retry: Retry::Later, message })
        }
    }
}

fn draw_copy(own: &mut OwnTx<'_>, id: OrderId, staff: StaffId, now: Timestamp) -> Result<(ReceiptView, u32), Refused> {
    let shop = Shop::load(own.reader())?;
    let Some(known) = own.reader().order(id)? else { return Err(not_found("order").into()) };
    let receipt = stored_or_made(own.reader(), &shop, &known.order)?;
    let printed = own.reader().receipt_printed(id)?;
    // The till that sold it printed the first.
    let elsewhere = own.reader().own_order(id)?.is_none();
    let copy = if elsewhere { printed.max(1) } else { printed };
    if copy == u32::MAX {
        return Err(refuse(
            ErrorCode::Invalid,
            "This receipt was printed too often. The sale is safe. Show it on the screen.",
        )
        .into());
    }
    own.record(Fact::ReceiptPrinted { order: id, copy }, Some(staff), now)?;
    Ok((receipt, copy))
}

fn file_name(number: &str, copy: u32, format: ReceiptFormat) -> String {
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
