//! Everything that is left to chance, decided before the day begins: same seed, same plan.

use super::TILLS;
use super::day::Day;
use crate::network::Weather;
use crate::seed::Seed;
use shared_model::unit::Amount;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// A product of the catalogue, as far as planning needs it.
#[derive(Debug, Clone)]
pub struct Shelved {
    pub price: Amount,
    pub stocked: bool,
}

pub type Shelf = BTreeMap<String, Shelved>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Payment {
    Cash,
    Card,
    /// Declined, then taken by another card.
    CardDeclined,
    /// The reader did not say; somebody found out that it was taken.
    CardUnknown,
}

#[derive(Debug, Clone)]
pub struct Sale {
    pub invoice: usize,
    /// By line of the invoice: goes out later rather than over the counter.
    pub later: Vec<bool>,
    pub payment: Payment,
}

/// What a till does next.
#[derive(Debug, Clone)]
pub enum Step {
    Weather(Weather),
    Sell(Sale),
    /// Waits until all tills are here, connected and done sending.
    Meet,
    /// Waits until this till knows that it is alone.
    Alone,
    /// Waits until a reply to this till was lost.
    Unheard,
}

/// A product whose last units two tills sell while apart.
#[derive(Debug, Clone)]
pub struct Contest {
    pub sku: String,
    pub invoices: [usize; 2],
}

#[derive(Debug)]
pub struct Plan {
    pub opening: BTreeMap<String, i64>,
    pub steps: Vec<Vec<Step>>,
    pub contests: Vec<Contest>,
    /// The tills that are apart when they sell the same last units.
    pub apart: [usize; 2],
    pub invoices: Vec<super::day::Invoice>,
}

const CONTESTS: usize = 4;

impl Plan {
    pub fn draw(day: &Day, shelf: &Shelf, seed: &Seed) -> Result<Plan, String> {
        let opening = opening(day, shelf);
        let mut chance = seed.fork("contests");
        // One till of each store (0 and 1 are in the first, 2 and 3 in the second).
        let apart = [chance.between(0, 2) as usize, chance.between(2, 4) as usize];
        let contests = contests(day, shelf, &opening, &mut chance);
        if contests.is_empty() {
            return Err("the day has no product that two invoices alone compete for".into());
        }
        let mut sales = sales(day, &contests, &mut seed.fork("sales"));
        let storm = storm_sales(&contests, apart, &mut sales);
        let mut steps: Vec<Vec<Step>> = vec![Vec::new(); TILLS];
        let mut hands = seed.fork("tills");
        let mut parts: Vec<Vec<Sale>> = vec![Vec::new(); TILLS];
        for sale in sales.into_iter().flatten() {
            parts[hands.between(0, TILLS as u64) as usize].push(sale);
        }
        for (till, (part, storm)) in parts.into_iter().zip(storm).enumerate() {
            let mut weather = seed.fork(&format!("weather {till}"));
            let afternoon = part.len() * 55 / 100;
            let (early, late) = part.split_at(afternoon);
            with_weather(&mut steps[till], early, &mut weather);
            steps[till].push(Step::Meet);
            if apart.contains(&till) {
                steps[till].extend([Step::Weather(Weather::Cut), Step::Alone]);
            }
            steps[till].extend(storm.into_iter().map(Step::Sell));
            let late = if apart.contains(&till) { late } else { unheard(&mut steps[till], late) };
            with_weather(&mut steps[till], late, &mut weather);
        }
        Ok(Plan { opening, steps, contests, apart, invoices: day.invoices.clone() })
    }

    /// The schedule in words, for comparing and showing.
    pub fn weather(&self) -> Vec<String> {
        let describe = |till: usize, steps: &Vec<Step>| {
            let mut sales = 0;
            let mut words = format!("till {}:", till + 1);
            for step in steps {
                match step {
                    Step::Sell(_) => sales += 1,
                    Step::Weather(weather) => words += &format!(" {sales} {};", weather.name()),
                    Step::Meet | Step::Alone | Step::Unheard => {}
                }
            }
            words
        };
        self.steps.iter().enumerate().map(|(till, steps)| describe(till, steps)).collect()
    }
}

/// 60 % of the day's demand of everything that has stock, in whole pieces.
fn opening(day: &Day, shelf: &Shelf) -> BTreeMap<String, i64> {
    let stocked = |sku: &str| shelf.get(sku).is_some_and(|product| product.stocked);
    let demand = day.demand().into_iter().filter(|(sku, _)| stocked(sku));
    let opening = demand.map(|(sku, by)| (sku.to_owned(), by.values().sum::<i64>() * 60 / 100));
    opening.filter(|(_, pieces)| *pieces > 0).collect()
}

