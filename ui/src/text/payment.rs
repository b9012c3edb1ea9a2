//! Taking money, and what is said after it.

use super::message::messages;
use shared_model::order::cart::TenderState;
use shared_model::payment::TenderKind;

messages! { "payment":
    cash;
    card;
    back_to_sale;
    still_to_pay;
    still_to_pay_cash;
    cash_given;
    on_card;
    all_of_it;
    all_paid;
    void;
    complete;
    take_cash_complete(amount: &str);
    take_cash_part(amount: &str, left: &str);
    ask_card(amount: &str);
    await_card;
    nothing_to_pay;
    not_an_amount(typed: &str);
    change_will_be(change: &str);
    complete_about;
    far_too_much(amount: &str);
    ask_card_about;
    card_about;
    card_asked(amount: &str);
    card_asked_about;
    card_unknown(amount: &str);
    card_unknown_about;
    card_reference;
    card_reference_missing;
    card_approved;
    card_declined;
    card_declined_again;
    card_dont_know;
    tender_asked(kind: &str);
    tender_approved(kind: &str, reference: &str);
    tender_taken(kind: &str);
    tender_declined(kind: &str);
    tender_unknown(kind: &str);
    tender_voided(kind: &str);
    done;
    sale_saved(number: &str, gross: &str);
    change_to_give;
    no_change;
    paid_exactly(gross: &str);
    next_sale;
    last_sale(number: &str, change: &str);
    last_sale_exact(number: &str);
    reprint;
    or_just_scan;
}

pub fn kind(kind: TenderKind) -> String {
    match kind {
        TenderKind::Cash => cash(),
        TenderKind::Card => card(),
    }
}

pub fn tender(of: TenderKind, state: &TenderState) -> String {
    let kind = kind(of);
    match state {
        TenderState::Asked => tender_asked(&kind),
        TenderState::Taken { reference: Some(reference) } if !reference.is_empty() => tender_approved(&kind, reference),
        TenderState::Taken { .. } => tender_taken(&kind),
        TenderState::Declined => tender_declined(&kind),
        TenderState::Unknown => tender_unknown(&kind),
        TenderState::Voided => tender_voided(&kind),
    }
}
