//! A project becomes a file for other programs and readers.
//!
//! One format is one file here with one entry in [`EXPORTERS`]. `docs/formats.md` says what each can and cannot hold.

mod csv;
pub mod json;
mod markdown;

use thiserror::Error;

use crate::model::{Claim, Project};

/// One format that can be written.
#[derive(Debug, Clone, Copy)]
pub struct Exporter {
    /// Its stable name.
    pub id: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// What it is good for, in a sentence.
    pub about: &'static str,
    /// How its files end, without the dot.
    pub extension: &'static str,
    /// Whether such a file opens again as a project, without loss.
    pub opens_again: bool,
    export: fn(&Project, &Options) -> Exported,
}

/// Every format that can be written.
pub static EXPORTERS: &[Exporter] = &[csv::EXPORTER, json::EXPORTER, markdown::EXPORTER];

/// How to export. Every format reads what concerns it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// CSV: which table.
    pub table: Table,
    /// CSV: cells exactly as they are, even those that a spreadsheet would take for a formula.
    pub raw_cells: bool,
    /// CSV: begin with a byte order mark, which old spreadsheets need to see UTF-8.
    pub byte_order_mark: bool,
    /// Write contacts of sources that are marked private.
    pub include_private: bool,
}

/// A table of a project.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Table {
    /// A row a claim.
    #[default]
    Claims,
    /// A row a piece of evidence.
    Evidence,
}

/// A file, and what it could not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The file.
    pub bytes: Vec<u8>,
    /// What was left out, in sentences.
    pub warnings: Vec<String>,
}

/// Why an export was not made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ExportError {
    /// A name that no format has.
    #[error("Could not export: there is no format called “{0}”.")]
    UnknownFormat(String),
}

/// The format with this id.
pub fn exporter(id: &str) -> Option<&'static Exporter> {
    EXPORTERS.iter().find(|exporter| exporter.id == id)
}

/// Writes a project in the format with this id.
///
/// # Errors
/// [`ExportError::UnknownFormat`].
pub fn export(project: &Project, id: &str, options: &Options) -> Result<Exported, ExportError> {
    let exporter = exporter(id).ok_or_else(|| ExportError::UnknownFormat(id.to_owned()))?;
    Ok((exporter.export)(project, options))
}

/// The word for a claim's verdict; empty while it has none.
fn verdict_label(project: &Project, claim: &Claim) -> String {
    claim
        .verdict
        .as_ref()
        .map(|id| project.verdict(id).map_or_else(|| id.to_string(), |verdict| verdict.label))
        .unwrap_or_default()
}

/// The initials or name of a reviewer; empty when nobody is meant.
fn reviewer_name(project: &Project, reviewer_id: Option<&crate::model::ReviewerId>) -> String {
    let reviewer = reviewer_id.and_then(|id| project.reviewer(id));
    reviewer.map(|reviewer| reviewer.short().to_owned()).unwrap_or_default()
}

/// Where the first passage of a claim stands in its draft, in code points.
fn first_position(project: &Project, claim: &Claim) -> Option<std::ops::Range<usize>> {
    let anchor = &claim.marks.first()?.anchor;
    let version = project.article(&claim.article)?.version(&anchor.version)?;
    anchor.span.check(version.text()).ok()?;
    let start = version.text()[..anchor.span.start()].chars().count();
    Some(start..start + anchor.quote.chars().count())
}

#[cfg(test)]
pub(crate) mod testing {
    use std::sync::Arc;

    use crate::model::*;

    fn id<T>(make: fn(&str) -> Result<T, IdError>, text: &str) -> T {
        make(text).unwrap()
    }

    /// A project whose texts tempt every format: formulas, quotes, line ends, markup, emoji, right-to-left.
    pub fn tricky() -> Project {
        let mut project = Project::new("A <b>review</b>, \"quoted\"");
        let words = ["=1+2 cells", "+49 30", "@home", "e\u{301}👩‍👩‍👧‍👦 שלום", "two\tcells", "| * _ ` </script> ]]>"];
        let version_id = id(VersionId::new, "v-1");
        let blocks = words.iter().map(|text| BlockText::new(BlockKind::Paragraph, *text));
        let version = Arc::new(Version::new(version_id.clone(), Origin::default(), blocks));
        let article_id = id(ArticleId::new, "a-1");
        let meta =
            ArticleMeta { title: "=cmd|' /C calc'!A0".into(), published: "2025-02-04".into(), ..Default::default() };
        let article = Article { id: article_id.clone(), meta, versions: vec![Arc::clone(&version)] };
        let mut source = Source::new(id(SourceId::new, "s-1"));
        source.title = "-count, \"official\"\nwith a line end".into();
        source.url = "https://example.org/a?b=(c)".into();
        source.contact = "+1 555".into();
        let source_id = source.id.clone();
        let reviewer = Reviewer { id: id(ReviewerId::new, "r-1"), name: "Ann Lee".into(), initials: "AL".into() };
        project.apply(&Edit::AddArticle { article: Arc::new(article), at: 0 }).unwrap();
        project.apply(&Edit::PutSource(Arc::new(source))).unwrap();
        project.apply(&Edit::PutReviewer(Arc::new(reviewer.clone()))).unwrap();
        for (number, block) in version.blocks().iter().enumerate() {
            let anchor = Anchor {
                version: version_id.clone(),
                span: block.span,
                quote: version.block_text(block).to_owned(),
                prefix: String::new(),
                suffix: String::new(),
            };
            let mut claim =
                Claim::new(id(ClaimId::new, &format!("c-{number}")), article_id.clone(), vec![Mark::new(anchor)]);
            if number % 2 == 0 {
                let at = "2025-02-05T10:00:00Z".parse().unwrap();
                claim.verdict = Some(Scale::desk().verdicts[number].id.clone());
                claim.confidence = Some(Confidence { degree: Degree::High, reason: "-seen".into() });
                (claim.status, claim.signed) = (Status::Checked, Some(Signature { by: Some(reviewer.id.clone()), at }));
                claim.tags = vec!["=tag".into(), "b;c".into()];
                let mut evidence = Evidence::new(id(EvidenceId::new, "e-1"), source_id.clone());
                (evidence.stance, evidence.locator) = (Stance::Refutes, "p. 3".into());
                evidence.quote = "*no* “way”".into();
                claim.evidence.push(evidence);
            }
            project.apply(&Edit::AddClaim(Arc::new(claim))).unwrap();
        }
        project
    }
}
