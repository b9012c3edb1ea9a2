//! What is to be counted, as the till last told it.

use crate::app::App;
use leptos::prelude::*;
use shared_model::command::CountTaskList;
use shared_model::command::CountTaskView;

#[derive(Clone, Copy)]
pub struct CountTask {
    pub app: App,
    /// Nothing until the first answer, so that "none" is only said when it is known.
    pub list: RwSignal<Option<Vec<CountTaskView>>>,
}

impl CountTask {
    pub fn start(app: App) -> CountTask {
        CountTask { app, list: RwSignal::new(None) }
    }

    pub fn load(self) {
        self.app.ask(CountTaskList {}, move |list| self.list.set(Some(list)));
    }
}
