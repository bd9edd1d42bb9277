//! Makes ids out of a seed that the outside supplies.

use crate::model::{ArticleId, ClaimId, EvidenceId, PassId, Project, QueryId, ReviewerId, SourceId, VersionId};

/// A stream of random numbers (SplitMix64). One seed gives one stream, so tests know their ids.
#[derive(Debug, Clone)]
pub struct Ids {
    state: u64,
}

impl Ids {
    /// A stream from a seed, which should come from the machine's randomness.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// Another stream, which goes its own way.
    pub fn split(&mut self) -> Self {
        let high = u64::from(self.bits());
        Self { state: (high << 32) | u64::from(self.bits()) }
    }

    fn bits(&mut self) -> u32 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 32) as u32
    }

    fn unused<T>(&mut self, make: fn(u32) -> T, is_used: impl Fn(&T) -> bool) -> T {
        loop {
            let id = make(self.bits());
            if !is_used(&id) {
                return id;
            }
        }
    }

    /// An article id that the project does not have.
    pub fn article(&mut self, project: &Project) -> ArticleId {
        self.unused(ArticleId::from_random, |id| project.article(id).is_some())
    }

    /// A draft id that the project does not have.
    pub fn version(&mut self, project: &Project) -> VersionId {
        self.unused(VersionId::from_random, |id| project.version(id).is_some())
    }

    /// A claim id that the project does not have.
    pub fn claim(&mut self, project: &Project) -> ClaimId {
        self.unused(ClaimId::from_random, |id| project.claim(id).is_some())
    }

    /// A source id that the project does not have.
    pub fn source(&mut self, project: &Project) -> SourceId {
        self.unused(SourceId::from_random, |id| project.source(id).is_some())
    }

    /// A reviewer id that the project does not have.
    pub fn reviewer(&mut self, project: &Project) -> ReviewerId {
        self.unused(ReviewerId::from_random, |id| project.reviewer(id).is_some())
    }

    /// A name for a first pass that the project does not have.
    pub fn pass(&mut self, project: &Project) -> PassId {
        self.unused(PassId::from_random, |id| project.passes().iter().any(|pass| pass.id == *id))
    }

    /// A name for the journal of a project without a file.
    pub fn journal(&mut self) -> String {
        format!("new-{:08x}{:08x}", self.bits(), self.bits())
    }

    /// An evidence id. It only has to differ within one claim.
    pub fn evidence(&mut self) -> EvidenceId {
        EvidenceId::from_random(self.bits())
    }

    /// A query id. It only has to differ within one claim.
    pub fn query(&mut self) -> QueryId {
        QueryId::from_random(self.bits())
    }
}
