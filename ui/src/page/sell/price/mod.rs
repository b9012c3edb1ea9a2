//! Another price for one line: amount, reason, and a manager's PIN on the spot.

mod view;

pub use view::panel;

use super::Sell;
use super::state::Panel;
use crate::app::may;
use crate::input::focus;
use crate::text;
use leptos::prelude::*;
use shared_model::command::{ApprovedBy, CartPrice, Needs, StaffView};
use shared_model::input::entry::parse_amount;
use shared_model::policy::Permission;
use shared_model::unit::StaffId;

const AMOUNT: &str = "price-amount";
const REASON: &str = "price-reason";
const APPROVER: &str = "price-approver";
const PIN: &str = "price-pin";
/// Its own fields; the selected line has others beside it.
pub const FIELDS: [&str; 4] = [AMOUNT, REASON, APPROVER, PIN];

/// What somebody must be to say yes to another price.
const APPROVES: Needs = Needs::Permission(Permission::PriceOverride);

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

impl Sell {
    pub fn open_price(self) {
        if self.price_waits() {
            return;
        }
        self.send_typed();
        let Some(line) = self.selected_untracked() else { return };
        let form = self.price;
        form.price.set(String::new());
        form.reason.set(String::new());
        form.pin.set(String::new());
        form.approver.set(untrack(|| self.approvers()).first().map(|staff| staff.id));
        self.panel.set(Panel::Price(line.line));
        focus::soon(AMOUNT);
    }

    /// Says so, where a price was typed and is neither used nor dropped: what comes next would drop it unsaid.
    pub fn price_waits(self) -> bool {
        let form = self.price;
        let is_open = matches!(self.panel.get_untracked(), Panel::Price(_));
        let typed = || [form.price, form.reason, form.pin].iter().any(|field| !field.with_untracked(String::is_empty));
        let waits = is_open && typed();
        if waits {
            self.app.notices.refuse(text::price::not_used());
        }
        waits
    }

    /// Whether somebody else must approve.
    pub fn needs_approval(self) -> bool {
        !self.app.session.may(APPROVES)
    }

    /// Who may approve; nobody need be asked by whoever may do it alone.
    pub fn approvers(self) -> Vec<StaffView> {
        if !self.needs_approval() {
            return Vec::new();
        }
        let may = |staff: &&StaffView| may(staff, APPROVES);
        self.app.session.people.with(|people| people.iter().filter(may).cloned().collect())
    }

    pub fn send_price(self, line: u32) {
        let form = self.price;
        let Some(price) = parse_amount(&form.price.get_untracked(), untrack(|| self.exponent())) else {
            return self.app.notices.refuse(text::catalogue::price_not_an_amount());
        };
        let reason = form.reason.get_untracked().trim().to_owned();
        if reason.is_empty() {
            return self.app.notices.refuse(text::price::needs_reason());
        }
        let approver = form.approver.get_untracked().filter(|_| untrack(|| self.needs_approval()));
        if approver.is_some() && form.pin.with_untracked(String::is_empty) {
            return self.app.notices.refuse(text::price::needs_pin());
        }
        let approval = approver.map(|staff| ApprovedBy { staff, pin: form.pin.get_untracked() });
        form.pin.set(String::new());
        self.app.notices.clear();
        self.change_cart_then(CartPrice { line, price, reason, approval }, move |cart| {
            self.app.notices.clear();
            self.take_cart(cart);
            self.close_panel();
        });
    }
}
