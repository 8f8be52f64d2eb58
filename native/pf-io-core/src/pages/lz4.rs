//! LZ4 blocks in steps, between which a run can be cancelled, and the framing that Hadoop puts around them.
//! <https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md>

use parquet::errors::Result;

use super::unpack::{AT_ONCE, STEP, damaged, read_all, repeat};

/// One block of `size` bytes, appended to `out`.
pub(super) fn block(input: &[u8], size: usize, out: &mut Vec<u8>, check: &dyn Fn() -> Result<()>) -> Result<()> {
    let start = out.len();
    if size > AT_ONCE {
        return in_steps(input, size, out, check);
    }
    out.resize(start + size, 0);
    match lz4_flex::block::decompress_into(input, &mut out[start..]) {
        Ok(found) if found == size => Ok(()),
        Ok(found) => Err(damaged(&format!("a page of {found} bytes after LZ4 states {size}"))),
        Err(error) => Err(damaged(&error.to_string())),
    }
}

type Attempt<'a> = &'a dyn Fn(&mut Vec<u8>) -> Result<()>;

/// Blocks each behind its size before and after; older writers wrote a frame, or one block.
pub(super) fn hadoop(input: &[u8], size: usize, out: &mut Vec<u8>, check: &dyn Fn() -> Result<()>) -> Result<()> {
    let start = out.len();
    let attempts: [Attempt<'_>; 3] = [
        &|out| framed(input, size, out, check),
        &|out| read_all(lz4_flex::frame::FrameDecoder::new(input), "LZ4", size, out, check),
        &|out| block(input, size, out, check),
    ];
    let mut outcome = Ok(());
    for attempt in attempts {
        out.truncate(start);
        outcome = attempt(out).and_then(|()| {
            let found = out.len() - start;
            if found == size { Ok(()) } else { Err(damaged(&format!("a page of {found} bytes after LZ4 states {size}"))) }
        });
        if outcome.is_ok() {
            break;
        }
        check()?;
    }
    outcome
}

fn framed(mut input: &[u8], size: usize, out: &mut Vec<u8>, check: &dyn Fn() -> Result<()>) -> Result<()> {
    let mut left = size;
    while !input.is_empty() {
        let (before, rest) = number(input)?;
        let (packed, rest) = number(rest)?;
        if before > left || packed > rest.len() {
            return Err(damaged("an LZ4 block that is larger than its page"));
        }
        block(&rest[..packed], before, out, check)?;
        left -= before;
        input = &rest[packed..];
        check()?;
    }
    Ok(())
}

fn number(input: &[u8]) -> Result<(usize, &[u8])> {
    let (bytes, rest) = input.split_first_chunk().ok_or_else(|| damaged("lz4 data ends in the middle of a size"))?;
    Ok((usize::try_from(u32::from_be_bytes(*bytes))?, rest))
}

fn in_steps(input: &[u8], size: usize, out: &mut Vec<u8>, check: &dyn Fn() -> Result<()>) -> Result<()> {
    let start = out.len();
    let (mut at, mut pause) = (0, start + STEP);
    while let Some(&token) = input.get(at) {
        at += 1;
        let length = long(input, &mut at, token >> 4)?;
        let literal = input.get(at..).and_then(|rest| rest.get(..length)).filter(|_| length <= size - (out.len() - start));
        out.extend_from_slice(literal.ok_or_else(|| damaged("lz4 data ends in the middle of a literal"))?);
        at += length;
        // The last sequence has no match.
        if at == input.len() {
            break;
        }
        let distance = input.get(at..at + 2).ok_or_else(|| damaged("lz4 data ends in the middle of a distance"))?;
        let distance = usize::from(distance[0]) | usize::from(distance[1]) << 8;
        at += 2;
        let length = long(input, &mut at, token & 15)? + 4;
        if distance == 0 || distance > out.len() - start || length > size - (out.len() - start) {
            return Err(damaged("lz4 data refers to what is not there"));
        }
        // A match may be as long as the page.
        for from in (0..length).step_by(STEP) {
            repeat(out, distance, STEP.min(length - from));
            check()?;
        }
        if out.len() >= pause {
            pause = out.len() + STEP;
            check()?;
        }
    }
    Ok(())
}

/// A length of 15 goes on in the bytes that follow, up to the first that is not 255.
fn long(input: &[u8], at: &mut usize, short: u8) -> Result<usize> {
    let mut length = usize::from(short);
    if short < 15 {
        return Ok(length);
    }
    loop {
        let byte = *input.get(*at).ok_or_else(|| damaged("lz4 data ends in the middle of a length"))?;
        *at += 1;
        length += usize::from(byte);
        if byte != 255 {
            return Ok(length);
        }
    }
}
