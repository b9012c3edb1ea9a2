//! Every key, as the pages tell them, and how this till's scanner is set up. Opens above the
//! bottom bar; F1, Esc or Enter closes it, and the sale goes on beneath.

use super::{Frame, scanner};
use crate::input::keys;
use crate::kit::Button;
use crate::page::{KeyRow, PageName};
use crate::text;
use leptos::prelude::*;

/// Around what the pages tell: the same on all of them.
const FIRST: &[KeyRow] = &[KeyRow { key: keys::HELP, does: text::keys::help }];
const LAST: &[KeyRow] =
    &[KeyRow { key: keys::ENTER, does: text::keys::enter }, KeyRow { key: keys::BACK, does: text::keys::back }];

impl Frame {
    pub(super) fn keys_panel(self) -> impl IntoView {
        let shown = self.keys_shown;
        move || {
            shown.get().then(|| {
                view! {
                    <section class="keys-panel" data-testid="keys" aria-label=text::keys::title()>
                        <header class="panel-head">
                            <h2>{text::keys::title()}</h2>
                            <Button
                                label=text::kit::close()
                                key=keys::HELP
                                testid="keys-close"
                                on_press=move || shown.set(false)
                            />
                        </header>
                        <dl class="key-map">{rows().map(row).collect_view()}</dl>
                        {scanner::setup()}
                    </section>
                }
            })
        }
    }
}

fn rows() -> impl Iterator<Item = &'static KeyRow> {
    let pages = PageName::ALL.iter().flat_map(|page| page.keys());
    FIRST.iter().chain(pages).chain(LAST)
}

fn row(row: &'static KeyRow) -> impl IntoView {
    view! {
        <div class="key-row">
            <dt><kbd class="key">{row.key}</kbd></dt>
            <dd>{(row.does)()}</dd>
        </div>
    }
}
