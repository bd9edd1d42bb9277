//! How much a project file may hold: so much that no desk comes near it, and so little that a file that was made to harm is
//! told before memory is taken for it.
//!
//! A byte can stand for two hundred: `(),` is a claim with all its empty fields. The size of a file alone therefore bounds
//! little. [`check`] looks at the signs that begin entries and values, outside of words and comments, in one pass, before
//! anything is decoded; [`check_parts`] at what was decoded.

use std::{collections::HashMap, sync::Arc};

use thiserror::Error;

use super::{ArticleMeta, Claim, Mark, Note, ProjectParts, Source, Verdict, Version};

/// Articles, sources, claims, reviewers, dismissals and the like, all together.
pub const MAX_ENTRIES: usize = 100_000;

/// Entries within entries (passages, evidence, queries), all together.
pub const MAX_GROUPS: usize = 2_000_000;

/// Values of fields and lists, all together.
pub const MAX_VALUES: usize = 12_000_000;

/// One text, in bytes: a paragraph, a note, a statement.
pub const MAX_FIELD: usize = 16 << 20;

/// Articles. An overview shows each of them.
pub const MAX_ARTICLES: usize = 10_000;

/// Drafts of one article, or versions of one source's document.
pub const MAX_DRAFTS: usize = 1_000;

/// The text of one draft or version, in bytes: some thirty long books.
pub const MAX_TEXT: usize = 64 << 20;

/// Passages, evidence, queries and the like of one claim.
pub const MAX_PARTS_OF_CLAIM: usize = 50_000;

/// Verdicts of all scales.
pub const MAX_VERDICTS: usize = 500;

/// Words that stand in one place and are told in many, as often as they are told, in bytes: the title of a source counts once for
/// each piece of evidence in it, and the words of a passage as often as they lie under one.
pub const MAX_TOLD: usize = 256 << 20;

/// What a file has too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Excess {
    /// Entries of the project.
    #[error("more than {MAX_ENTRIES} articles, sources, claims and other entries")]
    Entries,
    /// Entries within entries.
    #[error("more than {MAX_GROUPS} passages, pieces of evidence and other parts")]
    Groups,
    /// Values.
    #[error("more than {MAX_VALUES} values")]
    Values,
    /// One text.
    #[error("a text of more than {} MB in one field", MAX_FIELD >> 20)]
    Field,
    /// Articles.
    #[error("more than {MAX_ARTICLES} articles")]
    Articles,
    /// Drafts.
    #[error("an article or a source with more than {MAX_DRAFTS} drafts")]
    Drafts,
    /// The text of a draft.
    #[error("more than {} MB of text in one draft", MAX_TEXT >> 20)]
    Text,
    /// Parts of a claim.
    #[error("a claim with more than {MAX_PARTS_OF_CLAIM} passages, pieces of evidence and other parts")]
    Claim,
    /// Verdicts.
    #[error("more than {MAX_VERDICTS} verdicts in its scales")]
    Verdicts,
    /// Words that are told in many places.
    #[error("words that many parts share and that would be more than {} MB wherever they are told", MAX_TOLD >> 20)]
    Told,
}

/// How deep the entries of the project stand: the file, the project, a list, an entry.
const ENTRY_DEPTH: usize = 4;

/// Whether a file holds no more than a project may.
///
/// # Errors
/// What it has too much of.
pub fn check(text: &str) -> Result<(), Excess> {
    Tally::default().add(text, 0)
}

/// Whether a value that is to come into a project has no field that is too long for one: it would be refused only when the
/// project is saved.
///
/// # Errors
/// [`Excess`], what it has too much of.
pub fn fits(value: &impl serde::Serialize) -> Result<(), Excess> {
    ron::to_string(value).map_or(Ok(()), |text| check(&text))
}

/// Whether JSON that is not a project (what was read of a foreign file) holds no more than a project could take in.
///
/// # Errors
/// What it has too much of.
pub fn check_json(text: &str) -> Result<(), Excess> {
    Tally::of_json().add(text, ENTRY_DEPTH)
}

/// What has been counted of a project so far.
#[derive(Debug)]
pub(crate) struct Tally {
    entries: usize,
    groups: usize,
    values: usize,
    most_values: usize,
}

