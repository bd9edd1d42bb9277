//! A project as RON, and back. `docs/format.md` describes the file field by field.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::model::{Problem, Project, ProjectParts, upper_first};

use super::{
    Holder, LinePosition, SaveError, StoreError, bounds,
    migrate::{OLDER, is_format_0},
};

/// The format that this program writes.
pub const FORMAT: u32 = 1;

/// The largest project file that is read, in bytes.
pub const MAX_BYTES: u64 = 256 << 20;

/// How many fields that nobody reads are named.
const MAX_UNKNOWN: usize = 1000;

/// How deep entries are laid out a field a line; what lies deeper stands on one line. Seven brings a claim's passages to one
/// field a line and a block of text to one line.
const LAYOUT_DEPTH: usize = 7;

/// A project as read.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// The project.
    pub project: Project,
    /// Whether it may be written back.
    pub access: Access,
    /// What in it does not fit together.
    pub problems: Vec<Problem>,
    /// The older format that it is written in; `None`: it is in the present one or a newer one.
    pub older: Option<u32>,
}

/// Whether a project may be written back to its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// Yes.
    Editable,
    /// No: a newer program wrote it, and this one may not understand all of it.
    Newer(u32),
    /// No: it has fields that would be lost.
    UnknownFields(Vec<String>),
    /// No: it does not fit together.
    Problems(Vec<Problem>),
    /// No: another window has it open.
    InUse(Option<Holder>),
    /// No: parts of the file could not be read and would be lost.
    Partial,
    /// No: its file holds two people's versions, and this is one of them alone.
    Unjoined,
}

impl Access {
    /// Whether it may be written back.
    pub fn is_editable(&self) -> bool {
        *self == Self::Editable
    }

    /// Why not, in a sentence.
    pub fn reason(&self) -> Option<String> {
        Some(match self {
            Self::Editable => return None,
            Self::Newer(format) => format!("a newer Claimdesk wrote it (format {format})."),
            Self::UnknownFields(fields) => {
                format!("it has fields that this version does not know and would lose: {}.", some_of(fields))
            }
            Self::InUse(Some(holder)) => {
                let since = holder.since.strftime("%Y-%m-%d %H:%M UTC");
                format!("{} has it open since {since}.", upper_first(&holder.who()))
            }
            Self::InUse(None) => "another window has it open.".to_owned(),
            Self::Unjoined => {
                "its file holds two versions, and this is only one of them. Join both again first.".to_owned()
            }
            Self::Partial => "parts of the file could not be read and would be lost.".to_owned(),
            Self::Problems(problems) => {
                let told: Vec<_> = problems.iter().map(ToString::to_string).collect();
                format!("parts of it do not fit together. {}", some_of(&told))
            }
        })
    }
}

fn some_of(items: &[String]) -> String {
    const SHOWN: usize = 3;
    let shown = items[..items.len().min(SHOWN)].join(", ");
    if items.len() > SHOWN { format!("{shown} and {} more", items.len() - SHOWN) } else { shown }
}

/// The file: its format number, then the parts of the project.
#[derive(Serialize)]
struct FileOut<'a> {
    format: u32,
    project: &'a ProjectParts,
}

/// A file of the present format as it is read.
#[derive(Deserialize)]
pub(super) struct File {
    #[serde(rename = "format")]
    _format: u32,
    project: ProjectParts,
}

impl From<ProjectParts> for File {
    fn from(project: ProjectParts) -> Self {
        Self { _format: FORMAT, project }
    }
}

/// Writes a project: one field a line, in a fixed order, fields with their starting value left out.
///
/// # Panics
/// Never: RON can hold every value of the model.
pub fn encode(project: &Project) -> String {
    let layout = ron::ser::PrettyConfig::new()
        .depth_limit(LAYOUT_DEPTH)
        .new_line("\n")
        .indentor("  ")
        .extensions(ron::extensions::Extensions::IMPLICIT_SOME);
    let file = FileOut { format: FORMAT, project: project.parts() };
    let mut text = ron::ser::to_string_pretty(&file, layout).expect("RON holds every value of the model");
    text.push('\n');
    text
}

/// Whether the file that is to be written of a project can be opened again.
///
/// # Errors
/// [`SaveError::TooLarge`] and [`SaveError::TooMuch`].
pub fn check_encoded(project: &Project, text: &str) -> Result<(), SaveError> {
    if text.len() as u64 > MAX_BYTES {
        return Err(SaveError::TooLarge(text.len() as u64 >> 20));
    }
    bounds::check(text).and_then(|()| bounds::check_parts(project.parts())).map_err(SaveError::TooMuch)
}

