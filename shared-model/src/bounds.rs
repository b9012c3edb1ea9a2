//! Every limit that till and server both check, on what comes from outside. Beyond each of
//! them a named thing happens, before money moves: the till refuses, the server sets aside
//! or ends the connection. docs/forms.md has the table.

pub use crate::encoding::DEPTH_MAX;
use crate::unit::{Amount, Quantity};
pub use crate::unit::{NAME_BYTES_MAX, SCOPE_KEY_BYTES_MAX};

/// Codes that people type: SKUs, receipt numbers, tax classes.
pub const CODE_BYTES_MAX: usize = 128;
/// Reasons, references and other lines a person writes about something.
pub const LINE_BYTES_MAX: usize = 2000;
/// A text in a reason, which may quote what somebody sent: longer ones are cut.
pub const REASON_CHARACTERS_MAX: usize = 200;
/// A field of a document, and what an order says of a product.
pub const FIELD_BYTES_MAX: usize = 16 * 1024;
/// What a business, a store, a member of staff is called, and a line as it is printed.
pub const PRINTED_CHARACTERS_MAX: usize = 200;
/// Lines of an address or under a receipt.
pub const PRINTED_LINES_MAX: usize = 20;

/// An entry as encoded, without its attachments.
pub const ENTRY_BYTES_MAX: usize = 1024 * 1024;
/// One attachment.
pub const ATTACHMENT_BYTES_MAX: usize = 1024 * 1024;
/// An entry with everything that belongs to it. Only the server's own, an import for
/// instance, come near it; a till's are bounded by a push.
pub const SEALED_BYTES_MAX: usize = 64 * 1024 * 1024;
pub const ATTACHMENTS_MAX: usize = 64;
pub const APPROVALS_MAX: usize = 16;
/// An approval's signature, of whatever kind a key of a newer version is.
pub const SIGNATURE_BYTES_MAX: usize = 256;
pub const SALT_BYTES_MAX: usize = 64;

/// Lines of one order, tenders of one sale.
pub const ORDER_LINES_MAX: usize = 500;
pub const PAYMENTS_MAX: usize = 50;
/// Documents that one payment settles.
pub const SETTLED_MAX: usize = 50;
/// Rates in the tax table of a document, and postings in its header.
pub const RATES_MAX: usize = 64;
pub const POSTINGS_MAX: usize = 256;
/// What a posting's account is of: an id, a drawer's code.
pub const POSTING_KEY_BYTES_MAX: usize = 128;
/// Lines of one delivery of goods: from a till, and by the command line. It is one entry, which
/// others wait for.
pub const INTAKE_LINES_MAX: usize = 1000;
pub const INTAKE_BY_COMMAND_LINES_MAX: usize = 10_000;
/// Lines of stock that is opened, and of one part of it: a part is an entry and a transaction.
pub const OPENING_LINES_MAX: usize = 200_000;
pub const OPENING_PART_LINES_MAX: usize = 500;

/// What a person may enter as a price, a payment or a float, in minor units. Room for the
/// dearest sofa in the smallest currency, and none for a barcode of 13 digits scanned into
/// the wrong field.
pub const ENTERED_MAX: Amount = Amount(1_000_000_000_000);
/// What a document may come to, in minor units. A day's takings of 900,000 such sales still
/// add up.
pub const AMOUNT_MAX: u64 = 10_000_000_000_000;
/// In thousandths.
pub const QUANTITY_MAX: u64 = 1_000_000_000_000;
/// Of one line, as a person enters it.
pub const LINE_QUANTITY_MAX: Quantity = Quantity(1_000_000_000);

/// Fields of one edit, and all of it with its changes.
pub const EDIT_FIELDS_MAX: usize = 32;
pub const EDIT_BYTES_MAX: usize = 256 * 1024;
pub const CHANGE_BYTES_MAX: usize = 128 * 1024;
pub const DOCUMENT_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Rows in one column of one change, and its text once every run is written out.
pub const CHANGE_ROWS_MAX: u64 = 10_000;
pub const CHANGE_TEXT_BYTES_MAX: u64 = 1024 * 1024;

