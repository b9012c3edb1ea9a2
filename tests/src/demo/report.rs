//! The page that is left behind: one file, no scripts, nothing fetched.

use super::chart::{self, escape};
use super::rule::{Facts, Verdict};
use super::table::{Figures, pounds};
use super::{DAY, TILLS};
use shared_model::payment::PaymentMethod;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// Products shown in the chart of what ran short.
const SHORT_MAX: usize = 10;

pub async fn write(
    out: &Path,
    seed: u64,
    figures: &Figures,
    verdicts: &[Verdict],
    facts: &Facts,
) -> Result<(), String> {
    let _ = std::fs::remove_dir_all(out);
    std::fs::create_dir_all(out.join("receipts")).map_err(|error| format!("{}: {error}", out.display()))?;
    let mut receipts = Vec::new();
    for path in &facts.receipts {
        let name = path.file_name().ok_or("a receipt without a name")?.to_string_lossy().into_owned();
        let copied = std::fs::copy(path, out.join("receipts").join(&name));
        copied.map_err(|error| format!("{}: {error}", path.display()))?;
        receipts.push(name);
    }
    let page = page(seed, figures, verdicts, facts, &receipts);
    std::fs::write(out.join("report.html"), page).map_err(|error| error.to_string())
}

fn page(seed: u64, figures: &Figures, verdicts: &[Verdict], facts: &Facts, receipts: &[String]) -> String {
    let broken = verdicts.iter().filter(|verdict| verdict.broken.is_some()).count();
    let badge = if broken == 0 {
        format!("<span class=\"verdict\">all {} rules held</span>", verdicts.len())
    } else {
        format!("<span class=\"verdict bad\">{broken} of {} rules broken</span>", verdicts.len())
    };
    let style = include_str!("report.css");
    let mut body = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Counterfoil demo</title><style>{style}</style><main>\
         <h1>{} invoices, {TILLS} tills, one bad network</h1>\
         <p>The trading day {DAY} of a gift shop, sold again on real tills with seed {seed}.</p>{badge}",
        facts.sold.len()
    );
    let cells =
        figures.rows.iter().map(|(name, value)| format!("<div><dt>{name}</dt><dd>{}</dd></div>", escape(value)));
    let _ = write!(body, "<section><dl class=\"figures\">{}</dl></section>", cells.collect::<String>());
    section(
        &mut body,
        "What the network did, and what waited meanwhile",
        "Colour behind: the line was bad. Shape in front: entries saved on the till that the server had not acknowledged. Nobody stopped selling.",
        &(chart::lanes(&facts.looks, TILLS) + KEY),
    );
    section(
        &mut body,
        "Lines waiting for goods",
        "Sold beyond what was there, as the tills knew it; two deliveries at the end fill them, oldest first.",
        &chart::backorders(&facts.looks, &[0, TILLS / 2]),
    );
    section(&mut body, "What each till took", "Cash and card.", &(takings(facts) + TAKINGS_KEY));
    section(
        &mut body,
        "What ran short",
        "Pieces covered by opening stock, and pieces that had to wait or were handed over below nothing.",
        &(short(facts) + SHORT_KEY),
    );
    section(&mut body, "The rules", "Each asked of the server and the tills from outside.", &rules(verdicts));
    let links = receipts.iter().map(|name| format!("<li><a href=\"receipts/{0}\">{0}</a></li>", escape(name)));
    section(
        &mut body,
        "Receipts",
        "Printed by the tills that made the sale.",
        &format!("<ul>{}</ul>", links.collect::<String>()),
    );
    body + "</main></html>\n"
}

const KEY: &str = "<ul class=\"key\"><li><i style=\"background:var(--cut)\"></i>cut</li>\
    <li><i style=\"background:var(--slow)\"></i>slow</li><li><i style=\"background:var(--lost)\"></i>replies lost</li>\
    <li><i style=\"background:var(--half)\"></i>half open: nothing moves, nobody is told</li></ul>";
const TAKINGS_KEY: &str = "<ul class=\"key\"><li><i style=\"background:var(--one)\"></i>cash</li>\
    <li><i style=\"background:var(--two)\"></i>card</li></ul>";
const SHORT_KEY: &str = "<ul class=\"key\"><li><i style=\"background:var(--one)\"></i>there</li>\
    <li><i style=\"background:var(--two)\"></i>short</li></ul>";

fn section(body: &mut String, title: &str, about: &str, content: &str) {
    let _ = write!(body, "<section><h2>{title}</h2><p>{about}</p>{content}</section>");
}

fn takings(facts: &Facts) -> String {
    let row = |till: usize| {
        let own = facts.sold.iter().filter(|sale| sale.till == till);
        let (mut cash, mut card, mut count) = (0, 0, 0);
        for sale in own {
            count += 1;
            let by_card = sale.done.receipt.tenders.iter().any(|tender| tender.method == PaymentMethod::Card);
            *(if by_card { &mut card } else { &mut cash }) += sale.done.gross.0;
        }
        let store = if till < TILLS / 2 { "A" } else { "B" };
        (format!("Till {}, store {store}", till + 1), cash, card, format!("{} · {count} sales", pounds(cash + card)))
    };
    chart::bars(&(0..TILLS).map(row).collect::<Vec<_>>(), "Takings by till")
}

fn short(facts: &Facts) -> String {
    let mut missing: BTreeMap<&str, i64> = BTreeMap::new();
    let waited = facts.goods.waiting_before.iter().map(|line| (line.sku.as_str(), line.quantity));
    let below = facts.goods.deficit.iter().map(|(sku, quantity)| (sku.as_str(), *quantity));
    for (sku, quantity) in waited.chain(below) {
        *missing.entry(sku).or_insert(0) += quantity / 1000;
    }
    let mut rows: Vec<(&str, i64)> = missing.into_iter().collect();
    rows.sort_by_key(|(sku, pieces)| (-pieces, *sku));
    let name = |sku: &str| {
        let lines = facts.sold.iter().flat_map(|sale| &sale.done.receipt.lines);
        let found = lines.into_iter().find(|line| line.sku == sku).map_or(sku, |line| line.name.as_str());
        found.chars().take(26).collect::<String>()
    };
    let row = |(sku, pieces): &(&str, i64)| {
        let there = facts.plan.opening.get(*sku).copied().unwrap_or(0);
        (name(sku), there, *pieces, format!("{there} there, {pieces} short"))
    };
    chart::bars(&rows.iter().take(SHORT_MAX).map(row).collect::<Vec<_>>(), "Products that ran short")
}

fn rules(verdicts: &[Verdict]) -> String {
    let row = |verdict: &Verdict| match &verdict.broken {
        None => format!("<tr><td>✓ held</td><td>{}</td><td>{}</td></tr>", verdict.rule, escape(&verdict.evidence)),
        Some(why) => {
            format!("<tr class=\"bad\"><td>✗ broken</td><td>{}</td><td>{}</td></tr>", verdict.rule, escape(why))
        }
    };
    format!("<table>{}</table>", verdicts.iter().map(row).collect::<String>())
}
