//! Compressing what has no repetitions (deflate, RFC 1951).
//!
//! In lists of numbers some bytes are more common than others, but what follows what is chance. Looking
//! for repetitions in them takes most of the time of a usual compressor and makes them longer, because
//! those that it finds by chance cost more than the bytes themselves. Here every run of bytes gets a
//! code of its own (section 3.2.7), and nothing is looked for. Whole numbers only, so that every machine
//! writes the same.

/// Bytes, and the end of a run.
const SYMBOLS: usize = 257;

/// The symbol that ends a run.
const END: usize = 256;

/// The longest code of a symbol, and of the length of one.
const MAX_BITS: [usize; 2] = [15, 7];

/// In which order the lengths of the codes for lengths are written.
const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// Appends some bytes, compressed; `ends` says where runs end whose bytes are alike.
pub(super) fn compress(content: &[u8], ends: &[usize], out: &mut Vec<u8>) {
    let mut bits = Bits { out, held: 0, count: 0 };
    let mut start = 0;
    for end in ends.iter().copied() {
        if start < end && end < content.len() {
            run(&mut bits, &content[start..end], 0);
            start = end;
        }
    }
    run(&mut bits, &content[start..], 1);
    bits.finish();
}

/// Writes one run; `is_last` is 1 for the last.
fn run(bits: &mut Bits<'_>, content: &[u8], is_last: u32) {
    let mut counts = [0u32; SYMBOLS];
    content.iter().for_each(|byte| counts[usize::from(*byte)] += 1);
    counts[END] = 1;
    let lengths = lengths(&counts, MAX_BITS[0]);
    bits.put(is_last, 1);
    bits.put(2, 2);
    put_lengths(bits, &lengths);
    let codes = codes(&lengths);
    for byte in content {
        let (code, length) = codes[usize::from(*byte)];
        bits.put(code, length);
    }
    let (code, length) = codes[END];
    bits.put(code, length);
}

/// Writes how long the code of each symbol is; there are none for distances.
fn put_lengths(bits: &mut Bits<'_>, lengths: &[u8]) {
    // Each is a symbol with bits behind it: their value and their number.
    let mut written: Vec<(usize, u32, u32)> = Vec::new();
    for alike in lengths.chunk_by(|a, b| a == b).chain([[0].as_slice()]) {
        repeat(usize::from(alike[0]), alike.len(), &mut written);
    }
    let mut counts = [0u32; ORDER.len()];
    written.iter().for_each(|(symbol, ..)| counts[*symbol] += 1);
    let lengths = self::lengths(&counts, MAX_BITS[1]);
    let count = ORDER.iter().rposition(|symbol| lengths[*symbol] > 0).map_or(4, |last| (last + 1).max(4));
    bits.put(0, 5); // 257 symbols.
    bits.put(0, 5); // One code for distances, of no length.
    bits.put(count as u32 - 4, 4);
    ORDER[..count].iter().for_each(|symbol| bits.put(u32::from(lengths[*symbol]), 3));
    let codes = codes(&lengths);
    for (symbol, value, width) in written {
        let (code, length) = codes[symbol];
        bits.put(code, length);
        bits.put(value, width);
    }
}

/// Writes a length so many times, in as few symbols as there may be.
fn repeat(length: usize, mut times: usize, written: &mut Vec<(usize, u32, u32)>) {
    if length > 0 {
        written.push((length, 0, 0));
        times -= 1;
    }
    while times > 0 {
        let (symbol, least, most, width) = match (length, times) {
            (0, 11..) => (18, 11, 138, 7),
            (0, 3..) => (17, 3, 10, 3),
            (_, 3..) => (16, 3, 6, 2),
            _ => (length, 1, 1, 0),
        };
        let taken = times.min(most);
        written.push((symbol, (taken - least) as u32, width));
        times -= taken;
    }
}

/// Returns how long the code of each symbol is to be, so that all together are as short as can be with
/// no code longer than `most`. A symbol that does not occur has none.
fn lengths(counts: &[u32], most: usize) -> Vec<u8> {
    let mut rising: Vec<(u32, usize)> =
        counts.iter().copied().zip(0..).filter(|(count, _)| *count > 0).collect();
    rising.sort_unstable();
    let mut lengths = vec![0; counts.len()];
    if let [(_, only)] = rising[..] {
        lengths[only] = 1;
        return lengths;
    }
    let mut left = of_each_length(&rising, most);
    // The rarest get the longest.
    let mut length = most;
    for (_, symbol) in rising {
        while left[length] == 0 {
            length -= 1;
        }
        left[length] -= 1;
        lengths[symbol] = length as u8;
    }
    lengths
}

