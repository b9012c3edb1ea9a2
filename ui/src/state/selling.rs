//! Finding products and filling the cart.

use super::{Screen, Store};
use crate::input::focus;
use crate::text;
use leptos::prelude::*;
use shared_model::command::*;
use shared_model::input::{SearchEntry, entry::parse_quantity};
use shared_model::order::Fulfilment;
use shared_model::unit::{ProductId, Quantity};

/// Tiles asked for at first, and how many more each time the end comes into view.
const TILES_STEP: u32 = 120;

/// What the left half of the sell screen shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Panel {
    Products,
    Customer,
    Price(u32),
}

/// Said under the search field, about what was just scanned or typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SearchHint {
    /// No product has this code; searching for it as text may find something.
    UnknownCode(String),
    /// What was typed is no code, but these many products match it.
    ChooseOne { text: String, count: usize, more: bool },
}

#[derive(Clone, Copy)]
pub struct Selling {
    pub typed: RwSignal<String>,
    pub category: RwSignal<Option<String>>,
    pub found: RwSignal<ProductList>,
    pub limit: RwSignal<u32>,
    pub highlighted: RwSignal<Option<usize>>,
    pub hint: RwSignal<Option<SearchHint>>,
    pub cart: RwSignal<Option<CartView>>,
    pub selected: RwSignal<Option<u32>>,
    pub panel: RwSignal<Panel>,
    pub customer: super::CustomerPick,
    pub price: super::PriceForm,
    /// Tiles side by side, as the grid was last drawn.
    pub columns: RwSignal<usize>,
    hinted_at: StoredValue<f64>,
    asked: StoredValue<u64>,
    frame_waiting: StoredValue<bool>,
}

impl Selling {
    pub fn new() -> Selling {
        Selling {
            typed: RwSignal::new(String::new()),
            category: RwSignal::new(None),
            found: RwSignal::new(ProductList { tiles: Vec::new(), categories: Vec::new(), more: false }),
            limit: RwSignal::new(TILES_STEP),
            highlighted: RwSignal::new(None),
            hint: RwSignal::new(None),
            cart: RwSignal::new(None),
            selected: RwSignal::new(None),
            panel: RwSignal::new(Panel::Products),
            customer: super::CustomerPick::new(),
            price: super::PriceForm::new(),
            columns: RwSignal::new(4),
            hinted_at: StoredValue::new(0.0),
            asked: StoredValue::new(0),
            frame_waiting: StoredValue::new(false),
        }
    }

    pub fn selected_line(&self) -> Option<CartLineView> {
        let selected = self.selected.get()?;
        self.cart.with(|cart| cart.as_ref()?.lines.iter().find(|line| line.line == selected).cloned())
    }

    /// A payment was taken: goods and prices stand.
    pub fn is_frozen(&self) -> bool {
        self.cart.with(|cart| cart.as_ref().is_some_and(|cart| cart.frozen))
    }

    pub fn has_lines(&self) -> bool {
        self.cart.with(|cart| cart.as_ref().is_some_and(|cart| !cart.lines.is_empty()))
    }
}

/// Searching.
impl Store {
    pub fn type_search(self, typed: String) {
        let selling = self.selling;
        selling.typed.set(typed);
        selling.limit.set(TILES_STEP);
        selling.highlighted.set(None);
        self.set_hint_aside();
        self.search_soon();
    }

    pub fn choose_category(self, category: Option<String>) {
        self.selling.category.set(category);
        self.selling.limit.set(TILES_STEP);
        self.selling.highlighted.set(None);
        self.search_soon();
        focus::search();
    }

    /// Asks with the next frame, however many keys come before it.
    pub fn search_soon(self) {
        if self.staff.with_untracked(Option::is_none) || self.selling.frame_waiting.get_value() {
            return;
        }
        self.selling.frame_waiting.set_value(true);
        request_animation_frame(move || {
            self.selling.frame_waiting.set_value(false);
            self.search_now();
        });
    }

