//! The headings above a line: its chapter.

/// The headings under which the present line stands.
#[derive(Debug, Clone, Default)]
pub struct Headings {
    above: Vec<(u8, String)>,
}

impl Headings {
    /// A heading of that level, 1 to 6: it ends those of the same and of deeper levels.
    pub fn begin(&mut self, level: u8, title: &str) {
        self.above.retain(|(other, _)| *other < level);
        if !title.is_empty() {
            self.above.push((level, title.to_owned()));
        }
    }

    /// The chapter as places name it: the titles joined by ` › `.
    pub fn chapter(&self) -> Option<String> {
        let titles: Vec<&str> =
            self.above.iter().map(|(_, title)| title.as_str()).collect();
        (!titles.is_empty()).then(|| titles.join(" › "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_ends_those_of_its_level() {
        let mut headings = Headings::default();
        assert_eq!(headings.chapter(), None);
        headings.begin(1, "水");
        headings.begin(3, "夜");
        assert_eq!(headings.chapter().as_deref(), Some("水 › 夜"));
        headings.begin(2, "晨");
        assert_eq!(headings.chapter().as_deref(), Some("水 › 晨"));
        headings.begin(1, "");
        assert_eq!(headings.chapter(), None);
    }
}
