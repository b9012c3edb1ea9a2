//! What a scan says: a code, and how many if a number with a star stood before it.

use shared_model::input::SearchEntry;
use shared_model::unit::Quantity;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    pub whole: String,
    pub code: String,
    pub quantity: Option<Quantity>,
}

impl Scan {
    pub fn read(whole: String) -> Scan {
        let SearchEntry { quantity, text } = SearchEntry::parse(&whole);
        let code = if text.is_empty() { whole.clone() } else { text.to_owned() };
        Scan { code, quantity, whole }
    }
}
