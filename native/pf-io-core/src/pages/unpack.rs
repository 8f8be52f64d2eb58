//! Decompression that makes no more bytes than a page states, and that a run can be cancelled in.
//!
//! Time: one pass; small pages in one call of the codec's library, large ones in steps of a mebibyte. Memory: the page.

use std::io::Read;

use parquet::basic::Compression;
use parquet::errors::{ParquetError, Result};

use super::{lz4, snappy};

/// Bytes of a page that are unpacked at once; a larger one is unpacked in steps.
pub(super) const AT_ONCE: usize = 4 << 20;
/// Bytes that are written between two looks at the cancel flag.
pub(super) const STEP: usize = 1 << 20;
/// Bytes that a page may have beyond what its whole chunk states: some writers' totals are wrong.
const SIZE_SLACK: usize = 16 << 20;

/// Unpacks the pages of one chunk.
pub(super) struct Unpacker {
    compression: Compression,
    zstd: Option<zstd::bulk::Decompressor<'static>>,
    most: usize,
}

pub(super) fn damaged(reason: &str) -> ParquetError {
    ParquetError::General(reason.to_owned())
}

impl Unpacker {
    /// `total`: bytes of the chunk, unpacked, as its metadata says.
    pub(super) fn new(compression: Compression, total: i64) -> Self {
        let most = usize::try_from(total).unwrap_or(0).saturating_add(SIZE_SLACK);
        Self { compression, zstd: None, most }
    }

    pub(super) fn is_compressed(&self) -> bool {
        self.compression != Compression::UNCOMPRESSED
    }

    /// Whether a page may state so many bytes.
    pub(super) fn allow(&self, size: usize) -> Result<()> {
        if size > self.most { Err(damaged(&format!("a page that states {size} bytes unpacked"))) } else { Ok(()) }
    }

    /// Appends the bytes behind `input`, which must be `size`.
    pub(super) fn unpack(&mut self, input: &[u8], size: usize, out: &mut Vec<u8>, check: &dyn Fn() -> Result<()>) -> Result<()> {
        if size == 0 && self.is_compressed() {
            return Ok(());
        }
        let start = out.len();
        match self.compression {
            Compression::UNCOMPRESSED => out.extend_from_slice(input),
            Compression::SNAPPY if size > AT_ONCE => snappy::unpack(input, size, out, check)?,
            Compression::SNAPPY => {
                let stated = snap::raw::decompress_len(input).map_err(|error| damaged(&error.to_string()))?;
                if stated != size {
                    return Err(damaged(&format!("a page of {stated} bytes after SNAPPY states {size}")));
                }
                out.resize(start + size, 0);
                snap::raw::Decoder::new().decompress(input, &mut out[start..]).map_err(|error| damaged(&error.to_string()))?;
            }
            Compression::GZIP(_) => read_all(flate2::read::MultiGzDecoder::new(input), "GZIP", size, out, check)?,
            Compression::BROTLI(_) => read_all(brotli::Decompressor::new(input, 1 << 16), "BROTLI", size, out, check)?,
            Compression::ZSTD(_) if size > AT_ONCE => {
                read_all(zstd::stream::read::Decoder::with_buffer(input)?, "ZSTD", size, out, check)?;
            }
            Compression::ZSTD(_) => {
                out.resize(start + size, 0);
                let found = self.zstd()?.decompress_to_buffer(input, &mut out[start..])?;
                out.truncate(start + found);
            }
            Compression::LZ4_RAW => lz4::block(input, size, out, check)?,
            Compression::LZ4 => lz4::hadoop(input, size, out, check)?,
            Compression::LZO => return Err(ParquetError::NYI("the codec LZO is not supported".to_owned())),
        }
        let found = out.len() - start;
        if found == size { Ok(()) } else { Err(damaged(&format!("a page of {found} bytes unpacked states {size}"))) }
    }

    fn zstd(&mut self) -> Result<&mut zstd::bulk::Decompressor<'static>> {
        Ok(match &mut self.zstd {
            Some(zstd) => zstd,
            none => none.insert(zstd::bulk::Decompressor::new()?),
        })
    }
}

/// All that a decoder gives, refused as soon as it is more than `size` bytes.
pub(super) fn read_all(decoder: impl Read, codec: &str, size: usize, out: &mut Vec<u8>, check: &dyn Fn() -> Result<()>) -> Result<()> {
    let start = out.len();
    out.reserve_exact(size.min(AT_ONCE));
    let mut decoder = decoder.take(size as u64 + 1);
    while decoder.by_ref().take(STEP as u64).read_to_end(out).map_err(|error| damaged(&error.to_string()))? > 0 {
        if out.len() - start > size {
            return Err(damaged(&format!("a page of more than the {size} bytes that it states, after {codec}")));
        }
        check()?;
    }
    Ok(())
}