    fn search_now(self) {
        let selling = self.selling;
        let question = selling.asked.get_value() + 1;
        selling.asked.set_value(question);
        let typed = selling.typed.get_untracked();
        let command = ProductSearch {
            text: SearchEntry::parse(&typed).text.to_owned(),
            category: selling.category.get_untracked(),
            limit: Some(selling.limit.get_untracked()),
        };
        self.ask(command, move |store, found| {
            // An answer to an older question would undo a newer one.
            if store.selling.asked.get_value() == question {
                store.selling.found.set(found);
            }
        });
    }

    pub fn show_more_tiles(self) {
        if self.selling.found.with_untracked(|found| found.more) {
            self.selling.limit.update(|limit| *limit = limit.saturating_add(TILES_STEP));
            self.search_soon();
        }
    }

    /// Arrow keys walk over the tiles while the text stays where it is. Says whether the
    /// key was used: sideways arrows belong to the text until a tile is marked.
    pub fn walk_tiles(self, key: &str) -> bool {
        let count = self.selling.found.with_untracked(|found| found.tiles.len());
        let columns = self.selling.columns.get_untracked().max(1);
        let marked = self.selling.highlighted.get_untracked();
        let next = match (key, marked) {
            ("ArrowDown", None) => Some(0),
            ("ArrowDown", Some(at)) => Some(at + columns),
            ("ArrowUp", Some(at)) if at < columns => {
                self.selling.highlighted.set(None);
                return true;
            }
            ("ArrowUp", Some(at)) => Some(at - columns),
            ("ArrowRight", Some(at)) => Some(at + 1),
            ("ArrowLeft", Some(at)) => Some(at.saturating_sub(1)),
            _ => return false,
        };
        if count > 0 {
            self.selling.highlighted.set(next.map(|at| at.min(count - 1)));
        }
        true
    }

    /// Enter in the search field: the marked tile, else what was typed as a code.
    pub fn enter_search(self) {
        let typed = self.selling.typed.get_untracked();
        let entry = SearchEntry::parse(&typed);
        let marked = self.selling.highlighted.get_untracked();
        let tile = marked.and_then(|at| self.selling.found.with_untracked(|found| found.tiles.get(at).map(|t| t.id)));
        match (tile, entry.quantity) {
            (Some(product), quantity) => self.add_product(product, quantity),
            (None, Some(quantity)) if entry.text.is_empty() => self.set_selected_quantity(quantity),
            (None, _) if entry.text.is_empty() => {}
            (None, quantity) => self.enter_code(entry.text.to_owned(), quantity),
        }
    }

    /// The field is free at once: the next keys may come before the till has answered.
    fn enter_code(self, code: String, quantity: Option<Quantity>) {
        self.selling.typed.set(String::new());
        let command = CartScan { code: code.clone(), quantity };
        self.in_turn(command, Store::line_added, move |store, failure| match failure.code {
            ErrorCode::UnknownBarcode => store.typed_no_code(code, quantity),
            _ => store.fail(failure),
        });
    }

    /// What was typed is no code: the only match is taken, of several one is chosen.
    fn typed_no_code(self, text: String, quantity: Option<Quantity>) {
        let command = ProductSearch { text: text.clone(), category: None, limit: Some(TILES_STEP) };
        self.in_turn(
            command,
            move |store, found| match found.tiles.as_slice() {
                [] => store.hint_unknown(text),
                [only] => store.add_product(only.id, quantity),
                several if store.selling.typed.with_untracked(String::is_empty) => {
                    let words = quantity.map_or(text.clone(), |quantity| format!("{quantity} * {text}"));
                    store.selling.typed.set(words);
                    let hint = SearchHint::ChooseOne { text, count: several.len(), more: found.more };
                    store.selling.hint.set(Some(hint));
                    store.selling.category.set(None);
                    store.selling.found.set(found);
                    store.selling.highlighted.set(Some(0));
                }
                // Something else is being typed by now; say only that this was no code.
                _ => store.hint_unknown(text),
            },
            |store, failure| store.fail(failure),
        );
    }

