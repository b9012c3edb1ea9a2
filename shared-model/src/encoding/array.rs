//! Structs that travel as arrays, without field names: the small frames and the rows that
//! are sent most often. Their fields are positions, so a change of them is another version.

macro_rules! arrays {
    ($($(#[$meta:meta])* pub struct $name:ident { $($(#[$field_meta:meta])* pub $field:ident: $type:ty),* $(,)? })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name { $($(#[$field_meta])* pub $field: $type),* }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                ($(&self.$field,)*).serialize(serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                let ($($field,)*): ($($type,)*) = serde::Deserialize::deserialize(deserializer)?;
                Ok($name { $($field),* })
            }
        }
    )*};
}

pub(crate) use arrays;
