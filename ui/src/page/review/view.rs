//! A card for each sale to be reviewed: what was printed, what was reckoned, and why.

use super::Review;
use crate::format;
use crate::kit::{Button, Cards, PageBody};
use crate::page::PageName;
use crate::text;
use leptos::prelude::*;
use shared_model::command::ReviewView;

pub fn page(page: Review) -> impl IntoView {
    view! {
        <PageBody title=text::review::title() about=text::review::about() testid="reviews">
            <Cards list=page.list card=move |review| card(page, review) none=text::review::none />
        </PageBody>
    }
}

fn card(page: Review, review: ReviewView) -> impl IntoView {
    let currency = page.app.currency();
    let stated = format::money_in(review.stated, currency);
    let reckoned = format::money_in(review.reckoned, currency);
    let order = review.order;
    view! {
        <li class="card-row">
            <div class="grow">
                <p class="name">{text::review::amounts(&stated, &reckoned)}</p>
                {review.reasons.into_iter().map(|reason| view! { <p class="faint">{reason.to_string()}</p> }).collect_view()}
            </div>
            <Button
                label=text::order::title(&review.number)
                testid=format!("review-{}", review.number)
                on_press=move || page.app.open(PageName::Order.of(order.to_string()))
            />
        </li>
    }
}
