//! Positions that lie near one another, as those of a till that keeps up do: the furthest, then
//! how far each is behind it.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Positions(pub Vec<u64>);

impl Serialize for Positions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let furthest = self.0.iter().copied().max().unwrap_or(0);
        let behind = self.0.iter().map(|position| furthest - position);
        std::iter::once(furthest).chain(behind).collect::<Vec<u64>>().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Positions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Positions, D::Error> {
        let said = Vec::<u64>::deserialize(deserializer)?;
        let (furthest, behind) =
            said.split_first().ok_or_else(|| de::Error::invalid_length(0, &"the furthest first"))?;
        let position = |behind: &u64| furthest.checked_sub(*behind);
        let positions: Option<Vec<u64>> = behind.iter().map(position).collect();
        positions.map(Positions).ok_or_else(|| de::Error::custom("a position lies before the log's start"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::{decode, encode};

    #[test]
    fn positions_read_as_they_were_and_near_ones_are_short() {
        for positions in [vec![], vec![0], vec![7, 3, 7], vec![u64::MAX, 0], vec![100_000; 6]] {
            let bytes = encode(&Positions(positions.clone()));
            assert_eq!(decode::<Positions>(&bytes, 1000), Ok(Positions(positions)));
        }
        assert_eq!(encode(&Positions(vec![100_000; 6])).len(), 12);
    }

    #[test]
    fn what_is_no_list_of_positions_does_not_read() {
        for said in [vec![], vec![3, 4]] {
            assert!(decode::<Positions>(&encode(&said), 1000).is_err(), "{said:?}");
        }
    }
}
