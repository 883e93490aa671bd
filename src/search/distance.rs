//! How many slips lie between two words.

/// Returns whether at most `most` letters were left out, put in, changed or exchanged with their
/// neighbour between two words, and how many. Letters that were exchanged are not touched again
/// (optimal string alignment).
pub(super) fn within(a: &[char], b: &[char], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (row, ca) in a.iter().enumerate() {
        let mut line = Vec::with_capacity(b.len() + 1);
        line.push(row + 1);
        let mut least = row + 1;
        for (column, cb) in b.iter().enumerate() {
            let change = above[column] + usize::from(ca != cb);
            let mut cost = change.min(above[column + 1] + 1).min(line[column] + 1);
            if row > 0 && column > 0 && *ca == b[column - 1] && a[row - 1] == *cb {
                cost = cost.min(before[column - 1] + 1);
            }
            least = least.min(cost);
            line.push(cost);
        }
        if least > most {
            return None;
        }
        before = std::mem::replace(&mut above, line);
    }
    Some(above[b.len()]).filter(|cost| *cost <= most)
}

/// Returns how many slips a word of so many letters may have.
pub(super) fn tolerance(letters: usize) -> usize {
    match letters {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
        within(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>(), most)
    }

    #[test]
    fn slips_are_counted() {
        assert_eq!(distance("approval", "approval", 1), Some(0));
        assert_eq!(distance("aproval", "approval", 1), Some(1));
        assert_eq!(distance("aprpoval", "approval", 1), Some(1));
        assert_eq!(distance("qpproval", "approval", 1), Some(1));
        assert_eq!(distance("approvall", "approval", 1), Some(1));
        assert_eq!(distance("aprovall", "approval", 1), None);
        assert_eq!(distance("aprovall", "approval", 2), Some(2));
        assert_eq!(distance("abc", "abcdef", 2), None);
        assert_eq!(distance("ab", "ba", 1), Some(1));
    }
}
