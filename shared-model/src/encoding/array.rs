//! Structs that travel as arrays, without field names: frames, and the rows that are sent most
//! often. Their fields are positions, so one is only ever added at the end. A reader takes the
//! elements it knows and passes over what a newer writer put after them; a field that was added
//! later names what stands for it where an older writer left it out, as in `pub note: u32 = 0`.

macro_rules! arrays {
    ($($(#[$meta:meta])* $vis:vis struct $name:ident {
        $($(#[$field_meta:meta])* $field_vis:vis $field:ident: $type:ty $(= $default:expr)?),* $(,)?
    })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        $vis struct $name { $($(#[$field_meta])* $field_vis $field: $type),* }

        impl $name {
            const LENGTH: usize = [$(stringify!($field)),*].len();
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeTupleStruct;
                let mut array = serializer.serialize_tuple_struct(stringify!($name), $name::LENGTH)?;
                $(array.serialize_field(&self.$field)?;)*
                array.end()
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                struct Elements;
                impl<'de> serde::de::Visitor<'de> for Elements {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str(concat!("the array of a ", stringify!($name)))
                    }

                    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut array: A) -> Result<$name, A::Error> {
                        let read = $name { $($field: {
                            let element = array.next_element()?$(.or_else(|| Some($default)))?;
                            element.ok_or_else(|| serde::de::Error::missing_field(stringify!($field)))?
                        }),* };
                        $crate::encoding::drain(array)?;
                        Ok(read)
                    }
                }
                deserializer.deserialize_tuple_struct(stringify!($name), $name::LENGTH, Elements)
            }
        }
    )*};
}

pub(crate) use arrays;

/// Passes over what a newer writer added. Nothing of it is kept, and each element is at least a byte
/// of what came.
pub(crate) fn drain<'de, A: serde::de::SeqAccess<'de>>(mut array: A) -> Result<(), A::Error> {
    while array.next_element::<serde::de::IgnoredAny>()?.is_some() {}
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::encoding::{DecodeError, decode, encode};

    arrays! {
        /// As a release wrote it.
        struct Older {
            name: String,
            count: u32,
        }

        /// As a later one does.
        struct Later {
            name: String,
            count: u32,
            weight: Option<u32> = Some(7),
            inner: Vec<Older> = Vec::new(),
        }
    }

    fn older() -> Older {
        Older { name: "a".into(), count: 3 }
    }

    #[test]
    fn an_older_reader_takes_the_elements_it_knows_wherever_the_array_stands() {
        let later = Later { name: "a".into(), count: 3, weight: None, inner: vec![older()] };
        assert_eq!(decode(&encode(&later), 100), Ok(older()));
        assert_eq!(decode(&encode(&(vec![later.clone(), later], 5)), 100), Ok((vec![older(), older()], 5)));
    }

    #[test]
    fn what_an_older_writer_left_out_is_its_default_and_what_it_never_did_is_an_error() {
        let read = Later { name: "a".into(), count: 3, weight: Some(7), inner: Vec::new() };
        assert_eq!(decode(&encode(&older()), 100), Ok(read.clone()));
        assert_eq!(decode(&encode(&("a", 3, None::<u32>)), 100), Ok(Later { weight: None, ..read }));
        let missing = decode::<Later>(&encode(&("a",)), 100);
        assert!(matches!(&missing, Err(DecodeError::Malformed(what)) if what.contains("count")), "{missing:?}");
    }

    #[test]
    fn what_comes_after_the_known_elements_has_to_be_there_and_to_read() {
        let header = |length: u8| vec![0x80 + length, 0x61, b'a', 3];
        // Longer than what came; a text, an array and a map that claim 2^62 elements.
        assert!(decode::<Older>(&header(3), 100).is_err());
        for head in [0x7b, 0x9b, 0xbb] {
            let claim = [header(3), vec![head, 0x40, 0, 0, 0, 0, 0, 0, 0, 1]].concat();
            assert!(decode::<Older>(&claim, 100).is_err());
        }
        let deep = [header(3), vec![0x81; 100_000]].concat();
        assert!(decode::<Older>(&deep, 1_000_000).is_err());
        let many = [&[0x9f, 0x61, b'a', 3][..], &[0xf6; 100_000], &[0xff]].concat();
        assert_eq!(decode(&many, 1_000_000), Ok(older()));
    }
}
