//! Finding products by typing, and walking over what was found.

use super::{SEARCH, Sell};
use crate::app::{READ_MS, answered, ask, enter};
use crate::input::focus;
use crate::text;
use leptos::prelude::*;
use shared_model::command::ProductList;
use shared_model::command::ProductSearch;
use shared_model::input::{AnswerUse, Questions, SearchEntry};
use shared_model::unit::OrderId;
use shared_model::words::shown;

/// Tiles asked for at first, and how many more each time the end comes into view.
pub const TILES_STEP: u32 = 120;

/// Said under the search field, about what was just scanned or typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SearchHint {
    /// No product has this code; searching for it as text may find something.
    UnknownCode(String),
    /// What was typed is no code, but these many products match it; or it is a code, and all of them have it.
    ChooseOne { text: String, code: Option<String>, count: usize, more: bool },
    /// It is the number of an order.
    Order { number: String, order: OrderId },
}

/// What tiles are asked for: text and category.
type Question = (String, Option<String>);

#[derive(Clone, Copy)]
pub struct Finding {
    pub typed: RwSignal<String>,
    pub category: RwSignal<Option<String>>,
    pub found: RwSignal<ProductList>,
    pub highlighted: RwSignal<Option<usize>>,
    pub hint: RwSignal<Option<SearchHint>>,
    /// Tiles side by side, as the grid was last drawn.
    pub columns: RwSignal<usize>,
    limit: StoredValue<u32>,
    hinted_at: StoredValue<f64>,
    questions: StoredValue<Questions<Question>>,
    frame_waiting: StoredValue<bool>,
}

impl Finding {
    pub fn new() -> Finding {
        Finding {
            typed: RwSignal::new(String::new()),
            category: RwSignal::new(None),
            found: RwSignal::new(ProductList { tiles: Vec::new(), categories: Vec::new(), more: false }),
            highlighted: RwSignal::new(None),
            hint: RwSignal::new(None),
            columns: RwSignal::new(4),
            limit: StoredValue::new(TILES_STEP),
            hinted_at: StoredValue::new(0.0),
            questions: StoredValue::new(Questions::default()),
            frame_waiting: StoredValue::new(false),
        }
    }

    fn begin_again(self) {
        self.limit.set_value(TILES_STEP);
        self.highlighted.set(None);
    }

    fn question(self) -> Question {
        let text = self.typed.with_untracked(|typed| SearchEntry::parse(typed).text.to_owned());
        (text, self.category.get_untracked())
    }

    /// Shows what was found for what stands there.
    pub fn show(self, found: ProductList) {
        let number = ask(self.questions, self.question());
        self.take(number, found);
    }

    fn take(self, number: u64, found: ProductList) -> AnswerUse {
        let (now, was_shown) = (self.question(), self.is_answered());
        let answered = answered(self.questions, number, &now);
        if answered != AnswerUse::Late {
            self.found.set(found);
            // What was marked stood in what was found before.
            if !was_shown && self.highlighted.with_untracked(Option::is_some) {
                self.highlighted.set(Some(0));
            }
        }
        answered
    }

    /// The code whose products are to be chosen from.
    pub fn chooses_by(self) -> Option<String> {
        self.hint.with_untracked(|hint| match hint {
            Some(SearchHint::ChooseOne { code, .. }) => code.clone(),
            Some(SearchHint::UnknownCode(_) | SearchHint::Order { .. }) | None => None,
        })
    }

    /// One of several was chosen, or none is to be.
    pub fn choice_is_over(self) {
        if self.chooses_by().is_some() {
            self.hint.set(None);
        }
    }

    fn is_answered(self) -> bool {
        let now = self.question();
        self.questions.with_value(|questions| questions.is_answered(&now))
    }

    /// Enter on a marked tile: says whether it stands in what was found for this text.
    pub fn may_take(self) -> bool {
        enter(self.questions, self.question())
    }
}

impl Sell {
    pub fn type_search(self, typed: String) {
        self.keep_basket();
        self.finding.typed.set(typed);
        self.finding.begin_again();
        // Whoever types on has seen what there was to choose from.
        self.finding.choice_is_over();
        self.set_hint_aside();
        self.search_soon();
    }

