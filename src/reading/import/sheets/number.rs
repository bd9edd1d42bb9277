//! Numbers in decimal digits, rounded as spreadsheets do: by the fifteen digits that they keep, halves away from zero.

/// So many digits of a number mean something to a spreadsheet.
const DIGITS: usize = 15;

/// The decimal digits of a number that is not negative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decimal {
    digits: Vec<u8>,
    /// How many of the digits stand before the point; may be negative.
    point: i32,
}

impl Decimal {
    /// Of a number's size, whatever its sign. `None` for infinity and what is no number.
    pub fn of(value: f64) -> Option<Self> {
        if !value.is_finite() {
            return None;
        }
        let text = format!("{:.*e}", DIGITS - 1, value.abs());
        let (digits, exponent) = text.split_once('e')?;
        let digits = digits.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
        Some(Self { digits, point: exponent.parse::<i32>().ok()? + 1 })
    }

    /// The number times a power of ten.
    pub fn shifted(mut self, tens: i32) -> Self {
        self.point += tens;
        self
    }

    /// The exponent that leaves one digit before the point.
    pub fn exponent(&self) -> i32 {
        if self.digits.iter().all(|digit| *digit == 0) { 0 } else { self.point - 1 }
    }

    /// The digits before the point and those behind it, rounded to so many behind it.
    pub fn rounded(&self, decimals: usize) -> (String, String) {
        let keep = self.point + decimals as i32;
        let mut digits = self.digits.clone();
        let mut point = self.point;
        if keep < 0 {
            (digits, point) = (vec![0], 1);
        } else if (keep as usize) < digits.len() {
            let is_up = digits[keep as usize] >= 5;
            digits.truncate(keep as usize);
            if is_up {
                carry(&mut digits, &mut point);
            }
        }
        let digit = |at: i32| usize::try_from(at).ok().and_then(|at| digits.get(at)).copied().unwrap_or(0);
        let letter = |at: i32| char::from(b'0' + digit(at));
        let whole: String = (0..point.max(0)).map(letter).collect();
        let behind = (0..decimals as i32).map(|at| letter(point + at)).collect();
        (whole.trim_start_matches('0').to_owned(), behind)
    }
}

/// Adds one at the last digit.
fn carry(digits: &mut Vec<u8>, point: &mut i32) {
    for digit in digits.iter_mut().rev() {
        if *digit < 9 {
            *digit += 1;
            return;
        }
        *digit = 0;
    }
    digits.insert(0, 1);
    *point += 1;
}

/// A number as it stands in a cell without a format: whole numbers in full, others with fifteen digits that mean something.
pub fn general(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e21 {
        return format!("{}", value + 0.0);
    }
    let Some(decimal) = Decimal::of(value) else { return value.to_string() };
    let sign = if value < 0.0 { "-" } else { "" };
    let exponent = decimal.exponent();
    if !(-9..21).contains(&exponent) {
        let (whole, behind) = decimal.shifted(-exponent).rounded(DIGITS - 1);
        return format!("{sign}{}E{exponent:+}", joined(&whole, behind.trim_end_matches('0')));
    }
    let decimals = (DIGITS as i32 - 1 - exponent).max(0) as usize;
    let (whole, behind) = decimal.rounded(decimals);
    format!("{sign}{}", joined(&whole, behind.trim_end_matches('0')))
}

fn joined(whole: &str, behind: &str) -> String {
    let whole = if whole.is_empty() { "0" } else { whole };
    if behind.is_empty() { whole.to_owned() } else { format!("{whole}.{behind}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_without_a_format_keeps_its_digits() {
        let shown = [0.1 + 0.2, 1.0 / 3.0, -2.5, 0.0, -0.0, 1234567890123.0, 1e20, 1.5e300, -1.25e-12, 0.00012];
        let expected = [
            "0.3",
            "0.333333333333333",
            "-2.5",
            "0",
            "0",
            "1234567890123",
            "100000000000000000000",
            "1.5E+300",
            "-1.25E-12",
            "0.00012",
        ];
        assert_eq!(shown.map(general), expected);
    }

    #[test]
    fn halves_are_rounded_away_from_zero() {
        let rounded = |value: f64, decimals| {
            let (whole, behind) = Decimal::of(value).unwrap().rounded(decimals);
            format!("{whole}.{behind}")
        };
        assert_eq!(rounded(2.675, 2), "2.68");
        assert_eq!(rounded(0.5, 0), "1.");
        assert_eq!(rounded(0.04, 1), ".0");
        assert_eq!(rounded(999.995, 2), "1000.00");
        assert_eq!(rounded(0.0004, 2), ".00");
        assert_eq!(rounded(12.0, 3), "12.000");
    }
}
