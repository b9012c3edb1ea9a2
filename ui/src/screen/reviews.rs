use crate::component::{Button, Empty, Page};
use crate::state::Store;
use crate::text;
use leptos::prelude::*;
use shared_model::command::ReviewView;

/// Sales whose total differs from the server's own reckoning.
#[component]
pub fn ReviewsScreen() -> impl IntoView {
    let store = Store::here();
    let row = move |review: ReviewView| {
        let order = review.order;
        view! {
            <li class="card-row">
                <div class="grow">
                    <p class="name">
                        {text::review_amounts(&store.money(review.stated), &store.money(review.reckoned))}
                    </p>
                    {review.reasons.into_iter().map(|reason| view! { <p class="faint">{reason}</p> }).collect_view()}
                </div>
                <Button
                    label=text::order_title(&review.number)
                    testid=format!("review-{}", review.number)
                    on_press=move || store.open_order(order)
                />
            </li>
        }
    };
    view! {
        <Page title=text::reviews_title() about=text::reviews_about() testid="reviews">
            {move || match store.office.reviews.get() {
                None => ().into_any(),
                Some(list) if list.is_empty() => view! { <Empty words=text::no_reviews() /> }.into_any(),
                Some(list) => view! { <ul class="cards">{list.into_iter().map(row).collect_view()}</ul> }.into_any(),
            }}
        </Page>
    }
}
