//! Lengths on paper, exact: whole micrometres.

use std::fmt;

/// A length in micrometres. One inch is 25,400 of them, so that inches and millimetres add
/// up without rounding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Um(pub i32);

/// The longest length that is read: ten metres. Sums of a few of them stay far from the
/// ends of the number.
const LONGEST: f64 = 10_000.0;

impl Um {
    /// Millimetres to the micrometre.
    pub const fn mm(millimetres: i32) -> Self {
        Self(millimetres * 1000)
    }

    /// Hundredths of an inch, which every American size is made of.
    pub const fn inch_100(hundredths: i32) -> Self {
        Self(hundredths * 254)
    }

    /// Reads `66`, `66.5`, `66.5mm` or `3.5in`, with or without a sign.
    ///
    /// # Errors
    /// A sentence if it is no length, or longer than ten metres.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (number, scale) = match text.strip_suffix("in") {
            Some(inches) => (inches, 25.4),
            None => (text.strip_suffix("mm").unwrap_or(text), 1.0),
        };
        let plain = number.trim().chars().all(|c| matches!(c, '0'..='9' | '.' | '-' | '+'));
        match number.trim().parse::<f64>() {
            Ok(value) if plain && (value * scale).abs() <= LONGEST => {
                // Within ±10,000,000, so that the cast is exact.
                #[expect(clippy::cast_possible_truncation, reason = "bounded above")]
                let um = (value * scale * 1000.0).round() as i32;
                Ok(Self(um))
            }
            Ok(_) if plain => Err(format!("`{text}` is longer than ten metres")),
            _ => {
                Err(format!("`{text}` is no length; write for instance 66, 66.5 or 3.5in"))
            }
        }
    }

    /// Reads two lengths with `x` between them: `95x66`, `3.5x2in`. A unit at the end is
    /// the unit of both, unless the first has its own.
    ///
    /// # Errors
    /// A sentence if there are not two lengths.
    pub fn parse_pair(text: &str) -> Result<(Self, Self), String> {
        let Some((first, second)) = text.split_once(['x', '×']) else {
            return Err(format!("`{text}` is not two lengths; write for instance 95x66"));
        };
        let bare = first.trim().ends_with(|c: char| c.is_ascii_digit());
        let first = match second.trim().strip_suffix("in") {
            Some(_) if bare => format!("{first}in"),
            _ => first.to_owned(),
        };
        Ok((Self::parse(&first)?, Self::parse(second)?))
    }
}

impl fmt::Display for Um {
    /// Millimetres with as many decimals as are needed: `66`, `4.6`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (self.0.unsigned_abs() / 1000, self.0.unsigned_abs() % 1000);
        let decimals = format!("{part:03}");
        match decimals.trim_end_matches('0') {
            "" => write!(f, "{sign}{whole}"),
            some => write!(f, "{sign}{whole}.{some}"),
        }
    }
}

impl std::ops::Add for Um {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl std::ops::Sub for Um {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl std::ops::Mul<i32> for Um {
    type Output = Self;
    fn mul(self, times: i32) -> Self {
        Self(self.0 * times)
    }
}

impl std::ops::Div<i32> for Um {
    type Output = Self;
    fn div(self, parts: i32) -> Self {
        Self(self.0 / parts)
    }
}

impl serde::Serialize for Um {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i32(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_and_written() {
        for (text, um) in
            [("66", 66_000), ("66.5mm", 66_500), ("3.5in", 88_900), ("-1.2", -1200)]
        {
            assert_eq!(Um::parse(text), Ok(Um(um)), "{text}");
        }
        assert_eq!(Um::parse_pair("3.5x2in"), Ok((Um(88_900), Um(50_800))));
        assert_eq!(Um::parse_pair("95×66"), Ok((Um::mm(95), Um::mm(66))));
        assert_eq!(Um(4600).to_string(), "4.6");
        assert_eq!(Um(-66_000).to_string(), "-66");
        for bad in ["", "x", "1e3", "NaN", "inf", "99999", "6 6", "１", "--1"] {
            assert!(Um::parse(bad).is_err(), "{bad}");
        }
    }
}
