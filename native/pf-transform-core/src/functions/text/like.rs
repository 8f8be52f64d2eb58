//! Patterns of SQL: `%` stands for any code points, `_` for one, and what follows an escape for itself.

use super::case::lowered;
use super::rows::{Texts, any_null, test_rows};
use super::search::contains_bytes;
use crate::error::{Error, Result};
use crate::functions::Call;
use crate::value::Value;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Byte(u8),
    One,
    Many,
}

pub(super) fn like(operands: &[Value], call: &Call<'_>, ignore_case: bool) -> Result<Value> {
    let [whole, pattern, escape @ ..] = operands else {
        return Err(Error::InvalidArgument("like was given too few operands".to_owned()));
    };
    let (texts, patterns) = (Texts::of(whole)?, Texts::of(pattern)?);
    let escapes = escape.first().map(Texts::of).transpose()?;
    let nulls =
        any_null([texts.nulls(call.length), patterns.nulls(call.length), escapes.as_ref().and_then(|escapes| escapes.nulls(call.length))]);
    if call.length == 0 || nulls.as_ref().is_some_and(|nulls| nulls.null_count() == call.length) {
        return Ok(test_rows(call.length, nulls, |_| false));
    }
    let escape = escapes.as_ref().and_then(|escapes| escapes.get(0).chars().next());
    let tokens = compiled(patterns.get(0), escape, ignore_case);
    if ignore_case {
        return Ok(test_rows(call.length, nulls, |row| {
            let text = texts.get(row);
            let text = if text.is_ascii() { text.to_ascii_lowercase() } else { lowered(text) };
            matches(&tokens, &text)
        }));
    }
    if let Some(part) = within(&tokens)
        && let Some(found) = contains_bytes(&texts, &part, call.length, nulls.clone())
    {
        return Ok(found);
    }
    Ok(test_rows(call.length, nulls, |row| matches(&tokens, texts.get(row))))
}

fn compiled(pattern: &str, escape: Option<char>, ignore_case: bool) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(pattern.len());
    let literal = |tokens: &mut Vec<Token>, letter: char| {
        let text = if ignore_case { lowered(letter.encode_utf8(&mut [0; 4])) } else { letter.to_string() };
        tokens.extend(text.bytes().map(Token::Byte));
    };
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        match letter {
            _ if Some(letter) == escape => literal(&mut tokens, letters.next().unwrap_or(letter)),
            '%' => tokens.push(Token::Many),
            '_' => tokens.push(Token::One),
            _ => literal(&mut tokens, letter),
        }
    }
    tokens
}

/// The bytes of a pattern that asks for them anywhere in a text.
fn within(tokens: &[Token]) -> Option<Vec<u8>> {
    let [Token::Many, part @ .., Token::Many] = tokens else {
        return None;
    };
    part.iter().map(|token| if let Token::Byte(byte) = token { Some(*byte) } else { None }).collect()
}

/// What follows the last `%` is looked for from place to place; those before it have matched as early as they can.
fn matches(tokens: &[Token], text: &str) -> bool {
    let bytes = text.as_bytes();
    let next = |at: usize| at + text[at..].chars().next().map_or(1, char::len_utf8);
    let (mut at, mut token) = (0, 0);
    let mut many: Option<(usize, usize)> = None;
    while at < bytes.len() {
        match tokens.get(token) {
            Some(Token::Many) => {
                token += 1;
                many = Some((token, at));
            }
            Some(Token::One) => {
                at = next(at);
                token += 1;
            }
            Some(Token::Byte(byte)) if *byte == bytes[at] => {
                at += 1;
                token += 1;
            }
            _ => {
                let Some((after, place)) = many else {
                    return false;
                };
                at = next(place);
                many = Some((after, at));
                token = after;
            }
        }
    }
    tokens[token..].iter().all(|&rest| rest == Token::Many)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_whole_texts() {
        let cases = [
            ("abc", "abc", true),
            ("abc", "ab", false),
            ("abc", "a%", true),
            ("abc", "%b%", true),
            ("abc", "_b_", true),
            ("ä\u{1f600}", "__", true),
            ("ä\u{1f600}", "_", false),
            ("aXbXc", "a%X_", true),
            ("mississippi", "m%iss%pp_", true),
            ("mississippi", "m%iss%pp", false),
            ("", "%", true),
            ("", "_", false),
            ("50%", "50!%", true),
            ("500", "50!%", false),
            ("a!", "a!", true),
            ("a!b", "a!!b", true),
        ];
        for (text, pattern, expected) in cases {
            assert_eq!(matches(&compiled(pattern, Some('!'), false), text), expected, "{text} like {pattern}");
        }
    }
}