    pub fn choose_category(self, category: Option<String>) {
        self.finding.category.set(category);
        self.finding.begin_again();
        self.search_soon();
        focus::soon(SEARCH);
    }

    /// Offered with an unknown code: look for it as text.
    pub fn search_for(self, text: String) {
        self.finding.category.set(None);
        self.type_search(text);
        self.close_panel();
    }

    /// Asks with the next frame, however many keys come before it.
    pub fn search_soon(self) {
        let finding = self.finding;
        if self.app.session.staff.with_untracked(Option::is_none) || finding.frame_waiting.get_value() {
            return;
        }
        finding.frame_waiting.set_value(true);
        request_animation_frame(move || {
            finding.frame_waiting.set_value(false);
            self.search_now();
        });
    }

    fn search_now(self) {
        let finding = self.finding;
        let (text, category) = finding.question();
        let number = ask(finding.questions, finding.question());
        let named = finding.chooses_by();
        let code = named.is_some();
        let text = named.unwrap_or(text);
        self.app.ask(ProductSearch { text, category, limit: Some(finding.limit.get_value()), code }, move |found| {
            let marked = || finding.highlighted.with_untracked(Option::is_some);
            if finding.take(number, found) == AnswerUse::Taken && self.finds_products() && marked() {
                self.enter_search();
            }
        });
    }

    pub fn show_more_tiles(self) {
        if self.finding.found.with_untracked(|found| found.more) {
            self.finding.limit.update_value(|limit| *limit = limit.saturating_add(TILES_STEP));
            self.search_soon();
        }
    }

    /// Arrow keys walk over the tiles while the text stays where it is. Says whether the
    /// key was used: sideways arrows belong to the text until a tile is marked.
    pub fn walk_tiles(self, key: &str) -> bool {
        let finding = self.finding;
        let count = finding.found.with_untracked(|found| found.tiles.len());
        let columns = finding.columns.get_untracked().max(1);
        let next = match (key, finding.highlighted.get_untracked()) {
            ("ArrowDown", None) => Some(0),
            ("ArrowDown", Some(at)) => Some(at + columns),
            ("ArrowUp", Some(at)) if at < columns => {
                finding.highlighted.set(None);
                return true;
            }
            ("ArrowUp", Some(at)) => Some(at - columns),
            ("ArrowRight", Some(at)) => Some(at + 1),
            ("ArrowLeft", Some(at)) => Some(at.saturating_sub(1)),
            _ => return false,
        };
        if count > 0 {
            finding.highlighted.set(next.map(|at| at.min(count - 1)));
        }
        true
    }

    /// Said once, however often it is scanned.
    pub fn hint_unknown(self, code: String) {
        if self.finding.hint.with_untracked(|hint| *hint != Some(SearchHint::UnknownCode(code.clone()))) {
            self.set_hint_aside();
        }
        self.app.notices.forget(&text::catalogue::unknown_code(&code));
        self.finding.hinted_at.set_value(js_sys::Date::now());
        self.finding.hint.set(Some(SearchHint::UnknownCode(code)));
    }

    /// A code that was scanned names several products.
    pub fn awaits_choice(self) -> bool {
        self.finding.hint.with_untracked(|hint| matches!(hint, Some(SearchHint::ChooseOne { code: Some(_), .. })))
    }

    /// The next scan came before anybody could read that this one named nothing, or before anybody chose from
    /// what it named: it is said on.
    pub fn set_hint_aside(self) {
        match self.finding.hint.get_untracked() {
            Some(SearchHint::UnknownCode(code))
                if js_sys::Date::now() - self.finding.hinted_at.get_value() < READ_MS =>
            {
                self.app.notices.warn(text::catalogue::unknown(&code));
            }
            Some(SearchHint::ChooseOne { code: Some(code), .. }) => {
                self.finding.typed.set(String::new());
                self.finding.highlighted.set(None);
                self.app.notices.warn(text::sell::not_chosen(&shown(&code)));
            }
            _ => {}
        }
        self.finding.hint.set(None);
    }
}