    /// A scan, wherever it landed. Only a quantity with a star before it counts, whether
    /// there was a pause before the code or not.
    pub fn scan(self, scanned: String) {
        // A star keyed in just before the scan is heard as its first sign; the number stands in the field.
        let scanned = match scanned.starts_with('*') && self.screen.get_untracked() == Screen::Sell {
            true => self.selling.typed.get_untracked() + &scanned,
            false => scanned,
        };
        let SearchEntry { quantity: at_once, text } = SearchEntry::parse(&scanned);
        let code = if text.is_empty() { scanned.clone() } else { text.to_owned() };
        match self.screen.get_untracked() {
            Screen::SignIn | Screen::Shift => return,
            Screen::Receive => return self.receive_code(code, at_once),
            Screen::Products => return self.find_product(code),
            _ => {}
        }
        let typed = self.selling.typed.get_untracked();
        let before = SearchEntry::parse(&typed);
        // What was keyed in before belongs to this scan only if it is nothing but a quantity.
        let quantity = at_once.or(before.quantity.filter(|_| before.text.is_empty()));
        let command = CartScan { code: code.clone(), quantity };
        self.in_turn(
            command,
            move |store, cart| {
                store.leave_for_sale();
                if quantity.is_some() { store.line_added(cart) } else { store.line_scanned(cart) }
            },
            move |store, failure| {
                if failure.code == ErrorCode::UnknownBarcode {
                    store.leave_for_sale();
                    store.hint_unknown(code);
                } else {
                    store.fail(failure);
                }
            },
        );
    }

    fn hint_unknown(self, code: String) {
        self.set_hint_aside();
        self.selling.hinted_at.set_value(js_sys::Date::now());
        self.selling.hint.set(Some(SearchHint::UnknownCode(code)));
    }

    /// The next scan came before anybody could read that this one named nothing: it is said on.
    fn set_hint_aside(self) {
        if let Some(SearchHint::UnknownCode(code)) = self.selling.hint.get_untracked()
            && js_sys::Date::now() - self.selling.hinted_at.get_value() < super::READ_MS
        {
            self.warn(text::unknown_code(&code));
        }
        self.selling.hint.set(None);
    }

    /// Offered with an unknown code: look for it as text.
    pub fn search_for(self, text: String) {
        self.selling.panel.set(Panel::Products);
        self.selling.category.set(None);
        self.type_search(text);
        focus::search();
    }
}

/// The cart.
impl Store {
    pub fn add_product(self, product: ProductId, quantity: Option<Quantity>) {
        let typed = self.selling.typed.get_untracked();
        let quantity = quantity.or(SearchEntry::parse(&typed).quantity);
        self.change_cart_then(CartAdd { product, quantity }, Store::line_added);
    }

    /// A line came from the keyboard or a tile: the field is free for the next.
    fn line_added(self, cart: CartView) {
        self.selling.typed.set(String::new());
        self.selling.highlighted.set(None);
        self.line_scanned(cart);
    }

    /// A line came from the scanner: a search under way stays as it is.
    fn line_scanned(self, cart: CartView) {
        self.settle_notices();
        self.set_hint_aside();
        self.selling.panel.set(Panel::Products);
        self.take_cart(cart);
        focus::search();
    }

    pub fn take_cart(self, cart: CartView) {
        let exists = |line: &u32| cart.lines.iter().any(|entry| entry.line == *line);
        let kept = self.selling.selected.get_untracked().filter(exists);
        let last = cart.lines.last().map(|entry| entry.line);
        self.selling.selected.set(cart.touched.filter(|line| exists(line)).or(kept).or(last));
        self.selling.cart.set(Some(cart));
        self.search_soon();
    }

    pub fn reload_cart(self) {
        if self.staff.with_untracked(Option::is_some) && self.screen.get_untracked() != Screen::Shift {
            // A figure may have moved; if the till cannot say, what is shown stays.
            self.in_turn(
                CartShow {},
                |store, cart| {
                    let selected = store.selling.selected.get_untracked();
                    store.selling.cart.set(Some(cart));
                    store.selling.selected.set(selected);
                },
                |_, _| {},
            );
        }
    }

