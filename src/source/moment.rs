//! Days and instants, as people and programs write them.

use std::fmt;

/// A day, or an instant with its distance from UTC: as exact as it was written.
///
/// ```
/// use daring::source::Moment;
///
/// let day = Moment::parse("2026-04-01").unwrap();
/// assert_eq!(day.rfc3339(), "2026-04-01T00:00:00Z");
/// let instant = Moment::parse("2026-04-01 09:30:00 +0200").unwrap();
/// assert_eq!((instant.day(), instant.rfc3339()), ("2026-04-01", "2026-04-01T09:30:00+02:00".to_owned()));
/// assert!(Moment::parse("2026-02-30").is_none());
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Moment(Box<str>);

impl Moment {
    /// Reads `2026-04-01`, or that with a time behind `T` or a space: hours and minutes, seconds with or
    /// without a fraction, `Z` or an offset. A time without either is UTC.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let day = text.get(..10)?;
        day_number(day)?;
        let rest = &text[10..];
        if rest.is_empty() {
            return Some(Self(day.into()));
        }
        let rest = rest.strip_prefix(['T', 't', ' '])?;
        let end = rest.find(['Z', 'z', '+', '-', ' ']).unwrap_or(rest.len());
        let time = time(&rest[..end])?;
        let offset = offset(rest[end..].trim_start())?;
        Some(Self(format!("{day}T{time}{offset}").into()))
    }

    /// Returns the day as `2026-04-01`, as it was where the moment was written down.
    pub fn day(&self) -> &str {
        &self.0[..10]
    }

    /// Returns the moment as RFC 3339 has it. A day is its first instant in UTC.
    pub fn rfc3339(&self) -> String {
        if self.0.len() == 10 { format!("{}T00:00:00Z", self.0) } else { self.0.to_string() }
    }

    /// Returns the seconds since 1970 in UTC, to compare moments.
    pub fn seconds(&self) -> i64 {
        let days = day_number(self.day()).expect("the day was read before");
        if self.0.len() == 10 {
            return days * 86_400;
        }
        let two = |at: usize| self.0[at..at + 2].parse::<i64>().unwrap_or(0);
        let offset = match &self.0[19..] {
            "Z" => 0,
            offset => (two(20) * 60 + two(23)) * if offset.starts_with('-') { -60 } else { 60 },
        };
        days * 86_400 + two(11) * 3600 + two(14) * 60 + two(17) - offset
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Returns how many days a day such as `2026-04-01` is after 1970-01-01 in the Gregorian calendar;
/// `None` when there is no such day.
pub fn day_number(day: &str) -> Option<i64> {
    let bytes = day.as_bytes();
    let is_dash = |at: usize| bytes[at] == b'-';
    let is_shaped = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| byte.is_ascii_digit() || (matches!(at, 4 | 7)))
        && is_dash(4)
        && is_dash(7);
    if !is_shaped {
        return None;
    }
    let number = |range: std::ops::Range<usize>| day[range].parse::<i64>().ok();
    let (year, month, of_month) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + i64::from(is_leap),
        _ => return None,
    };
    if !(1..=length).contains(&of_month) {
        return None;
    }
    // Years that begin in March, so that the leap day is the last of one.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days_before_month = (153 * month + 2) / 5;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some(year * 365 + leap_days + days_before_month + of_month - 1 - 719_468)
}

/// Returns the day that is this many days after 1970-01-01, such as `2026-04-01`.
///
/// ```
/// use daring::source::{day_number, day_of};
///
/// assert_eq!(day_of(20_784), "2026-11-27");
/// assert_eq!(day_number(&day_of(11_016)), Some(11_016));
/// ```
pub fn day_of(number: i64) -> String {
    // Days since 0000-03-01, in eras of 400 years that all have the same length.
    let days = number + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Reads hours and minutes, and seconds if they are there; a fraction of them is dropped.
fn time(text: &str) -> Option<String> {
    let whole = text.split('.').next().unwrap_or("");
    let parts: Vec<&str> = whole.split(':').collect();
    let limits = [23, 59, 60];
    let is_time = matches!(parts.len(), 2 | 3)
        && parts.iter().zip(limits).all(|(part, limit)| {
            part.len() == 2
                && part.bytes().all(|byte| byte.is_ascii_digit())
                && part.parse().is_ok_and(|part: u8| part <= limit)
        });
    is_time.then(|| format!("{}:{}:{}", parts[0], parts[1], parts.get(2).unwrap_or(&"00")))
}

/// Reads `Z`, `+02:00`, `+0200` or nothing.
fn offset(text: &str) -> Option<String> {
    if matches!(text, "" | "Z" | "z") {
        return Some("Z".to_owned());
    }
    let sign = text.get(..1).filter(|sign| matches!(*sign, "+" | "-"))?;
    let digits = text[1..].replacen(':', "", 1);
    let is_offset = digits.len() == 4
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && digits[..2].parse().is_ok_and(|hours: u8| hours <= 23)
        && digits[2..].parse().is_ok_and(|minutes: u8| minutes <= 59);
    match (is_offset, digits.as_str()) {
        (false, _) => None,
        (true, "0000") => Some("Z".to_owned()),
        (true, digits) => Some(format!("{sign}{}:{}", &digits[..2], &digits[2..])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_calendars_do() {
        for (day, number) in [
            ("1970-01-01", 0),
            ("1969-12-31", -1),
            ("2000-02-29", 11_016),
            ("2000-03-01", 11_017),
            ("2026-11-27", 20_784),
        ] {
            assert_eq!(day_number(day), Some(number), "{day}");
        }
        for none in [
            "2026-02-29",
            "2100-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-1-01",
            "20260101",
            "2026-04-31",
            "é26-01-011",
        ] {
            assert_eq!(day_number(none), None, "{none}");
        }
    }

    #[test]
    fn days_go_there_and_back() {
        for number in (-20_000..40_000).step_by(97) {
            assert_eq!(day_number(&day_of(number)), Some(number));
        }
    }

    #[test]
    fn moments_are_read_as_tools_write_them() {
        for (text, read, seconds) in [
            ("2026-04-01", "2026-04-01T00:00:00Z", 1_775_001_600),
            ("2026-04-01T09:30:00+02:00", "2026-04-01T09:30:00+02:00", 1_775_028_600),
            ("2026-04-01 09:30", "2026-04-01T09:30:00Z", 1_775_035_800),
            ("2026-04-01T09:30:00.123Z", "2026-04-01T09:30:00Z", 1_775_035_800),
            ("2026-04-01 09:30:00 -0130", "2026-04-01T09:30:00-01:30", 1_775_041_200),
            ("2026-04-01T09:30:00+0000", "2026-04-01T09:30:00Z", 1_775_035_800),
        ] {
            let moment = Moment::parse(text).unwrap();
            assert_eq!((moment.rfc3339().as_str(), moment.seconds()), (read, seconds), "{text}");
        }
        for none in [
            "",
            "soon",
            "2026-04-01T",
            "2026-04-01T25:00",
            "2026-04-01T09:30+9",
            "2026-04-01x",
            "2026-04-01T09:30:00+24:00",
        ] {
            assert_eq!(Moment::parse(none), None, "{none}");
        }
    }
}
