//! Reading request objects.

use crate::lent::Lent;
use neon::prelude::*;

/// A piece of a column: `{ type, length, validity?, values, data: Uint8Array[], dictionary? }`, buffers as bytes.
#[derive(Debug)]
pub struct Chunk {
    pub type_name: String,
    pub length: usize,
    pub validity: Option<Lent>,
    /// values, offsets, views or indices
    pub values: Lent,
    /// bytes of strings
    pub data: Vec<Lent>,
    pub dictionary: Option<Box<Chunk>>,
}

impl Chunk {
    pub fn read<'cx>(cx: &mut FunctionContext<'cx>, object: Handle<'cx, JsObject>) -> NeonResult<Self> {
        let validity = object.get_opt::<JsUint8Array, _, _>(cx, "validity")?;
        let values = object.get::<JsUint8Array, _, _>(cx, "values")?;
        let dictionary = object.get_opt::<JsObject, _, _>(cx, "dictionary")?;
        Ok(Self {
            type_name: object.get::<JsString, _, _>(cx, "type")?.value(cx),
            length: size(cx, object, "length")?,
            validity: validity.map(|bytes| Lent::of(cx, bytes)),
            values: Lent::of(cx, values),
            data: buffers(cx, object, "data")?,
            dictionary: dictionary.map(|values| Self::read(cx, values).map(Box::new)).transpose()?,
        })
    }

    pub fn read_all<'cx>(cx: &mut FunctionContext<'cx>, object: Handle<'cx, JsObject>, name: &str) -> NeonResult<Option<Vec<Self>>> {
        let Some(list) = object.get_opt::<JsArray, _, _>(cx, name)? else { return Ok(None) };
        let mut chunks = Vec::new();
        for i in 0..list.len(cx) {
            let chunk = list.get::<JsObject, _, _>(cx, i)?;
            chunks.push(Self::read(cx, chunk)?);
        }
        Ok(Some(chunks))
    }
}

fn buffers<'cx>(cx: &mut FunctionContext<'cx>, object: Handle<'cx, JsObject>, name: &str) -> NeonResult<Vec<Lent>> {
    let list = object.get::<JsArray, _, _>(cx, name)?;
    let mut lent = Vec::new();
    for i in 0..list.len(cx) {
        let bytes = list.get::<JsUint8Array, _, _>(cx, i)?;
        lent.push(Lent::of(cx, bytes));
    }
    Ok(lent)
}

/// A non-negative integer below 2^53.
pub fn size<'cx>(cx: &mut FunctionContext<'cx>, object: Handle<'cx, JsObject>, name: &str) -> NeonResult<usize> {
    let number = object.get::<JsNumber, _, _>(cx, name)?.value(cx);
    match whole(number) {
        Some(size) => Ok(size),
        None => cx.throw_range_error(format!("{name} must be a whole number, received {number}")),
    }
}

/// The same, or none for null and undefined.
pub fn size_opt<'cx>(cx: &mut FunctionContext<'cx>, object: Handle<'cx, JsObject>, name: &str) -> NeonResult<Option<usize>> {
    match object.get_opt::<JsNumber, _, _>(cx, name)? {
        Some(_) => size(cx, object, name).map(Some),
        None => Ok(None),
    }
}

pub fn flag<'cx>(cx: &mut FunctionContext<'cx>, object: Handle<'cx, JsObject>, name: &str) -> NeonResult<bool> {
    Ok(object.get::<JsBoolean, _, _>(cx, name)?.value(cx))
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be a whole number below 2^53"
)]
fn whole(number: f64) -> Option<usize> {
    (number.trunc() == number && (0.0..9_007_199_254_740_992.0).contains(&number)).then_some(number as usize)
}
