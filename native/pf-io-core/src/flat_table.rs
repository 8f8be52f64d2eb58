//! Tables of a `FlatBuffer`, <https://flatbuffers.dev/internals/>; what lies outside of the bytes is not there.

/// A table.
#[derive(Clone, Copy)]
pub(crate) struct FlatTable<'a> {
    bytes: &'a [u8],
    at: i64,
    vtable: i64,
    vtable_length: i64,
}

impl<'a> FlatTable<'a> {
    /// The table that a buffer is there for.
    pub(crate) fn root(bytes: &'a [u8]) -> Option<Self> {
        Self::pointed_at_by(bytes, 0)
    }

    fn pointed_at_by(bytes: &'a [u8], pointer: i64) -> Option<Self> {
        let at = target(bytes, pointer)?;
        let vtable = at - i64::from(i32::from_le_bytes(read(bytes, at)?));
        // The length of the list and that of the table.
        let lengths: [u8; 4] = read(bytes, vtable)?;
        let vtable_length = i64::from(u16::from_le_bytes([lengths[0], lengths[1]]));
        Some(Self { bytes, at, vtable, vtable_length })
    }

    pub(crate) fn byte(&self, slot: i64) -> Option<u8> {
        self.value(slot).map(u8::from_le_bytes)
    }

    pub(crate) fn short(&self, slot: i64) -> Option<i16> {
        self.value(slot).map(i16::from_le_bytes)
    }

    pub(crate) fn table(&self, slot: i64) -> Option<Self> {
        Self::pointed_at_by(self.bytes, self.slot::<4>(slot)?)
    }

    /// A vector of exactly so many tables.
    pub(crate) fn tables(&self, slot: i64, count: usize) -> Option<Vec<Self>> {
        let (start, length) = self.vector(slot, 4)?;
        if length != i64::try_from(count).ok()? {
            return None;
        }
        (0..length).map(|index| Self::pointed_at_by(self.bytes, start + 4 * index)).collect()
    }

    pub(crate) fn bytes(&self, slot: i64) -> Option<&'a [u8]> {
        let (start, length) = self.vector(slot, 1)?;
        slice(self.bytes, start, length)
    }

    fn vector(&self, slot: i64, width: i64) -> Option<(i64, i64)> {
        let at = target(self.bytes, self.slot::<4>(slot)?)?;
        let length = i64::from(u32::from_le_bytes(read(self.bytes, at)?));
        slice(self.bytes, at + 4, length * width).map(|_| (at + 4, length))
    }

    fn value<const N: usize>(&self, slot: i64) -> Option<[u8; N]> {
        read(self.bytes, self.slot::<N>(slot)?)
    }

    /// Where the value of a field lies; 0 in the list of places stands for none.
    fn slot<const N: usize>(&self, slot: i64) -> Option<i64> {
        let entry = 4 + 2 * slot;
        if entry + 2 > self.vtable_length {
            return None;
        }
        let offset = u16::from_le_bytes(read(self.bytes, self.vtable + entry)?);
        let at = self.at + i64::from(offset);
        read::<N>(self.bytes, at).filter(|_| offset != 0).map(|_| at)
    }
}

fn target(bytes: &[u8], pointer: i64) -> Option<i64> {
    Some(pointer + i64::from(u32::from_le_bytes(read(bytes, pointer)?)))
}

fn read<const N: usize>(bytes: &[u8], at: i64) -> Option<[u8; N]> {
    bytes.get(usize::try_from(at).ok()?..)?.first_chunk().copied()
}

fn slice(bytes: &[u8], at: i64, length: i64) -> Option<&[u8]> {
    let start = usize::try_from(at).ok()?;
    bytes.get(start..start.checked_add(usize::try_from(length).ok()?)?)
}
