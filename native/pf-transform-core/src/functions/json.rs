//! JSON: where the value at a path lies in a text, which is checked to its end. O(bytes), no tree.

use std::borrow::Cow;
use std::ops::Range;

/// Levels of arrays and objects.
const DEEPEST: usize = 128;

/// A step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// the member of that name
    Key(String),
    /// the item at that place
    Place(usize),
}

/// The steps of a path such as `$.a.b[0]["c d"]`; none where it is none.
pub(super) fn parse_path(path: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let mut rest = path.strip_prefix('$')?;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('.') {
            // Blanks of JavaScript.
            let blank = |letter: char| (letter.is_whitespace() && letter != '\u{85}') || letter == '\u{feff}';
            let ends = |letter: char| ".[]\"'*".contains(letter) || blank(letter);
            let end = after.find(ends).unwrap_or(after.len());
            if end == 0 {
                return None;
            }
            steps.push(Step::Key(after[..end].to_owned()));
            rest = &after[end..];
            continue;
        }
        let after = rest.strip_prefix('[')?;
        if after.starts_with('"') {
            let mut scanner = Scanner::new(after.as_bytes(), &[]);
            if !scanner.text() {
                return None;
            }
            let end = scanner.at;
            steps.push(Step::Key(text_in(&after[..end])?.into_owned()));
            rest = after[end..].strip_prefix(']')?;
        } else {
            let (digits, more) = after.split_once(']')?;
            let fits = !digits.is_empty() && digits.len() <= 9 && digits.bytes().all(|byte| byte.is_ascii_digit());
            if !fits || (digits.len() > 1 && digits.starts_with('0')) {
                return None;
            }
            steps.push(Step::Place(digits.parse().ok()?));
            rest = more;
        }
    }
    Some(steps)
}

/// Where the value at the path lies; none where nothing is there, and where it is no JSON. Of members of one name the last counts.
pub(super) fn find(text: &str, steps: &[Step]) -> Option<Range<usize>> {
    let mut scanner = Scanner::new(text.as_bytes(), steps);
    scanner.blanks();
    if !scanner.value(0, Some(0)) {
        return None;
    }
    scanner.blanks();
    if scanner.at == text.len() { scanner.found } else { None }
}

/// The text that one in quotes, which was scanned, stands for.
pub(super) fn text_in(written: &str) -> Option<Cow<'_, str>> {
    let inner = written.strip_prefix('"')?.strip_suffix('"')?;
    if !inner.contains('\\') {
        return Some(Cow::Borrowed(inner));
    }
    let mut text = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        let escape = &rest[at + 1..];
        let letter = match *escape.as_bytes().first()? {
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = u32::from_str_radix(escape.get(1..5)?, 16).ok()?;
                if let Some(letter) = char::from_u32(unit) {
                    text.push(letter);
                    rest = &escape[5..];
                } else {
                    let low = u32::from_str_radix(escape.get(7..11)?, 16).ok()?;
                    text.push(char::from_u32(0x10000 + ((unit - 0xd800) << 10) + low.checked_sub(0xdc00)?)?);
                    rest = &escape[11..];
                }
                continue;
            }
            other => char::from(other),
        };
        text.push(letter);
        rest = &escape[1..];
    }
    text.push_str(rest);
    Some(Cow::Owned(text))
}

pub(super) struct Scanner<'a> {
    pub data: &'a [u8],
    steps: &'a [Step],
    pub at: usize,
    found: Option<Range<usize>>,
}

impl<'a> Scanner<'a> {
    pub const fn new(data: &'a [u8], steps: &'a [Step]) -> Self {
        Self { data, steps, at: 0, found: None }
    }

    pub fn byte(&self) -> Option<u8> {
        self.data.get(self.at).copied()
    }

    pub fn take(&mut self, byte: u8) -> bool {
        let is_it = self.byte() == Some(byte);
        self.at += usize::from(is_it);
        is_it
    }

