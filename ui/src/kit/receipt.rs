//! A receipt as paper shows it: the same rows of words and figures, drawn.

use crate::text;
use leptos::prelude::*;
use shared_model::paper::Issued;
use shared_model::paper::{Gap, Item, PaperRow, Size, Weight, receipt as rows};

/// The receipt as it was printed first.
#[component]
pub fn ReceiptPaper(receipt: Issued) -> impl IntoView {
    view! {
        <article class="paper" data-testid="receipt" aria-label=text::receipt::title()>
            {rows(&receipt, 0).into_iter().map(drawn).collect_view()}
        </article>
    }
}

fn drawn(row: PaperRow) -> AnyView {
    match row {
        PaperRow::Centre { text, size, weight } => {
            view! { <p class=class("middle", size, weight)>{text}</p> }.into_any()
        }
        PaperRow::Pair { left, right, size, weight } => {
            view! { <p class=class("pair", size, weight)><span>{left}</span><span>{right}</span></p> }.into_any()
        }
        PaperRow::Item(item) => line(item).into_any(),
        PaperRow::Table { head, rows } => table(head, rows).into_any(),
        PaperRow::Rule => view! { <hr /> }.into_any(),
        PaperRow::Gap(Gap::Narrow) => view! { <div class="gap" /> }.into_any(),
        PaperRow::Gap(Gap::Wide) => view! { <div class="gap wide" /> }.into_any(),
        // Nobody scans a screen: what the codes say stands below them in letters.
        PaperRow::Qr(_) | PaperRow::Barcode(_) => ().into_any(),
    }
}

fn class(kind: &str, size: Size, weight: Weight) -> String {
    let size = match size {
        Size::Small => " small",
        Size::Body => "",
        Size::Title => " headline",
        Size::Total => " total",
    };
    let weight = match weight {
        Weight::Regular => "",
        Weight::Bold => " strong",
    };
    format!("{kind}{size}{weight}")
}

fn line(item: Item) -> impl IntoView {
    let Item { quantity, name, sku, unit_price, amount, letter, notes } = item;
    view! {
        <div class="paper-line">
            <p class="pair"><span>{name}</span><span>{amount} " " {letter.to_string()}</span></p>
            <p class="faint">{quantity} " × " {unit_price} " · " {sku}</p>
            {notes.into_iter().map(|note| view! { <p class="faint">{note}</p> }).collect_view()}
        </div>
    }
}

fn table(head: [String; 5], rows: Vec<[String; 5]>) -> impl IntoView {
    let cells = |row: [String; 5]| row.into_iter().map(|cell| view! { <td>{cell}</td> }).collect_view();
    view! {
        <table>
            <thead><tr>{head.into_iter().map(header).collect_view()}</tr></thead>
            <tbody>{rows.into_iter().map(|row| view! { <tr>{cells(row)}</tr> }).collect_view()}</tbody>
        </table>
    }
}

/// A column without a name has no header to be read out.
fn header(cell: String) -> AnyView {
    match cell.is_empty() {
        true => view! { <td></td> }.into_any(),
        false => view! { <th scope="col">{cell}</th> }.into_any(),
    }
}
