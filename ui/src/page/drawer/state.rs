//! The float as it is keyed in, and opening the shift with it.

use crate::app::App;
use crate::input::focus;
use crate::page::PageName;
use crate::text;
use leptos::prelude::*;
use shared_model::command::{Command, ShiftOpen, ShiftRedate, ShiftView, StatusView};
use shared_model::input::{AmountEntry, Entered};
use shared_model::refusal::ErrorCode;
use shared_model::unit::{Amount, BusinessDate};

#[derive(Clone, Copy)]
pub struct Drawer {
    pub app: App,
    pub float: RwSignal<AmountEntry>,
    pub busy: RwSignal<bool>,
}

impl Drawer {
    pub fn start(app: App) -> Drawer {
        Drawer { app, float: RwSignal::new(AmountEntry::default()), busy: RwSignal::new(false) }
    }

    pub fn shift(self) -> Option<ShiftView> {
        self.app.status.with(|status| status.as_ref().and_then(|status| status.shift.clone()))
    }

    /// Whoever does not trust the till's clock leaves the shift as it is.
    pub fn stay(self) {
        self.app.open(PageName::Sell.route());
    }

    /// A clock was ahead when it was opened.
    pub fn redate(self, today: BusinessDate) {
        if self.busy.get_untracked() {
            return;
        }
        let ask = ShiftRedate { business_date: today, reason: text::drawer::wrong_clock() };
        self.send(ask);
    }

    fn send<C: Command<Output = StatusView>>(self, ask: C) {
        self.busy.set(true);
        self.app.ask_or(
            ask,
            move |status| {
                self.busy.set(false);
                self.float.set(AmountEntry::default());
                self.app.notices.clear();
                self.app.take_status(status);
                self.app.open(PageName::Sell.route());
            },
            move |failure| {
                self.busy.set(false);
                if failure.code == ErrorCode::ShiftOpen {
                    self.app.open(PageName::Sell.route());
                } else {
                    self.app.fail(failure);
                }
            },
        );
    }

    /// Nothing where what was typed is no amount.
    pub fn amount(self) -> Option<Amount> {
        match self.float.with(|entry| entry.read(self.app.exponent())) {
            Entered::Nothing => Some(Amount::ZERO),
            Entered::Amount(amount) => Some(amount),
            Entered::Unclear => None,
        }
    }

    /// Says whether the key was one that enters amounts.
    pub fn float_key(self, key: &str) -> bool {
        let used = self.float.try_update(|entry| entry.press(key)).unwrap_or(false);
        if used {
            self.app.notices.put_right();
        }
        used
    }

    /// A usual float, in whole units of the currency.
    pub fn choose(self, units: i64) {
        self.float.set(AmountEntry::default());
        for digit in units.to_string().chars() {
            self.float_key(digit.encode_utf8(&mut [0; 4]));
        }
        focus::nothing();
    }

    /// By key only what somebody counted: a second Enter is not a drawer without cash.
    pub fn open_counted(self) {
        let is_dated = untrack(|| self.shift()).is_none_or(|shift| shift.ahead.is_none());
        if !is_dated {
            return;
        }
        match self.float.with_untracked(|entry| entry.text().is_empty()) {
            true => self.app.notices.refuse(text::drawer::count_first()),
            false => self.open_shift(),
        }
    }

    pub fn open_shift(self) {
        if self.busy.get_untracked() {
            return;
        }
        let Some(float) = untrack(|| self.amount()) else {
            let typed = self.float.with_untracked(|entry| entry.text().to_owned());
            return self.app.notices.refuse(text::payment::not_an_amount(&typed));
        };
        self.send(ShiftOpen { float });
    }
}
