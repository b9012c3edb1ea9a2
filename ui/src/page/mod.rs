//! The pages, in one list. A page is a folder of its own and knows no other: it names where it
//! leads by [`PageName`], and what it shares with others stands in `app`.

use crate::app::{App, Hooks, Route};
use crate::input::{Press, Restore, Scan};
use leptos::prelude::*;
use shared_model::command::{Area, Needs, StatusView};

/// A page's entry in the bar below.
#[derive(Clone, Copy)]
pub struct Nav {
    pub testid: &'static str,
    /// Its words, with the number of its badge.
    pub label: fn(u64) -> String,
    /// How many things wait there.
    pub badge: fn(&StatusView) -> u64,
    /// What somebody must be to see it: what the command needs that it lives by.
    pub needs: Needs,
    /// The key that leads here from anywhere, printed on the entry.
    pub key: &'static str,
    /// One that does the same and stands elsewhere on the page.
    pub other_key: &'static str,
}

/// One line of the list of keys.
pub struct KeyRow {
    pub key: &'static str,
    pub does: fn() -> String,
}

/// One page: what it shows and what happens when somebody does something there. It is made
/// once, and its signals live as long as the screens.
pub trait Page: Copy + Send + Sync + 'static {
    const ROUTE: &'static str;
    const NAV: Option<Nav> = None;
    /// Changes at the till after which it asks again for what it shows.
    const FOLLOWS: &'static [Area] = &[];
    const KEYS: &'static [KeyRow] = &[];
    /// It asks again also while another page is open, since it comes back as it was left.
    const KEPT: bool = false;
    /// Nothing else can be opened from here: first somebody must sign in, or count the drawer.
    const ALONE: bool = false;

    fn new(app: App) -> Self;

    /// Somebody came here, perhaps for one thing.
    fn open(self, of: &str);

    fn reload(self) {}

    /// Says whether the key was used.
    fn key(self, _press: &Press) -> bool {
        false
    }

    /// What of the page is open, where keys mean something else in it.
    fn stage(self) -> String {
        String::new()
    }

    /// Says whether the scan was used; what is not is sold.
    fn scan(self, _scan: &Scan) -> bool {
        false
    }

    /// The field that takes what is typed while no field has the focus.
    fn types_into(self) -> Option<&'static str> {
        None
    }

    /// Puts back what keys have entered that is no field of the page.
    fn keyed_in(self) -> Option<Restore> {
        None
    }

    fn view(self) -> AnyView;
}

macro_rules! pages {
    ($($module:ident::$Page:ident),+ $(,)?) => {
        $(mod $module;)+

        /// Every page, by what others call it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum PageName { $($Page),+ }

        impl PageName {
            pub const ALL: &'static [PageName] = &[$(PageName::$Page),+];

            pub fn name(self) -> &'static str {
                match self { $(PageName::$Page => $module::$Page::ROUTE),+ }
            }

            pub fn nav(self) -> Option<Nav> {
                match self { $(PageName::$Page => $module::$Page::NAV),+ }
            }

            pub fn keys(self) -> &'static [KeyRow] {
                match self { $(PageName::$Page => $module::$Page::KEYS),+ }
            }

            pub fn is_alone(self) -> bool {
                match self { $(PageName::$Page => $module::$Page::ALONE),+ }
            }

            fn is_kept(self) -> bool {
                match self { $(PageName::$Page => $module::$Page::KEPT),+ }
            }

            fn follows(self) -> &'static [Area] {
                match self { $(PageName::$Page => $module::$Page::FOLLOWS),+ }
            }
        }

        #[derive(Clone, Copy)]
        pub struct Pages {
            app: App,
            $($module: $module::$Page),+
        }

        impl Pages {
            pub fn new(app: App) -> Pages {
                Pages { app, $($module: $module::$Page::new(app)),+ }
            }

            pub fn view(self, page: PageName) -> AnyView {
                match page { $(PageName::$Page => self.$module.view()),+ }
            }

            fn open(self, page: PageName, of: &str) {
                match page { $(PageName::$Page => self.$module.open(of)),+ }
            }

            fn reload(self, page: PageName) {
                match page { $(PageName::$Page => self.$module.reload()),+ }
            }

            fn page_key(self, page: PageName, press: &Press) -> bool {
                match page { $(PageName::$Page => self.$module.key(press)),+ }
            }

            fn page_scan(self, page: PageName, scan: &Scan) -> bool {
                match page { $(PageName::$Page => self.$module.scan(scan)),+ }
            }

            fn page_stage(self, page: PageName) -> String {
                match page { $(PageName::$Page => self.$module.stage()),+ }
            }

            pub fn types_into(self) -> Option<&'static str> {
                match self.shown_untracked() { $(PageName::$Page => self.$module.types_into()),+ }
            }

            pub fn keyed_in(self) -> Option<Restore> {
                match self.shown_untracked() { $(PageName::$Page => self.$module.keyed_in()),+ }
            }
        }
    };
}