impl Default for Tally {
    fn default() -> Self {
        Self { entries: 0, groups: 0, values: 0, most_values: MAX_VALUES }
    }
}

impl Tally {
    /// Of JSON, in which the names of fields are values too.
    pub fn of_json() -> Self {
        Self { most_values: 2 * MAX_VALUES, ..Self::default() }
    }

    /// Counts an entry of the project by itself.
    ///
    /// # Errors
    /// What there is too much of by now.
    pub fn add_entry(&mut self, text: &str) -> Result<(), Excess> {
        self.add(text, ENTRY_DEPTH - 1)
    }

    /// Counts a text that stands so deep in a file.
    ///
    /// # Errors
    /// What there is too much of by now.
    pub fn add(&mut self, text: &str, mut depth: usize) -> Result<(), Excess> {
        let mut scan = Scan { bytes: text.as_bytes(), at: 0 };
        while let Some(sign) = scan.next_sign()? {
            match sign {
                b'[' => depth += 1,
                b'(' | b'{' => {
                    depth += 1;
                    self.groups += 1;
                    self.entries += usize::from(depth <= ENTRY_DEPTH);
                }
                b')' | b']' | b'}' => depth = depth.saturating_sub(1),
                _ => self.values += 1,
            }
            let Self { entries, groups, values, most_values } = *self;
            if entries > MAX_ENTRIES || groups > MAX_GROUPS || values > most_values {
                return Err(match (entries > MAX_ENTRIES, groups > MAX_GROUPS) {
                    (true, _) => Excess::Entries,
                    (_, true) => Excess::Groups,
                    _ => Excess::Values,
                });
            }
        }
        Ok(())
    }
}

/// Whether the parts of a project are no more than they may be, one by one and by what they refer to. What stands once in a
/// file may be told a million times wherever it is referred to, so that is counted as often as it is told.
///
/// # Errors
/// What there is too much of.
pub fn check_parts(parts: &ProjectParts) -> Result<(), Excess> {
    let articles = parts.articles.iter().map(|article| article.versions.len());
    let sources = parts.sources.iter().map(|source| source.versions.len());
    let drafts = parts.articles.iter().flat_map(|article| &article.versions);
    let mut versions = drafts.chain(parts.sources.iter().flat_map(|source| &source.versions));
    let too_much = [
        (parts.articles.len() > MAX_ARTICLES, Excess::Articles),
        (articles.chain(sources).any(|drafts| drafts > MAX_DRAFTS), Excess::Drafts),
        (versions.any(|version| len_of(version) > MAX_TEXT), Excess::Text),
        (parts.scales.iter().map(|scale| scale.verdicts.len()).sum::<usize>() > MAX_VERDICTS, Excess::Verdicts),
        (parts.claims.iter().any(|claim| parts_of(claim) > MAX_PARTS_OF_CLAIM), Excess::Claim),
        (told(parts) > MAX_TOLD, Excess::Told),
    ];
    too_much.into_iter().find_map(|(is_so, what)| is_so.then_some(Err(what))).unwrap_or(Ok(()))
}

/// The text of a version with its notes and addresses, in bytes.
fn len_of(version: &Version) -> usize {
    let links: usize = version.links().iter().map(|link| link.url.len()).sum();
    version.text().len() + links + version.notes().iter().map(Note::len_in_bytes).sum::<usize>()
}

/// Whether a text of these paragraphs, by their bytes, can be a draft.
///
/// # Errors
/// [`Excess::Field`] and [`Excess::Text`].
pub fn check_text(paragraphs: impl Iterator<Item = usize>) -> Result<(), Excess> {
    let mut len = 0;
    for paragraph in paragraphs {
        len += paragraph;
        if paragraph > MAX_FIELD {
            return Err(Excess::Field);
        }
        if len > MAX_TEXT {
            return Err(Excess::Text);
        }
    }
    Ok(())
}

fn parts_of(claim: &Claim) -> usize {
    let Claim { marks, aliases, tags, earlier_checks, evidence, queries, corrections, checked_before, log, .. } = claim;
    let earlier =
        marks.iter().chain(evidence.iter().filter_map(|one| one.mark.as_ref())).map(|mark| mark.earlier.len());
    let lists = [marks.len(), aliases.len(), tags.len(), earlier_checks.len(), evidence.len(), queries.len()];
    lists.into_iter().chain([corrections.len(), checked_before.len(), log.len()]).chain(earlier).sum()
}

