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

/// Day, month, hours and minutes where the reviewer is.
pub fn local_date_time(at: jiff::Timestamp) -> String {
    at.to_zoned_datetime(jiff::tz::TimeZone::system()).strftime("%-d %b %Y, %H:%M").to_string()
}

/// Hours and minutes where the reviewer is.
pub fn local_time(at: jiff::Timestamp) -> String {
    at.to_zoned_datetime(jiff::tz::TimeZone::system()).strftime("%H:%M").to_string()
}

/// Day, hours and minutes where the reviewer is.
pub fn local_day_and_time(at: jiff::Timestamp) -> String {
    at.to_zoned_datetime(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string()
}