/// Reads a project.
///
/// # Errors
/// Every [`StoreError`].
pub fn decode(bytes: &[u8]) -> Result<Loaded, StoreError> {
    let text = text_of(bytes)?;
    let format = probe(text).ok_or_else(|| not_a_project(text))?;
    bounds::check(text)?;
    if format > FORMAT {
        let (file, _) = parse::<File>(text).map_err(|_| StoreError::Newer(format))?;
        bounds::check_parts(&file.project)?;
        let project = Project::from_parts(file.project);
        let problems = project.problems();
        return Ok(Loaded { project, access: Access::Newer(format), problems, older: None });
    }
    let (file, unknown) = match OLDER.get(format as usize) {
        Some(migrate) => migrate(text)?,
        None => parse(text)?,
    };
    bounds::check_parts(&file.project)?;
    let project = Project::from_parts(file.project);
    let problems = project.problems();
    let access = match (unknown.is_empty(), problems.is_empty()) {
        (false, _) => Access::UnknownFields(unknown),
        (true, false) => Access::Problems(problems.clone()),
        (true, true) => Access::Editable,
    };
    Ok(Loaded { project, access, problems, older: (format < FORMAT).then_some(format) })
}

/// The file as text, or what keeps it from being one.
pub(super) fn text_of(bytes: &[u8]) -> Result<&str, StoreError> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(StoreError::TooLarge(bytes.len() as u64 >> 20));
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(StoreError::Utf16);
    }
    if let Some(at) = memchr::memchr(0, bytes) {
        let is_utf16 = bytes.iter().take(200).skip(1).step_by(2).filter(|byte| **byte == 0).count() > 20
            && bytes.iter().take(200).step_by(2).all(|byte| *byte != 0);
        return Err(if is_utf16 { StoreError::Utf16 } else { StoreError::ZeroFilled(at) });
    }
    // RON does not take a byte order mark, which some editors add.
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| StoreError::NotText(error.valid_up_to()))?;
    if text.trim().is_empty() { Err(StoreError::Empty) } else { Ok(text) }
}

/// Whether a file begins as a project does: also a damaged one, of a newer format, in UTF-16 or with the marks of a merge.
pub(super) fn begins_like_project(start: &[u8]) -> bool {
    let start = start.strip_prefix("\u{feff}".as_bytes()).unwrap_or(start);
    let is_utf16 = start.starts_with(&[0xFF, 0xFE]) || start.starts_with(&[0xFE, 0xFF]);
    // In UTF-16 every second byte of plain letters is zero.
    let plain = |start: &[u8]| start.iter().copied().filter(|byte| *byte != 0 && byte.is_ascii()).collect::<Vec<u8>>();
    let bytes = if is_utf16 { plain(start) } else { start.to_vec() };
    let text = String::from_utf8_lossy(&bytes);
    let marks = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];
    let is_marked = marks.iter().any(|mark| text.trim_start().starts_with(mark));
    let text: String = if is_marked {
        text.lines()
            .filter(|line| !marks.iter().any(|mark| line.starts_with(mark)))
            .flat_map(|line| [line, "\n"])
            .collect()
    } else {
        text.into_owned()
    };
    probe(&text).is_some()
}

/// The format number, read without parsing the file: the first field after comments and attributes. Before there was a
/// number, the parts of the project stood there.
pub(super) fn probe(text: &str) -> Option<u32> {
    let mut rest = text.trim_start();
    loop {
        rest = if let Some(comment) = rest.strip_prefix("//") {
            comment.split_once('\n')?.1
        } else if let Some(comment) = rest.strip_prefix("/*") {
            comment.split_once("*/")?.1
        } else if let Some(attribute) = rest.strip_prefix("#!") {
            attribute.split_once(']')?.1
        } else {
            break;
        }
        .trim_start();
    }
    let rest = rest.strip_prefix('(')?.trim_start();
    let name_end = rest.find(|char: char| !char.is_ascii_lowercase()).unwrap_or(rest.len());
    let (first, rest) = rest.split_at(name_end);
    let rest = rest.trim_start().strip_prefix(':')?.trim_start();
    if is_format_0(first) {
        return Some(0);
    }
    let rest = Some(rest).filter(|_| first == "format")?;
    let digits = rest.find(|char: char| !char.is_ascii_digit()).unwrap_or(rest.len());
    rest[..digits].parse().ok()
}