/// How many bytes the words come to that parts refer to.
fn told(parts: &ProjectParts) -> usize {
    let names: HashMap<_, _> =
        parts.reviewers.iter().map(|reviewer| (&reviewer.id, reviewer.name.len() + reviewer.initials.len())).collect();
    let of_verdict = |verdict: &Verdict| verdict.label.len() + verdict.sign.len() + verdict.meaning.len();
    let verdicts = parts.scales.iter().flat_map(|scale| &scale.verdicts);
    let verdicts: HashMap<_, _> = verdicts.map(|verdict| (&verdict.id, of_verdict(verdict))).collect();
    let articles: HashMap<_, _> = parts.articles.iter().map(|article| (&article.id, of_meta(&article.meta))).collect();
    let sources: HashMap<_, _> = parts.sources.iter().map(|source| (&source.id, of_source(source))).collect();
    let of_claim = |claim: &Arc<Claim>| {
        let passages: usize = claim.marks.iter().map(of_mark).sum();
        // Some exports tell the passages with each piece of evidence and each query.
        let again = (claim.evidence.len() + claim.queries.len()) * (passages + claim.marks.len());
        let statement = claim.statement.as_ref().map_or(passages, String::len);
        let evidence = claim.evidence.iter().map(|one| {
            let source = sources.get(&one.source).copied().unwrap_or_default();
            parts.title.len() + statement + source + one.mark.as_ref().map_or(0, of_mark)
        });
        let seconds = claim.second.iter().chain(claim.earlier_checks.iter().filter_map(|check| check.second.as_ref()));
        let named = claim.verdict.iter().chain(seconds.map(|second| &second.verdict));
        let verdicts: usize = named.filter_map(|verdict| verdicts.get(verdict)).sum();
        let people: usize = claim.people().filter_map(|reviewer| names.get(reviewer)).sum();
        let article = articles.get(&claim.article).copied().unwrap_or_default();
        parts.title.len() + article + passages + again + verdicts + people + evidence.sum::<usize>()
    };
    parts.claims.iter().map(of_claim).fold(0, usize::saturating_add)
}

/// The words under a passage, wherever a file says that it stands.
fn of_mark(mark: &Mark) -> usize {
    mark.earlier.iter().chain([&mark.anchor]).map(|anchor| anchor.span.len()).sum()
}

fn of_meta(meta: &ArticleMeta) -> usize {
    let ArticleMeta { title, authors, publisher, published, language, url } = meta;
    let words = [title, publisher, published, language, url];
    words.into_iter().chain(authors).map(String::len).sum()
}

fn of_source(source: &Source) -> usize {
    let words = [&source.title, &source.publisher, &source.published, &source.url, &source.archived_url];
    let captures = source.versions.iter().filter_map(|version| version.origin.captured.as_ref());
    let capture = captures.map(|page| page.url.len()).max().unwrap_or_default();
    capture + words.into_iter().chain(&source.creators).map(String::len).sum::<usize>()
}

