//! Printing a stored receipt, and where its file is.

use super::Button;
use crate::text;
use leptos::prelude::*;
use shared_model::command::Printed;
use shared_model::command::ReceiptFormat;

#[component]
pub fn PrintButtons(
    printed: RwSignal<Option<Printed>>,
    on_print: impl Fn(ReceiptFormat) + Copy + 'static,
) -> impl IntoView {
    view! {
        <div class="row">
            <Button
                label=text::kit::print_roll()
                testid="print-roll80"
                class="tall"
                on_press=move || on_print(ReceiptFormat::Roll80)
            />
            <Button
                label=text::kit::print_a4()
                testid="print-a4"
                class="tall"
                on_press=move || on_print(ReceiptFormat::A4)
            />
        </div>
        {move || {
            printed
                .get()
                .map(|printed| {
                    view! {
                        <p class="printed" role="status" data-testid="printed">
                            {text::kit::printed_to(printed.copy)}
                            <code>{printed.path}</code>
                        </p>
                    }
                })
        }}
    }
}
