//! Every form that is stored or sent, by the samples there are of it.

use crate::fact::Fact;
use crate::wire::{ClientFrame, ServerFrame, Told};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;

/// What is done with each sample. A name is that of its form, which others share.
pub(super) trait Forms {
    fn take<T: Serialize + DeserializeOwned + PartialEq + Debug>(&mut self, name: &str, sample: &T);
}

pub(super) fn each(forms: &mut impl Forms) {
    super::fact::facts().iter().for_each(|(_, fact)| take_fact(forms, fact));
    super::told::rows().iter().for_each(|(_, row)| take_row(forms, row));
    super::frame::client_frames().iter().for_each(|(_, frame)| take_client(forms, frame));
    super::frame::server_frames().iter().for_each(|(_, frame)| take_server(forms, frame));
    super::entry::entries().iter().for_each(|(_, entry)| forms.take("entry", entry));
    super::entry::sealed().iter().for_each(|(_, sealed)| forms.take("sealed", sealed));
    super::entry::edits().iter().for_each(|(_, edit)| forms.take("edit", edit));
    super::own::issued().iter().for_each(|(_, paper)| forms.take("issued", paper));
    super::own::carts().iter().for_each(|(_, cart)| forms.take("cart", cart));
    super::own::deliveries().iter().for_each(|(_, delivery)| forms.take("delivery", delivery));
    super::own::fields().iter().for_each(|(_, fields)| forms.take("edit fields", fields));
    super::full::contacts().iter().for_each(|(_, contact)| forms.take("order contact", contact));
}

macro_rules! noted {
    ($($name:ident)*) => {
        fn take_fact(forms: &mut impl Forms, fact: &Fact) {
            match fact { $(Fact::$name(it) => forms.take(fact.kind(), it)),* }
        }
    };
}
every_fact!(noted);

fn take_row(forms: &mut impl Forms, row: &Told) {
    let kind = &format!("told {}", row.kind());
    match row {
        Told::Business(it) => forms.take(kind, it),
        Told::Warehouse(it) => forms.take(kind, it),
        Told::Store(it) => forms.take(kind, it),
        Told::Terminal(it) => {
            forms.take(kind, it);
            forms.take("certificate", &*it.certificate);
        }
        Told::ServerKey(it) => forms.take(kind, it),
        Told::Staff(it) => forms.take(kind, it),
        Told::Product(it) => forms.take(kind, it),
        Told::Customer(it) => forms.take(kind, it),
        Told::Price(it) => forms.take(kind, it),
        Told::Order(it) => forms.take(kind, it),
        Told::OrderStates(it) => forms.take(kind, it),
        Told::Shortage(it) => forms.take(kind, it),
        Told::Review(it) => forms.take(kind, it),
        Told::CountTask(it) => forms.take(kind, it),
        Told::SetAside(it) => forms.take(kind, it),
        Told::Verdict(it) => forms.take(kind, it),
    }
}

fn take_client(forms: &mut impl Forms, frame: &ClientFrame) {
    let kind = &format!("till {}", frame.name());
    match frame {
        ClientFrame::Hello(it) => forms.take(kind, it),
        ClientFrame::Heads(it) => forms.take(kind, it),
        ClientFrame::Push(it) => forms.take(kind, it),
        ClientFrame::Applied(it) => forms.take(kind, it),
        ClientFrame::Call(it) => forms.take(kind, it),
        ClientFrame::Alive(it) => forms.take(kind, it),
        ClientFrame::Unknown { .. } => {}
    }
}

fn take_server(forms: &mut impl Forms, frame: &ServerFrame) {
    let kind = &format!("server {}", frame.name());
    match frame {
        ServerFrame::Challenge(it) => forms.take(kind, it),
        ServerFrame::Keys(it) => forms.take(kind, it),
        ServerFrame::Welcome(it) => forms.take(kind, it),
        ServerFrame::Pushed(it) => forms.take(kind, it),
        ServerFrame::Page(it) => forms.take(kind, it),
        ServerFrame::Levels(it) => {
            forms.take(kind, it);
            forms.take("levels", &**it);
        }
        ServerFrame::Answer(it) => forms.take(kind, it),
        ServerFrame::Alive(it) => forms.take(kind, it),
        ServerFrame::Refused(it) => forms.take(kind, it),
        ServerFrame::AskHeads(()) | ServerFrame::Unknown { .. } => {}
    }
}
