//! The languages there are, and the one that is spoken: the first of those the web view asks
//! for, else the first of the list. It stands for as long as the page.

use leptos::prelude::window;
use wasm_bindgen::JsValue;

/// One language, with all its files.
pub struct Language {
    /// Its folder below `ui/text`, and the page's `lang`.
    pub code: &'static str,
    /// For numbers and dates.
    pub locale: &'static str,
    /// The page's `dir`.
    pub direction: &'static str,
    pub files: &'static [&'static str],
}

macro_rules! files {
    ($code:literal, [$($noun:literal)*]) => {
        &[$(include_str!(concat!("../../text/", $code, "/", $noun, ".ftl"))),*]
    };
}

macro_rules! languages {
    ([$($noun:literal)*]; $($languages:tt)+) => {
        /// The nouns that have a file in every language.
        pub const NOUNS: &[&str] = &[$($noun),*];

        languages! { @each [$($noun)*]; $($languages)+ }
    };
    (@each $nouns:tt; $($code:literal, $locale:literal, $direction:literal;)+) => {
        static LANGUAGES: &[Language] = &[$(Language {
            code: $code,
            locale: $locale,
            direction: $direction,
            files: files!($code, $nouns),
        }),+];
    };
}

languages! {
    [
        "frame" "kit" "keys" "sign_in" "drawer" "sell" "cart" "customer" "price" "payment" "receipt" "stock" "order"
        "backorder" "count_task" "set_aside" "review" "receive" "catalogue"
    ];
    "en", "en-GB", "ltr";
}

thread_local! {
    static CHOSEN: &'static Language = choose(window().navigator().languages().iter());
}

/// The language of this page.
pub fn chosen() -> &'static Language {
    CHOSEN.with(|chosen| *chosen)
}

/// `de-AT` is answered by `de`.
fn choose(mut wanted: impl Iterator<Item = JsValue>) -> &'static Language {
    let spoken = |tag: JsValue| {
        let tag = tag.as_string()?.to_ascii_lowercase();
        let main = tag.split('-').next()?;
        LANGUAGES.iter().find(|language| language.code == main)
    };
    wanted.find_map(spoken).unwrap_or(&LANGUAGES[0])
}
