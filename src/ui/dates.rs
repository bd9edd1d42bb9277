//! Days and times in words.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::import::typed_day;

/// What a field for a day shows while it is empty: by it such a field is known.
pub const DAY: &str = "2025-02-04 or 4 Feb 2025";

/// Tells the fields of a window which day it is where the reviewer is.
pub fn set_today(ctx: &egui::Context, today: Date) {
    ctx.data_mut(|data| data.insert_temp(egui::Id::unique(TODAY), today));
}

/// The form in which a day that somebody typed is kept, once the field is left. `None` where it stays as it is.
pub fn typed(ctx: &egui::Context, text: &str) -> Option<String> {
    let today = ctx.data(|data| data.get_temp(egui::Id::unique(TODAY)))?;
    typed_day(text, today)
}

const TODAY: &str = "today";

/// "4 February 2025" for 2025-02-04; what is not a whole date stays as it is.
pub fn long_date(iso: &str) -> String {
    let Ok(date) = iso.parse::<Date>() else { return iso.to_owned() };
    date.strftime("%-d %B %Y").to_string()
}

/// Day, month, hours and minutes where the reviewer is: "4 Feb 2025, 09:30".
pub fn day_and_time(at: Timestamp, zone: &TimeZone) -> String {
    local(at, zone, "%-d %b %Y, %H:%M")
}

/// Day, hours and minutes where the reviewer is, to be compared down a list: "2025-02-04 09:30".
pub fn listed(at: Timestamp, zone: &TimeZone) -> String {
    local(at, zone, "%Y-%m-%d %H:%M")
}

/// Hours and minutes where the reviewer is: "09:30".
pub fn time(at: Timestamp, zone: &TimeZone) -> String {
    local(at, zone, "%H:%M")
}

fn local(at: Timestamp, zone: &TimeZone, form: &str) -> String {
    at.to_zoned_datetime(zone.clone()).strftime(form).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_the_zone() {
        let at: Timestamp = "2025-02-04T23:30:00Z".parse().unwrap();
        let zone = TimeZone::fixed(jiff::tz::offset(2));
        assert_eq!(day_and_time(at, &zone), "5 Feb 2025, 01:30");
        assert_eq!(listed(at, &zone), "2025-02-05 01:30");
        assert_eq!(time(at, &TimeZone::UTC), "23:30");
        assert_eq!((long_date("2025-02-04"), long_date("2025")), ("4 February 2025".into(), "2025".into()));
    }
}
