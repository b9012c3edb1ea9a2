//! A sale as other tills hear of it.

use crate::terminal::Terminal;
use shared_model::order::{Order, OrderLine, PriceSource};
use shared_model::payment::Payment;
use shared_model::stock::Promise;
use shared_model::tax::TaxRow;
use shared_model::unit::{OrderId, Position};
use shared_model::wire::told::order::{FulfilmentTold, LineTold, Moment, NumberTold, OrderTold, PaymentTold, RateTold};

/// Its lines say where they stand once everything of the change is carried out.
pub fn told(order: &Order, till: &Terminal, payments: &[Payment], position: u64) -> OrderTold {
    OrderTold {
        order: order.id,
        position: Position::new(0, position),
        kind: order.kind.clone(),
        number: NumberTold::from(&order.number),
        terminal: Some(till.id),
        shift: order.shift,
        staff: order.placed_by.staff_id(),
        customer: order.customer,
        placed_at: Moment(order.placed_at),
        business_date: order.business_date,
        currency: order.currency,
        prices_include_tax: order.tax_method.prices_include_tax,
        cash_rounding: order.cash_rounding,
        lines: order.lines.iter().map(line).collect(),
        rates: order.taxes.iter().map(rate).collect(),
        payments: payments.iter().map(|one| payment(one, order.id)).collect(),
    }
}

fn line(line: &OrderLine) -> LineTold {
    let price_from = match &line.price_from {
        Some(PriceSource::Told(position)) => Some(*position),
        Some(PriceSource::Own(_) | PriceSource::Newer(_)) | None => None,
    };
    LineTold {
        line: line.line,
        product: line.product,
        quantity: line.quantity,
        unit_price: line.unit_price,
        discount: line.discount,
        tax: line.tax,
        gross: line.gross,
        price_from,
        fulfilment: FulfilmentTold(line.fulfilment.clone()),
        states: Vec::new(),
        to_be_confirmed: line.promise == Promise::ToBeConfirmed,
    }
}

fn rate(row: &TaxRow) -> RateTold {
    RateTold { class: row.class.clone(), letter: row.letter, net: row.net, tax: row.tax, gross: row.gross }
}

fn payment(payment: &Payment, order: OrderId) -> PaymentTold {
    PaymentTold {
        payment: payment.id,
        number: NumberTold::from(&payment.number),
        direction: payment.direction.clone(),
        method: payment.method.clone(),
        tendered: payment.tendered,
        amount: payment.towards(order.0).unwrap_or_default(),
        reference: payment.reference.clone(),
    }
}
