//! A project becomes a file for other programs and readers.
//!
//! One format is one file here with one entry in [`EXPORTERS`]. `docs/formats.md` says what each can and cannot hold. What is
//! private, and every path of this machine, is taken out before a format sees the project.

mod bibtex;
mod brat;
mod claimreview;
mod csl;
mod csv;
mod doccano;
mod docx;
#[cfg(test)]
mod every_state;
mod html;
pub mod json;
mod jsonl;
mod jsonld;
mod labelstudio;
mod letter;
mod lookup;
mod markdown;
mod pictures;
mod preview;
mod privacy;
mod rating;
mod reading;
mod ris;
mod rows;
mod spacy;
mod told;
mod tracked;
mod webannotation;
mod whole;
mod wordml;
mod xmi;
mod xml;
mod zipped;

use thiserror::Error;

use crate::model::Project;

use lookup::Lookup;
pub use pictures::{Pictures, pictures_of};
pub use preview::preview;
pub use privacy::discreet;
pub use reading::{ReadError, read_if_export};

/// One format that can be written.
#[derive(Debug, Clone, Copy)]
pub struct Exporter {
    /// Its stable name.
    pub id: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// What it is good for, in a sentence.
    pub about: &'static str,
    /// Whom it is for.
    pub family: Family,
    /// What it cannot hold, to follow "Leaves out: "; empty when it holds everything.
    pub leaves_out: &'static str,
    /// How its files end, without the dot.
    pub extension: &'static str,
    /// Whether such a file opens again as a project, without loss.
    pub opens_again: bool,
    /// The tables that it can write, the usual one first; empty where there is nothing to choose.
    pub tables: &'static [Table],
    /// The forms in which it can be written, the usual one first; empty where there is nothing to choose.
    pub forms: &'static [Form],
    /// What else can be chosen.
    pub choices: &'static [Choice],
    export: fn(&Lookup, &Options) -> Exported,
}

impl Exporter {
    /// How its files end with these options, without the dot.
    pub fn extension_for(&self, options: &Options) -> &'static str {
        if self.forms.is_empty() { self.extension } else { options.letter.extension() }
    }
}

/// Whom a format is for; the heading over it in the list of formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is described by its label")]
pub enum Family {
    People,
    Programs,
    Web,
    Tools,
    Sources,
}

impl Family {
    /// The words for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::People => "For people",
            Self::Programs => "For programs",
            Self::Web => "For the web",
            Self::Tools => "For annotation tools",
            Self::Sources => "The sources only",
        }
    }
}

/// Every format that can be written: for people, for programs, for the web, for annotation tools, for reference managers.
pub static EXPORTERS: &[Exporter] = &[
    csv::EXPORTER,
    html::EXPORTER,
    docx::EXPORTER,
    markdown::EXPORTER,
    letter::EXPORTER,
    json::EXPORTER,
    jsonl::EXPORTER,
    claimreview::EXPORTER,
    webannotation::EXPORTER,
    jsonld::EXPORTER,
    xmi::EXPORTER,
    brat::EXPORTER,
    labelstudio::EXPORTER,
    doccano::EXPORTER,
    spacy::EXPORTER,
    ris::EXPORTER,
    bibtex::EXPORTER,
    csl::EXPORTER,
];

/// How to export. Every format reads what concerns it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// CSV and JSON Lines: which table.
    pub table: Table,
    /// CSV: cells exactly as they are, even those that a spreadsheet would take for a formula.
    pub raw_cells: bool,
    /// CSV: begin with a byte order mark, which old spreadsheets need to see UTF-8.
    pub byte_order_mark: bool,
    /// CSV: without the header row, to go on under another project's rows.
    pub without_header: bool,
    /// CSV and JSON Lines: the name to give for the project's file.
    pub file_name: String,
    /// The query letter: as what.
    pub letter: Form,
    /// Web annotations: count positions in UTF-16 units instead of code points.
    pub utf16_positions: bool,
    /// Write contacts of sources that are marked private, and addresses of this machine and its network.
    pub include_private: bool,
    /// Web page: with the pictures that are kept with sources, untouched.
    pub with_pictures: bool,
    /// The bytes of those pictures.
    pub pictures: Pictures,
}

