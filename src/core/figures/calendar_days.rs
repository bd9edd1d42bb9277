//! Days as numbers: between two dates, the weekday of one, the age on one. The Gregorian calendar throughout.

use super::Day;

/// Days since 1 January 1970; `None` for a date that is not whole or does not exist.
pub(super) fn number(day: Day) -> Option<i32> {
    let (year, month, date) = (i32::from(day.year?), i32::from(day.month?), i32::from(day.day?));
    if !(1..=12).contains(&month) || date < 1 || date > length(year, month) {
        return None;
    }
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted.div_euclid(400);
    let of_era = shifted.rem_euclid(400);
    let of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + date - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

fn length(year: i32, month: i32) -> i32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// From 1 (Monday) to 7.
pub(super) fn weekday(number: i32) -> i32 {
    (number + 3).rem_euclid(7) + 1
}

/// Its English name.
pub(super) fn weekday_name(weekday: i32) -> &'static str {
    usize::try_from(weekday - 1)
        .ok()
        .and_then(|i| ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"].get(i).copied())
        .unwrap_or("")
}

/// Whole years from birth to a day.
pub(super) fn age(birth: Option<Day>, on: Option<Day>) -> Option<i32> {
    let (birth, on) = (birth?, on?);
    number(birth)?;
    number(on)?;
    let early = (on.month?, on.day?) < (birth.month?, birth.day?);
    Some(i32::from(on.year?) - i32::from(birth.year?) - i32::from(early))
}

/// "2025-05-05".
pub(super) fn iso(day: Day) -> String {
    format!("{:04}-{:02}-{:02}", day.year.unwrap_or(0), day.month.unwrap_or(0), day.day.unwrap_or(0))
}
