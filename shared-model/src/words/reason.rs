//! English for the reasons that the server gives: why an entry was set aside, what is odd about
//! an order. `{name}` stands for a figure of the reason.

use super::{import, ledger, link};
use crate::reason::{Datum, Reason};

/// A reason as a person reads it; one of a newer version by its code and figures.
pub fn reason(reason: &Reason) -> String {
    match tables().find(|(code, _)| *code == reason.code) {
        Some((_, words)) => filled(words, reason),
        None => {
            let figures: Vec<String> =
                reason.data.iter().map(|(name, datum)| format!("{name} {}", figure(datum))).collect();
            if figures.is_empty() { reason.code.clone() } else { format!("{} ({})", reason.code, figures.join(", ")) }
        }
    }
}

/// Every reason's words, by its code.
fn tables() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    [WORDS, import::WORDS, ledger::WORDS, link::WORDS].into_iter().flatten()
}

fn filled(words: &str, reason: &Reason) -> String {
    let mut text = words.to_owned();
    for (name, datum) in &reason.data {
        let said = figure(datum);
        let is_thing = |(thing, _): &&(&str, &str)| *thing == said && (name == "what" || name == "finding");
        let said = THINGS.iter().find(is_thing).map_or(said.as_str(), |(_, words)| words);
        text = text.replace(&format!("{{{name}}}"), said);
    }
    text
}

fn figure(datum: &Datum) -> String {
    match datum {
        Datum::Text(text) => text.clone(),
        Datum::Number(number) => number.to_string(),
        Datum::Money(money) => money.to_decimal(),
        Datum::Quantity(quantity) => quantity.to_string(),
        Datum::Date(date) => date.to_string(),
        Datum::Newer(newer) => newer.name().to_owned(),
    }
}

/// What a reason names that is no word.
const THINGS: &[(&str, &str)] = &[
    ("code_bytes", "bytes in a code"),
    ("text_bytes", "bytes in a text"),
    ("settled", "documents to settle"),
    ("bad_quantity", "a quantity must be more than nothing"),
    ("not_covered", "there is less than it takes away"),
    ("no_such_line", "the order line holds no such quantity"),
    ("line_exists", "the order line is in the books already"),
    ("too_large", "the figures are too large to add up"),
    ("not_loaded", "the books were not read far enough"),
    ("unknown_tax_class", "the business has no such tax class"),
    ("discount_too_large", "a discount is larger than what it is taken from"),
    ("change_out_of_bounds", "the change is out of bounds"),
    ("change_unreadable", "the change can't be read"),
    ("change_misfit", "the change does not fit the document"),
    ("change_missing", "a change it builds on is missing"),
    ("change_broken", "the change is not well-formed"),
    ("field_missing", "the document lacks a field"),
    ("field_fixed", "it touches what may not be edited"),
    ("field_unknown", "there is no such field to edit"),
    ("field_value", "a field can't take its value"),
    ("field_twice", "it edits a field twice"),
    ("edit_unreadable", "it does not read"),
    ("too_many_fields", "it edits too many fields"),
    ("payment_twice", "the same payment was recorded or taken back before; two copies of the till may be at work"),
    ("payment_direction", "what gives money back says that it came in"),
    ("payment_of_other", "the payment is another till's"),
    ("row_too_large", "what it would tell is too large"),
    ("document_kind", "kind of document"),
    ("money_class", "class of money"),
    ("document_number", "number"),
    ("business_date", "day"),
    ("reversed", "document that it takes back"),
    ("rates", "tax by rate"),
    ("money_rule", "rule of reckoning"),
];