    pub fn blanks(&mut self) {
        while matches!(self.byte(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    /// `matched`: how many steps of the path lead here; none where it leads elsewhere.
    pub fn value(&mut self, depth: usize, matched: Option<usize>) -> bool {
        let from = self.at;
        if !self.content(depth, matched) {
            return false;
        }
        if matched == Some(self.steps.len()) {
            self.found = Some(from..self.at);
        }
        true
    }

    fn content(&mut self, depth: usize, matched: Option<usize>) -> bool {
        match self.byte() {
            Some(b'{') => depth < DEEPEST && self.object(depth, matched),
            Some(b'[') => depth < DEEPEST && self.array(depth, matched),
            Some(b'"') => self.text(),
            Some(b't') => self.word(b"true"),
            Some(b'f') => self.word(b"false"),
            Some(b'n') => self.word(b"null"),
            _ => self.number(),
        }
    }

    fn object(&mut self, depth: usize, matched: Option<usize>) -> bool {
        let step = matched.and_then(|matched| self.steps.get(matched));
        self.at += 1;
        self.blanks();
        if self.take(b'}') {
            return true;
        }
        loop {
            let from = self.at;
            if !self.text() {
                return false;
            }
            let is_it = match step {
                Some(Step::Key(key)) => {
                    // What was text is cut between ASCII.
                    let written = std::str::from_utf8(&self.data[from..self.at]).unwrap_or_default();
                    text_in(written).as_deref() == Some(key)
                }
                _ => false,
            };
            if is_it {
                // What an earlier member of the name had does not count.
                self.found = None;
            }
            self.blanks();
            if !self.take(b':') {
                return false;
            }
            self.blanks();
            if !self.value(depth + 1, if is_it { matched.map(|matched| matched + 1) } else { None }) {
                return false;
            }
            self.blanks();
            if self.take(b'}') {
                return true;
            }
            if !self.take(b',') {
                return false;
            }
            self.blanks();
        }
    }

    fn array(&mut self, depth: usize, matched: Option<usize>) -> bool {
        let step = matched.and_then(|matched| self.steps.get(matched));
        self.at += 1;
        self.blanks();
        if self.take(b']') {
            return true;
        }
        let mut place = 0;
        loop {
            let is_it = step == Some(&Step::Place(place));
            if !self.value(depth + 1, if is_it { matched.map(|matched| matched + 1) } else { None }) {
                return false;
            }
            self.blanks();
            if self.take(b']') {
                return true;
            }
            if !self.take(b',') {
                return false;
            }
            self.blanks();
            place += 1;
        }
    }

    pub fn word(&mut self, word: &[u8]) -> bool {
        let is_it = self.data[self.at..].starts_with(word);
        self.at += if is_it { word.len() } else { 0 };
        is_it
    }

    fn digits(&mut self) -> bool {
        let from = self.at;
        while self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        self.at > from
    }

    fn number(&mut self) -> bool {
        self.take(b'-');
        if !self.take(b'0') && !self.digits() {
            return false;
        }
        if self.take(b'.') && !self.digits() {
            return false;
        }
        if !self.take(b'e') && !self.take(b'E') {
            return true;
        }
        if !self.take(b'+') {
            self.take(b'-');
        }
        self.digits()
    }

    fn text(&mut self) -> bool {
        if !self.take(b'"') {
            return false;
        }
        loop {
            let Some(byte) = self.byte().filter(|&byte| byte >= 0x20) else { return false };
            self.at += 1;
            match byte {
                b'"' => return true,
                b'\\' if !self.escape() => return false,
                _ => {}
            }
        }
    }

    fn escape(&mut self) -> bool {
        let Some(byte) = self.byte() else { return false };
        self.at += 1;
        if byte != b'u' {
            return b"\"\\/bfnrt".contains(&byte);
        }
        match self.unit() {
            None | Some(0xdc00..=0xdfff) => false,
            Some(0xd800..=0xdbff) => self.take(b'\\') && self.take(b'u') && self.unit().is_some_and(|low| (0xdc00..=0xdfff).contains(&low)),
            Some(_) => true,
        }
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Option<u32> {
        let digits = self.data.get(self.at..self.at + 4)?;
        let unit = digits.iter().try_fold(0, |unit, &byte| Some(unit * 16 + char::from(byte).to_digit(16)?))?;
        self.at += 4;
        Some(unit)
    }
}

#[cfg(test)]
mod tests {
    use super::{Step, find, parse_path, text_in};

    fn at(text: &str, path: &str) -> Option<String> {
        let steps = parse_path(path).expect("a path");
        find(text, &steps).map(|range| text[range].to_owned())
    }

    #[test]
    fn paths() {
        let key = |name: &str| Step::Key(name.to_owned());
        assert_eq!(parse_path("$"), Some(vec![]));
        assert_eq!(parse_path("$.a[10][\"b \\u00e9\"]"), Some(vec![key("a"), Step::Place(10), key("b é")]));
        for wrong in
            ["", "a", "$a", "$.", "$..a", "$[01]", "$[-1]", "$[", "$[\"a]", "$.a b", "$['a']", "$.*", "$[1234567890]", "$[\"\\ud800\"]"]
        {
            assert_eq!(parse_path(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn values_as_they_are_written() {
        let text = r#" {"a": [1.50, {"b": null}], "a\u0062": -0e+5 } "#;
        assert_eq!(at(text, "$.a[0]").as_deref(), Some("1.50"));
        assert_eq!(at(text, "$.a[1]").as_deref(), Some(r#"{"b": null}"#));
        assert_eq!(at(text, "$.a[1].b").as_deref(), Some("null"));
        assert_eq!(at(text, "$.ab").as_deref(), Some("-0e+5"));
        assert_eq!(at(text, "$.a[2]"), None);
        assert_eq!(at(r#"{"a": {"b": 1}, "a": 2}"#, "$.a.b"), None);
    }

    #[test]
    fn what_is_no_json() {
        for text in [
            "",
            "01",
            "1.",
            ".5",
            "+1",
            "[1,]",
            "{\"a\":1,}",
            "{a:1}",
            "nul",
            "\"\n\"",
            r#""\x""#,
            r#""\ud800""#,
            r#""\udc00""#,
            "1 2",
            "\u{feff}1",
        ] {
            assert_eq!(at(text, "$"), None, "{text}");
        }
        assert!(at(&("[".repeat(128) + &"]".repeat(128)), "$").is_some());
        assert_eq!(at(&("[".repeat(129) + &"]".repeat(129)), "$"), None);
    }

    #[test]
    fn texts_without_their_escapes() {
        assert_eq!(text_in(r#""a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00""#).as_deref(), Some("a\"\\/\u{8}\u{c}\n\r\té\u{1f600}"));
    }
}
