//! Everything the screens show, in one store of signals, and what happens when somebody
//! does something. Screens read signals and call methods; they decide nothing.

mod connection;
mod customer;
mod notice;
mod office;
mod paying;
mod price;
mod product;
mod queue;
mod receiving;
mod selling;
mod session;
mod theme;

pub use connection::Tone;
pub use customer::CustomerPick;
pub use notice::{Notice, Notices, READ_MS};
pub use office::{Office, StoryStep, backorder_story};
pub use paying::{Method, Paying, Primary};
pub use price::PriceForm;
pub use product::ProductForm;
pub use receiving::{Receiving, ReceivingLine};
pub use selling::{Panel, SearchHint, Selling};
pub use session::SignIn;
pub use theme::Theme;

use crate::backend::Backend;
use crate::format;
use leptos::prelude::*;
use leptos::task::spawn_local;
use queue::Queue;
use shared_model::command::{Command, ErrorCode, Failure, StaffView, StatusView};
use shared_model::party::Role;
use shared_model::unit::{Amount, Currency, OrderId};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    SignIn,
    Shift,
    Sell,
    Pay,
    Done,
    Orders,
    Order(OrderId),
    Backorders,
    CountTasks,
    SetAside,
    Reviews,
    Receive,
    Products,
}

#[derive(Clone, Copy)]
pub struct Store {
    pub backend: Backend,
    pub status: RwSignal<Option<StatusView>>,
    /// The till's own program did not answer the last command.
    pub silent: RwSignal<bool>,
    pub staff: RwSignal<Option<StaffView>>,
    pub screen: RwSignal<Screen>,
    pub notices: Notices,
    pub clock: RwSignal<String>,
    pub keys_shown: RwSignal<bool>,
    pub theme: RwSignal<Theme>,
    pub sign_in: SignIn,
    pub selling: Selling,
    pub paying: Paying,
    pub office: Office,
    pub receiving: Receiving,
    pub product: ProductForm,
    queue: Queue,
}

impl Store {
    pub fn new() -> Store {
        Store {
            backend: Backend::choose(),
            status: RwSignal::new(None),
            silent: RwSignal::new(false),
            staff: RwSignal::new(None),
            screen: RwSignal::new(Screen::SignIn),
            notices: Notices::new(),
            clock: RwSignal::new(format::clock_now()),
            keys_shown: RwSignal::new(false),
            theme: RwSignal::new(theme::remembered()),
            sign_in: SignIn::new(),
            selling: Selling::new(),
            paying: Paying::new(),
            office: Office::new(),
            receiving: Receiving::new(),
            product: ProductForm::new(),
            queue: Queue::new(),
        }
    }

    /// The store of this page; there is one.
    pub fn here() -> Store {
        expect_context::<Store>()
    }

    pub fn is_manager(&self) -> bool {
        self.staff.with(|staff| staff.as_ref().is_some_and(|staff| staff.role >= Role::Manager))
    }

    /// The currency of the cart, else of the business.
    pub fn currency(&self) -> Option<Currency> {
        let cart = self.selling.cart.with(|cart| cart.as_ref().map(|cart| cart.currency));
        cart.or_else(|| self.status.with(|status| status.as_ref().and_then(|status| status.currency)))
    }

    pub fn exponent(&self) -> u32 {
        self.currency().map_or(2, |currency| currency.exponent())
    }

    pub fn money(&self, amount: Amount) -> String {
        self.currency().map_or_else(String::new, |currency| format::money(amount, currency))
    }

    /// Asks the till at once; used where order does not matter.
    pub fn ask<C: Command>(self, command: C, then: impl FnOnce(Store, C::Output) + 'static) {
        self.ask_or(command, then, |store, failure| store.fail(failure));
    }

    pub fn ask_or<C: Command>(
        self,
        command: C,
        then: impl FnOnce(Store, C::Output) + 'static,
        or_else: impl FnOnce(Store, Failure) + 'static,
    ) {
        spawn_local(self.answer(command, then, or_else));
    }

    /// Asks the till after everything that was asked in turn before: two quick scans are
    /// two lines in the order they were made.
    pub fn in_turn<C: Command>(
        self,
        command: C,
        then: impl FnOnce(Store, C::Output) + 'static,
        or_else: impl FnOnce(Store, Failure) + 'static,
    ) {
        self.queue.push(self.answer(command, then, or_else));
    }

    async fn answer<C: Command>(
        self,
        command: C,
        then: impl FnOnce(Store, C::Output) + 'static,
        or_else: impl FnOnce(Store, Failure) + 'static,
    ) {
        match self.backend.call(command).await {
            Ok(output) => {
                self.silent.set(false);
                then(self, output);
            }
            Err(failure) => or_else(self, failure),
        }
    }

    /// Shows why something was not done. Whoever is no longer signed in starts there.
    pub fn fail(self, failure: Failure) {
        if failure.code == ErrorCode::NotSignedIn {
            self.forget_session();
        }
        self.warn(failure.message);
    }
}