/// Something that is or is not so in an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// [`Options::raw_cells`].
    RawCells,
    /// [`Options::byte_order_mark`].
    ByteOrderMark,
    /// [`Options::utf16_positions`].
    Utf16Positions,
    /// [`Options::include_private`].
    Private,
    /// [`Options::with_pictures`].
    Pictures,
}

/// A table of a project.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Table {
    /// A row a claim.
    #[default]
    Claims,
    /// A row a piece of evidence.
    Evidence,
    /// A line for every part of the project, which opens again.
    Everything,
}

impl Table {
    /// The words for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Claims => "A row a claim",
            Self::Evidence => "A row a piece of evidence",
            Self::Everything => "The whole project, a part a line",
        }
    }
}

/// What a letter is written as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Form {
    /// Plain text with Markdown.
    #[default]
    Markdown,
    /// A web page, to paste into an e-mail.
    Html,
    /// A document for a word processor.
    Docx,
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 3] = [Self::Markdown, Self::Html, Self::Docx];

    /// The words for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Markdown => "Markdown",
            Self::Html => "Web page",
            Self::Docx => "Word document",
        }
    }

    fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Docx => "docx",
        }
    }
}

/// A file, and what it could not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The file.
    pub bytes: Vec<u8>,
    /// What was left out, in sentences.
    pub warnings: Vec<String>,
}

impl From<String> for Exported {
    fn from(text: String) -> Self {
        Self { bytes: text.into_bytes(), warnings: Vec::new() }
    }
}

impl Exported {
    /// Adds what could not be held.
    fn warn(mut self, warnings: impl IntoIterator<Item = String>) -> Self {
        self.warnings.extend(warnings);
        self
    }
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
    let (project, mut warnings) = privacy::cleaned(project, options);
    if exporter.family == Family::People {
        warnings.extend(pictures::warnings(&project, exporter.choices.contains(&Choice::Pictures), options));
    }
    Ok((exporter.export)(&Lookup::new(&project), options).warn(warnings))
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
        let words = BlockText::new(BlockKind::Paragraph, "👩‍👩‍👧‍👦 said: *no* “way” </script>");
        let document = Arc::new(Version::new(id(VersionId::new, "v-s"), Origin::default(), [words]));
        let quote = "*no* “way”";
        let start = document.text().find(quote).unwrap();
        let mark = Mark::new(Anchor {
            version: document.id.clone(),
            span: Span::in_text(document.text(), start, start + quote.len()).unwrap(),
            quote: quote.into(),
            prefix: "said: ".into(),
            suffix: " </script>".into(),
        });
        let reviewer = Reviewer { id: id(ReviewerId::new, "r-1"), name: "Ann Lee".into(), initials: "AL".into() };
        project.apply(&Edit::AddArticle { article: Arc::new(article), at: 0 }).unwrap();
        project.apply(&Edit::PutSource(Arc::new(source))).unwrap();
        project.apply(&Edit::AddDocument { source: source_id.clone(), version: document }).unwrap();
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
            let mut standing = None;
            if number % 2 == 0 {
                let at = "2025-02-05T10:00:00Z".parse().unwrap();
                claim.verdict = Some(Scale::desk().verdicts[number].id.clone());
                claim.confidence = Some(Confidence { degree: Degree::High, reason: "-seen".into() });
                let signed = Some(Signature { by: Some(reviewer.id.clone()), at });
                standing = Some(Standing { status: Status::Checked, signed });
                claim.tags = vec!["=tag".into(), "b;c".into()];
                let mut evidence = Evidence::new(id(EvidenceId::new, "e-1"), source_id.clone());
                (evidence.stance, evidence.locator) = (Stance::Refutes, "p. 3".into());
                evidence.quote = quote.into();
                evidence.mark = Some(mark.clone());
                claim.evidence.push(evidence);
            }
            let claim_id = claim.id.clone();
            project.apply(&Edit::AddClaim(Arc::new(claim))).unwrap();
            let sign = standing.map(|standing| Edit::SetClaim { claim: claim_id, field: ClaimField::Status(standing) });
            sign.iter().for_each(|edit| project.apply(edit).unwrap());
        }
        project
    }
}