/// Returns how many codes there are of each length.
fn of_each_length(rising: &[(u32, usize)], most: usize) -> Vec<usize> {
    let mut numbers = vec![0; most + 1];
    for depth in depths(rising) {
        numbers[depth.min(most)] += 1;
    }
    // Codes that were cut take room that is not there: others are made longer for them, one of the
    // length below the longest at a time.
    let mut room: usize = numbers.iter().enumerate().map(|(length, number)| number << (most - length)).sum();
    while room > 1 << most {
        let at = (1..most).rev().find(|length| numbers[*length] > 0).expect("a shorter code is there");
        numbers[most] -= 1;
        numbers[at] -= 1;
        numbers[at + 1] += 2;
        room -= 1;
    }
    numbers
}

/// Returns how deep each of some symbols is in the tree of Huffman, given by how often it occurs.
fn depths(rising: &[(u32, usize)]) -> Vec<usize> {
    let leaves = rising.len();
    let mut weights: Vec<u32> = rising.iter().map(|(count, _)| *count).collect();
    let mut parents = vec![0; 2 * leaves - 1];
    let (mut leaf, mut inner) = (0, leaves);
    for made in leaves..2 * leaves - 1 {
        let mut weight = 0;
        for _ in 0..2 {
            let is_leaf = leaf < leaves && (inner == made || weights[leaf] <= weights[inner]);
            let next = if is_leaf { &mut leaf } else { &mut inner };
            weight += weights[*next];
            parents[*next] = made;
            *next += 1;
        }
        weights.push(weight);
    }
    let mut depths = vec![0; 2 * leaves - 1];
    for at in (0..2 * leaves - 2).rev() {
        depths[at] = depths[parents[at]] + 1;
    }
    depths.truncate(leaves);
    depths
}

/// Returns the code of each symbol with its length, as they are written: the first bit lowest.
fn codes(lengths: &[u8]) -> Vec<(u32, u32)> {
    let mut next = [0u32; 17];
    lengths.iter().filter(|length| **length > 0).for_each(|length| next[usize::from(*length) + 1] += 1);
    for length in 1..next.len() {
        next[length] = (next[length] + next[length - 1]) << 1;
    }
    let code = |length: &u8| {
        let (code, length) = (&mut next[usize::from(*length)], u32::from(*length));
        let written = if length == 0 { 0 } else { code.reverse_bits() >> (32 - length) };
        *code += 1;
        (written, length)
    };
    lengths.iter().map(code).collect()
}

/// Bits, the lowest of each byte first.
struct Bits<'a> {
    out: &'a mut Vec<u8>,
    held: u64,
    count: u32,
}

impl Bits<'_> {
    /// Appends the lowest bits of a value, at most 15.
    fn put(&mut self, value: u32, count: u32) {
        self.held |= u64::from(value) << self.count;
        self.count += count;
        if self.count >= 32 {
            self.out.extend_from_slice(&(self.held as u32).to_le_bytes());
            self.held >>= 32;
            self.count -= 32;
        }
    }

    fn finish(self) {
        let bytes = self.count.div_ceil(8) as usize;
        self.out.extend_from_slice(&self.held.to_le_bytes()[..bytes]);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::DeflateDecoder;
    use proptest::prelude::*;

    use super::*;

    fn there_and_back(content: &[u8], ends: &[usize]) -> usize {
        let mut file = Vec::new();
        compress(content, ends, &mut file);
        let mut back = Vec::new();
        DeflateDecoder::new(file.as_slice()).read_to_end(&mut back).expect("it is deflated");
        assert_eq!(back, content);
        file.len()
    }

    #[test]
    fn anything_comes_back() {
        there_and_back(b"", &[]);
        there_and_back(b"", &[0]);
        there_and_back(b"x", &[1]);
        there_and_back(&[7; 1000], &[0, 0, 500, 1000]);
        let all: Vec<u8> = (0..=255).collect();
        there_and_back(&all, &[256]);
        // Each twice as often as the one before: codes would be longer than they may be.
        let deep: Vec<u8> = (0..18u8).flat_map(|byte| vec![byte; 1 << byte]).collect();
        there_and_back(&deep, &[]);
    }

    #[test]
    fn what_is_common_is_short() {
        let seldom: Vec<u8> = (0..8000).map(|at| u8::from(at % 9 == 0)).collect();
        assert!(there_and_back(&seldom, &[]) < 1200, "a bit a byte");
        let both: Vec<u8> = seldom.iter().copied().chain(seldom.iter().map(|byte| byte + 100)).collect();
        assert!(there_and_back(&both, &[8000]) < 2400, "in a run of its own each");
    }

    proptest! {
        #[test]
        fn any_bytes_come_back(content: Vec<u8>, ends: Vec<u8>) {
            let mut ends: Vec<usize> = ends.into_iter().map(usize::from).collect();
            ends.sort_unstable();
            there_and_back(&content, &ends);
        }
    }
}
