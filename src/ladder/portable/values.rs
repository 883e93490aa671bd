//! What all forms are made of: texts, numbers, lists, and values that may be missing.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use crate::ladder::model::Extra;
use crate::ladder::text::{Name, Text};

/// A type of the model that has a portable form.
pub trait Portable: Sized {
    /// Its form.
    type Form;

    /// Returns the form of a value.
    fn to_form(&self) -> Self::Form;

    /// Returns the value that a form stands for, with no places.
    fn from_form(form: Self::Form) -> Self;
}

/// A type whose lists are lists in the portable form too.
pub trait Listed: Portable {}

/// A form that can say nothing, and is then left out.
pub trait Absent {
    /// Returns whether it says nothing.
    fn is_absent(&self) -> bool;
}

macro_rules! same_form {
    ($($type:ty)*) => {$(
        impl Portable for $type {
            type Form = $type;

            fn to_form(&self) -> $type {
                self.clone()
            }

            fn from_form(form: $type) -> Self {
                form
            }
        }
    )*};
}

same_form! { String bool Extra }

impl Listed for String {}

impl Portable for Name {
    type Form = String;

    fn to_form(&self) -> String {
        self.as_str().to_owned()
    }

    fn from_form(form: String) -> Self {
        Self::generated(form)
    }
}

impl Listed for Name {}

impl Portable for Text {
    type Form = String;

    fn to_form(&self) -> String {
        self.written.as_ref().to_owned()
    }

    fn from_form(form: String) -> Self {
        Self::generated(form)
    }
}

impl Listed for Text {}

impl Portable for f64 {
    type Form = Number;

    fn to_form(&self) -> Number {
        Number(*self)
    }

    fn from_form(form: Number) -> Self {
        form.0
    }
}

impl<T: Portable> Portable for Option<T> {
    type Form = Option<T::Form>;

    fn to_form(&self) -> Self::Form {
        self.as_ref().map(T::to_form)
    }

    fn from_form(form: Self::Form) -> Self {
        form.map(T::from_form)
    }
}

impl<T: Listed> Portable for Vec<T> {
    type Form = Vec<T::Form>;

    fn to_form(&self) -> Self::Form {
        self.iter().map(T::to_form).collect()
    }

    fn from_form(form: Self::Form) -> Self {
        form.into_iter().map(T::from_form).collect()
    }
}

impl Absent for String {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl Absent for bool {
    fn is_absent(&self) -> bool {
        !self
    }
}

impl<T> Absent for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T> Absent for Vec<T> {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl Absent for Extra {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

/// A number that is written without `.0` where it is whole. Where none is said it is not a number.
#[derive(Debug, Clone, Copy, PartialEq, serde::Deserialize)]
pub struct Number(pub f64);

impl Default for Number {
    fn default() -> Self {
        Self(f64::NAN)
    }
}

/// Up to here every whole number has a `f64` of its own.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl Absent for Number {
    fn is_absent(&self) -> bool {
        false
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let is_whole = self.0.fract() == 0.0 && self.0.abs() < EXACT;
        if is_whole { serializer.serialize_i64(self.0 as i64) } else { serializer.serialize_f64(self.0) }
    }
}

impl JsonSchema for Number {
    fn schema_name() -> Cow<'static, str> {
        "Number".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "number" })
    }
}

/// A table whose order is kept, and whose keys may repeat.
#[derive(Debug, Clone, PartialEq)]
pub struct Pairs<T>(pub Vec<(String, T)>);

impl<T> Default for Pairs<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Absent for Pairs<T> {
    fn is_absent(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Serialize> Serialize for Pairs<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Pairs<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PairsVisitor(std::marker::PhantomData))
    }
}

struct PairsVisitor<T>(std::marker::PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for PairsVisitor<T> {
    type Value = Pairs<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<T>, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(Pairs(pairs))
    }
}

impl<T: JsonSchema> JsonSchema for Pairs<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("TableOf{}", T::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "additionalProperties": generator.subschema_for::<T>() })
    }
}
