//! Numbers and texts as bytes: seven bits at a time, the lowest first, as in LEB128.

/// Appends a number.
pub(super) fn put(out: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Appends a count.
///
/// # Panics
/// If it is 2^32 or more.
pub(super) fn put_len(out: &mut Vec<u8>, count: usize) {
    put(out, u32::try_from(count).expect("fewer than 2^32"));
}

/// Appends a text, its length in bytes first.
pub(super) fn put_text(out: &mut Vec<u8>, text: &str) {
    put_len(out, text.len());
    out.extend_from_slice(text.as_bytes());
}

/// Reads what was appended. Past the end there are zeros and empty texts: files that are not ours are
/// told by their fingerprint before.
#[derive(Debug, Clone)]
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Returns how many bytes are left.
    pub(super) fn left(&self) -> usize {
        self.bytes.len()
    }

    pub(super) fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.bytes.split_first() else { return 0 };
        self.bytes = rest;
        *first
    }

    pub(super) fn number(&mut self) -> u32 {
        let mut number = 0u32;
        for shift in (0..32).step_by(7) {
            let byte = self.byte();
            number |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
        }
        number
    }

    pub(super) fn len(&mut self) -> usize {
        self.number() as usize
    }

    pub(super) fn take(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.bytes.split_at(count.min(self.bytes.len()));
        self.bytes = rest;
        taken
    }

    pub(super) fn text(&mut self) -> String {
        let length = self.len();
        String::from_utf8_lossy(self.take(length)).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_comes_back() {
        let mut out = Vec::new();
        for number in [0, 1, 127, 128, 16_383, 16_384, u32::MAX] {
            put(&mut out, number);
        }
        put_text(&mut out, "größer");
        let mut reader = Reader::new(&out);
        let numbers: Vec<u32> = (0..7).map(|_| reader.number()).collect();
        assert_eq!(numbers, [0, 1, 127, 128, 16_383, 16_384, u32::MAX]);
        assert_eq!(reader.text(), "größer");
        assert!(reader.is_at_end());
        assert_eq!((reader.number(), reader.text().as_str()), (0, ""));
    }
}
