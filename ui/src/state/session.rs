//! Who is at the till, and the shift that must be open before anything is sold.

use super::{Screen, Store};
use leptos::prelude::*;
use shared_model::command::{
    CartShow, ErrorCode, ShiftOpen, SignIn as SignInCommand, SignOut, SignedIn, StaffList, StaffView,
};
use shared_model::input::AmountEntry;
use shared_model::unit::Amount;

/// Longer PINs exist nowhere; what goes beyond is a scan or a stuck key.
const PIN_DIGITS_MAX: usize = 12;

#[derive(Clone, Copy)]
pub struct SignIn {
    pub people: RwSignal<Vec<StaffView>>,
    pub chosen: RwSignal<Option<StaffView>>,
    pub pin: RwSignal<String>,
    pub busy: RwSignal<bool>,
    pub float: RwSignal<AmountEntry>,
}

impl SignIn {
    pub fn new() -> SignIn {
        SignIn {
            people: RwSignal::new(Vec::new()),
            chosen: RwSignal::new(None),
            pin: RwSignal::new(String::new()),
            busy: RwSignal::new(false),
            float: RwSignal::new(AmountEntry::default()),
        }
    }
}

impl Store {
    pub fn load_staff(self) {
        self.ask_or(
            StaffList {},
            |store, people| store.sign_in.people.set(people),
            // The top bar says that the till does not answer; the clock asks again.
            |_, _| {},
        );
    }

    pub fn choose_staff(self, staff: Option<StaffView>) {
        self.sign_in.pin.set(String::new());
        self.sign_in.chosen.set(staff);
        self.clear_notices();
    }

    /// One key of the PIN pad or the keyboard. Says whether it was used.
    pub fn pin_key(self, key: &str) -> bool {
        if self.sign_in.chosen.with_untracked(Option::is_none) {
            return false;
        }
        match key {
            "Enter" => self.send_pin(),
            "Backspace" => self.sign_in.pin.update(|pin| pin.truncate(pin.len().saturating_sub(1))),
            "Escape" => self.choose_staff(None),
            _ if key.len() == 1 && key.as_bytes()[0].is_ascii_digit() => self.sign_in.pin.update(|pin| {
                if pin.len() < PIN_DIGITS_MAX {
                    pin.push_str(key);
                }
            }),
            _ => return false,
        }
        true
    }

    pub fn send_pin(self) {
        let Some(staff) = self.sign_in.chosen.get_untracked() else { return };
        let pin = self.sign_in.pin.get_untracked();
        if pin.is_empty() || self.sign_in.busy.get_untracked() {
            return;
        }
        self.sign_in.busy.set(true);
        self.clear_notices();
        self.ask_or(
            SignInCommand { staff: staff.id, pin },
            |store, signed_in| store.signed_in(signed_in),
            |store, failure| {
                store.sign_in.busy.set(false);
                store.sign_in.pin.set(String::new());
                store.fail(failure);
            },
        );
    }

    fn signed_in(self, signed_in: SignedIn) {
        self.backend.set_token(Some(signed_in.token));
        self.sign_in.busy.set(false);
        self.sign_in.pin.set(String::new());
        self.sign_in.chosen.set(None);
        self.staff.set(Some(signed_in.staff));
        self.clear_notices();
        let shift_is_open = signed_in.status.shift.is_some();
        self.take_status(signed_in.status);
        self.backend.listen(move |event| self.hear(event));
        if shift_is_open { self.start_selling() } else { self.screen.set(Screen::Shift) }
    }

    /// Fetches the cart as the till kept it; a payment under way is gone on with.
    pub fn start_selling(self) {
        self.screen.set(Screen::Sell);
        self.search_soon();
        self.in_turn(
            CartShow {},
            |store, cart| {
                let frozen = cart.frozen;
                store.take_cart(cart);
                if frozen {
                    store.go_pay();
                }
            },
            |store, failure| store.fail(failure),
        );
    }

    pub fn open_shift(self) {
        let float = self.sign_in.float.with_untracked(|entry| entry.amount(self.exponent()));
        if self.sign_in.busy.get_untracked() {
            return;
        }
        self.sign_in.busy.set(true);
        self.ask_or(
            ShiftOpen { float: float.unwrap_or(Amount::ZERO) },
            |store, status| {
                store.sign_in.busy.set(false);
                store.sign_in.float.set(AmountEntry::default());
                store.clear_notices();
                store.take_status(status);
                store.start_selling();
            },
            |store, failure| {
                store.sign_in.busy.set(false);
                if failure.code == ErrorCode::ShiftOpen {
                    store.start_selling();
                } else {
                    store.fail(failure);
                }
            },
        );
    }

    /// Leaves the till to the next person; the cart stays.
    pub fn sign_out(self) {
        self.ask_or(
            SignOut {},
            |store, _| store.forget_session(),
            |store, failure| {
                store.forget_session();
                if failure.code != ErrorCode::NotSignedIn {
                    store.warn(failure.message);
                }
            },
        );
    }

    pub fn forget_session(self) {
        self.backend.set_token(None);
        self.staff.set(None);
        self.choose_staff(None);
        self.screen.set(Screen::SignIn);
        self.load_staff();
    }
}
