//! What a review is: values, and the rules that hold between them. No I/O, no clock, no egui.

mod article;
mod id;
pub mod position;

pub use article::{Article, ArticleMeta, BLOCK_BREAK, Block, BlockKind, BlockText, Origin, Version};
pub use id::{
    ArticleId, ClaimId, EvidenceId, IdError, QueryId, ReviewerId, ScaleId, SourceId, VerdictId, VersionId, is_id,
};
pub use position::{PositionMap, Span, SpanError};
