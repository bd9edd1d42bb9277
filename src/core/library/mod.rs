//! What a desk has checked before, over many projects: ready to be searched, and asked for claims that are like a new one.
//!
//! A [`Shelf`] is one project, or one file of another desk's fact-checks, made ready; it never changes. An [`Index`] is many of them.
//! [`Index::search`] finds words, phrases and what is filtered; [`Index::like`] asks the engine of [`recall`](crate::recall) for earlier
//! claims. All of it is worked out of the files and can be thrown away. Nothing here decides anything about a claim.

mod cache;
mod entry;
mod index;
mod pack;
mod query;
mod search;
mod shelf;

pub use entry::{Entry, EntrySource, Place};
pub use index::{Found, Hit, HitAt, Index, Like, Lit, Reach};
pub use query::Query;
pub use shelf::{Shelf, ShelfKind, Stamp};
