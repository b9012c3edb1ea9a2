//! Enums that grow and whose variants have content: one that does not read as any that this version knows
//! keeps its name and all of its bytes, and is written again as it came.

use ciborium::Value;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A variant that this version does not know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Newer {
    name: String,
    /// All of it, the name included.
    bytes: Vec<u8>,
}

impl Newer {
    /// Of what came instead of a variant; nothing where it has no name, or one longer than any.
    pub(crate) fn of(value: &Value, tag: &str) -> Option<Newer> {
        let name = name_in(value, tag).filter(|name| name.len() <= super::NAME_BYTES_MAX)?;
        Some(Newer { name: name.to_owned(), bytes: written(value) })
    }

    /// As it would come of a newer version: its name alone.
    pub fn named(name: &str) -> Newer {
        Newer { name: name.to_owned(), bytes: written(&Value::Text(name.to_owned())) }
    }

    pub fn name(&self) -> &str {
        &self.name
    }
}

fn written(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).expect("a value written to memory always encodes");
    bytes
}

/// Variants travel as their name alone, as the one field of a map, as the tag in a map, or as the first
/// of an array.
fn name_in<'v>(value: &'v Value, tag: &str) -> Option<&'v str> {
    match value {
        Value::Text(name) => Some(name),
        Value::Array(parts) => parts.first()?.as_text(),
        Value::Map(fields) => {
            let tagged = fields.iter().find(|(key, _)| key.as_text() == Some(tag));
            match (tagged, fields.as_slice()) {
                (Some((_, name)), _) => name.as_text(),
                (None, [(name, _)]) => name.as_text(),
                (None, _) => None,
            }
        }
        _ => None,
    }
}

impl Serialize for Newer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value: Value = ciborium::from_reader(self.bytes.as_slice()).map_err(serde::ser::Error::custom)?;
        value.serialize(serializer)
    }
}

/// What a variant read as.
pub(crate) enum Read<K> {
    Known(K),
    Newer(Newer),
}

/// What has no name is no variant of any version.
pub(crate) fn read<'de, K: DeserializeOwned, D: Deserializer<'de>>(
    deserializer: D,
    tag: &str,
) -> Result<Read<K>, D::Error> {
    // What JSON writes as text reads back only from what knows that it came as text.
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Readable<K> {
        Known(K),
        Other(Value),
    }
    let read = if deserializer.is_human_readable() {
        Readable::deserialize(deserializer)?
    } else {
        let value = Value::deserialize(deserializer)?;
        value.deserialized().map(Readable::Known).unwrap_or(Readable::Other(value))
    };
    match read {
        Readable::Known(known) => Ok(Read::Known(known)),
        Readable::Other(value) => {
            let newer = Newer::of(&value, tag).map(Read::Newer);
            newer.ok_or_else(|| serde::de::Error::custom("it has no name, or one longer than any name is"))
        }
    }
}

/// Declares an enum whose variants have stable names, with `Newer` for every one that a newer program may
/// write. `tag` is the field that holds the name; empty where the variant is the one field of a map.
macro_rules! open_variants {
    ($($(#[$enum_doc:meta])* pub enum $name:ident $(tag $tag:literal)? { $(
        $(#[$doc:meta])* $variant:ident $(($($inner:ty),*))? $({ $($(#[$field_meta:meta])* $field:ident: $type:ty),* $(,)? })? = $text:literal
    ),* $(,)? })*) => {$(
        $(#[$enum_doc])*
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(remote = "Self" $(, tag = $tag)?)]
        pub enum $name {
            $($(#[$doc])* #[serde(rename = $text)] $variant $(($($inner),*))? $({ $($(#[$field_meta])* $field: $type),* })?,)*
            /// Of a newer version, kept as it came.
            #[serde(skip)]
            Newer($crate::unit::Newer),
        }

        impl $name {
            /// Every name this version knows.
            pub const KNOWN: &'static [&'static str] = &[$($text),*];
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $name::Newer(newer) => newer.serialize(serializer),
                    known => $name::serialize(known, serializer),
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                struct Known($name);
                impl<'de> serde::Deserialize<'de> for Known {
                    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Known, D::Error> {
                        $name::deserialize(deserializer).map(Known)
                    }
                }
                let tag = concat!($($tag)?);
                Ok(match $crate::unit::read::<Known, D>(deserializer, tag)? {
                    $crate::unit::Read::Known(Known(known)) => known,
                    $crate::unit::Read::Newer(newer) => $name::Newer(newer),
                })
            }
        }
    )*};
}

pub(crate) use open_variants;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::{decode, encode};
    use crate::unit::{AddressId, Amount};

    open_variants! {
        pub enum Move {
            Rest = "rest",
            Pay(Amount) = "pay",
            Walk { steps: u32 } = "walk",
        }

        pub enum Tagged tag "kind" {
            Here = "here",
            There { address: Option<AddressId> } = "there",
        }
    }

    fn text(text: &str) -> Value {
        Value::Text(text.into())
    }

    #[test]
    fn a_variant_of_a_newer_version_keeps_its_name_and_its_bytes() {
        let content = Value::Map(vec![(text("b"), Value::Bytes(vec![1, 2])), (text("a"), Value::from(-7))]);
        let other_content = encode(&Value::Map(vec![(text("walk"), text("far"))]));
        let read: Move = decode(&other_content, 1000).unwrap();
        assert!(matches!(&read, Move::Newer(newer) if newer.name() == "walk"), "{read:?}");
        assert_eq!(encode(&read), other_content);
        let newer = [
            encode(&"fly"),
            encode(&Value::Map(vec![(text("fly"), content.clone())])),
            encode(&Value::Array(vec![text("fly"), content.clone()])),
        ];
        for bytes in newer {
            let read: Move = decode(&bytes, 1000).unwrap();
            assert!(matches!(&read, Move::Newer(newer) if newer.name() == "fly"), "{read:?}");
            assert_eq!(encode(&read), bytes);
        }
        let tagged = encode(&Value::Map(vec![(text("by"), content), (text("kind"), text("fly"))]));
        let read: Tagged = decode(&tagged, 1000).unwrap();
        assert!(matches!(&read, Tagged::Newer(newer) if newer.name() == "fly"), "{read:?}");
        assert_eq!(encode(&read), tagged);
    }

    #[test]
    fn a_known_variant_reads_back_and_what_has_no_name_is_none() {
        assert_eq!((Move::KNOWN, Tagged::KNOWN), (&["rest", "pay", "walk"][..], &["here", "there"][..]));
        for known in [Move::Rest, Move::Pay(Amount(3)), Move::Walk { steps: 4 }] {
            assert_eq!(decode(&encode(&known), 1000), Ok(known));
        }
        let long = "x".repeat(crate::unit::NAME_BYTES_MAX + 1);
        for odd in [encode(&Value::Map(Vec::new())), encode(&7), encode(&long)] {
            assert!(decode::<Move>(&odd, 1000).is_err());
        }
    }

    #[test]
    fn what_scripts_read_reads_back_too() {
        let address = Some(AddressId(uuid::Uuid::from_u128(9)));
        for known in [Tagged::Here, Tagged::There { address }, Tagged::There { address: None }] {
            let json = serde_json::to_string(&known).unwrap();
            assert_eq!(serde_json::from_str::<Tagged>(&json).unwrap(), known, "{json}");
        }
        let newer: Tagged = serde_json::from_str(r#"{"kind":"moon","crater":3}"#).unwrap();
        assert!(matches!(&newer, Tagged::Newer(newer) if newer.name() == "moon"));
    }
}
