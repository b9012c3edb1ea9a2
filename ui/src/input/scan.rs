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
        let SearchEntry { quantity, text, unclear } = SearchEntry::parse(&whole);
        // With a number that is no quantity it is no product's code either, so that nothing is added.
        let is_whole = text.is_empty() || unclear.is_some();
        let code = if is_whole { whole.clone() } else { text.to_owned() };
        Scan { code, quantity, whole }
    }
}
