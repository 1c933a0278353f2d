//! The keys of a table, as the type that reads it declares them: one place of truth for
//! their names and their canonical order.

use serde::de::{DeserializeOwned, Deserializer, Error as _, Visitor};
use serde::forward_to_deserialize_any;

/// The keys of the table that `T` is read from, in the order of declaration; empty if `T` is
/// read from something else.
pub fn keys_of<T: DeserializeOwned>() -> &'static [&'static str] {
    let mut keys: &'static [&'static str] = &[];
    // The error only ends the reading: there is nothing to read.
    let _ = T::deserialize(Asked(&mut keys));
    keys
}

/// Learns what a type asks for, and gives it nothing.
struct Asked<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Asked<'_> {
    type Error = serde::de::value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(Self::Error::custom("nothing to read"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        *self.0 = fields;
        self.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        option unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier
        ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_in_the_order_of_the_type() {
        #[derive(serde::Deserialize)]
        #[expect(dead_code, reason = "only its keys count")]
        struct Entry {
            second: String,
            #[serde(rename = "as")]
            first: Option<u8>,
        }
        assert_eq!(keys_of::<Entry>(), ["second", "as"]);
        assert!(keys_of::<Vec<Entry>>().is_empty());
    }
}
