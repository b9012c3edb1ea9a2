//! Names that grow: kinds, states, roles, accounts. Stored and sent as text, known ones as
//! variants, and one that this version does not know keeps its name.

/// Names of kinds, states, accounts and the like.
pub const NAME_BYTES_MAX: usize = 64;

/// Declares an enum whose variants have stable texts, with `Other` for every text that a
/// newer program may write. It reads and writes as that text everywhere.
macro_rules! open_names {
    ($($(#[$enum_doc:meta])* pub enum $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal),* $(,)? })*) => {$(
        $(#[$enum_doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$doc])* $variant,)*
            /// A name of a newer version, kept as it came.
            Other(String),
        }

        impl $name {
            /// Every name this version knows.
            pub const KNOWN: &'static [&'static str] = &[$($text),*];

            pub fn as_str(&self) -> &str {
                match self {
                    $($name::$variant => $text,)*
                    $name::Other(text) => text,
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> $name {
                match text {
                    $($text => $name::$variant,)*
                    other => $name::Other(other.to_owned()),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                if text.len() > $crate::unit::NAME_BYTES_MAX {
                    return Err(serde::de::Error::custom("a name is longer than any name is"));
                }
                Ok($name::from(text.as_ref()))
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "examples": [$($text),*] })
            }
        }
    )*};
}

pub(crate) use open_names;

#[cfg(test)]
mod tests {
    open_names! {
        pub enum Colour { Red = "red", DarkBlue = "dark_blue" }
    }

    #[test]
    fn a_name_of_a_newer_version_keeps_its_text() {
        for text in ["red", "dark_blue", "ultraviolet", ""] {
            let colour = Colour::from(text);
            assert_eq!(colour.as_str(), text);
            let bytes = crate::encoding::encode(&colour);
            assert_eq!(crate::encoding::decode(&bytes, 100), Ok(colour));
        }
        assert_eq!(Colour::from("red"), Colour::Red);
        assert_eq!(Colour::KNOWN, ["red", "dark_blue"]);
        let long = crate::encoding::encode(&"x".repeat(super::NAME_BYTES_MAX + 1));
        assert!(crate::encoding::decode::<Colour>(&long, 1000).is_err());
    }
}
