//! The day in figures.

use super::rule::{Facts, Verdict};
use shared_model::payment::PaymentMethod;
use std::time::Duration;

pub struct Figures {
    pub rows: Vec<(&'static str, String)>,
}

pub fn pounds(minor: i64) -> String {
    let whole = (minor / 100).to_string();
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("£{grouped}.{:02}", minor % 100)
}

fn kilobytes(bytes: u64) -> String {
    format!("{} kB", bytes.div_ceil(1000))
}

impl Figures {
    pub fn of(facts: &Facts, took: Duration) -> Figures {
        let lines: usize = facts.sold.iter().map(|sale| sale.done.receipt.lines.len()).sum();
        let takings: i64 = facts.sold.iter().map(|sale| sale.done.gross.0).sum();
        let tenders = facts.sold.iter().flat_map(|sale| &sale.done.receipt.tenders);
        let cards = tenders.filter(|tender| tender.method == PaymentMethod::Card).count();
        let pieces = |thousandths: i64| thousandths / 1000;
        let waited: i64 = facts.goods.waiting_before.iter().map(|line| line.quantity).sum();
        let left: i64 = facts.goods.waiting_after.iter().map(|line| line.quantity).sum();
        let deficit: i64 = facts.goods.deficit.values().sum();
        let received: i64 = facts.goods.received.values().sum();
        let sum = |of: fn(&super::rule::TillFacts) -> u64| facts.tills.iter().map(of).sum::<u64>();
        let retries = sum(|till| till.connections).saturating_sub(facts.tills.len() as u64);
        let rows = vec![
            ("orders", facts.sold.len().to_string()),
            ("lines", lines.to_string()),
            ("takings", format!("{} ({cards} by card)", pounds(takings))),
            ("oversold", format!("{} pieces", pieces(waited + deficit))),
            ("backordered", format!("{} lines, {} pieces", facts.goods.waiting_before.len(), pieces(waited))),
            ("handed over below nothing", format!("{} pieces", pieces(deficit))),
            ("count tasks", facts.evening.count_tasks.len().to_string()),
            ("goods received", format!("{} pieces", pieces(received))),
            ("filled", format!("{} lines, {} pieces", filled_lines(facts), pieces(waited - left))),
            ("reconnections", retries.to_string()),
            (
                "bytes up, down",
                format!("{}, {}", kilobytes(sum(|till| till.bytes_up)), kilobytes(sum(|till| till.bytes_down))),
            ),
            ("bytes of replies lost", sum(|till| till.bytes_lost).to_string()),
            ("took", format!("{:.1} s", took.as_secs_f32())),
        ];
        Figures { rows }
    }

    pub fn print(&self) {
        println!();
        for (name, value) in &self.rows {
            println!("  {name:<28}{value}");
        }
        println!();
    }
}

fn filled_lines(facts: &Facts) -> usize {
    facts.goods.waiting_before.len() - facts.goods.waiting_after.len()
}

pub fn print_verdicts(verdicts: &[Verdict]) {
    for verdict in verdicts {
        match &verdict.broken {
            None => println!("  held    {}: {}", verdict.rule, verdict.evidence),
            Some(why) => println!("  BROKEN  {}: {why}", verdict.rule),
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn pounds_are_grouped() {
        let cases = [(5, "£0.05"), (123_456, "£1,234.56"), (100_000_000, "£1,000,000.00")];
        for (minor, text) in cases {
            assert_eq!(super::pounds(minor), text);
        }
    }
}
