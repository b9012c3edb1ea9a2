//! One row of the result.

#[derive(Clone)]
pub struct Line {
    pub name: String,
    pub unit: &'static str,
    /// One for each time it was measured.
    pub values: Vec<f64>,
    /// The least that it could be here, measured beside each.
    pub floors: Vec<f64>,
    /// Beyond this the bench fails.
    pub limit: Option<Limit>,
}

#[derive(Debug, Clone, Copy)]
pub enum Limit {
    Most(f64),
    Least(f64),
    /// So many seconds are aimed at; a machine (or a database) whose floor alone is near them is
    /// not to need more than so many floors.
    Aim {
        most: f64,
        floors: f64,
    },
}

impl Line {
    pub fn new(name: String, unit: &'static str, values: Vec<f64>) -> Line {
        Line { name, unit, values, floors: Vec::new(), limit: None }
    }

    pub fn above(self, floors: Vec<f64>) -> Line {
        Line { floors, ..self }
    }

    pub fn within(self, limit: f64) -> Line {
        Line { limit: Some(Limit::Most(limit)), ..self }
    }

    pub fn aiming_at(self, most: f64, floors: f64) -> Line {
        Line { limit: Some(Limit::Aim { most, floors }), ..self }
    }

    pub fn at_least(self, limit: f64) -> Line {
        Line { limit: Some(Limit::Least(limit)), ..self }
    }

    pub fn value(&self) -> f64 {
        median(&self.values)
    }

    pub fn is_late(&self) -> bool {
        self.limit.is_some_and(|limit| match limit {
            Limit::Most(most) => self.value() > most,
            Limit::Least(least) => self.value() < least,
            Limit::Aim { most, floors } => self.value() > most.max(floors * self.floor().unwrap_or(0.0)),
        })
    }

    fn floor(&self) -> Option<f64> {
        (!self.floors.is_empty()).then(|| median(&self.floors))
    }

    /// What is said of its limit.
    fn verdict(&self) -> String {
        match self.limit {
            None => String::new(),
            Some(_) if self.is_late() => "  NOT met".to_owned(),
            Some(Limit::Aim { most, floors }) if self.value() > most => {
                format!("  NOT met, but within {floors} × its floor")
            }
            Some(_) => "  met".to_owned(),
        }
    }

    fn spread(&self) -> String {
        let least = self.values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = self.values.iter().copied().fold(0.0, f64::max);
        if self.values.len() > 1 { format!("{least:.2}–{most:.2}") } else { String::new() }
    }
}

pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

pub fn print(lines: &[Line]) {
    let titles = ("median", "spread", "floor", "ratio", "limit");
    println!("\n{:<72}{:>10}  {:<3}{:>16}{:>9}{:>7}{:>9}", "", titles.0, "", titles.1, titles.2, titles.3, titles.4);
    for line in lines {
        let floor = line.floor();
        let told = floor.map_or(String::new(), |floor| format!("{floor:.2}"));
        let ratio = floor.map_or(String::new(), |floor| format!("{:.2}", line.value() / floor));
        let limit = line.limit.map_or(String::new(), |limit| match limit {
            Limit::Most(most) | Limit::Aim { most, .. } => format!("≤ {most}"),
            Limit::Least(least) => format!("≥ {least}"),
        });
        let met = line.verdict();
        let (value, unit, spread) = (line.value(), line.unit, line.spread());
        println!("{:<72}{value:>10.2}  {unit:<3}{spread:>16}{told:>9}{ratio:>7}{limit:>9}{met}", line.name);
    }
}
