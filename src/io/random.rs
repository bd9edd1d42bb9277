//! Randomness from the machine.

/// A seed for ids. Should the machine have no randomness to give, the clock has to do: ids must differ, not be secret.
pub fn seed() -> u64 {
    getrandom::u64().unwrap_or_else(|_| super::clock::now().0.as_nanosecond() as u64)
}
