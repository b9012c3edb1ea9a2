//! That the samples say something in every field: a deserializer that notes what each struct asks for, and
//! what the bytes held there.

use super::forms::{Forms, each};
use ciborium::Value;
use serde::Serialize;
use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};
use std::cell::RefCell;
use std::collections::BTreeSet;

type Failed = serde::de::value::Error;

/// What was seen of each place in a form. A place is the way to it, with `[]` for any of a list.
#[derive(Default)]
pub(super) struct Filled {
    known: BTreeSet<String>,
    filled: BTreeSet<String>,
    empty: BTreeSet<String>,
    /// May hold nothing: an option, a field that can be left out.
    optional: BTreeSet<String>,
    /// Arrays whose elements are fields.
    arrays: BTreeSet<String>,
}

impl Forms for Filled {
    /// Reads a sample back, noting everything below `name`.
    fn take<T: Serialize + DeserializeOwned>(&mut self, name: &str, sample: &T) {
        let value = Value::serialized(sample).expect("plain data is a value");
        let seen = RefCell::new(std::mem::take(self));
        T::deserialize(Noting { value: &value, at: name.to_owned(), seen: &seen }).expect("a sample reads back");
        *self = seen.into_inner();
    }
}

impl Filled {
    /// Places that no sample fills, and optional ones that none leaves empty.
    pub(super) fn missing(&self) -> Vec<String> {
        let never = self.known.difference(&self.filled).map(|place| format!("{place} is never filled"));
        let always = self.optional.difference(&self.empty).map(|place| format!("{place} is never empty"));
        never.chain(always).collect()
    }

    pub(super) fn arrays(&self) -> &BTreeSet<String> {
        &self.arrays
    }

    /// Changes the arrays at `place` in a value that was taken as `at`.
    pub(super) fn change(&self, place: &str, value: &mut Value, at: &str, change: fn(&mut Vec<Value>)) {
        match value {
            Value::Array(values) => {
                for (index, value) in values.iter_mut().enumerate() {
                    let field = format!("{at}.{index}");
                    let below = if self.known.contains(&field) { field } else { format!("{at}[]") };
                    self.change(place, value, &below, change);
                }
                if at == place {
                    change(values);
                }
            }
            Value::Map(fields) => {
                for (name, value) in fields {
                    let field = format!("{at}.{}", name.as_text().unwrap_or_default());
                    let below = if self.known.contains(&field) { field } else { format!("{at}{{}}") };
                    self.change(place, value, &below, change);
                }
            }
            _ => {}
        }
    }
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Text(text) => text.is_empty(),
        Value::Bytes(bytes) => bytes.is_empty(),
        Value::Array(values) => values.is_empty(),
        _ => false,
    }
}

struct Noting<'v> {
    value: &'v Value,
    at: String,
    seen: &'v RefCell<Filled>,
}

impl<'v> Noting<'v> {
    fn below(&self, value: &'v Value, step: &str) -> Noting<'v> {
        Noting { value, at: format!("{}{step}", self.at), seen: self.seen }
    }

    fn look(&self) {
        let mut seen = self.seen.borrow_mut();
        seen.known.insert(self.at.clone());
        let is_filled = !says_nothing(self.value);
        let into = if is_filled { &mut seen.filled } else { &mut seen.empty };
        into.insert(self.at.clone());
    }

    fn may_be_empty(&self) {
        self.seen.borrow_mut().optional.insert(self.at.clone());
    }

    /// Of a field that the bytes leave out.
    fn left_out(&self, field: &str) {
        let place = format!("{}.{field}", self.at);
        let mut seen = self.seen.borrow_mut();
        seen.known.insert(place.clone());
        seen.optional.insert(place.clone());
        seen.empty.insert(place);
    }
}

macro_rules! as_it_is {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, Failed> {
            self.deserialize_any(visitor)
        }
    )*};
}

impl<'v> Deserializer<'v> for Noting<'v> {
    type Error = Failed;

    fn is_human_readable(&self) -> bool {
        false
    }

    fn deserialize_any<V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, Failed> {
        self.look();
        match self.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(flag) => visitor.visit_bool(*flag),
            Value::Text(text) => visitor.visit_str(text),
            Value::Bytes(bytes) => visitor.visit_bytes(bytes),
            Value::Integer(number) => match (u64::try_from(*number), i64::try_from(*number)) {
                (Ok(number), _) => visitor.visit_u64(number),
                (_, Ok(number)) => visitor.visit_i64(number),
                _ => Err(Failed::custom("a number larger than any")),
            },
            Value::Array(_) => visitor.visit_seq(Walk::of(self, "[]")),
            Value::Map(_) => visitor.visit_map(Walk::of(self, "")),
            other => Err(Failed::custom(format!("{other:?}"))),
        }
    }

    fn deserialize_option<V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, Failed> {
        self.look();
        self.may_be_empty();
        if self.value.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_map<V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, Failed> {
        self.look();
        visitor.visit_map(Walk::of(self, "{}"))
    }

    fn deserialize_struct<V: Visitor<'v>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failed> {
        let there = |field: &str| {
            self.value.as_map().is_some_and(|map| map.iter().any(|(name, _)| name.as_text() == Some(field)))
        };
        fields.iter().filter(|field| !there(field)).for_each(|field| self.left_out(field));
        self.deserialize_any(visitor)
    }

    fn deserialize_tuple<V: Visitor<'v>>(self, _: usize, visitor: V) -> Result<V::Value, Failed> {
        self.look();
        visitor.visit_seq(Walk::of(self, ""))
    }

    fn deserialize_newtype_struct<V: Visitor<'v>>(self, _: &'static str, visitor: V) -> Result<V::Value, Failed> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'v>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failed> {
        self.look();
        match self.value {
            Value::Text(name) => visitor.visit_enum(StrDeserializer::new(name)),
            Value::Map(fields) => visitor.visit_enum(Variant { at: &self, fields }),
            other => Err(Failed::custom(format!("{other:?}"))),
        }
    }

    fn deserialize_tuple_struct<V: Visitor<'v>>(
        self,
        _: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, Failed> {
        self.seen.borrow_mut().arrays.insert(self.at.clone());
        self.deserialize_tuple(len, visitor)
    }

    fn deserialize_unit_struct<V: Visitor<'v>>(self, _: &'static str, visitor: V) -> Result<V::Value, Failed> {
        self.deserialize_any(visitor)
    }

    as_it_is! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16
        deserialize_u32 deserialize_u64 deserialize_f32 deserialize_f64 deserialize_char deserialize_str
        deserialize_string deserialize_seq deserialize_bytes deserialize_byte_buf deserialize_unit deserialize_identifier
        deserialize_ignored_any
    }
}

