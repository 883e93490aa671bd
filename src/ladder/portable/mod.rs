//! The portable form of a ladder: what exports write, and what imports read.
//!
//! Its keys are those of the authoring format, always the plural of a list, so that an export is a
//! ladder again. Every type of the model has its form here, converted in both directions by
//! [`Portable`]; places are left behind. [`Whole`] is a whole ladder; its JSON Schema is derived from
//! the same types.

mod cells;
mod entities;
mod levels;
mod values;
mod whole;

pub use cells::{Cell, Competency, Statement};
pub use entities::{
    Archetype, Area, Change, Cycle, Family, Framework, PayBand, Process, Profile, Removed, Scale, Track,
};
pub use levels::Level;
pub use values::{Absent, Pairs, Portable};
pub use whole::Whole;

/// Makes the portable form of a struct of the model: the same fields, in the same order, left out
/// where they say nothing.
macro_rules! forms {
    ($(
        $(#[$about:meta])*
        $name:ident {
            $($(#[$field_about:meta])* $field:ident: $type:ty,)*
        }
    )*) => {$(
        $(#[$about])*
        #[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        pub struct $name {
            $(
                $(#[$field_about])*
                #[serde(default, skip_serializing_if = "crate::ladder::portable::Absent::is_absent")]
                pub $field: <$type as $crate::ladder::portable::Portable>::Form,
            )*
        }

        impl $crate::ladder::portable::Portable for $crate::ladder::model::$name {
            type Form = $name;

            fn to_form(&self) -> $name {
                let Self { $($field,)* } = self;
                $name {
                    $($field: $crate::ladder::portable::Portable::to_form($field),)*
                }
            }

            fn from_form(form: $name) -> Self {
                let $name { $($field,)* } = form;
                Self {
                    $($field: $crate::ladder::portable::Portable::from_form($field),)*
                }
            }
        }

        impl $crate::ladder::portable::values::Listed for $crate::ladder::model::$name {}
    )*};
}

/// Makes the portable form of an enum of the model without values: one word each.
macro_rules! words {
    ($(
        $(#[$about:meta])*
        $name:ident { $($variant:ident $word:literal,)* }
    )*) => {$(
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        pub enum $name {
            $(#[doc = concat!("`", $word, "`.")] #[serde(rename = $word)] $variant,)*
        }

        impl $crate::ladder::portable::Portable for $crate::ladder::model::$name {
            type Form = $name;

            fn to_form(&self) -> $name {
                match self { $(Self::$variant => $name::$variant,)* }
            }

            fn from_form(form: $name) -> Self {
                match form { $($name::$variant => Self::$variant,)* }
            }
        }

        impl Default for $name {
            fn default() -> Self {
                $crate::ladder::portable::Portable::to_form(&$crate::ladder::model::$name::default())
            }
        }

        impl $crate::ladder::portable::Absent for $name {
            fn is_absent(&self) -> bool {
                *self == Self::default()
            }
        }
    )*};
}

use {forms, words};
