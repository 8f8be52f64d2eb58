//! Page headers, checked as footers are.

use crate::format_rules::PAGE_HEADER;
use crate::thrift::canonical_prefix;

/// What the header of a page says.
pub(super) struct PageHeader {
    pub(super) is_dictionary: bool,
    /// bytes unpacked
    pub(super) size: usize,
    /// bytes in the file
    pub(super) length: usize,
    pub(super) checksum: Option<u32>,
    /// values of a dictionary
    pub(super) entries: usize,
    /// none for a dictionary, and for pages without values
    pub(super) data: Option<DataHeader>,
}

/// What it says of values.
pub(super) struct DataHeader {
    pub(super) values: usize,
    /// numbers of the file format
    pub(super) encoding: i64,
    pub(super) layout: Layout,
}

pub(super) enum Layout {
    /// levels are compressed with the values; their encodings
    V1 { definition: i64, repetition: i64 },
    /// levels come first, in so many bytes
    V2 { definition: usize, repetition: usize, nulls: usize, is_compressed: bool },
}

const DICTIONARY: i64 = 2;
const TRUE: u8 = 1;
const I32: u8 = 5;
const STRUCT: u8 = 12;
const FIELDS: usize = 9;
/// Values of the header's own fields, then of the structs of a data page, a dictionary and a data page of version 2.
const STRUCTS: [usize; FIELDS] = [0, 0, 0, 0, 0, 1, 0, 2, 3];

type Values = [[Option<i64>; FIELDS]; 4];

/// The header at the start of `bytes`, and its length.
pub(super) fn page_header(bytes: &[u8]) -> Result<(PageHeader, usize), String> {
    let (canonical, length) = canonical_prefix(bytes, &PAGE_HEADER)?;
    let mut values: Values = Default::default();
    read_struct(&canonical, &mut 0, Some(0), &mut values).ok_or_else(|| "a page header that ends early".to_owned())?;
    let [header, v1, dictionary, v2] = values;
    let size = |what: &str, value: Option<i64>| {
        let value = value.unwrap_or(0);
        usize::try_from(value).map_err(|_| format!("a page with {value} {what}"))
    };
    let is_dictionary = header[1] == Some(DICTIONARY);
    let data = if is_dictionary {
        None
    } else if v1[1].is_some() {
        let layout = Layout::V1 { definition: v1[3].unwrap_or(0), repetition: v1[4].unwrap_or(0) };
        Some(DataHeader { values: size("values", v1[1])?, encoding: v1[2].unwrap_or(0), layout })
    } else if v2[1].is_some() {
        let layout = Layout::V2 {
            nulls: size("nulls", v2[2])?,
            definition: size("bytes of levels", v2[5])?,
            repetition: size("bytes of levels", v2[6])?,
            is_compressed: v2[7] != Some(0),
        };
        Some(DataHeader { values: size("values", v2[1])?, encoding: v2[4].unwrap_or(0), layout })
    } else {
        None
    };
    let header = PageHeader {
        is_dictionary,
        size: size("bytes unpacked", header[2])?,
        length: size("bytes", header[3])?,
        checksum: header[4].and_then(|checksum| i32::try_from(checksum).ok()).map(i32::cast_unsigned),
        entries: size("entries", dictionary[1])?,
        data,
    };
    Ok((header, length))
}

/// Reads a struct in canonical form; `into` is where its values go, if they matter.
fn read_struct(bytes: &[u8], at: &mut usize, into: Option<usize>, values: &mut Values) -> Option<()> {
    let mut id = 0;
    loop {
        let header = *bytes.get(*at)?;
        *at += 1;
        let (delta, wire) = (i64::from(header >> 4), header & 0x0f);
        if wire == 0 {
            return Some(());
        }
        id = if delta == 0 { zigzag(bytes, at)? } else { id + delta };
        let field = usize::try_from(id).ok().filter(|&field| field < FIELDS)?;
        let value = match wire {
            STRUCT => {
                let inner = into.filter(|&of| of == 0).map(|_| STRUCTS[field]).filter(|&inner| inner > 0);
                read_struct(bytes, at, inner, values)?;
                continue;
            }
            I32 => zigzag(bytes, at)?,
            _ => i64::from(wire == TRUE),
        };
        if let Some(of) = into {
            values[of][field] = Some(value);
        }
    }
}

fn zigzag(bytes: &[u8], at: &mut usize) -> Option<i64> {
    let mut value = 0_u64;
    for shift in (0..64).step_by(7) {
        let byte = *bytes.get(*at)?;
        *at += 1;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some((value >> 1).cast_signed() ^ -(value & 1).cast_signed());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Layout, page_header};

    #[test]
    fn a_header_of_version_1_is_read_up_to_its_end() {
        // type 0, 15 bytes unpacked, 15 bytes, { 3 values, PLAIN, RLE, RLE }, then the page
        let bytes = [0x15, 0, 0x15, 30, 0x15, 30, 0x2c, 0x15, 6, 0x15, 0, 0x15, 6, 0x15, 6, 0, 0, 99, 99];
        let (header, length) = page_header(&bytes).expect("it is whole");
        assert_eq!((length, header.size, header.length, header.is_dictionary, header.checksum), (17, 15, 15, false, None));
        let data = header.data.expect("it has values");
        assert_eq!((data.values, data.encoding), (3, 0));
        assert!(matches!(data.layout, Layout::V1 { definition: 3, repetition: 3 }));
        assert!((0..17).all(|end| page_header(&bytes[..end]).is_err()));
    }

    #[test]
    fn a_field_of_another_type_and_a_negative_size_are_damage() {
        assert!(page_header(&[0x16, 0, 0x15, 30, 0x15, 30, 0]).is_err());
        assert!(page_header(&[0x15, 0, 0x15, 1, 0x15, 30, 0]).is_err());
    }
}