    pub fn change_cart<C: Command<Output = CartView>>(self, command: C) {
        self.change_cart_then(command, |store, cart| {
            store.settle_notices();
            store.take_cart(cart);
            focus::search();
        });
    }

    pub fn change_cart_then<C: Command<Output = CartView>>(
        self,
        command: C,
        then: impl FnOnce(Store, CartView) + 'static,
    ) {
        self.in_turn(command, then, |store, failure| store.fail(failure));
    }

    pub fn select_line(self, line: u32) {
        self.selling.selected.set(Some(line));
    }

    /// Moves the selection by one line.
    pub fn walk_lines(self, down: bool) {
        let lines: Vec<u32> =
            self.selling.cart.with_untracked(|cart| cart.iter().flat_map(|cart| &cart.lines).map(|l| l.line).collect());
        let at = self.selling.selected.get_untracked().and_then(|line| lines.iter().position(|l| *l == line));
        let next = match at {
            Some(at) if down => at + 1,
            Some(at) => at.saturating_sub(1),
            None => 0,
        };
        if !lines.is_empty() {
            self.selling.selected.set(Some(lines[next.min(lines.len() - 1)]));
        }
    }

    pub fn step_quantity(self, more: bool) {
        let Some(line) = self.selected_untracked() else { return };
        let step = if more { Quantity::ONE } else { Quantity(-Quantity::ONE.0) };
        match line.quantity.plus(step) {
            Ok(quantity) if quantity.is_positive() => {
                self.change_cart(CartQuantity { line: line.line, quantity });
            }
            _ => self.remove_selected(),
        }
    }

    pub fn set_selected_quantity(self, quantity: Quantity) {
        let Some(line) = self.selected_untracked() else { return };
        self.selling.typed.set(String::new());
        self.change_cart(CartQuantity { line: line.line, quantity });
        focus::search();
    }

    /// From the line's own quantity field; what is no quantity is put back.
    pub fn type_quantity(self, typed: &str) -> bool {
        let quantity = parse_quantity(typed);
        if let Some(quantity) = quantity {
            self.set_selected_quantity(quantity);
        }
        quantity.is_some()
    }

    pub fn remove_selected(self) {
        if let Some(line) = self.selected_untracked() {
            self.change_cart(CartRemove { line: line.line });
            focus::search();
        }
    }

    pub fn selected_untracked(self) -> Option<CartLineView> {
        untrack(|| self.selling.selected_line())
    }

    pub fn set_fulfilment(self, line: u32, fulfilment: Fulfilment) {
        let customer = self.selling.cart.with_untracked(|cart| cart.as_ref().and_then(|cart| cart.customer.clone()));
        match (fulfilment, customer) {
            (Fulfilment::Delivery { .. }, None) => self.open_customer_for_delivery(line),
            (Fulfilment::Delivery { address: None }, Some(customer)) => {
                let address = customer.addresses.first().map(|address| address.id);
                self.change_cart(CartFulfilment { line, fulfilment: Fulfilment::Delivery { address } });
            }
            (fulfilment, _) => self.change_cart(CartFulfilment { line, fulfilment }),
        }
    }

    /// Carry out, pick up, deliver, and round again.
    pub fn next_fulfilment(self) {
        let Some(line) = self.selected_untracked() else { return };
        let next = match line.fulfilment {
            Fulfilment::CarryOut => Fulfilment::Pickup,
            Fulfilment::Pickup => Fulfilment::Delivery { address: None },
            Fulfilment::Delivery { .. } => Fulfilment::CarryOut,
        };
        self.set_fulfilment(line.line, next);
    }

    pub fn undo(self) {
        if self.selling.cart.with_untracked(|cart| cart.as_ref().is_some_and(|cart| cart.can_undo)) {
            self.change_cart(CartUndo {});
        }
        focus::search();
    }

    pub fn cancel_cart(self) {
        self.change_cart(CartCancel {});
        self.selling.panel.set(Panel::Products);
        focus::search();
    }

    pub fn close_panel(self) {
        self.selling.panel.set(Panel::Products);
        focus::search();
    }
}
