//! "Did you mean …?": the name nearest to a misspelt one.

/// The candidate that a person probably meant, if one is near enough: a third of the letters may be wrong.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let letters: Vec<char> = name.to_lowercase().chars().collect();
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let other: Vec<char> = candidate.to_lowercase().chars().collect();
            let allowed = letters.len().max(other.len()).div_ceil(3);
            if letters.len().abs_diff(other.len()) > allowed {
                return None;
            }
            let distance = distance(&letters, &other);
            (distance <= allowed).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// A line of help for a name that is not on a list: the nearest one, or the whole list if it is short.
pub fn suggest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    const SHORT: usize = 12;
    let candidates: Vec<&str> = candidates.into_iter().collect();
    match nearest(name, candidates.iter().copied()) {
        Some(near) => Some(format!("did you mean `{near}`?")),
        None if (1..=SHORT).contains(&candidates.len()) => {
            Some(format!("expected one of `{}`", candidates.join("`, `")))
        }
        None => None,
    }
}

/// How many letters must be inserted, deleted, replaced or swapped with their neighbour to make one word the other.
///
/// Each pair of letters is edited once only ("optimal string alignment"), which is what typing mistakes look like.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before_last = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1; b.len() + 1];
        for (j, y) in b.iter().enumerate() {
            let replaced = last[j] + usize::from(x != y);
            row[j + 1] = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                row[j + 1] = row[j + 1].min(before_last[j - 1] + 1);
            }
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_distance(a: &str, b: &str, expected: usize) {
        let [a, b] = [a, b].map(|word| word.chars().collect::<Vec<_>>());
        assert_eq!(distance(&a, &b), expected);
        assert_eq!(distance(&b, &a), expected);
    }

    #[test]
    fn counts_each_edit_once() {
        assert_distance("", "", 0);
        assert_distance("", "kind", 4);
        assert_distance("kind", "kind", 0);
        assert_distance("kind", "kinds", 1);
        assert_distance("kind", "kin", 1);
        assert_distance("kind", "kine", 1);
        assert_distance("kind", "knid", 1);
        assert_distance("casue", "cause", 1);
        assert_distance("été", "ete", 2);
    }

    #[test]
    fn finds_what_was_meant_and_nothing_far_fetched() {
        let keys = ["kind", "cause", "source", "remediation"];
        assert_eq!(nearest("kinds", keys), Some("kind"));
        assert_eq!(nearest("Casue", keys), Some("cause"));
        assert_eq!(nearest("remedation", keys), Some("remediation"));
        assert_eq!(nearest("colour", keys), None);
        assert_eq!(nearest("kind", []), None);
    }

    #[test]
    fn lists_short_lists_only() {
        let scopes = ["record", "batch"];
        assert_eq!(suggest("recrod", scopes).as_deref(), Some("did you mean `record`?"));
        assert_eq!(
            suggest("universe", scopes).as_deref(),
            Some("expected one of `record`, `batch`")
        );
        assert_eq!(suggest("universe", []), None);
        assert_eq!(suggest("universe", ["x"; 13]), None);
    }
}
