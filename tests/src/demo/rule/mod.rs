//! The rules of the design that a trading day can break, each asked from outside: of the
//! server's command line and of the tills' commands.

mod apart;
mod chain;
mod facts;
mod money;
mod replica;
mod stock;

pub use facts::{Facts, TillFacts};

/// What became of one rule.
pub struct Verdict {
    pub rule: &'static str,
    /// What was seen, for those who want to know how it was checked.
    pub evidence: String,
    pub broken: Option<String>,
}

type Check = fn(&Facts) -> Result<String, String>;

/// Every check, in the order of the design's rules.
const CHECKS: &[(&str, Check)] = &[
    ("A sale is done on disk before the network matters", chain::done_before_sent),
    ("A card is asked only after that was written down", chain::intent_before_card),
    ("No order is lost and none is there twice", money::no_order_lost_or_double),
    ("Chains are unbroken", chain::unbroken),
    ("Receipt numbers have no gap and no double", chain::numbers_gapless),
    ("Sending again changes nothing", stock::repeat_changes_nothing),
    ("Nothing was set aside or left unsent", replica::nothing_left),
    ("The ledger rebuilds to the same digest", stock::ledger_verifies),
    ("Built again from its entries the business is the same", stock::built_again),
    ("Stock is conserved", stock::conserved),
    ("No pool is positive while a backorder is open", stock::pool_and_backorders),
    ("Totals agree: invoice, receipt, server", money::totals_agree),
    ("Every document balances and every sale is settled", money::books_balance),
    ("Prices other than the catalogue's name who allowed them", money::overrides_audited),
    ("The oldest backorder is served first", stock::oldest_first),
    ("All backorders are filled", stock::all_filled),
    ("All replicas agree with the server", replica::replicas_agree),
    ("Two tills sold the same last units while apart", apart::sold_apart),
    ("No fact holds a customer's data", chain::no_personal_data),
];

pub async fn judge(facts: &Facts) -> Vec<Verdict> {
    let verdict = |(rule, check): &(&'static str, Check)| match check(facts) {
        Ok(evidence) => Verdict { rule, evidence, broken: None },
        Err(broken) => Verdict { rule, evidence: String::new(), broken: Some(broken) },
    };
    CHECKS.iter().map(verdict).collect()
}

/// `Ok` with the evidence, or what is wrong: the first few of many.
fn none_wrong(wrong: Vec<String>, evidence: String) -> Result<String, String> {
    if wrong.is_empty() {
        return Ok(evidence);
    }
    let more = if wrong.len() > 3 { format!(" … and {} more", wrong.len() - 3) } else { String::new() };
    Err(format!("{}{more}", wrong[..wrong.len().min(3)].join("; ")))
}
