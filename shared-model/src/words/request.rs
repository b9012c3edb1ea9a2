//! Requests that get no further than the door, in words.

use super::shown;
use crate::refusal::RequestRefusal;

pub(super) fn sentence(reason: &RequestRefusal) -> String {
    let plain = match reason {
        RequestRefusal::UnknownCommand { name } => {
            return format!("This till knows no command “{}”. Nothing was changed.", shown(name));
        }
        RequestRefusal::NotAnObject => return unreadable("it is not a JSON object"),
        RequestRefusal::NoSuchField { name } => return unreadable(&format!("it has no field `{name}`")),
        RequestRefusal::UnknownVariant { name, known } => {
            return unreadable(&format!("unknown variant `{name}`, expected one of `{}`", known.join("`, `")));
        }
        RequestRefusal::Unreadable { why } => return unreadable(why),
        RequestRefusal::NotJson { why } => return format!("The request is not JSON: {why}. Nothing was changed."),
        RequestRefusal::Unanswerable => {
            "The till could not put its answer into words. What was recorded is safe. Look at the orders before trying again."
        }
        RequestRefusal::TooLarge => "The request is too large. Nothing was changed.",
        RequestRefusal::CutOff => "The request did not arrive whole. Nothing was changed.",
        RequestRefusal::NotMarkedAsJson => "The request is not marked as application/json. Nothing was changed.",
        RequestRefusal::NoHost => "The request does not say which host it means.",
        RequestRefusal::OtherHost => "This till answers only to its own loopback address. Nothing was done.",
        RequestRefusal::OtherPage => "Pages from other addresses may not use this till. Nothing was done.",
    };
    plain.to_owned()
}

fn unreadable(why: &str) -> String {
    format!("The request does not read as this command: {why}. Nothing was changed.")
}
