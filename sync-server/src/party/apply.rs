//! A staff member who is set, a customer who is described.

use crate::act::Act;
use crate::document::Imported;
use crate::log::Scope;
use shared_model::party::{Customer, Staff};
use shared_model::wire::LogBody;

pub fn staff(act: &mut Act, staff: Staff) {
    act.tell(Scope::Business, LogBody::Staff(staff.clone()));
    act.pending.party.staff.push(staff);
    act.pending.knowledge_moves = true;
}

pub fn edited(act: &mut Act, customer: Customer, change: Vec<u8>) {
    act.tell(Scope::Business, LogBody::Customer { row: customer.clone(), change });
    act.pending.party.customers.push(customer);
}

pub fn imported(act: &mut Act, customer: Customer, document: Imported) {
    let change = act.pending.documents.put(document);
    edited(act, customer, change);
}
