//! The moments that rich text writes as numbers.

/// The day, ISO 8601, of a `DTTM`: minutes, hours, day, month, years since 1900 and the day of the week, packed into bits from the lowest.
pub fn day(number: &str) -> Option<String> {
    let bits = u32::try_from(number.trim().parse::<i64>().ok()?).ok()?;
    let part = |from: u32, len: u32| (bits >> from) & ((1 << len) - 1);
    let (day, month, year) = (part(11, 5), part(16, 4), 1900 + part(20, 9));
    ((1..=31).contains(&day) && (1..=12).contains(&month)).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_packed_into_a_number() {
        let packed =
            |year: u32, month: u32, day: u32| ((year - 1900) << 20 | month << 16 | day << 11 | 10 << 6).to_string();
        assert_eq!(day(&packed(2025, 3, 4)).as_deref(), Some("2025-03-04"));
        assert_eq!(day(&packed(2025, 13, 4)), None);
        assert_eq!((day("0"), day("x"), day("99999999999")), (None, None, None));
    }
}
