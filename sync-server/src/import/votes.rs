//! A code on many rows: which of the values seen for it wins.

use super::options::Repeats;

/// The values seen for one field of one code, with how often and where last.
#[derive(Debug)]
pub struct Votes<T> {
    seen: Vec<(T, u64, u64)>,
}

impl<T> Default for Votes<T> {
    fn default() -> Votes<T> {
        Votes { seen: Vec::new() }
    }
}

impl<T> Votes<T> {
    /// Counts a value seen on `line`; only one not seen before is copied.
    pub fn add<Q: ?Sized + PartialEq + ToOwned<Owned = T>>(&mut self, value: &Q, line: u64)
    where
        T: std::borrow::Borrow<Q>,
    {
        match self.seen.iter_mut().find(|(known, ..)| known.borrow() == value) {
            Some((_, count, last)) => (*count, *last) = (*count + 1, line),
            None => self.seen.push((value.to_owned(), 1, line)),
        }
    }

    pub fn distinct(&self) -> usize {
        self.seen.len()
    }

    /// The most frequent value, of equally frequent ones the latest; or simply the latest.
    pub fn winner(self, repeats: Repeats) -> Option<T> {
        let weight = |count: u64| if repeats == Repeats::MostFrequent { count } else { 0 };
        self.seen.into_iter().max_by_key(|(_, count, last)| (weight(*count), *last)).map(|(value, ..)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_wins_and_the_latest_breaks_a_tie() {
        let cases: [(&[&str], &str, &str); 3] =
            [(&["a", "b", "a"], "a", "a"), (&["a", "a", "b"], "a", "b"), (&["b", "a", "b", "a"], "a", "a")];
        for (seen, frequent, last) in cases {
            let votes = || {
                let mut votes = Votes::<String>::default();
                seen.iter().zip(1..).for_each(|(value, line)| votes.add(*value, line));
                votes
            };
            assert_eq!(votes().winner(Repeats::MostFrequent).as_deref(), Some(frequent));
            assert_eq!(votes().winner(Repeats::Last).as_deref(), Some(last));
        }
    }
}