/// Repeats bytes from `distance` before the end on; they may be among those that are written.
pub(super) fn repeat(out: &mut Vec<u8>, distance: usize, length: usize) {
    let start = out.len() - distance;
    let mut left = length;
    while left > 0 {
        // What was written is repeated too: a whole number of times the distance, but for the last round.
        let count = left.min(out.len() - start);
        out.extend_from_within(start..start + count);
        left -= count;
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::io::Write;

    use parquet::basic::{BrotliLevel, Compression, GzipLevel, ZstdLevel};

    use super::{AT_ONCE, STEP, Unpacker, damaged, repeat};

    fn bytes(size: usize) -> Vec<u8> {
        (0..size).map(|at| u8::try_from((at / 3 * 7 + at % 11 * (at / 1000)) % 251).expect("a byte")).collect()
    }

    fn packed(codec: Compression, bytes: &[u8]) -> Vec<u8> {
        match codec {
            Compression::SNAPPY => snap::raw::Encoder::new().compress_vec(bytes).expect("packs"),
            Compression::GZIP(_) => {
                let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
                encoder.write_all(bytes).expect("packs");
                encoder.finish().expect("packs")
            }
            Compression::BROTLI(_) => {
                let mut out = Vec::new();
                brotli::CompressorWriter::new(&mut out, 4096, 1, 20).write_all(bytes).expect("packs");
                out
            }
            Compression::ZSTD(_) => zstd::bulk::compress(bytes, 1).expect("packs"),
            Compression::LZ4_RAW => lz4_flex::block::compress(bytes),
            Compression::LZ4 => {
                let mut out = Vec::new();
                for part in bytes.chunks(1 << 18) {
                    let block = lz4_flex::block::compress(part);
                    out.extend(u32::try_from(part.len()).expect("small").to_be_bytes());
                    out.extend(u32::try_from(block.len()).expect("small").to_be_bytes());
                    out.extend(block);
                }
                out
            }
            _ => bytes.to_vec(),
        }
    }

    fn codecs() -> [Compression; 7] {
        let [gzip, brotli] = [Compression::GZIP(GzipLevel::default()), Compression::BROTLI(BrotliLevel::default())];
        let zstd = Compression::ZSTD(ZstdLevel::default());
        [Compression::UNCOMPRESSED, Compression::SNAPPY, gzip, brotli, zstd, Compression::LZ4_RAW, Compression::LZ4]
    }

    #[test]
    fn pages_of_every_codec_small_and_large_are_what_they_were() {
        for codec in codecs() {
            for size in [0, 1, 1000, STEP + 1, AT_ONCE + 12_345] {
                let (bytes, mut out) = (bytes(size), vec![7]);
                let unpacked = Unpacker::new(codec, 0).unpack(&packed(codec, &bytes), size, &mut out, &|| Ok(()));
                assert!(unpacked.is_ok() && out[0] == 7 && out[1..] == bytes, "{codec:?}, {size}: {unpacked:?}");
            }
        }
    }

    #[test]
    fn a_page_of_more_or_less_than_it_states_is_damage_and_takes_no_more_memory() {
        for codec in codecs() {
            for size in [1000, AT_ONCE + 12_345] {
                let input = packed(codec, &vec![0; 8 * size]);
                for stated in [size, 9 * size] {
                    let mut out = Vec::new();
                    assert!(Unpacker::new(codec, 0).unpack(&input, stated, &mut out, &|| Ok(())).is_err(), "{codec:?}, {stated}");
                    assert!(out.capacity() <= 2 * (9 * size + STEP), "{codec:?}: {}", out.capacity());
                }
            }
        }
    }

    #[test]
    fn a_large_page_is_given_up_in_the_middle() {
        let size = 64 << 20;
        for codec in codecs().into_iter().filter(|&codec| codec != Compression::UNCOMPRESSED) {
            let (input, seen) = (packed(codec, &vec![1; size]), Cell::new(0));
            let check = || {
                seen.set(seen.get() + 1);
                if seen.get() == 3 { Err(damaged("given up")) } else { Ok(()) }
            };
            let mut out = Vec::new();
            assert!(Unpacker::new(codec, 0).unpack(&input, size, &mut out, &check).is_err(), "{codec:?}");
            assert!(out.len() < size / 4, "{codec:?}: {}", out.len());
        }
    }

    #[test]
    fn damaged_input_of_any_codec_is_an_error_or_the_stated_size() {
        for codec in codecs() {
            for size in [2000, AT_ONCE + 999] {
                let whole = packed(codec, &bytes(size));
                for at in (0..whole.len()).step_by(whole.len() / 23 + 1) {
                    let mut input = whole.clone();
                    input[at] ^= 0x55;
                    for input in [&input[..], &whole[..at]] {
                        let mut out = Vec::new();
                        let outcome = Unpacker::new(codec, 0).unpack(input, size, &mut out, &|| Ok(()));
                        assert!(outcome.is_err() || out.len() == size, "{codec:?} at {at}");
                    }
                }
            }
        }
    }

    #[test]
    fn bytes_are_repeated_with_those_that_were_written() {
        for (distance, length) in [(1, 10), (2, 7), (3, 3), (4, 2), (4, 9)] {
            let mut out = vec![1, 2, 3, 4];
            repeat(&mut out, distance, length);
            let expected = (0..length).map(|at| [1, 2, 3, 4][4 - distance + at % distance]);
            assert_eq!(out[4..], expected.collect::<Vec<_>>(), "{distance} {length}");
        }
    }
}
