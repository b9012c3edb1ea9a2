//! What every page stands on: the way to the till, who is here, how the till stands, what was
//! said, which page is open. It knows no page.

mod notice;
mod question;
mod queue;
mod route;
mod session;
mod status;
mod theme;

pub use notice::{Notice, Notices, READ_MS, Tone};
pub use question::{answered, ask, enter};
pub use route::{Hooks, Route};
pub use session::{Session, may};
pub use theme::Theme;

use crate::backend::Backend;
use leptos::prelude::*;
use leptos::task::spawn_local;
use queue::Queue;
use shared_model::command::{Command, StatusView};
use shared_model::refusal::{ErrorCode, Failure};
use shared_model::unit::Currency;

#[derive(Clone, Copy)]
pub struct App {
    pub backend: Backend,
    pub session: Session,
    pub status: RwSignal<Option<StatusView>>,
    /// The till's own program did not answer the last command.
    pub silent: RwSignal<bool>,
    pub notices: Notices,
    /// The page that is open; nothing before somebody signed in.
    pub route: RwSignal<Option<Route>>,
    pub theme: RwSignal<Theme>,
    hooks: StoredValue<Option<Hooks>>,
    queue: Queue,
}

impl App {
    pub fn new() -> App {
        App {
            backend: Backend::choose(),
            session: Session::new(),
            status: RwSignal::new(None),
            silent: RwSignal::new(false),
            notices: Notices::new(),
            route: RwSignal::new(None),
            theme: RwSignal::new(theme::remembered()),
            hooks: StoredValue::new(None),
            queue: Queue::new(),
        }
    }

    /// The currency of the business.
    pub fn currency(self) -> Option<Currency> {
        self.status.with(|status| status.as_ref().and_then(|status| status.currency))
    }

    pub fn exponent(self) -> u32 {
        self.currency().map_or(2, |currency| currency.exponent())
    }

    /// Asks the till at once; used where order does not matter.
    pub fn ask<C: Command>(self, command: C, then: impl FnOnce(C::Output) + 'static) {
        self.ask_or(command, then, move |failure| self.fail(failure));
    }

    pub fn ask_or<C: Command>(
        self,
        command: C,
        then: impl FnOnce(C::Output) + 'static,
        or_else: impl FnOnce(Failure) + 'static,
    ) {
        spawn_local(self.answer(command, Box::new(then), Box::new(or_else)));
    }

    /// Asks the till after everything that was asked in turn before: two quick scans are
    /// two lines in the order they were made.
    pub fn in_turn<C: Command>(
        self,
        command: C,
        then: impl FnOnce(C::Output) + 'static,
        or_else: impl FnOnce(Failure) + 'static,
    ) {
        self.queue.push(self.answer(command, Box::new(then), Box::new(or_else)));
    }

    /// What to ask follows from the answers to everything that was asked in turn before.
    pub fn in_turn_when<C: Command>(
        self,
        command: impl FnOnce() -> Option<C> + 'static,
        then: impl FnOnce(C::Output) + 'static,
        or_else: impl FnOnce(Failure) + 'static,
    ) {
        let (then, or_else) = (Box::new(then), Box::new(or_else));
        self.queue.push(async move {
            if let Some(command) = command() {
                self.answer(command, then, or_else).await;
            }
        });
    }

    /// Once everything that was asked in turn before is answered.
    pub fn after_all(self, then: impl FnOnce() + 'static) {
        self.queue.push(async move { then() });
    }

    /// Boxed, so that it is compiled once for each command and not for each place that asks it.
    async fn answer<C: Command>(self, command: C, then: Box<dyn FnOnce(C::Output)>, or_else: Box<dyn FnOnce(Failure)>) {
        match self.backend.call(command).await {
            Ok(output) => {
                self.silent.set(false);
                then(output);
            }
            Err(failure) => or_else(failure),
        }
    }

    /// Shows why something was not done. Whoever is no longer signed in starts there.
    pub fn fail(self, failure: Failure) {
        if failure.code == ErrorCode::NotSignedIn {
            self.forget_session();
        }
        match failure.code {
            ErrorCode::Offline => self.notices.warn_offline(failure.message),
            _ => self.notices.warn(failure.message),
        }
    }
}