/// Products that exactly two invoices ask for, each satisfied by the opening stock and both
/// together not; no invoice in two contests.
fn contests(day: &Day, shelf: &Shelf, opening: &BTreeMap<String, i64>, chance: &mut Seed) -> Vec<Contest> {
    let mut candidates: Vec<Contest> = Vec::new();
    for (sku, by) in day.demand() {
        let stock = opening.get(sku).copied().unwrap_or(0);
        let short = by.values().all(|pieces| *pieces <= stock) && by.values().sum::<i64>() > stock;
        let stocked = shelf.get(sku).is_some_and(|product| product.stocked);
        if let (true, true, [first, second]) = (stocked, short, by.keys().copied().collect::<Vec<_>>().as_slice()) {
            candidates.push(Contest { sku: sku.to_owned(), invoices: [*first, *second] });
        }
    }
    chance.shuffle(&mut candidates);
    let mut used = BTreeSet::new();
    candidates.retain(|contest| {
        let free = contest.invoices.iter().all(|invoice| !used.contains(invoice)) && used.len() < CONTESTS * 2;
        if free {
            used.extend(contest.invoices);
        }
        free
    });
    candidates
}

/// Every invoice as a sale, lines to be handed over later by the toss of a coin; of the
/// contested products the first is wanted later by both, so that one customer has to wait,
/// and the second is carried out by both, so that a shelf has to be counted.
fn sales(day: &Day, contests: &[Contest], chance: &mut Seed) -> Vec<Option<Sale>> {
    let mut sales = Vec::new();
    for (invoice, content) in day.invoices.iter().enumerate() {
        let forced = |sku: &str| {
            let contest = contests.iter().position(|contest| contest.sku == sku)?;
            [Some(true), Some(false)].get(contest).copied().flatten()
        };
        let later = content.lines.iter().map(|line| {
            let tossed = chance.coin();
            forced(&line.sku).unwrap_or(tossed)
        });
        let later = later.collect();
        let payment = match chance.between(0, 20) {
            0..12 => Payment::Cash,
            12..18 => Payment::Card,
            18 => Payment::CardDeclined,
            _ => Payment::CardUnknown,
        };
        sales.push(Some(Sale { invoice, later, payment }));
    }
    sales
}

/// Takes the contested invoices out of the day and gives one of each pair to each of the
/// tills that will be apart.
fn storm_sales(contests: &[Contest], apart: [usize; 2], sales: &mut [Option<Sale>]) -> Vec<Vec<Sale>> {
    let mut storm = vec![Vec::new(); TILLS];
    for contest in contests {
        for (till, invoice) in apart.into_iter().zip(contest.invoices) {
            storm[till].extend(sales[invoice].take());
        }
    }
    storm
}

/// A sale of which the till surely never hears that it arrived, whatever chance does else. It is
/// connected before. The sales that are left.
fn unheard<'a>(steps: &mut Vec<Step>, sales: &'a [Sale]) -> &'a [Sale] {
    let Some((first, left)) = sales.split_first() else { return sales };
    steps.extend([Step::Weather(Weather::LoseReplies), Step::Sell(first.clone()), Step::Unheard]);
    steps.push(Step::Weather(Weather::Clear));
    left
}

/// Sales with the network failing between them, clear again at the latest at the end.
fn with_weather(steps: &mut Vec<Step>, sales: &[Sale], chance: &mut Seed) {
    let mut until = 0;
    for (index, sale) in sales.iter().enumerate() {
        if index == until {
            let weather = match chance.between(0, 10) {
                0..4 => Weather::Clear,
                4 | 5 => Weather::Cut,
                6 => Weather::Slow(Duration::from_millis(chance.between(20, 120))),
                7 | 8 => Weather::LoseReplies,
                _ => Weather::HalfOpen,
            };
            steps.push(Step::Weather(weather));
            until = index + 1 + chance.between(1, 4) as usize;
        }
        steps.push(Step::Sell(sale.clone()));
    }
    steps.push(Step::Weather(Weather::Clear));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_schedule_and_every_invoice_is_sold_once() {
        let day = Day::read(crate::demo::DAY).unwrap();
        let on_shelf = |sku: &str| (sku.to_owned(), Shelved { price: Amount(100), stocked: true });
        let shelf: Shelf = day.demand().keys().map(|sku| on_shelf(sku)).collect();
        let draw = |seed| Plan::draw(&day, &shelf, &Seed::new(seed)).unwrap();
        assert_eq!(draw(4).weather(), draw(4).weather());
        assert_ne!(draw(4).weather(), draw(5).weather());
        for seed in 0..20 {
            let plan = draw(seed);
            assert_eq!(plan.contests.len(), CONTESTS, "seed {seed}");
            let sold = plan.steps.iter().flatten().filter_map(|step| match step {
                Step::Sell(sale) => Some(sale.invoice),
                _ => None,
            });
            let mut sold: Vec<usize> = sold.collect();
            sold.sort_unstable();
            assert_eq!(sold, (0..day.invoices.len()).collect::<Vec<_>>(), "seed {seed}");
        }
    }
}
