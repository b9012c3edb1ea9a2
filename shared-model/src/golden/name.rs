//! Every name that is stored or sent as a text, whether or not anything uses it yet.

use crate::catalogue::Tracking;
use crate::entry::AttachmentClass;
use crate::event::{EventName, EventSubject};
use crate::money::{AccountName, DocumentKind, MoneyClass};
use crate::order::{LineStateName, OrderSource, OrderStateName, PriceCauseKind};
use crate::party::{ActorKind, Capacity};
use crate::payment::{PaymentDirection, PaymentMethod};
use crate::policy::{Permission, Role};
use crate::setting::TerminalKind;
use crate::wire::frame::RefusalCode;
use crate::wire::told::health::SetAsideCode;

#[test]
fn names_that_are_stored_or_sent_stay_what_they_are() {
    let permissions: Vec<&str> = Permission::ALL.iter().map(|permission| permission.as_str()).collect();
    let lists: [(&str, &[&str]); 20] = [
        ("account", AccountName::KNOWN),
        ("actor", ActorKind::KNOWN),
        ("attachment", AttachmentClass::KNOWN),
        ("capacity", Capacity::KNOWN),
        ("document", DocumentKind::KNOWN),
        ("event", EventName::KNOWN),
        ("event_subject", EventSubject::KNOWN),
        ("line_state", LineStateName::KNOWN),
        ("money_class", MoneyClass::KNOWN),
        ("order_source", OrderSource::KNOWN),
        ("order_state", OrderStateName::KNOWN),
        ("payment_direction", PaymentDirection::KNOWN),
        ("payment_method", PaymentMethod::KNOWN),
        ("permission", &permissions),
        ("price_cause", PriceCauseKind::KNOWN),
        ("refusal", RefusalCode::KNOWN),
        ("role", Role::KNOWN),
        ("set_aside", SetAsideCode::KNOWN),
        ("terminal", TerminalKind::KNOWN),
        ("tracking", Tracking::KNOWN),
    ];
    let named: Vec<String> =
        lists.iter().flat_map(|(list, names)| names.iter().map(move |name| format!("{list} {name}"))).collect();
    let golden: Vec<&str> = include_str!("../../golden/names.txt").lines().collect();
    assert_eq!(golden, named, "the names changed; they should read\n{}\n", named.join("\n"));
}
