//! Who may record which fact, for all to see: every kind of fact by everybody there is, and
//! who may ask a till for which command.

use super::fact::facts;
use crate::command::{self, Command, Needs};
use crate::fact::By;
use crate::policy::{Role, Who, first_roles};

const PEOPLE: [(&str, Who<'static>); 7] = [
    ("nobody", Who::Nobody),
    ("unknown", Who::Unknown),
    ("link", Who::Link),
    ("cashier", Who::Staff(&Role::Cashier)),
    ("manager", Who::Staff(&Role::Manager)),
    ("admin", Who::Staff(&Role::Admin)),
    ("server", Who::Server),
];

#[test]
fn who_may_record_which_fact_and_ask_for_which_command_stays_what_it_is() {
    let facts = facts();
    let facts = facts.iter().flat_map(|(name, fact)| {
        let line = move |door: &str, who: Vec<&str>| format!("{name} {door}: {}", who.join(" "));
        let at = |by| whoever(|who| fact.may_record(by, who, &first_roles()).is_ok());
        let accepted = whoever(|who| fact.is_accepted(who, &first_roles()).is_ok());
        [line("at a till", at(By::Till)), line("accepted from a till", accepted), line("at the server", at(By::Server))]
    });
    let commands = commands().into_iter().map(|(name, needs)| {
        let who = whoever(|who| needs.ask(&first_roles(), who).is_ok());
        format!("command {name}: {}", who.join(" "))
    });
    let table: Vec<String> = facts.chain(commands).collect();
    let golden: Vec<&str> = include_str!("../../golden/policy.txt").lines().collect();
    assert_eq!(golden, table, "who may has changed; it should read\n{}\n", table.join("\n"));
}

/// A command for a fact needs what the fact needs: nobody is let in who is refused later.
#[test]
fn an_edit_of_a_product_is_asked_for_by_whoever_may_record_it() {
    let facts = facts();
    let (_, edited) = facts.iter().find(|(name, _)| *name == "document_edited_product").expect("a sample");
    for (name, who) in PEOPLE {
        let asks = command::ProductEdit::NEEDS.ask(&first_roles(), who);
        assert_eq!(asks.is_ok(), edited.may_record(By::Till, who, &first_roles()).is_ok(), "{name}");
    }
}

fn whoever(may: impl Fn(Who<'static>) -> bool) -> Vec<&'static str> {
    PEOPLE.iter().filter(|(_, who)| may(*who)).map(|(name, _)| *name).collect()
}

macro_rules! needs_of {
    ($($name:ident)*) => {
        fn commands() -> Vec<(&'static str, Needs)> {
            vec![$((command::$name::NAME, command::$name::NEEDS)),*]
        }
    };
}
crate::every_command!(needs_of);
