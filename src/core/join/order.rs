//! The order of a list that two people have added to, taken from and put in another order: the same whoever joins.

use std::{collections::HashMap, hash::Hash};

/// Everything that either side has or had, each once: what stood there before in its place, what is new behind what it stood behind.
/// Where both put what was there before in another order, it is that of one of them.
pub fn joined_order<K: Ord + Hash + Clone>(base: &[K], ours: &[K], theirs: &[K]) -> Vec<K> {
    let moves = |side: &[K]| {
        let places: HashMap<&K, usize> = base.iter().enumerate().map(|(at, key)| (key, at)).collect();
        !side.iter().filter_map(|key| places.get(key)).is_sorted()
    };
    let (first, second) = match (moves(ours), moves(theirs)) {
        (true, false) => (ours, theirs),
        (false, true) => (theirs, ours),
        // Of two that are alike either would do, if it only is the same one from both ends.
        _ if ours <= theirs => (ours, theirs),
        _ => (theirs, ours),
    };
    let mut order = first.to_vec();
    for other in [second, base] {
        order = woven(order, other);
    }
    order
}

/// A list with what another has beside it, each behind what it stands behind there.
fn woven<K: Hash + Eq + Clone>(list: Vec<K>, other: &[K]) -> Vec<K> {
    let known: HashMap<&K, usize> = list.iter().enumerate().map(|(at, key)| (key, at)).collect();
    let mut behind: HashMap<Option<usize>, Vec<K>> = HashMap::new();
    let mut last = None;
    for key in other {
        match known.get(key) {
            Some(at) => last = Some(*at),
            None => behind.entry(last).or_default().push(key.clone()),
        }
    }
    if behind.is_empty() {
        return list;
    }
    let mut woven = behind.remove(&None).unwrap_or_default();
    for (at, key) in list.into_iter().enumerate() {
        woven.push(key);
        woven.extend(behind.remove(&Some(at)).unwrap_or_default());
    }
    woven
}

/// A list of values that have no name: what both kept, and what either added, in the order of `key` where both changed it.
pub fn joined_values<T: PartialEq + Clone, K: Ord>([base, ours, theirs]: [&[T]; 3], key: impl Fn(&T) -> K) -> Vec<T> {
    if ours == theirs || theirs == base {
        return ours.to_vec();
    }
    if ours == base {
        return theirs.to_vec();
    }
    let mut joined: Vec<T> =
        base.iter().filter(|value| ours.contains(value) && theirs.contains(value)).cloned().collect();
    for value in ours.iter().chain(theirs).filter(|value| !base.contains(value)) {
        if !joined.contains(value) {
            joined.push(value.clone());
        }
    }
    joined.sort_by_cached_key(key);
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(base: &str, ours: &str, theirs: &str) -> String {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        let [one, other] = [(ours, theirs), (theirs, ours)]
            .map(|(ours, theirs)| joined_order(&chars(base), &chars(ours), &chars(theirs)));
        assert_eq!(one, other, "it depends on who joins");
        one.into_iter().collect()
    }

    #[test]
    fn what_either_added_stands_where_it_was_put() {
        assert_eq!(order("abc", "abcd", "abce"), "abced");
        assert_eq!(order("abc", "axbc", "abcy"), "axbcy");
        assert_eq!(order("abc", "xabc", "abc"), "xabc");
    }

    #[test]
    fn another_order_of_one_side_holds() {
        assert_eq!(order("abc", "cab", "abcd"), "cdab");
        assert_eq!(order("abc", "cab", "abc"), "cab");
        assert_eq!(order("abc", "cab", "bca"), "bca");
    }

    #[test]
    fn values_without_a_name_go_where_one_side_took_them_out() {
        let joined = |base: &[i32], ours: &[i32], theirs: &[i32]| joined_values([base, ours, theirs], |value| *value);
        assert_eq!(joined(&[3, 1], &[3, 1, 2], &[3, 1]), [3, 1, 2]);
        assert_eq!(joined(&[1, 2], &[1, 2, 4], &[2, 3]), [2, 3, 4]);
        assert_eq!(joined(&[], &[1], &[1]), [1]);
    }
}
