//! What a review is: values, and the rules that hold between them. No I/O, no clock, no egui.
//!
//! [`Project`] holds [`Article`]s with their immutable [`Version`]s, the [`Claim`]s marked in them, the [`Source`]s they are
//! checked against and the [`Scale`]s they are rated on. It changes only by [`Edit`]s. Positions are explained in
//! [`position`].

mod article;
pub mod bounds;
mod cells;
mod claim;
mod claim_table;
pub mod cleaning;
mod coverage;
mod decisions;
mod difference;
mod documents;
mod edit;
mod entry;
mod field;
mod first_pass;
pub(crate) mod fold;
mod id;
mod index;
mod likeness;
pub mod network;
mod numbers;
mod parts;
pub mod position;
mod project;
mod recognised;
pub mod reference;
mod region;
mod scale;
pub mod sentence;
mod settings;
mod signing;
mod source;
mod speech;
mod trace;
mod vouched;
mod wording;
mod work_record;

pub use article::{
    Article, ArticleMeta, BLOCK_BREAK, Block, BlockKind, BlockText, Capture, FirstCell, Origin, Version,
};
pub use cells::{Cell, Cells, column_letters};
pub use claim::{
    Anchor, ChangeRequest, Claim, ClaimKind, Claimant, Confidence, Degree, Mark, Placement, Priority, Query, Signature,
    Status,
};
pub use claim_table::{ClaimColumn, ClaimQuery, ClaimSort, ClaimView, Condition, QuickList, Test};
pub use coverage::{Coverage, Decision, DismissReason, Dismissal};
pub use difference::{Difference, Opinion, Value, without_documents};
pub use edit::{Edit, EditError, EvidenceField};
pub use entry::{Entry, Joining, three_way};
pub use field::{ClaimField, Join, LogField, Standing};
pub use first_pass::{Assignment, FirstOpinion, FirstPass, SettledDifference};
pub use fold::are_same_words;
pub use id::{
    ArticleId, ClaimId, EvidenceId, IdError, PassId, QueryId, ReviewerId, ScaleId, SourceId, VerdictId, VersionId,
    is_id,
};
pub use index::ProjectIndex;
pub use likeness::{CheckedBefore, Likeness};
pub use position::{PositionMap, Span, SpanError};
pub use project::{ClaimProblem, Problem, Project, ProjectParts};
pub use recognised::Recognised;
pub use reference::{Link, Note, NoteKind};
pub use region::{Area, NoArea, Region};
pub use scale::{Scale, Tone, Verdict};
pub use settings::{ConfidenceStyle, Reviewer, SecondCheckWay, Settings};
#[cfg(test)]
pub(crate) use signing::tests::every_edit;
pub use signing::{Checked, CheckedEvidence, CheckedPassage, CheckedSource, Covered, EarlierCheck};
pub use source::{
    Credibility, Evidence, KNOWN_TO_THE_DESK, Reliability, Seal, Source, SourceKind, SourceLevel, Stance, StoredFile,
};
pub use speech::{Moment, Speech, claimant_at, time_code};
pub use trace::{Reason, Trace};
pub use vouched::{OlderCheck, Vouched};
pub use wording::upper_first;
pub use work_record::{Correction, LogEntry, RuleId, SecondCheck, Settlement, Subject, Waiver};

/// Whether a value is what its type starts from. Such fields are left out of the file.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
