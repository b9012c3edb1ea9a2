//! A receipt as paper shows it, from the same stored content.

use crate::format;
use crate::text;
use leptos::prelude::*;
use shared_model::command::{ReceiptLine, ReceiptView};
use shared_model::unit::Amount;

/// The receipt as paper shows it.
#[component]
pub fn ReceiptPaper(receipt: ReceiptView) -> impl IntoView {
    let currency = receipt.currency;
    let amount = move |amount| format::amount(amount, currency);
    let pair =
        move |label: String, value: String| view! { <p class="pair"><span>{label}</span><span>{value}</span></p> };
    let taxes = receipt.taxes.iter().map(move |row| {
        let rate = row
            .components
            .iter()
            .map(|part| text::receipt::tax_rate(&part.name, &part.rate.to_string()))
            .collect::<Vec<_>>();
        view! {
            <tr>
                <td>{row.letter.to_string()} " " {rate.join(" + ")}</td>
                <td>{amount(row.net)}</td>
                <td>{amount(row.tax)}</td>
                <td>{amount(row.gross)}</td>
            </tr>
        }
    });
    let tenders = receipt.tenders.iter().map(move |tender| {
        let label = text::receipt::tender(tender.kind, tender.reference.as_deref());
        pair(label, amount(tender.tendered))
    });
    let optional = move |label: String, value: Amount| (!value.is_zero()).then(|| pair(label, amount(value)));
    view! {
        <article class="paper" data-testid="receipt" aria-label=text::receipt::title()>
            <h3>{receipt.business}</h3>
            <p class="middle">{receipt.store}</p>
            {receipt.address.into_iter().map(|line| view! { <p class="middle">{line}</p> }).collect_view()}
            {(!receipt.tax_id.is_empty()).then(|| view! { <p class="middle">{text::receipt::tax_id(&receipt.tax_id)}</p> })}
            <hr />
            <p class="pair">
                <b>{text::receipt::title()}</b>
                <b data-testid="receipt-number">{receipt.number}</b>
            </p>
            {pair(format::day_time(receipt.placed_at), text::receipt::served_by(&receipt.terminal, &receipt.cashier))}
            {receipt.customer.map(|customer| pair(text::receipt::customer(), customer))}
            <hr />
            {receipt.lines.iter().map(|line| receipt_line(line, &amount)).collect_view()}
            <hr />
            {optional(text::receipt::discount(), Amount(-receipt.discount.0))}
            <p class="pair total">
                <b>{text::receipt::total()}</b>
                <b>{format::money(receipt.gross, currency)}</b>
            </p>
            {optional(text::receipt::cash_rounding(), receipt.cash_rounding)}
            {tenders.collect_view()}
            {optional(text::receipt::change(), receipt.change)}
            <table>
                <thead>
                    <tr>
                        <th>{text::receipt::tax()}</th>
                        <th>{text::receipt::net()}</th>
                        <th>{text::receipt::tax()}</th>
                        <th>{text::receipt::gross()}</th>
                    </tr>
                </thead>
                <tbody>{taxes.collect_view()}</tbody>
            </table>
            {receipt.footer.into_iter().map(|line| view! { <p class="middle">{line}</p> }).collect_view()}
        </article>
    }
}

fn receipt_line(line: &ReceiptLine, amount: &dyn Fn(Amount) -> String) -> impl IntoView + use<> {
    let confirm = line.to_be_confirmed.is_positive();
    let where_to = (!line.fulfilment.is_carry_out()).then(|| text::cart::fulfilment(line.fulfilment));
    view! {
        <div class="paper-line">
            <p class="pair">
                <span>{line.name.clone()}</span>
                <span>{amount(line.amount)} " " {line.tax_letter.to_string()}</span>
            </p>
            <p class="faint">
                {text::receipt::times(&format::quantity(line.quantity), &amount(line.unit_price))} " · " {line.sku.clone()}
            </p>
            {(!line.discount.is_zero())
                .then(|| view! { <p class="faint">{text::receipt::discount()} " −" {amount(line.discount)}</p> })}
            {where_to.map(|words| view! { <p class="faint">{words}</p> })}
            {confirm
                .then(|| view! { <p class="faint">{text::receipt::to_be_confirmed(&format::quantity(line.to_be_confirmed))}</p> })}
        </div>
    }
}
