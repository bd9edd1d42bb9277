//! What time it is, as the outside tells it: the session never asks a clock.

use std::time::Duration;

use jiff::Timestamp;

/// A moment, as the outside tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The wall clock, for what is written down.
    pub time: Timestamp,
    /// Time since some fixed moment, for pauses.
    pub elapsed: Duration,
}
