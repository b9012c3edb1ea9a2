use crate::format;
use crate::text;
use leptos::prelude::*;
use shared_model::command::{ReceiptLine, ReceiptView};
use shared_model::unit::Amount;

/// The receipt as paper shows it, from the same stored content.
#[component]
pub fn ReceiptPaper(receipt: ReceiptView) -> impl IntoView {
    let currency = receipt.currency;
    let amount = move |amount| format::amount(amount, currency);
    let pair =
        move |label: String, value: String| view! { <p class="pair"><span>{label}</span><span>{value}</span></p> };
    let taxes = receipt.taxes.iter().map(move |row| {
        let rate = row.components.iter().map(|part| text::tax_rate(&part.name, part.rate)).collect::<Vec<_>>();
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
        let label = text::tender_line(tender.kind, tender.reference.as_deref());
        pair(label, amount(tender.tendered))
    });
    let optional = move |label: &str, value: Amount| (!value.is_zero()).then(|| pair(label.to_owned(), amount(value)));
    view! {
        <article class="paper" data-testid="receipt" aria-label=text::receipt()>
            <h3>{receipt.business}</h3>
            <p class="middle">{receipt.store}</p>
            {receipt.address.into_iter().map(|line| view! { <p class="middle">{line}</p> }).collect_view()}
            {(!receipt.tax_id.is_empty()).then(|| view! { <p class="middle">{text::tax_id(&receipt.tax_id)}</p> })}
            <hr />
            <p class="pair">
                <b>{text::receipt()}</b>
                <b data-testid="receipt-number">{receipt.number}</b>
            </p>
            {pair(format::day_time(receipt.placed_at), text::served_by(&receipt.terminal, &receipt.cashier))}
            {receipt.customer.map(|customer| pair(text::customer_word().to_owned(), customer))}
            <hr />
            {receipt.lines.iter().map(|line| receipt_line(line, &amount)).collect_view()}
            <hr />
            {optional(text::discount(), Amount(-receipt.discount.0))}
            <p class="pair total">
                <b>{text::total()}</b>
                <b>{format::money(receipt.gross, currency)}</b>
            </p>
            {optional(text::cash_rounding(), receipt.cash_rounding)}
            {tenders.collect_view()}
            {optional(text::change(), receipt.change)}
            <table>
                <thead>
                    <tr>
                        <th>{text::tax_word()}</th>
                        <th>{text::net()}</th>
                        <th>{text::tax_word()}</th>
                        <th>{text::gross()}</th>
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
    let where_to = (!line.fulfilment.is_carry_out()).then(|| text::fulfilment(line.fulfilment));
    view! {
        <div class="paper-line">
            <p class="pair">
                <span>{line.name.clone()}</span>
                <span>{amount(line.amount)} " " {line.tax_letter.to_string()}</span>
            </p>
            <p class="faint">
                {text::times(&format::quantity(line.quantity), &amount(line.unit_price))} " · " {line.sku.clone()}
            </p>
            {(!line.discount.is_zero())
                .then(|| view! { <p class="faint">{text::discount()} " −" {amount(line.discount)}</p> })}
            {where_to.map(|words| view! { <p class="faint">{words}</p> })}
            {confirm
                .then(|| view! { <p class="faint">{text::to_be_confirmed(&format::quantity(line.to_be_confirmed))}</p> })}
        </div>
    }
}
