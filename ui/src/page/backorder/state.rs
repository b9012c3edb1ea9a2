//! The lines that wait, and the one whose story is told: the chosen one, else the oldest.

use crate::app::App;
use leptos::prelude::*;
use shared_model::command::BackorderList;
use shared_model::command::BackorderView;
use shared_model::unit::BackorderId;

#[derive(Clone, Copy)]
pub struct Backorder {
    pub app: App,
    /// Nothing until the first answer, so that "none" is only said when it is known.
    pub list: RwSignal<Option<Vec<BackorderView>>>,
    pub picked: RwSignal<Option<BackorderId>>,
}

impl Backorder {
    pub fn start(app: App) -> Backorder {
        Backorder { app, list: RwSignal::new(None), picked: RwSignal::new(None) }
    }

    pub fn load(self) {
        self.app.ask(BackorderList {}, move |list| self.list.set(Some(list)));
    }

    pub fn chosen(self) -> Option<BackorderView> {
        let picked = self.picked.get();
        self.list.with(|list| {
            let list = list.as_ref()?;
            let found = picked.and_then(|id| list.iter().find(|entry| entry.id == id));
            found.or(list.first()).cloned()
        })
    }
}
