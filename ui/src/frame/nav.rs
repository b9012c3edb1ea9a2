//! How old the stock figures are, and the way to every page that has an entry here.

use super::{Frame, connection};
use crate::input::keys;
use crate::kit::Button;
use crate::page::{Nav, PageName};
use crate::text;
use leptos::prelude::*;

impl Frame {
    pub(super) fn bottom_bar(self, shown: Memo<PageName>) -> impl IntoView {
        let app = self.app;
        // Which entries there are; counts change inside them.
        let entries = Memo::new(move |_| self.entries(shown.get()));
        let draw = move |page: PageName| page.nav().map(|nav| self.entry(page, nav, shown));
        let theme = Signal::derive(move || if app.is_dark() { text::frame::light() } else { text::frame::dark() });
        view! {
            <footer class="bottom">
                <p class="age" data-testid="stock-age">{move || connection::stock_age(app)}</p>
                <nav aria-label=text::frame::other_pages()>
                    {move || entries.get().into_iter().map(draw).collect_view()}
                    <Button
                        label=text::keys::nav()
                        key=keys::HELP
                        testid="nav-keys"
                        class="nav"
                        on_press=move || self.keys_shown.update(|shown| *shown = !*shown)
                    />
                    <Button label=theme testid="theme" class="nav" on_press=move || app.toggle_theme() />
                </nav>
            </footer>
        }
    }

    fn entries(self, shown: PageName) -> Vec<PageName> {
        if shown.is_alone() {
            return Vec::new();
        }
        let may = |page: &&PageName| page.nav().is_some_and(|nav| self.app.session.may(nav.needs));
        PageName::ALL.iter().filter(may).copied().collect()
    }

    fn entry(self, page: PageName, nav: Nav, shown: Memo<PageName>) -> impl IntoView {
        let app = self.app;
        let badge = move || app.status.with(|status| status.as_ref().map_or(0, nav.badge));
        let label = Signal::derive(move || (nav.label)(badge()));
        let class = Signal::derive(move || if shown.get() == page { "nav here" } else { "nav" }.to_owned());
        let open = move || app.open(page.route());
        view! { <Button label=label testid=nav.testid key=nav.key class=class on_press=open /> }
    }
}
