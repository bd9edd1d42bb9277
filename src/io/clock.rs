//! What time it is.

use std::{
    sync::OnceLock,
    time::{Duration, Instant},
};

/// The wall clock, and the time since it was first asked.
pub fn now() -> (jiff::Timestamp, Duration) {
    static START: OnceLock<Instant> = OnceLock::new();
    (jiff::Timestamp::now(), START.get_or_init(Instant::now).elapsed())
}

/// Waits.
pub fn pause(how_long: Duration) {
    std::thread::sleep(how_long);
}

/// Where this machine is, as clocks go.
pub fn zone() -> jiff::tz::TimeZone {
    jiff::tz::TimeZone::system()
}
