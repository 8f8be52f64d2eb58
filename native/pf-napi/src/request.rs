//! Requests as JSON.

use serde::de::DeserializeOwned;

use crate::error::{Failure, Outcome};

/// Brackets within brackets, two for each operator of an expression. What handles a tree of that depth fits the stacks of our threads,
/// [`STACK`] bytes each; deeper ones are for the engines that can.
const DEEPEST: usize = 4_096;

/// Bytes of stack per thread. Only what is used takes memory.
pub const STACK: usize = 64 << 20;

/// A request from its JSON.
pub fn parse<T: DeserializeOwned>(json: &str) -> Outcome<T> {
    let depth = depth(json);
    if depth > DEEPEST {
        let message = format!("an expression of {} levels is too deep for this engine, which takes {}", depth / 2, DEEPEST / 2);
        return Err(Failure::new("UNSUPPORTED_EXPRESSION", message));
    }
    let mut deserializer = serde_json::Deserializer::from_str(json);
    // The limit of 128 would refuse a chain of 60 comparisons.
    deserializer.disable_recursion_limit();
    let value = T::deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

/// How many brackets are open at most.
fn depth(json: &str) -> usize {
    let (mut open, mut most) = (0_usize, 0);
    let (mut in_text, mut escaped) = (false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_text,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => {
                open += 1;
                most = most.max(open);
            }
            b'}' | b']' if !in_text => open = open.saturating_sub(1),
            _ => {}
        }
    }
    most
}
