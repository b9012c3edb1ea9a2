//! Every name that is stored or sent as a text, whether or not anything uses it yet.

use crate::catalogue::{ShortagePolicy, Tracking};
use crate::entry::{AttachmentClass, Origin};
use crate::event::{EventName, EventSubject};
use crate::fact::document::EditedDocument;
use crate::fact::payment::FailedOutcome;
use crate::money::{AccountName, DocumentKind, MoneyClass};
use crate::order::{Fulfilment, LineStateName, OrderSource, OrderStateName, PriceCauseKind, PriceSource};
use crate::party::{ActorKind, Capacity};
use crate::payment::{PaymentDirection, PaymentMethod};
use crate::policy::{Permission, Role};
use crate::reason::Datum;
use crate::refusal::CallError;
use crate::setting::TerminalKind;
use crate::stock::{Promise, ShortageCause};
use crate::wire::frame::{EntryOutcome, RefusalCode};
use crate::wire::told::health::SetAsideCode;
use crate::wire::{Answer, Call, EnrolErrorCode};

#[test]
fn names_that_are_stored_or_sent_stay_what_they_are() {
    let permissions: Vec<&str> = Permission::ALL.iter().map(|permission| permission.as_str()).collect();
    let lists: [(&str, &[&str]); 34] = [
        ("account", AccountName::KNOWN),
        ("actor", ActorKind::KNOWN),
        ("answer", Answer::KNOWN),
        ("attachment", AttachmentClass::KNOWN),
        ("call", Call::KNOWN),
        ("call_error", CallError::KNOWN),
        ("capacity", Capacity::KNOWN),
        ("datum", Datum::KNOWN),
        ("document", DocumentKind::KNOWN),
        ("edited_document", EditedDocument::KNOWN),
        ("enrol_error", EnrolErrorCode::KNOWN),
        ("entry_outcome", EntryOutcome::KNOWN),
        ("event", EventName::KNOWN),
        ("event_subject", EventSubject::KNOWN),
        ("failed_payment", FailedOutcome::KNOWN),
        ("fulfilment", Fulfilment::KNOWN),
        ("line_state", LineStateName::KNOWN),
        ("money_class", MoneyClass::KNOWN),
        ("order_source", OrderSource::KNOWN),
        ("order_state", OrderStateName::KNOWN),
        ("origin", Origin::KNOWN),
        ("payment_direction", PaymentDirection::KNOWN),
        ("payment_method", PaymentMethod::KNOWN),
        ("permission", &permissions),
        ("price_cause", PriceCauseKind::KNOWN),
        ("price_source", PriceSource::KNOWN),
        ("promise", Promise::KNOWN),
        ("refusal", RefusalCode::KNOWN),
        ("role", Role::KNOWN),
        ("set_aside", SetAsideCode::KNOWN),
        ("shortage_cause", ShortageCause::KNOWN),
        ("shortage_policy", ShortagePolicy::KNOWN),
        ("terminal", TerminalKind::KNOWN),
        ("tracking", Tracking::KNOWN),
    ];
    let named: Vec<String> =
        lists.iter().flat_map(|(list, names)| names.iter().map(move |name| format!("{list} {name}"))).collect();
    let golden: Vec<&str> = include_str!("../../golden/names.txt").lines().collect();
    assert_eq!(golden, named, "the names changed; they should read\n{}\n", named.join("\n"));
}