const WORDS: &[(&str, &str)] = &[
    ("unreadable", "the bytes do not read as an entry this server knows"),
    ("entry_too_large", "{bytes} bytes are more than the {max} allowed"),
    ("unknown_kind", "this server does not know what {kind} is; it will be read after an update"),
    ("unknown_content", "this server cannot read all that is in this {kind}; it will be read after an update"),
    ("not_at_till", "only the server records {kind}; a till can't write it"),
    ("other_terminal", "it names another terminal or another business"),
    ("amounts_too_large", "its amounts or quantities are larger than any sale's; look at the receipt and at the till"),
    ("too_much", "it has more {what} than the {max} allowed"),
    ("money_unbalanced", "its postings do not sum to nothing"),
    ("money_misplaced", "a {kind} has its money in its envelope, and what means no money has none there"),
    ("money_differs", "the {what} that its envelope states for its money differs from what it says itself"),
    ("nobody_signed_in", "{what} needs somebody signed in"),
    ("unknown_staff", "{what}: whoever did it is not known here"),
    ("not_allowed", "{what} needs {needs}, which a {role} may not"),
    ("unknown_product", "there is no product {product}"),
    ("bad_price", "the price is below zero, larger than any price, or in another currency than the business's"),
    ("unknown_document", "there is nothing of this id to edit"),
    ("price_overtaken", "a newer price was set while it waited"),
    ("no_content", "the edit came without its content"),
    ("edit_misfit", "the edit does not fit: {finding}"),
    ("fork", "another entry holds this place in the till's chain: a copy of the till was at work"),
    ("refused_by_database", "it could not be carried out: {finding}"),
    ("other_currency", "sold in {sold}, the business sells in {business}"),
    ("other_tax_method", "taxed by another method than the business's"),
    ("no_lines", "the order has no lines"),
    ("not_priceable", "it can't be priced here: {finding}"),
    ("line_tax", "line {line} ({sku}): the tax is not what its class and price make"),
    ("line_total", "line {line} ({sku}): {stated} stated, {reckoned} reckoned"),
    ("totals_differ", "the totals of net, tax and discount differ from the lines reckoned here"),
    ("total", "the total: {stated} stated, {reckoned} reckoned"),
    ("tax_table", "the tax table differs from the one reckoned here"),
    ("lines_dont_add_up", "the lines do not add up to the totals"),
    ("table_doesnt_add_up", "the tax table does not add up to the totals"),
    ("net_and_tax", "net and tax do not add up to the total"),
    ("payments", "the payments less the change are not what was owed"),
    ("change_not_cash", "the change is not from cash"),
    ("cash_rounding", "the cash rounding is not what the business's smallest coin makes"),
    ("not_list_price", "line {line} ({sku}): sold at another price than the till's list without an approval"),
    ("price_unknown", "line {line} ({sku}): no price is known here"),
    ("list_price", "line {line} ({sku}): list price: {stated} stated, {reckoned} reckoned"),
    ("postings", "its postings are not what this server reckons"),
    ("header", "its money is booked with another {what} than the order states"),
    ("id_taken", "another sale has its id: two copies of a till completed the same cart"),
    ("number_taken", "receipt number {number} was printed for another order too"),
    ("other_number", "its number {number} is not one of its till's"),
    ("other_store", "it names another store than its till's"),
    ("other_warehouse", "it takes goods from another warehouse than its store's"),
    ("seller_unknown", "it was not sold by a staff member known here"),
    ("product_unknown", "line {line} ({sku}): this product is not known here"),
    ("taken_for_stocked", "line {line} ({sku}): the till took it for a product with stock"),
    ("taken_for_service", "line {line} ({sku}): the till took it for a product without stock"),
    ("odd_quantity", "line {line} ({sku}): a quantity of {quantity}"),
    ("guarantee_unbacked", "line {line} ({sku}): guaranteed without units lent to the till"),
    ("override_unapproved", "line {line} ({sku}): the price was overridden without a manager"),
    ("approval_missing", "line {line} ({sku}): nobody's approval of the price is known"),
    ("approval_of_other", "line {line} ({sku}): the approval that it names is for something else"),
    ("approval_forged", "line {line} ({sku}): the approval is signed with a key that nobody has"),
    ("line_twice", "line {line} is there twice; only the first can be followed"),
    ("day_ahead", "its day, {date}, has not come yet"),
    ("intake_elsewhere", "a till takes goods into its own store's warehouse only"),
    ("intake_lines", "a till takes in 1 to {max} lines at once"),
    ("intake_reference", "a reference has at most {max} bytes"),
    ("no_such_warehouse", "the business has no such warehouse"),
    ("not_stocked", "the business has no stocked product {product}"),
    ("intake_taken", "other goods were taken in under this id before"),
    ("opened_before", "product {product} was opened before; receive what came since, or count it"),
    ("intake_quantity", "product {product} cannot take this quantity: {finding}"),
    ("not_aside", "no such entry of this till is set aside; it may have been tried again meanwhile"),
    ("not_posted", "line {line} ({sku}) could not be posted to stock: {finding}"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::ReviewReason;
    use crate::refusal::{AsideReason, CallReason, ImportReason, LinkReason};
    use crate::stock::StockProblem;

    /// Codes with the names of their figures.
    fn codes() -> impl Iterator<Item = &'static (&'static str, &'static [&'static str])> {
        let of_orders = [AsideReason::CODES, ReviewReason::CODES, CallReason::CODES];
        let of_others = [ImportReason::CODES, LinkReason::CODES, StockProblem::CODES];
        of_orders.into_iter().chain(of_others).flatten()
    }

    #[test]
    fn every_reason_has_words_and_no_words_are_left_over() {
        let mut known: Vec<&str> = codes().map(|(code, _)| *code).collect();
        let mut worded: Vec<&str> = tables().map(|(code, _)| *code).collect();
        known.sort_unstable();
        worded.sort_unstable();
        assert_eq!(known, worded);
        known.dedup();
        assert_eq!(known.len(), worded.len(), "a code means one thing");
    }

    #[test]
    fn words_ask_for_the_figures_that_their_reason_has() {
        for (code, fields) in codes() {
            let (_, words) = tables().find(|(worded, _)| worded == code).unwrap();
            for field in *fields {
                assert!(words.contains(&format!("{{{field}}}")), "{code} does not say its {field}");
            }
            assert_eq!(words.matches('{').count(), fields.len(), "{code} asks for other figures");
        }
    }

    #[test]
    fn what_a_reason_names_is_said_in_words() {
        let reason_of = |what: &str| Reason::from(AsideReason::TooMuch { what: what.into(), max: 9 });
        let said = ["lines", "code_bytes"].map(|what| reason(&reason_of(what)));
        assert_eq!(said, ["it has more lines than the 9 allowed", "it has more bytes in a code than the 9 allowed"]);
    }

    #[test]
    fn a_reason_of_a_newer_version_is_shown_by_its_code_and_figures() {
        let newer = Reason { code: "moon_full".into(), data: vec![("day".into(), Datum::Number(14))] };
        assert_eq!(reason(&newer), "moon_full (day 14)");
    }
}
