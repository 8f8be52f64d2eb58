//! Patterns as the catalogue has them, for the crate `regex`: classes of ASCII, spelled out.

use std::fmt::Write;

use regex::{Regex, RegexBuilder};

use crate::error::{Error, Result};

/// Bytes that a compiled pattern may take; the catalogue bounds what patterns may repeat.
const SIZE_LIMIT: usize = 1 << 28;

/// # Errors
/// `InvalidArgument` for what is no pattern of the catalogue, which the planner refuses before.
pub(super) fn compiled(pattern: &str) -> Result<Regex> {
    RegexBuilder::new(&spelled(pattern))
        .size_limit(SIZE_LIMIT)
        .build()
        .map_err(|error| Error::InvalidArgument(format!("the pattern {pattern:?} cannot be used: {error}")))
}

/// The same pattern without escapes that the crate understands otherwise.
fn spelled(pattern: &str) -> String {
    let mut result = String::with_capacity(pattern.len());
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            result.push(letter);
            continue;
        }
        match letters.next() {
            Some('d') => result.push_str("[0-9]"),
            Some('D') => result.push_str("[^0-9]"),
            Some('w') => result.push_str("[0-9A-Za-z_]"),
            Some('W') => result.push_str("[^0-9A-Za-z_]"),
            // Without the vertical tab.
            Some('s') => result.push_str("[\\t\\n\\f\\r ]"),
            Some('S') => result.push_str("[^\\t\\n\\f\\r ]"),
            Some('b') => result.push_str("(?-u:\\b)"),
            // These would be words' ends.
            Some(other @ ('<' | '>')) => result.push(other),
            Some(other) => {
                // Writing to a String cannot fail.
                let _ = write!(result, "\\{other}");
            }
            None => result.push('\\'),
        }
    }
    result
}

/// What stands in the place of a match.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part {
    Text(String),
    Group(usize),
}

/// `$1`, `${12}` and `$$`.
///
/// # Errors
/// `InvalidArgument` for another dollar sign, which the planner refuses before.
pub(super) fn replacement(text: &str) -> Result<Vec<Part>> {
    let wrong = || Error::InvalidArgument(format!("the replacement {text:?} has a dollar sign that is followed by no number"));
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        if at > 0 {
            parts.push(Part::Text(rest[..at].to_owned()));
        }
        rest = &rest[at + 1..];
        let number = match rest.chars().next() {
            Some('$') => {
                parts.push(Part::Text("$".to_owned()));
                rest = &rest[1..];
                continue;
            }
            Some('{') => {
                let end = rest.find('}').ok_or_else(wrong)?;
                let number = &rest[1..end];
                rest = &rest[end + 1..];
                number
            }
            Some('0'..='9') => {
                let number = &rest[..1];
                rest = &rest[1..];
                number
            }
            _ => return Err(wrong()),
        };
        parts.push(Part::Group(number.parse().map_err(|_| wrong())?));
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest.to_owned()));
    }
    Ok(parts)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_of_ascii() {
        let all = |pattern: &str, text: &str| {
            compiled(pattern).unwrap().find_iter(text).map(|found| found.as_str().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(all(r"\d+", "12 \u{663}4"), ["12", "4"]);
        assert_eq!(all(r"[^\D5]", "1٣56"), ["1", "6"]);
        assert_eq!(all(r"\w+", "aé_9"), ["a", "_9"]);
        assert_eq!(all(r"[\s]", "\u{b}\u{a0} \t"), [" ", "\t"]);
        assert_eq!(all(r"\bé?b\b", "éb b"), ["b", "b"]);
        assert_eq!(all(r"\<\>\\", "<>\\"), ["<>\\"]);
        assert_eq!(all("a*", "baac"), ["", "aa", ""]);
        assert_eq!(all("", "é\u{1f600}"), ["", "", ""]);
    }

    #[test]
    fn replacements_have_groups() {
        let text = |text: &str| Part::Text(text.to_owned());
        assert_eq!(replacement("a$1b${12}$$").unwrap(), [text("a"), Part::Group(1), text("b"), Part::Group(12), text("$")]);
        assert_eq!(replacement("").unwrap(), []);
        for wrong in ["$", "$a", "${1", "${}", "a$ 1"] {
            assert!(replacement(wrong).is_err(), "{wrong}");
        }
    }
}