// The first is open while nobody is signed in; the others stand in the bar in this order.
pages! {
    sign_in::SignIn,
    drawer::Drawer,
    sell::Sell,
    order::Order,
    backorder::Backorder,
    count_task::CountTask,
    set_aside::SetAside,
    review::Review,
    receive::Receive,
    catalogue::Catalogue,
}

/// What a till is for: here every other page leads back, and here goes what is scanned.
pub const HOME: PageName = PageName::Sell;

impl PageName {
    pub fn route(self) -> Route {
        self.of(String::new())
    }

    /// The page, opened on one thing.
    pub fn of(self, of: String) -> Route {
        Route { page: self.name(), of }
    }

    fn at(route: Option<&Route>) -> PageName {
        let named = route.and_then(|route| PageName::ALL.iter().find(|page| page.name() == route.page));
        named.copied().unwrap_or(PageName::ALL[0])
    }
}

impl Pages {
    /// Hears from now on what was opened and what has changed; once per page.
    pub fn attend(self) {
        self.app.set_hooks(Hooks {
            opened: Callback::new(move |route: Option<Route>| {
                let of = route.as_ref().map_or("", |route| route.of.as_str());
                self.open(PageName::at(route.as_ref()), of);
            }),
            changed: Callback::new(move |area| self.changed(area)),
            scanned: Callback::new(move |scanned| {
                self.page_scan(HOME, &Scan::read(scanned));
            }),
        });
    }

    pub fn shown(self) -> PageName {
        self.app.route.with(|route| PageName::at(route.as_ref()))
    }

    /// What keys are for now: the page, and how far it is.
    pub fn stage(self) -> String {
        let shown = self.shown();
        format!("{} {}", shown.name(), self.page_stage(shown))
    }

    fn shown_untracked(self) -> PageName {
        self.app.route.with_untracked(|route| PageName::at(route.as_ref()))
    }

    fn changed(self, area: Area) {
        let shown = self.shown_untracked();
        for page in PageName::ALL {
            if page.follows().contains(&area) && (page.is_kept() || *page == shown) {
                self.reload(*page);
            }
        }
    }

    /// The page itself comes first, then the ways to other pages.
    pub fn key(self, press: &Press) -> bool {
        let shown = self.shown_untracked();
        if self.page_key(shown, press) {
            return true;
        }
        let way = match press.key.as_str() {
            "Escape" if shown != HOME => Some(HOME),
            key => PageName::ALL.iter().copied().find(|page| page.nav().is_some_and(|nav| nav.is_key(self.app, key))),
        };
        let way = way.filter(|_| !shown.is_alone());
        if let Some(page) = way {
            self.app.open(page.route());
        }
        way.is_some()
    }

    pub fn scan(self, scan: &Scan) {
        let shown = self.shown_untracked();
        if !self.page_scan(shown, scan) && !shown.is_alone() {
            self.page_scan(HOME, scan);
        }
    }
}

impl Nav {
    /// An entry without badge and key.
    pub const fn new(testid: &'static str, label: fn(u64) -> String, needs: Needs) -> Nav {
        Nav { testid, label, badge: |_| 0, needs, key: "", other_key: "" }
    }

    fn is_key(self, app: App, key: &str) -> bool {
        !key.is_empty() && (key == self.key || key == self.other_key) && untrack(|| app.session.may(self.needs))
    }
}
