//! What has been paid or tried so far.

use crate::format;
use crate::kit::Button;
use crate::page::sell::Sell;
use crate::text;
use leptos::prelude::*;
use shared_model::command::TenderView;
use shared_model::order::cart::TenderState;
use shared_model::unit::Currency;

pub fn tenders(page: Sell) -> impl IntoView {
    move || {
        page.cart.with(|cart| {
            let cart = cart.as_ref().filter(|cart| !cart.tenders.is_empty())?;
            let rows = cart.tenders.iter().map(|tender| row(page, tender.clone(), cart.currency)).collect_view();
            Some(view! { <ul class="tenders" data-testid="tenders">{rows}</ul> })
        })
    }
}

fn row(page: Sell, tender: TenderView, currency: Currency) -> impl IntoView {
    let (shape, class) = match &tender.state {
        TenderState::Taken { .. } => ("●", "tender taken"),
        TenderState::Asked => ("○", "tender"),
        TenderState::Unknown => ("▲", "tender unknown"),
        TenderState::Declined | TenderState::Voided => ("■", "tender gone"),
    };
    let id = tender.id;
    let void = matches!(tender.state, TenderState::Taken { .. }).then(|| {
        view! { <Button label=text::payment::void() testid="tender-void" on_press=move || page.void_tender(id) /> }
    });
    view! {
        <li class=class>
            <span class="shape" aria-hidden="true">{shape}</span>
            <span class="what">{text::payment::tender(tender.kind, &tender.state)}</span>
            <span class="sum">{format::money(tender.tendered, currency)}</span>
            {void}
        </li>
    }
}
