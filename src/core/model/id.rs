//! Names of things: short, random, and safe in file names, links and terminals.
//!
//! Ids are made outside (the session asks the machine for randomness) and never derived from content, so that two
//! people's additions to copies of one project do not collide when the files are merged.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The longest id that a file may hold, in bytes.
pub const MAX_ID_LEN: usize = 64;

/// Why a string cannot be an id.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("“{0}” cannot be an id: ids are 1 to 64 of the characters a–z, 0–9 and -")]
pub struct IdError(pub String);

/// Whether `text` matches `[a-z0-9-]{1,64}`.
pub fn is_id(text: &str) -> bool {
    (1..=MAX_ID_LEN).contains(&text.len()) && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// Checks and takes a name.
            ///
            /// # Errors
            /// [`IdError`] when the text does not match `[a-z0-9-]{1,64}`.
            pub fn new(text: &str) -> Result<Self, IdError> {
                if is_id(text) { Ok(Self(text.into())) } else { Err(IdError(text.to_owned())) }
            }

            /// Makes a new name out of 32 random bits: a letter for the kind, then seven characters.
            pub fn from_random(bits: u32) -> Self {
                Self(format!("{}-{}", $prefix, base32(bits)).into())
            }

            /// The name itself.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                Self::new(&text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0.as_ref().to_owned()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// Names an [`Article`](super::Article).
    ArticleId "a";
    /// Names a [`Version`](super::Version) of an article.
    VersionId "v";
    /// Names a [`Claim`](super::Claim).
    ClaimId "c";
    /// Names an [`Evidence`](super::Evidence) link of a claim.
    EvidenceId "e";
    /// Names a [`Source`](super::Source).
    SourceId "s";
    /// Names a [`Query`](super::Query) of a claim.
    QueryId "q";
    /// Names a [`Reviewer`](super::Reviewer).
    ReviewerId "r";
    /// Names a [`Scale`](super::Scale).
    ScaleId "scale";
    /// Names a [`FirstPass`](super::FirstPass).
    PassId "p";
    /// Names a [`Verdict`](super::Verdict) within its scale.
    VerdictId "verdict";
}

/// Crockford's alphabet in lower case: no i, l, o or u, so that an id read aloud is not misheard.
fn base32(bits: u32) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    (0..7).rev().map(|digit| char::from(ALPHABET[(bits >> (5 * digit)) as usize & 31])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_only_safe_names() {
        for good in ["a", "c-0v9k2mq", "2024-draft"] {
            assert!(ClaimId::new(good).is_ok(), "{good}");
        }
        for bad in ["", "A", "a b", "../x", "é", "a/b", &"x".repeat(65)] {
            assert!(ClaimId::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn random_names_are_names_and_differ() {
        let made: std::collections::BTreeSet<_> = (0..1000u32).map(|n| ClaimId::from_random(n * 4_294_967)).collect();
        assert_eq!(made.len(), 1000);
        assert!(made.iter().all(|id| is_id(id.as_str())));
    }
}