fn not_a_project(text: &str) -> StoreError {
    conflict(text).unwrap_or(StoreError::NotAProject)
}

/// Parses a file and names the fields in it that nobody reads.
pub(super) fn parse<T: DeserializeOwned>(text: &str) -> Result<(T, Vec<String>), StoreError> {
    let mut unknown = Vec::new();
    let file = read(text, &options(), &mut |path| {
        // So many are enough to say that there are some.
        if unknown.len() < MAX_UNKNOWN {
            unknown.push(path.to_string());
        }
    });
    Ok((file.map_err(|error| damage(text, &error))?, unknown))
}

/// How a project is written.
pub(super) fn options() -> ron::Options {
    ron::Options::default().with_recursion_limit(64)
}

/// Reads a value and tells of fields that nobody reads. All RON is read through one and the same types: a reader of another type would
/// be all the code that reads a project once more.
pub(super) fn read<T: DeserializeOwned>(
    text: &str,
    options: &ron::Options,
    tell_unknown: &mut dyn FnMut(serde_ignored::Path<'_>),
) -> ron::error::SpannedResult<T> {
    let mut deserializer = ron::de::Deserializer::from_str_with_options(text, options)?;
    let value = serde_ignored::deserialize(&mut deserializer, tell_unknown);
    let value = value.map_err(|error| deserializer.span_error(error))?;
    deserializer.end().map_err(|error| deserializer.span_error(error))?;
    Ok(value)
}

fn damage(text: &str, error: &ron::error::SpannedError) -> StoreError {
    if let Some(conflict) = conflict(text) {
        return conflict;
    }
    let position = LinePosition::in_text(text, error.span.start.line, error.span.start.col);
    if text.trim_end().lines().count() <= error.span.end.line && !text.trim_end().ends_with(')') {
        return StoreError::Truncated(position);
    }
    StoreError::Damaged { what: plain_words(&error.code), position }
}

/// The first line that a merge has left.
fn conflict(text: &str) -> Option<StoreError> {
    let is_mark = |line: &str| line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ");
    let line = text.lines().position(is_mark)? + 1;
    Some(StoreError::ConflictMarkers(LinePosition::in_text(text, line, 1)))
}

/// RON's message without its code words.
pub(super) fn plain_words(error: &ron::Error) -> String {
    match error {
        ron::Error::NoSuchStructField { found, .. } => format!("it has a field “{found}” where none is expected"),
        ron::Error::NoSuchEnumVariant { found, .. } => format!("“{found}” is not one of the values known here"),
        ron::Error::MissingStructField { field, .. } => format!("the field “{field}” is missing"),
        ron::Error::DuplicateStructField { field, .. } => format!("the field “{field}” stands there twice"),
        ron::Error::Message(message) => message.trim_end_matches('.').to_owned(),
        other => format!("it is not written as a project is ({})", other.to_string().trim_end_matches('.')),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{
        Anchor, Article, ArticleId, ArticleMeta, BlockKind, BlockText, Claim, ClaimField, ClaimId, Confidence, Degree,
        Edit, Evidence, EvidenceId, Mark, Origin, Scale, Source, SourceId, Span, Stance, Version, VersionId,
    };

    /// A project with one article, one claim on its words `quote`, and one source.
    fn project(text: &str, quote: &str) -> Project {
        let mut project = Project::new("Bridge");
        let version_id = VersionId::new("v-1").unwrap();
        let version = Version::new(version_id.clone(), Origin::default(), [BlockText::new(BlockKind::Paragraph, text)]);
        let at = version.text().find(quote).unwrap();
        let anchor = Anchor {
            version: version_id,
            span: Span::in_text(version.text(), at, at + quote.len()).unwrap(),
            quote: quote.into(),
            prefix: String::new(),
            suffix: String::new(),
        };
        let article_id = ArticleId::new("a-1").unwrap();
        let meta = ArticleMeta { title: "Bridge closed".into(), ..ArticleMeta::default() };
        let article = Article { id: article_id.clone(), meta, versions: vec![Arc::new(version)] };
        let claim_id = ClaimId::new("c-1").unwrap();
        let source_id = SourceId::new("s-1").unwrap();
        let mut source = Source::new(source_id.clone());
        source.url = "https://example.org/count".into();
        let mut evidence = Evidence::new(EvidenceId::new("e-1").unwrap(), source_id);
        evidence.stance = Stance::Supports;
        let set = |field| Edit::SetClaim { claim: claim_id.clone(), field };
        let edits = [
            Edit::AddArticle { article: Arc::new(article), at: 0 },
            Edit::PutSource(Arc::new(source)),
            Edit::AddClaim(Arc::new(Claim::new(claim_id.clone(), article_id, vec![Mark::new(anchor)]))),
            Edit::AddEvidence { claim: claim_id.clone(), evidence },
            set(ClaimField::Verdict(Some(Scale::desk().verdicts[0].id.clone()))),
            set(ClaimField::Confidence(Some(Confidence::new(Degree::Percent(80))))),
        ];
        edits.iter().for_each(|edit| project.apply(edit).unwrap());
        project
    }

    #[test]
    fn the_file_is_readable_and_one_field_a_line() {
        let text = encode(&project("About 4,000 cars cross “it”.", "4,000 cars"));
        insta::assert_snapshot!(text);
    }

    #[test]
    fn gives_back_what_it_wrote() {
        let nasty = "tab\t \"quotes\" \\back )](( // not a comment /* nor this */ 👩‍👩‍👧‍👦 e\u{301} שלום None Some(1)";
        let project = project(nasty, "None Some(1)");
        let text = encode(&project);
        let loaded = decode(text.as_bytes()).unwrap();
        assert_eq!(loaded, Loaded { project, access: Access::Editable, problems: Vec::new(), older: None });
        assert_eq!(encode(&loaded.project), text);
    }

    #[test]
    fn an_empty_project_is_a_project() {
        let text = encode(&Project::new(""));
        assert_eq!(decode(text.as_bytes()).unwrap().project, Project::new(""));
        let marked = format!("\u{feff}// mine\n{text}");
        assert_eq!(decode(marked.as_bytes()).unwrap().project, Project::new(""));
    }

    #[test]
    fn unknown_fields_are_named_and_nothing_is_written_over() {
        let text =
            encode(&project("One two.", "One")).replace("title: \"Bridge\"", "title: \"Bridge\",\n    mood: \"good\"");
        let loaded = decode(text.as_bytes()).unwrap();
        assert_eq!(loaded.access, Access::UnknownFields(vec!["project.mood".into()]));
    }

    #[test]
    fn a_newer_format_opens_read_only_or_says_so() {
        let text = encode(&project("One two.", "One")).replace("format: 1", "format: 7");
        assert_eq!(decode(text.as_bytes()).unwrap().access, Access::Newer(7));
        assert_eq!(decode(b"(format: 7, all_new: [])").unwrap_err(), StoreError::Newer(7));
    }

    #[test]
    fn what_does_not_fit_together_opens_read_only() {
        let text = encode(&project("One two.", "One")).replace("quote: \"One\"", "quote: \"Two\"");
        let loaded = decode(text.as_bytes()).unwrap();
        assert!(matches!(loaded.access, Access::Problems(_)));
        assert_eq!(loaded.problems[0].to_string(), "Claim c-1: its quote differs from the text.");
    }

    #[test]
    fn says_what_is_wrong_with_a_damaged_file() {
        let text = encode(&project("One two.", "One"));
        let error = |bytes: &[u8]| decode(bytes).unwrap_err();
        assert_eq!(error(b""), StoreError::Empty);
        assert_eq!(error(&[0; 400]), StoreError::ZeroFilled(0));
        assert_eq!(error(b"\xFF\xFE(\0"), StoreError::Utf16);
        assert_eq!(error(b"(format: 1, \xFF"), StoreError::NotText(12));
        assert_eq!(error(b"Dear editor"), StoreError::NotAProject);
        let merged = text.replace("    title:", "<<<<<<< mine\n    title:");
        assert!(matches!(error(merged.as_bytes()), StoreError::ConflictMarkers(_)));
        let StoreError::Damaged { what, position } =
            error(text.replace("stance: Supports", "stance: Bakes").as_bytes())
        else {
            panic!("a wrong word is damage");
        };
        assert_eq!(what, "“Bakes” is not one of the values known here");
        assert!(position.excerpt.contains("stance: Bakes") && position.line > 10, "{position}");
    }

    #[test]
    fn a_file_cut_anywhere_is_an_error_with_a_place() {
        let text = encode(&project("One two.", "One"));
        for at in (1..text.trim_end().len()).filter(|at| text.is_char_boundary(*at)) {
            let error = decode(&text.as_bytes()[..at]).unwrap_err();
            let told = matches!(error, StoreError::Truncated(_) | StoreError::NotAProject | StoreError::Damaged { .. });
            assert!(told, "{at}: {error}");
        }
    }
}
