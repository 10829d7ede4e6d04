//! Places in a text by characters, as the parser counts, and by bytes, as everything else does.

/// Characters to bytes.
pub(super) enum ByteOffsets {
    /// They are the same, up to this length.
    Ascii(usize),
    /// The offset of each character.
    Table(Vec<u32>),
}

impl ByteOffsets {
    /// Of a text.
    pub(super) fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Self::Ascii(text.len());
        }
        // A file that is read is far below the four gigabytes that fit.
        Self::Table(text.char_indices().map(|(at, _)| at).chain([text.len()]).map(|at| at as u32).collect())
    }

    /// The offset of a character.
    pub(super) fn at(&self, index: usize) -> usize {
        match self {
            Self::Ascii(len) => index.min(*len),
            Self::Table(table) => table.get(index).or(table.last()).map_or(0, |&at| at as usize),
        }
    }

    /// The index of the character at an offset.
    pub(super) fn index(&self, at: usize) -> usize {
        match self {
            Self::Ascii(_) => at,
            Self::Table(table) => table.partition_point(|&offset| (offset as usize) < at),
        }
    }
}
