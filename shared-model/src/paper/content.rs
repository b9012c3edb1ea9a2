//! What a receipt says, made once from the order fact. It decides nothing: every amount was
//! fixed when the order was placed.

use super::{Issued, IssuedLine, IssuedTender, PaperKind};
use crate::order::{OrderLine, Placed, Share};
use crate::setting::{BusinessSettings, StoreSettings};
use crate::words::Worded;

/// `terminal` and `cashier` as people know them; `customer` by name where the till knows one.
pub fn receipt_of(
    placed: &Placed,
    business: &BusinessSettings,
    store: &StoreSettings,
    terminal: &str,
    cashier: &str,
    customer: Option<Worded>,
) -> Issued {
    let Placed { order, shares, change } = placed;
    let included = order.tax_method.prices_include_tax;
    let tender = |tender: &Share| IssuedTender {
        method: tender.kind.method(),
        tendered: tender.tendered,
        reference: tender.reference.clone(),
    };
    Issued {
        kind: PaperKind::Receipt,
        number: order.number.to_string(),
        order: order.id,
        business: business.name.clone(),
        store: store.name.clone(),
        address: store.address.clone(),
        tax_id: store.tax_id.clone(),
        terminal: terminal.to_owned(),
        cashier: cashier.to_owned(),
        placed_at: order.placed_at,
        business_date: order.business_date,
        customer,
        currency: order.currency,
        prices_include_tax: included,
        lines: order.lines.iter().map(|line| receipt_line(line, included)).collect(),
        discount: order.totals.discount,
        net: order.totals.net,
        tax: order.totals.tax,
        gross: order.totals.gross,
        taxes: order.taxes.clone(),
        cash_rounding: order.cash_rounding,
        tenders: shares.iter().map(tender).collect(),
        change: *change,
        footer: store.receipt_footer.clone(),
    }
}

fn receipt_line(line: &OrderLine, prices_include_tax: bool) -> IssuedLine {
    IssuedLine {
        line: line.line,
        sku: line.sku.clone(),
        name: line.name.clone(),
        quantity: line.quantity,
        unit_price: line.unit_price,
        discount: line.discount,
        amount: if prices_include_tax { line.gross } else { line.net },
        tax_letter: line.tax_letter,
        fulfilment: line.fulfilment.clone(),
        to_be_confirmed: line.promise.to_be_confirmed(line.quantity),
    }
}
