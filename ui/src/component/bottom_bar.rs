use super::Button;
use crate::input::keys;
use crate::state::{Screen, Store};
use crate::text;
use leptos::prelude::*;

/// How old the stock figures are, and the way to every other screen.
#[component]
pub fn BottomBar() -> impl IntoView {
    let store = Store::here();
    let count = move |pick: fn(&shared_model::command::StatusView) -> u64| {
        store.status.with(|status| status.as_ref().map_or(0, pick))
    };
    let nav = move |screen: Screen, label: Signal<String>, testid: &'static str, key: &'static str| {
        let here = move || match store.screen.get() {
            Screen::Order(_) => screen == Screen::Orders,
            Screen::Pay | Screen::Done => screen == Screen::Sell,
            other => other == screen,
        };
        let class = Signal::derive(move || if here() { "nav here".to_owned() } else { "nav".to_owned() });
        view! { <Button label=label testid=testid key=key class=class on_press=move || store.open(screen) /> }
    };
    let places = move || {
        let in_shift = store.staff.with(Option::is_some) && store.screen.get() != Screen::Shift;
        in_shift.then(|| {
            let backorders = Signal::derive(move || text::nav_backorders(count(|status| status.backorders)));
            let counts = Signal::derive(move || text::nav_counts(count(|status| status.count_tasks)));
            let aside = Signal::derive(move || text::nav_set_aside(count(|status| status.set_aside)));
            view! {
                {nav(Screen::Sell, text::nav_sell().into(), "nav-sell", "")}
                {nav(Screen::Orders, text::nav_orders().into(), "nav-orders", keys::ORDERS)}
                {nav(Screen::Backorders, backorders, "nav-backorders", "")}
                {nav(Screen::CountTasks, counts, "nav-counts", "")}
                {nav(Screen::SetAside, aside, "nav-set-aside", "")}
                {store
                    .is_manager()
                    .then(|| {
                        view! {
                            {nav(Screen::Reviews, text::nav_reviews().into(), "nav-reviews", "")}
                            {nav(Screen::Receive, text::nav_receive().into(), "nav-receive", "")}
                            {nav(Screen::Products, text::nav_products().into(), "nav-products", "")}
                        }
                    })}
            }
        })
    };
    // What is drawn depends on these two alone; counts change inside the buttons.
    let drawn = Memo::new(move |_| {
        (store.staff.with(Option::is_some) && store.screen.get() != Screen::Shift, store.is_manager())
    });
    let theme = Signal::derive(move || if store.is_dark() { text::light() } else { text::dark() }.to_owned());
    view! {
        <footer class="bottom">
            <p class="age" data-testid="stock-age">{move || store.stock_age()}</p>
            <nav aria-label=text::navigation()>
                {move || {
                    drawn.get();
                    untrack(places)
                }}
                <Button
                    label=text::nav_keys()
                    key=keys::HELP
                    testid="nav-keys"
                    class="nav"
                    on_press=move || store.keys_shown.update(|shown| *shown = !*shown)
                />
                <Button label=theme testid="theme" class="nav" on_press=move || store.toggle_theme() />
            </nav>
        </footer>
    }
}