/// The signs of a file, outside of words, characters and comments, as RON has them.
struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scan<'_> {
    /// The next bracket, colon, comma, or beginning of a text.
    fn next_sign(&mut self) -> Result<Option<u8>, Excess> {
        loop {
            let Some(&byte) = self.bytes.get(self.at) else { return Ok(None) };
            self.at += 1;
            match byte {
                b'(' | b'[' | b'{' | b')' | b']' | b'}' | b',' => return Ok(Some(byte)),
                b'"' => {
                    self.within(Self::skip_text)?;
                    return Ok(Some(byte));
                }
                b'r' if self.begins_raw() => {
                    self.within(Self::skip_raw)?;
                    return Ok(Some(byte));
                }
                b'\'' => self.skip_char(),
                b'/' => self.skip_comment(),
                _ => {}
            }
        }
    }

    /// Skips a text, which may be so long and no longer.
    fn within(&mut self, skip: impl Fn(&mut Self)) -> Result<(), Excess> {
        let start = self.at;
        skip(self);
        if self.at - start > MAX_FIELD { Err(Excess::Field) } else { Ok(()) }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    /// Behind the quotation mark that ends a text.
    fn skip_text(&mut self) {
        while let Some(byte) = self.peek(0) {
            self.at += 1;
            match byte {
                b'"' => return,
                b'\\' => self.at += 1,
                _ => {}
            }
        }
    }

    /// Whether `r` begins a raw text rather than a word: no letter stands before it, and signs and a quotation mark follow.
    fn begins_raw(&self) -> bool {
        let before = self.at.checked_sub(2).and_then(|at| self.bytes.get(at)).copied().unwrap_or(b' ');
        let is_word = (before.is_ascii_alphanumeric() && before != b'b') || before == b'_';
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let signs = rest.iter().take_while(|byte| **byte == b'#').count();
        !is_word && rest.get(signs) == Some(&b'"')
    }

    /// Behind the quotation mark and as many signs as a raw text begins with.
    fn skip_raw(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let signs = rest.iter().take_while(|byte| **byte == b'#').count();
        self.at += signs + 1;
        while let Some(byte) = self.peek(0) {
            self.at += 1;
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            if byte == b'"' && rest.iter().take(signs).filter(|byte| **byte == b'#').count() == signs {
                self.at += signs;
                return;
            }
        }
    }

    /// Behind a character in apostrophes; an apostrophe that begins none is passed over alone.
    fn skip_char(&mut self) {
        if self.peek(0) == Some(b'\\') {
            self.at += 2;
            return;
        }
        // One character of UTF-8 has at most four bytes.
        if let Some(end) = (1..=4).find(|ahead| self.peek(*ahead) == Some(b'\'')) {
            self.at += end + 1;
        }
    }

    /// Behind a comment; those of several lines nest.
    fn skip_comment(&mut self) {
        match self.peek(0) {
            Some(b'/') => {
                let rest = self.bytes.get(self.at..).unwrap_or_default();
                self.at += rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
            }
            Some(b'*') => {
                self.at += 1;
                let mut depth = 1;
                while depth > 0 {
                    match (self.peek(0), self.peek(1)) {
                        (Some(b'*'), Some(b'/')) => (depth, self.at) = (depth - 1, self.at + 2),
                        (Some(b'/'), Some(b'*')) => (depth, self.at) = (depth + 1, self.at + 2),
                        (None, _) => return,
                        _ => self.at += 1,
                    }
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The signs of a text, in order.
    fn signs(text: &str) -> String {
        let mut scan = Scan { bytes: text.as_bytes(), at: 0 };
        std::iter::from_fn(|| scan.next_sign().unwrap()).map(char::from).collect()
    }

    #[test]
    fn words_characters_and_comments_are_passed_over() {
        assert_eq!(signs(r#"(a: "(,\"[", b: 'x', c: '"', d: '\'')"#), r#"(",,,)"#);
        assert_eq!(signs("(a: r#\"(\" ,\"#, b: r\"[\\\", c: bar, d: br##\"#\"#\"##)"), "(r,r,,r)");
        assert_eq!(signs("// (\"\n[ /* ( /* [ */ \" */ ] / ("), "[](");
        assert_eq!(signs("'('ö'[''"), "");
        assert_eq!(signs("\"no end ("), "\"");
    }

    #[test]
    fn a_project_has_no_more_than_a_desk_needs() {
        let of = |inner: String| format!("(format: 1, project: (title: \"a\", claims: [{inner}]))");
        let check = |inner: String| check(&of(inner));
        assert_eq!(check("(),".repeat(MAX_ENTRIES - 2)), Ok(()));
        assert_eq!(check("(),".repeat(MAX_ENTRIES)), Err(Excess::Entries));
        assert_eq!(check(format!("(marks: [{}])", "(),".repeat(MAX_GROUPS))), Err(Excess::Groups));
        assert_eq!(check(format!("(tags: [{}])", "\"\",".repeat(MAX_VALUES / 2))), Err(Excess::Values));
        assert_eq!(check(format!("(notes: \"{}\")", "a".repeat(MAX_FIELD + 1))), Err(Excess::Field));
        assert_eq!(check(format!("(notes: \"{}\")", "a".repeat(MAX_FIELD - 1))), Ok(()));
    }

    fn parts(inner: &str) -> ProjectParts {
        let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
        let of = "articles: [(id: \"a\", versions: [(id: \"v\", blocks: [(kind: Paragraph, text: \"one two\")])])]";
        options.from_str(&format!("({of}, {inner})")).unwrap()
    }

    #[test]
    fn one_claim_or_article_has_no_more_than_a_desk_needs() {
        let mark = "(anchor: (version: \"v\", span: (0, 3), quote: \"one\"))";
        let claim = |fields: String| check_parts(&parts(&format!("claims: [(id: \"c\", article: \"a\", {fields})]")));
        let queries = |count| format!("marks: [{mark}], queries: [{}]", "(id: \"q\", question: \"?\"),".repeat(count));
        assert_eq!(claim(queries(MAX_PARTS_OF_CLAIM - 1)), Ok(()));
        assert_eq!(claim(queries(MAX_PARTS_OF_CLAIM)), Err(Excess::Claim));
        let source = |drafts: usize| {
            format!("sources: [(id: \"s\", versions: [{}])]", "(id: \"w\", blocks: []),".repeat(drafts))
        };
        assert_eq!(check_parts(&parts(&source(MAX_DRAFTS))), Ok(()));
        assert_eq!(check_parts(&parts(&source(MAX_DRAFTS + 1))), Err(Excess::Drafts));
        let articles = "(id: \"a\", versions: []),".repeat(MAX_ARTICLES + 1);
        let many: ProjectParts = ron::from_str(&format!("(articles: [{articles}])")).unwrap();
        assert_eq!(check_parts(&many), Err(Excess::Articles));
        let verdicts = "(id: \"w\", label: \"l\", sign: \"s\", tone: Right),".repeat(MAX_VERDICTS + 1);
        let scales = format!("scales: [(id: \"s\", name: \"n\", verdicts: [{verdicts}])]");
        assert_eq!(check_parts(&parts(&scales)), Err(Excess::Verdicts));
    }

    #[test]
    fn a_draft_has_no_more_text_than_many_books() {
        let paragraph = MAX_TEXT / 8;
        assert_eq!(check_text(std::iter::repeat_n(paragraph, 8)), Ok(()));
        assert_eq!(check_text(std::iter::repeat_n(paragraph, 9)), Err(Excess::Text));
        assert_eq!(check_text([1, MAX_FIELD + 1].into_iter()), Err(Excess::Field));
    }

    #[test]
    fn notes_count_as_text_of_their_draft() {
        let note = format!("(span: (0, 3), text: \"{}\"),", "a".repeat(MAX_TEXT / 8));
        let draft = |notes: usize| {
            let block = format!("(kind: Paragraph, text: \"one\", notes: [{}])", note.repeat(notes));
            format!("sources: [(id: \"s\", versions: [(id: \"w\", blocks: [{block}])])]")
        };
        assert_eq!(check_parts(&parts(&draft(7))), Ok(()));
        assert_eq!(check_parts(&parts(&draft(8))), Err(Excess::Text));
    }

    #[test]
    fn what_is_told_in_many_places_counts_in_each() {
        let long = "a".repeat(MAX_TOLD / 100);
        let claims = |count: usize, fields: &str| {
            let claim = format!("(id: \"c\", article: \"a\", marks: [], {fields}),");
            format!("claims: [{}]", claim.repeat(count))
        };
        let check = |inner: String| check_parts(&parts(&inner));
        let by_title = |count| check(format!("title: \"{long}\", {}", claims(count, "")));
        assert_eq!((by_title(99), by_title(101)), (Ok(()), Err(Excess::Told)));
        let evidence = "evidence: [(id: \"e\", source: \"s\")]";
        let by_source =
            |count| check(format!("sources: [(id: \"s\", title: \"{long}\")], {}", claims(count, evidence)));
        assert_eq!((by_source(99), by_source(101)), (Ok(()), Err(Excess::Told)));
        let mark = format!("(anchor: (version: \"v\", span: (0, {}), quote: \"\")),", MAX_TOLD / 100);
        let by_passages =
            |count| check(format!("claims: [(id: \"c\", article: \"a\", marks: [{}])]", mark.repeat(count)));
        assert_eq!((by_passages(99), by_passages(101)), (Ok(()), Err(Excess::Told)));
    }
}