/// The one field of a map, which is a variant by its name.
struct Variant<'a, 'v> {
    at: &'a Noting<'v>,
    fields: &'v [(Value, Value)],
}

impl<'v> EnumAccess<'v> for Variant<'_, 'v> {
    type Error = Failed;
    type Variant = Noting<'v>;

    fn variant_seed<V: DeserializeSeed<'v>>(self, seed: V) -> Result<(V::Value, Noting<'v>), Failed> {
        let [(Value::Text(name), value)] = self.fields else { return Err(Failed::custom("no variant")) };
        let name: &'v str = name;
        Ok((seed.deserialize(StrDeserializer::new(name))?, self.at.below(value, &format!(".{name}"))))
    }
}

impl<'v> VariantAccess<'v> for Noting<'v> {
    type Error = Failed;

    fn unit_variant(self) -> Result<(), Failed> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'v>>(self, seed: T) -> Result<T::Value, Failed> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'v>>(self, len: usize, visitor: V) -> Result<V::Value, Failed> {
        self.deserialize_tuple(len, visitor)
    }

    fn struct_variant<V: Visitor<'v>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Failed> {
        self.deserialize_struct("", fields, visitor)
    }
}

/// The parts of a list, a tuple or a map, one after the other.
struct Walk<'v> {
    whole: Noting<'v>,
    next: usize,
    /// How a part is called; by its place or its name where it is empty.
    step: &'static str,
}

impl<'v> Walk<'v> {
    fn of(whole: Noting<'v>, step: &'static str) -> Walk<'v> {
        Walk { whole, next: 0, step }
    }

    fn part(&self, value: &'v Value, own: impl FnOnce() -> String) -> Noting<'v> {
        if self.step.is_empty() { self.whole.below(value, &own()) } else { self.whole.below(value, self.step) }
    }
}

impl<'v> SeqAccess<'v> for Walk<'v> {
    type Error = Failed;

    fn next_element_seed<T: DeserializeSeed<'v>>(&mut self, seed: T) -> Result<Option<T::Value>, Failed> {
        let whole: &'v Value = self.whole.value;
        let Some(value) = whole.as_array().and_then(|values| values.get(self.next)) else { return Ok(None) };
        let part = self.part(value, || format!(".{}", self.next));
        self.next += 1;
        seed.deserialize(part).map(Some)
    }
}

impl<'v> MapAccess<'v> for Walk<'v> {
    type Error = Failed;

    fn next_key_seed<K: DeserializeSeed<'v>>(&mut self, seed: K) -> Result<Option<K::Value>, Failed> {
        let whole: &'v Value = self.whole.value;
        let Some((name, _)) = whole.as_map().and_then(|fields| fields.get(self.next)) else { return Ok(None) };
        self.next += 1;
        let name: &'v str = name.as_text().unwrap_or_default();
        seed.deserialize(StrDeserializer::new(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'v>>(&mut self, seed: V) -> Result<V::Value, Failed> {
        let whole: &'v Value = self.whole.value;
        let (name, value) = &whole.as_map().expect("a key came of it")[self.next - 1];
        let part = self.part(value, || format!(".{}", name.as_text().unwrap_or_default()));
        seed.deserialize(part)
    }
}

#[test]
fn a_field_that_no_sample_fills_is_found_and_one_that_none_leaves_empty() {
    #[derive(Debug, PartialEq, Serialize, serde::Deserialize)]
    struct Inner {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<u8>,
    }
    #[derive(Debug, PartialEq, Serialize, serde::Deserialize)]
    struct Outer {
        name: String,
        list: Vec<Inner>,
        pair: (u8, Option<u8>),
    }
    let mut filled = Filled::default();
    let sample = |note, pair| Outer { name: String::new(), list: vec![Inner { note }], pair };
    filled.take("outer", &sample(None, (1, None)));
    let expected = ["outer.list[].note is never filled", "outer.name is never filled", "outer.pair.1 is never filled"];
    assert_eq!(filled.missing(), expected);
    filled.take("outer", &Outer { name: "a".into(), ..sample(Some(1), (1, Some(1))) });
    assert_eq!(filled.missing(), [""; 0]);
}

#[test]
fn every_field_is_filled_in_one_sample_and_every_optional_one_empty_in_another() {
    let mut filled = Filled::default();
    each(&mut filled);
    let missing = filled.missing();
    assert!(missing.is_empty(), "samples lack:\n  {}\n", missing.join("\n  "));
}
