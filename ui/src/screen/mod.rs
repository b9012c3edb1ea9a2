//! One file per screen. A screen arranges parts and hands them signals and methods of the
//! store.

mod backorders;
mod count_tasks;
mod customer;
mod done;
mod order;
mod orders;
mod pay;
mod price;
mod products;
mod receive;
mod reviews;
mod sell;
mod set_aside;
mod shift;
mod sign_in;

use crate::component::{AlarmBanner, BottomBar, CartPane, KeysPanel, TopBar};
use crate::state::{Screen, Store};
use leptos::prelude::*;

/// The frame that never changes, and the screen within it.
#[component]
pub fn Screens() -> impl IntoView {
    let store = Store::here();
    // The cart stays drawn from selling to paying and back.
    let counter = Memo::new(move |_| matches!(store.screen.get(), Screen::Sell | Screen::Pay));
    let screen = move || match store.screen.get() {
        Screen::SignIn => view! { <sign_in::SignInScreen /> }.into_any(),
        Screen::Shift => view! { <shift::ShiftScreen /> }.into_any(),
        Screen::Sell => view! { <sell::SellScreen /> }.into_any(),
        Screen::Pay => view! { <pay::PayScreen /> }.into_any(),
        Screen::Done => view! { <done::DoneScreen /> }.into_any(),
        Screen::Orders => view! { <orders::OrdersScreen /> }.into_any(),
        Screen::Order(_) => view! { <order::OrderScreen /> }.into_any(),
        Screen::Backorders => view! { <backorders::BackordersScreen /> }.into_any(),
        Screen::CountTasks => view! { <count_tasks::CountTasksScreen /> }.into_any(),
        Screen::SetAside => view! { <set_aside::SetAsideScreen /> }.into_any(),
        Screen::Reviews => view! { <reviews::ReviewsScreen /> }.into_any(),
        Screen::Receive => view! { <receive::ReceiveScreen /> }.into_any(),
        Screen::Products => view! { <products::ProductsScreen /> }.into_any(),
    };
    view! {
        <div class="till-frame">
            <div>
                <TopBar />
                <AlarmBanner />
            </div>
            <div class="middle-part" class:counter=move || counter.get()>
                {screen}
                {move || counter.get().then(|| view! { <CartPane /> })}
            </div>
            <KeysPanel />
            <BottomBar />
        </div>
    }
}
