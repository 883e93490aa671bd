//! Publishing: takes rendered artifacts and makes them the output, all or nothing.
//!
//! [`target()`] checks where a site may go. [`stage()`] takes the lock of that output and opens a
//! [`Staging`], into which artifacts are written from as many threads as there are. [`Staging::commit`]
//! makes them the output in one step; everything else that can happen to a staging, an error or
//! the end of the process, leaves the output as it was.
//!
//! Beside an output `public` there are, during a build only, `.public.daring-lock` and
//! `.public.daring-new`, which holds the new site and, after the exchange, the old one. Power
//! failures are not guarded against: nothing is synced to the disk, as with `cp`.
//!
//! This module knows paths and bytes. It does not know what a page is.

mod commit;
mod disk;
mod error;
#[cfg(test)]
mod faults;
mod in_place;
mod lock;
mod manifest;
mod platform;
mod previous;
mod stage;
mod staging;
mod survey;
mod target;
#[cfg(test)]
mod tests;

pub use commit::{InPlace, Outcome};
pub use error::{PublishError, Refusal};
pub use manifest::is_published;
pub use stage::{settled, stage};
pub use staging::Staging;
pub use target::{Target, target};