/// A frame as it travels and as it inflates.
pub const FRAME_BYTES_MAX: usize = 8 * 1024 * 1024;
/// What a till asks at once; a full delivery is a fifth of it. It is read value by value, each much larger
/// in memory than on the wire.
pub const CALL_BYTES_MAX: usize = 256 * 1024;
/// Before a terminal has proved itself, nothing larger is read.
pub const HELLO_BYTES_MAX: usize = 1024;
/// A request for an identity.
pub const ENROL_BYTES_MAX: usize = 4096;
pub const PUSH_ENTRIES_MAX: usize = 500;
pub const PUSH_BYTES_MAX: usize = 512 * 1024;
/// Rows and bytes of a page of the log. A row larger than a page is never written.
pub const PAGE_ROWS_MAX: usize = 2000;
pub const PAGE_BYTES_MAX: usize = 512 * 1024;
pub const ROW_BYTES_MAX: usize = 1024 * 1024;
/// Levels in one frame.
pub const LEVELS_MAX: usize = 4000;
/// Pages sent and not yet applied, beyond which the server waits.
pub const PAGES_IN_FLIGHT_MAX: usize = 4;
/// Scopes one terminal follows.
pub const SCOPES_MAX: usize = 32;
/// Of these, besides those of its kind.
pub const SCOPES_ALSO_MAX: usize = 26;

/// Lines whose takers are asked for at once, and takers told of one line.
pub const TAKERS_LINES_MAX: usize = 200;
pub const TAKERS_MAX: usize = 20;
/// Questions of one till that wait for an answer.
pub const CALLS_WAITING_MAX: usize = 16;
/// Terminals connected to one process of the server.
pub const SESSIONS_MAX: u32 = 2000;

/// Lives of one terminal's chain: each begins where the server says that a copy of the till goes
/// on. Beyond it, what a copy records is held as a fork.
pub const INCARNATIONS_MAX: u32 = 64;
/// Forks of one life that are followed each for itself; what forks beyond them is held together.
pub const FORKS_MAX: u32 = 16;

/// Keys of the server that a till hears of in a greeting.
pub const SERVER_KEYS_MAX: usize = 256;

pub fn amount_fits(amount: Amount) -> bool {
    amount.0.unsigned_abs() <= AMOUNT_MAX
}

pub fn quantity_fits(quantity: Quantity) -> bool {
    quantity.0.unsigned_abs() <= QUANTITY_MAX
}

pub fn code_fits(code: &str) -> bool {
    code.len() <= CODE_BYTES_MAX
}

pub fn line_fits(text: &str) -> bool {
    text.len() <= LINE_BYTES_MAX
}

pub fn field_fits(text: &str) -> bool {
    text.len() <= FIELD_BYTES_MAX
}

/// Something, and all of it can be printed on one line.
pub fn title_fits(text: &str) -> bool {
    !text.is_empty() && printed_fits(text)
}

pub fn printed_fits(text: &str) -> bool {
    text.chars().count() <= PRINTED_CHARACTERS_MAX && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_of_the_largest_nearly_fill_a_sum_and_the_smallest_number_does_not_pass() {
        let largest = i64::try_from(AMOUNT_MAX).unwrap();
        assert!(largest.checked_mul(900_000).is_some());
        let cases = [(largest, true), (-largest, true), (largest + 1, false), (i64::MAX, false), (i64::MIN, false)];
        for (amount, fits) in cases {
            assert_eq!(amount_fits(Amount(amount)), fits, "{amount}");
        }
        assert!(!quantity_fits(Quantity(i64::MIN)));
    }

    #[test]
    fn what_fits_a_page_fits_a_frame_and_what_fits_a_push_fits_a_frame() {
        const { assert!(PAGE_BYTES_MAX + ROW_BYTES_MAX < FRAME_BYTES_MAX) };
        const { assert!(PUSH_BYTES_MAX + ENTRY_BYTES_MAX + ATTACHMENT_BYTES_MAX < FRAME_BYTES_MAX) };
    }
}
