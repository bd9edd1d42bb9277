//! The dates of WhatsApp's exports, which are written as the phone's language and region write them and do not say how.

use jiff::civil::Date;

/// In which order a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Day, month, year.
    Dmy,
    /// Month, day, year.
    Mdy,
    /// Year, month, day.
    Ymd,
}

/// A date and a time of day as they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// The three numbers of the date.
    pub date: [u16; 3],
    /// Whether full stops stand between them.
    pub has_stops: bool,
    /// Hour and minute, in 24 hours.
    pub time: (u8, u8),
    /// Whether the time was written in 12 hours.
    pub is_half_day: bool,
}

impl Order {
    fn date(self, stamp: &Stamp) -> Option<Date> {
        let [a, b, c] = stamp.date;
        let (year, month, day) = match self {
            Self::Dmy => (c, b, a),
            Self::Mdy => (c, a, b),
            Self::Ymd => (a, b, c),
        };
        let year = if year < 100 { year + 2000 } else { year };
        Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    }

    /// ISO 8601 to the minute; empty for what is no date.
    pub fn sent(self, stamp: &Stamp) -> String {
        let (hour, minute) = stamp.time;
        self.date(stamp).map_or_else(String::new, |date| format!("{date}T{hour:02}:{minute:02}"))
    }
}

/// The order of the dates of a chat, and whether it is sure.
pub fn order(stamps: &[Stamp]) -> (Order, bool) {
    let over = |at: usize, most: u16| stamps.iter().filter(|stamp| stamp.date[at] > most).count();
    if over(0, 31) * 2 > stamps.len() {
        return (Order::Ymd, true);
    }
    match (over(0, 12), over(1, 12)) {
        (days, 0) if days > 0 => return (Order::Dmy, true),
        (0, days) if days > 0 => return (Order::Mdy, true),
        _ => {}
    }
    if stamps.iter().any(|stamp| stamp.has_stops) {
        return (Order::Dmy, true);
    }
    // Messages stand in the order in which they were sent.
    let backward = |order: Order| {
        let dates: Vec<_> = stamps.iter().filter_map(|stamp| order.date(stamp)).collect();
        dates.windows(2).filter(|pair| pair[1] < pair[0]).count()
    };
    match (backward(Order::Dmy), backward(Order::Mdy)) {
        (0, wrong) if wrong > 0 => (Order::Dmy, true),
        (wrong, 0) if wrong > 0 => (Order::Mdy, true),
        // Who writes 12 hours with strokes between the numbers is most often in the United States.
        _ if stamps.iter().any(|stamp| stamp.is_half_day) => (Order::Mdy, false),
        _ => (Order::Dmy, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(a: u16, b: u16, c: u16) -> Stamp {
        Stamp { date: [a, b, c], has_stops: false, time: (14, 32), is_half_day: false }
    }

    #[test]
    fn the_order_is_seen_in_the_numbers_or_in_how_they_run() {
        assert_eq!(order(&[stamp(3, 4, 24), stamp(31, 4, 24)]), (Order::Dmy, true));
        assert_eq!(order(&[stamp(3, 4, 24), stamp(3, 14, 24)]), (Order::Mdy, true));
        assert_eq!(order(&[stamp(2024, 4, 3)]), (Order::Ymd, true));
        assert_eq!(order(&[stamp(9, 4, 24), stamp(2, 5, 24)]), (Order::Dmy, true));
        assert_eq!(order(&[stamp(4, 9, 24), stamp(5, 2, 24)]), (Order::Mdy, true));
        assert_eq!(order(&[stamp(3, 4, 24)]), (Order::Dmy, false));
        assert_eq!(order(&[Stamp { is_half_day: true, ..stamp(3, 4, 24) }]), (Order::Mdy, false));
        assert_eq!(order(&[Stamp { has_stops: true, ..stamp(3, 4, 24) }]), (Order::Dmy, true));
        assert_eq!(Order::Mdy.sent(&stamp(3, 14, 24)), "2024-03-14T14:32");
        assert_eq!(Order::Dmy.sent(&stamp(3, 14, 24)), "");
    }
}
