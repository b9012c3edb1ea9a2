//! What was set aside, and having it tried again.

use crate::app::App;
use crate::text;
use leptos::prelude::*;
use shared_model::command::SetAsideView;
use shared_model::command::{SetAsideList, SetAsideRetry};

#[derive(Clone, Copy)]
pub struct SetAside {
    pub app: App,
    /// Nothing until the first answer, so that "none" is only said when it is known.
    pub list: RwSignal<Option<Vec<SetAsideView>>>,
}

impl SetAside {
    pub fn start(app: App) -> SetAside {
        SetAside { app, list: RwSignal::new(None) }
    }

    pub fn load(self) {
        self.app.ask(SetAsideList {}, move |list| self.list.set(Some(list)));
    }

    pub fn retry(self, entry: String) {
        self.app.ask(SetAsideRetry { entry }, move |list| {
            self.list.set(Some(list));
            self.app.notices.say(text::set_aside::retried());
        });
    }
}
