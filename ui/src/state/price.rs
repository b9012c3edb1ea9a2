//! Another price for one line: amount, reason, and a manager's PIN on the spot.

use super::{Panel, Store};
use crate::input::focus;
use crate::text;
use leptos::prelude::*;
use shared_model::command::{Approval, CartPrice, StaffView};
use shared_model::input::entry::parse_amount;
use shared_model::party::Role;
use shared_model::unit::StaffId;

#[derive(Clone, Copy)]
pub struct PriceForm {
    pub price: RwSignal<String>,
    pub reason: RwSignal<String>,
    pub approver: RwSignal<Option<StaffId>>,
    pub pin: RwSignal<String>,
}

impl PriceForm {
    pub fn new() -> PriceForm {
        PriceForm {
            price: RwSignal::new(String::new()),
            reason: RwSignal::new(String::new()),
            approver: RwSignal::new(None),
            pin: RwSignal::new(String::new()),
        }
    }
}

impl Store {
    pub fn open_price(self) {
        let Some(line) = self.selected_untracked() else { return };
        let form = self.selling.price;
        form.price.set(String::new());
        form.reason.set(String::new());
        form.pin.set(String::new());
        form.approver.set(untrack(|| self.approvers()).first().map(|staff| staff.id));
        self.selling.panel.set(Panel::Price(line.line));
        focus::soon("price-amount");
    }

    /// Who may approve; nobody need be asked when a manager is signed in.
    pub fn approvers(self) -> Vec<StaffView> {
        if self.is_manager() {
            return Vec::new();
        }
        self.sign_in.people.with(|people| people.iter().filter(|one| one.role >= Role::Manager).cloned().collect())
    }

    pub fn send_price(self, line: u32) {
        let form = self.selling.price;
        let Some(price) = parse_amount(&form.price.get_untracked(), untrack(|| self.exponent())) else {
            return self.refuse(text::price_not_an_amount());
        };
        let reason = form.reason.get_untracked().trim().to_owned();
        if reason.is_empty() {
            return self.refuse(text::price_needs_reason());
        }
        let approver = form.approver.get_untracked().filter(|_| !untrack(|| self.is_manager()));
        let approval = approver.map(|staff| Approval { staff, pin: form.pin.get_untracked() });
        form.pin.set(String::new());
        self.clear_notices();
        self.change_cart_then(CartPrice { line, price, reason, approval }, |store, cart| {
            store.clear_notices();
            store.take_cart(cart);
            store.close_panel();
        });
    }
}
