//! Something that is worked out from a state and kept while the state is the same.

/// The last value that was worked out, with the key that says from what.
#[derive(Debug, Clone)]
pub struct Cached<K, V> {
    kept: Option<(K, V)>,
}

impl<K, V> Default for Cached<K, V> {
    fn default() -> Self {
        Self { kept: None }
    }
}

impl<K: PartialEq, V> Cached<K, V> {
    /// The value for this key, worked out unless it is the one that is kept.
    pub fn of(&mut self, key: K, work_out: impl FnOnce() -> V) -> &V {
        let kept = self.kept.take().filter(|(known, _)| *known == key);
        &self.kept.insert(kept.unwrap_or_else(|| (key, work_out()))).1
    }

    /// The value for this key, if it is the one that is kept.
    pub fn known(&self, key: &K) -> Option<&V> {
        self.kept.as_ref().filter(|(known, _)| known == key).map(|(_, value)| value)
    }

    /// What is kept, for whatever key.
    pub fn last(&self) -> Option<&V> {
        self.kept.as_ref().map(|(_, value)| value)
    }

    /// Keeps a value that was worked out elsewhere.
    pub fn put(&mut self, key: K, value: V) {
        self.kept = Some((key, value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn works_out_once_for_each_key_in_a_row() {
        let mut cached = Cached::default();
        let mut times = 0;
        let mut ask = |key: u8| {
            *cached.of(key, || {
                times += 1;
                (key, times)
            })
        };
        assert_eq!([ask(1), ask(1), ask(2), ask(2), ask(1)], [(1, 1), (1, 1), (2, 2), (2, 2), (1, 3)]);
        assert_eq!((cached.known(&1), cached.known(&2)), (Some(&(1, 3)), None));
    }
}
