//! Who was chosen, the PIN so far, and sending it.

use crate::app::App;
use crate::format;
use crate::input::focus;
use crate::page::PageName;
use crate::text;
use leptos::prelude::*;
use shared_model::command::SignIn as SignInCommand;
use shared_model::command::{Needs, ShiftView, SignedIn, StaffView};
use shared_model::policy::Permission;

/// Longer PINs exist nowhere; what goes beyond is a scan or a stuck key.
const PIN_DIGITS_MAX: usize = 12;

#[derive(Clone, Copy)]
pub struct SignIn {
    pub app: App,
    pub chosen: RwSignal<Option<StaffView>>,
    pub pin: RwSignal<String>,
    /// A person's code so far, while nobody is chosen.
    pub code: StoredValue<String>,
    pub busy: RwSignal<bool>,
}

impl SignIn {
    pub fn start(app: App) -> SignIn {
        SignIn {
            app,
            chosen: RwSignal::new(None),
            pin: RwSignal::new(String::new()),
            code: StoredValue::new(String::new()),
            busy: RwSignal::new(false),
        }
    }

    pub fn choose(self, staff: Option<StaffView>) {
        self.pin.set(String::new());
        self.code.set_value(String::new());
        self.chosen.set(staff);
        self.app.notices.clear();
        focus::soon(focus::ACTION);
    }

    /// A person's code, typed where one could touch the person. It counts as soon as it is nobody else's beginning.
    fn code_key(self, key: &str) -> bool {
        if key.chars().nth(1).is_some() {
            return false;
        }
        let begins = |staff: &StaffView, typed: &str| staff.code.to_lowercase().starts_with(typed);
        let mut typed = self.code.get_value() + &key.to_lowercase();
        let people = self.app.session.people.get_untracked();
        if !people.iter().any(|staff| begins(staff, &typed)) {
            typed = key.to_lowercase();
        }
        let mut found = people.into_iter().filter(|staff| begins(staff, &typed));
        let only = found.next().filter(|staff| staff.code.len() == typed.len() && found.next().is_none());
        self.code.set_value(typed);
        if only.is_some() {
            self.choose(only);
        }
        true
    }

    /// One key of the PIN pad or the keyboard. Says whether it was used.
    pub fn pin_key(self, key: &str) -> bool {
        if self.chosen.with_untracked(Option::is_none) {
            return self.code_key(key);
        }
        match key {
            "Enter" => self.send(),
            "Backspace" => self.pin.update(|pin| pin.truncate(pin.len().saturating_sub(1))),
            "Escape" => self.choose(None),
            _ if key.len() == 1 && key.as_bytes()[0].is_ascii_digit() => self.pin.update(|pin| {
                if pin.len() < PIN_DIGITS_MAX {
                    pin.push_str(key);
                }
            }),
            _ => return false,
        }
        true
    }

    pub fn send(self) {
        let Some(staff) = self.chosen.get_untracked() else { return };
        let pin = self.pin.get_untracked();
        if pin.is_empty() || self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.app.notices.clear();
        self.app.ask_or(
            SignInCommand { staff: staff.id, pin },
            move |signed_in| self.signed_in(signed_in),
            move |failure| {
                self.busy.set(false);
                self.pin.set(String::new());
                self.app.fail(failure);
            },
        );
    }

    fn signed_in(self, signed_in: SignedIn) {
        self.busy.set(false);
        self.pin.set(String::new());
        self.chosen.set(None);
        let shift = signed_in.status.shift.clone();
        self.app.begin_session(signed_in);
        let odd = shift.as_ref().and_then(odd_day);
        let goes_on = shift.is_some_and(|shift| shift.next.is_none());
        if goes_on && (odd.is_none() || !self.answers_for_the_clock()) {
            self.app.open(PageName::Sell.route());
            if let Some(odd) = odd {
                self.app.notices.refuse(odd);
            }
        } else {
            self.app.open(PageName::Drawer.route());
        }
    }

    fn answers_for_the_clock(self) -> bool {
        untrack(|| self.app.session.may(Needs::Permission(Permission::DateConfirm)))
    }
}

/// What whoever cannot mend it should know of the day on which sales are booked.
fn odd_day(shift: &ShiftView) -> Option<String> {
    let sold = format::day(shift.business_date);
    match (shift.doubted, shift.ahead) {
        (Some(clock), _) => Some(text::drawer::doubted(&format::day(clock), &sold)),
        (None, ahead) => ahead.map(|today| text::drawer::ahead(&sold, &format::day(today))),
    }
}
