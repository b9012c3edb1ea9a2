//! What is to be reviewed, as the till last told it.

use crate::app::App;
use leptos::prelude::*;
use shared_model::command::ReviewList;
use shared_model::command::ReviewView;

#[derive(Clone, Copy)]
pub struct Review {
    pub app: App,
    /// Nothing until the first answer, so that "none" is only said when it is known.
    pub list: RwSignal<Option<Vec<ReviewView>>>,
}

impl Review {
    pub fn start(app: App) -> Review {
        Review { app, list: RwSignal::new(None) }
    }

    pub fn load(self) {
        self.app.ask(ReviewList {}, move |list| self.list.set(Some(list)));
    }
}
