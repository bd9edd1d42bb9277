//! One project, or one file of another desk's fact-checks, ready to be searched.
//!
//! A shelf is a few arrays of bytes and numbers: the claims, packed; the blocks of the newest drafts; the stems of all words in order, and for
//! each the places in which it stands. So it is small, it is searched as it lies there, and the cache writes it as it is. Every shelf has its
//! own words, so that one is put in or taken out without touching another.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
    path::{Path, PathBuf},
};

use rustc_hash::FxHashMap;

use crate::{
    model::{ClaimId, Project},
    recall::{Language, each_word},
};

use super::{
    Entry,
    entry::Head,
    pack::{Packer, Unpacker, piece, put},
};

/// How much of a text is read to tell its language, in bytes.
const LANGUAGE_BYTES: usize = 2000;
/// How many claims of one publisher are read to tell the language.
const LANGUAGE_CLAIMS: usize = 20;

/// One project, or one file of another desk's fact-checks, ready to be searched. Never changes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shelf {
    /// The file.
    pub path: PathBuf,
    /// The project's title, or the name of the file.
    pub title: String,
    /// Whose it is.
    pub kind: ShelfKind,
    /// As which the file was read.
    pub stamp: Stamp,
    /// The languages of its texts, by their tags.
    pub(super) languages: Vec<String>,
    /// The claims, packed, and where each ends.
    entries: Box<[u8]>,
    entry_ends: Box<[u32]>,
    /// The articles: id and title, then what their blocks say and where each ends.
    pub(super) articles: Vec<(String, String)>,
    texts: Box<str>,
    text_ends: Box<[u32]>,
    pub(super) blocks: Box<[Block]>,
    pub(super) units: Box<[Unit]>,
    /// How many words the units of each part have together.
    pub(super) sums: [u32; Part::COUNT],
    /// The stems, in order, and where each ends; what stands where, and where that of each stem ends.
    stems: Box<str>,
    stem_ends: Box<[u32]>,
    postings: Box<[u8]>,
    posting_ends: Box<[u32]>,
}

/// Whose a shelf is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ShelfKind {
    /// A project of the desk.
    #[default]
    Project,
    /// Fact-checks that others published; only read.
    Neighbours,
}

/// By which a change of a file is noticed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Its length in bytes.
    pub len: u64,
    /// When it was written last, in nanoseconds since 1970, where that is known.
    pub modified: Option<i64>,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Whether it had rested for a while when it was read: else it may have been written again in the same moment.
    pub has_rested: bool,
    /// For whom it was read: what a blind second check hides from them is not on the shelf.
    pub reader: String,
}

/// A block of an article: which article, and where in the newest draft it begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Block {
    pub article: u32,
    pub start: u32,
}

/// A text whose words are counted: that of a claim or of a block. Claims come first, then blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    pub owner: u32,
    pub part: Part,
    /// How many words it has.
    pub words: u16,
}

/// Which texts of a claim are counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Statement and quotes.
    Main,
    /// Evidence, sources, claimant, tags, title.
    About,
    /// Notes, confidential sources.
    Private,
    /// A block of an article.
    Block,
}

impl Part {
    pub(super) const COUNT: usize = 4;
    const ALL: [Self; Self::COUNT] = [Self::Main, Self::About, Self::Private, Self::Block];
}

impl Shelf {
    /// A project as whoever asks is to see it. Of the claims in `hidden` the first check is not to be seen, and `project` comes without it.
    pub fn of_project(path: &Path, project: &Project, hidden: &HashSet<ClaimId>, stamp: Stamp) -> Self {
        let claims = project.claims().iter();
        let entries: Vec<Entry> =
            claims.map(|claim| Entry::of_claim(project, claim, hidden.contains(&claim.id))).collect();
        let mut building = Building::default();
        let drafts = project.articles().iter().filter(|article| !article.versions.is_empty());
        let drafts: Vec<_> = drafts.map(|article| (article, article.latest())).collect();
        let of_claims = language_of(entries.iter().map(|entry| entry.statement.as_str()), "");
        let languages: Vec<Language> = drafts
            .iter()
            .map(|(article, draft)| language_of(std::iter::once(&**draft.text()), &article.meta.language))
            .collect();
        let of_claims =
            if of_claims.tag().is_empty() { languages.first().copied().unwrap_or_default() } else { of_claims };
        entries.iter().for_each(|entry| building.entry(entry, of_claims));
        for ((article, draft), language) in drafts.iter().zip(languages) {
            building.articles.push((article.id.as_str().to_owned(), article.meta.title.clone()));
            for block in draft.blocks() {
                building.block(block.span.start(), block.span.of(draft.text()), language);
            }
        }
        building.finish(path, project.title(), ShelfKind::Project, stamp)
    }

    /// Fact-checks of others, out of one file.
    pub fn of_neighbours(path: &Path, title: &str, entries: &[Entry], stamp: Stamp) -> Self {
        // A list of many desks is in many languages, each of which writes in one.
        let mut by_publisher: HashMap<&str, Vec<&str>> = HashMap::new();
        for entry in entries {
            let said = by_publisher.entry(&entry.publisher).or_default();
            if said.len() < LANGUAGE_CLAIMS {
                said.push(&entry.statement);
            }
        }
        let languages: HashMap<&str, Language> =
            by_publisher.into_iter().map(|(publisher, said)| (publisher, language_of(said.into_iter(), ""))).collect();
        let mut building = Building::default();
        entries.iter().for_each(|entry| building.entry(entry, languages[entry.publisher.as_str()]));
        building.finish(path, title, ShelfKind::Neighbours, stamp)
    }

    /// The same of a file that was touched, and says what it said.
    #[must_use]
    pub fn stamped(&self, stamp: Stamp) -> Self {
        Self { stamp, ..self.clone() }
    }

    /// How many claims it has.
    pub fn len(&self) -> usize {
        self.entry_ends.len()
    }

    /// Whether it has no claims.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One of its claims.
    pub fn entry(&self, at: usize) -> Option<Entry> {
        Entry::unpack(self.packed(at)?)
    }

    /// All of its claims.
    pub fn entries(&self) -> impl Iterator<Item = Entry> {
        (0..self.len()).filter_map(|at| self.entry(at))
    }

    pub(super) fn head(&self, at: usize) -> Option<Head<'_>> {
        Head::read(&mut self.packed(at)?)
    }

    fn packed(&self, at: usize) -> Option<Unpacker<'_>> {
        self.entries.get(piece(&self.entry_ends, at)?).map(Unpacker)
    }

    /// What a block says.
    pub(super) fn block_text(&self, block: usize) -> Option<&str> {
        self.texts.get(piece(&self.text_ends, block)?)
    }

    /// How many claims and blocks it has.
    pub(super) fn owners(&self) -> usize {
        self.len() + self.blocks.len()
    }

    /// The number of a stem.
    pub(super) fn stem(&self, stem: &str) -> Option<usize> {
        let at = self.first_from(stem);
        (self.stem_at(at) == Some(stem)).then_some(at)
    }

    /// The stems that begin with this.
    pub(super) fn stems_from(&self, beginning: &str) -> Range<usize> {
        let start = self.first_from(beginning);
        let count = (start..self.stem_ends.len())
            .take_while(|at| self.stem_at(*at).is_some_and(|stem| stem.starts_with(beginning)))
            .count();
        start..start + count
    }

    fn first_from(&self, stem: &str) -> usize {
        let (mut low, mut high) = (0, self.stem_ends.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.stem_at(middle).is_some_and(|other| other < stem) { low = middle + 1 } else { high = middle }
        }
        low
    }

    fn stem_at(&self, at: usize) -> Option<&str> {
        self.stems.get(piece(&self.stem_ends, at)?)
    }

    /// In how many units a stem stands.
    pub(super) fn count_of(&self, stem: usize) -> usize {
        self.posting(stem).and_then(|mut it| it.count()).unwrap_or_default()
    }

    /// The units in which a stem stands, and how often.
    pub(super) fn each_unit_of(&self, stem: usize, mut is: impl FnMut(Unit, u32)) {
        let Some(mut it) = self.posting(stem) else { return };
        let mut unit = 0;
        for _ in 0..it.count().unwrap_or_default() {
            let Some(number) = it.number() else { return };
            unit += (number >> 1) as usize;
            let times = if number & 1 == 0 { Some(1) } else { it.small() };
            let Some((unit, times)) = self.units.get(unit).zip(times) else { return };
            is(*unit, times);
        }
    }

    fn posting(&self, stem: usize) -> Option<Unpacker<'_>> {
        self.postings.get(piece(&self.posting_ends, stem)?).map(Unpacker)
    }

    pub(super) fn pack(&self, out: &mut Packer) {
        let Self { path, title, kind, stamp, languages, entries, entry_ends, articles, texts, text_ends, .. } = self;
        let Self { blocks, units, sums, stems, stem_ends, postings, posting_ends, .. } = self;
        out.bytes(path.as_os_str().as_encoded_bytes());
        out.text(title);
        out.number(u64::from(*kind == ShelfKind::Neighbours));
        stamp.pack(out);
        out.texts(languages);
        out.bytes(entries);
        out.rising(entry_ends);
        out.number(articles.len() as u64);
        for (id, title) in articles {
            out.text(id);
            out.text(title);
        }
        out.text(texts);
        out.rising(text_ends);
        for block in blocks {
            out.number(u64::from(block.article));
            out.number(u64::from(block.start));
        }
        out.number(units.len() as u64);
        for unit in units {
            out.number(u64::from(unit.owner) << 2 | unit.part as u64);
            out.number(u64::from(unit.words));
        }
        sums.iter().for_each(|sum| out.number(u64::from(*sum)));
        out.text(stems);
        out.rising(stem_ends);
        out.bytes(postings);
        out.rising(posting_ends);
    }

    /// `path` is that of the file: a path as it lies in the cache is only compared with it.
    pub(super) fn unpack(it: &mut Unpacker<'_>, path: &Path) -> Option<Self> {
        if it.bytes()? != path.as_os_str().as_encoded_bytes() {
            return None;
        }
        let title = it.owned()?;
        let kind = if it.number()? == 0 { ShelfKind::Project } else { ShelfKind::Neighbours };
        let stamp = Stamp::unpack(it)?;
        let languages = it.texts()?;
        let (entries, entry_ends) = (it.bytes()?.into(), it.rising()?);
        let articles = (0..it.count()?).map(|_| Some((it.owned()?, it.owned()?))).collect::<Option<Vec<_>>>()?;
        let (texts, text_ends) = (it.text()?.into(), it.rising()?);
        let block = |it: &mut Unpacker<'_>| Some(Block { article: it.small()?, start: it.small()? });
        let blocks = (0..text_ends.len()).map(|_| block(it)).collect::<Option<_>>()?;
        let unit = |it: &mut Unpacker<'_>| {
            let owner = it.number()?;
            let part = Part::ALL[(owner & 3) as usize];
            Some(Unit { owner: u32::try_from(owner >> 2).ok()?, part, words: u16::try_from(it.number()?).ok()? })
        };
        let units = (0..it.count()?).map(|_| unit(it)).collect::<Option<_>>()?;
        let mut sums = [0; Part::COUNT];
        for sum in &mut sums {
            *sum = it.small()?;
        }
        let (stems, stem_ends) = (it.text()?.into(), it.rising()?);
        let (postings, posting_ends) = (it.bytes()?.into(), it.rising()?);
        let path = path.to_owned();
        let found = Self {
            path,
            title,
            kind,
            stamp,
            languages,
            entries,
            entry_ends,
            articles,
            texts,
            text_ends,
            blocks,
            units,
            sums,
            stems,
            stem_ends,
            postings,
            posting_ends,
        };
        let owners = found.owners();
        found.units.iter().all(|unit| (unit.owner as usize) < owners).then_some(found)
    }
}

impl Stamp {
    /// Whether a file of this length and time is the one that was read, so that it need not be read again.
    pub fn is_of(&self, len: u64, modified: Option<i64>) -> bool {
        self.has_rested && self.len == len && self.modified == modified && modified.is_some()
    }

    fn pack(&self, out: &mut Packer) {
        out.number(self.len);
        out.number(u64::from(self.modified.is_some()));
        out.number(self.modified.unwrap_or_default().cast_unsigned());
        out.text(&self.sha256);
        out.number(u64::from(self.has_rested));
        out.text(&self.reader);
    }

    fn unpack(it: &mut Unpacker<'_>) -> Option<Self> {
        let len = it.number()?;
        let is_known = it.number()? != 0;
        let modified = it.number()?.cast_signed();
        let modified = is_known.then_some(modified);
        Some(Self { len, modified, sha256: it.owned()?, has_rested: it.number()? != 0, reader: it.owned()? })
    }
}

/// The language of what is said in several texts.
fn language_of<'a>(texts: impl Iterator<Item = &'a str>, tag: &str) -> Language {
    let mut sample = String::new();
    for text in texts {
        sample.push_str(&text[..text.floor_char_boundary(LANGUAGE_BYTES)]);
        sample.push('\n');
        if sample.len() > LANGUAGE_BYTES {
            break;
        }
    }
    Language::of(&sample, tag)
}

/// A shelf that is being filled.
#[derive(Default)]
struct Building {
    entries: Packer,
    entry_ends: Vec<u32>,
    articles: Vec<(String, String)>,
    texts: String,
    text_ends: Vec<u32>,
    blocks: Vec<Block>,
    units: Vec<Unit>,
    sums: [u32; Part::COUNT],
    languages: Vec<Language>,
    /// The number of each word's stem, by the number of the language and the folded word.
    words: Vec<FxHashMap<String, u32>>,
    stems: FxHashMap<String, u32>,
    posted: Vec<Posted>,
}

/// Where one stem stands.
#[derive(Default)]
struct Posted {
    units: Vec<(u32, u32)>,
}

impl Building {
    fn entry(&mut self, entry: &Entry, language: Language) {
        let owner = self.entry_ends.len() as u32;
        entry.pack(&mut self.entries);
        self.entry_ends.push(self.entries.0.len() as u32);
        let quotes = entry.quotes.iter().map(String::as_str);
        self.unit(owner, Part::Main, std::iter::once(entry.statement.as_str()).chain(quotes), language);
        let told = entry.as_told();
        let about = told.texts().filter(|(place, _)| !matches!(place, super::Place::Statement | super::Place::Quote));
        self.unit(owner, Part::About, about.map(|(_, text)| text), language);
        self.unit(owner, Part::Private, entry.private_texts(), language);
    }

    /// A block of the article that came last. All claims come before all blocks.
    fn block(&mut self, start: usize, text: &str, language: Language) {
        let owner = (self.entry_ends.len() + self.blocks.len()) as u32;
        self.blocks.push(Block { article: self.articles.len() as u32 - 1, start: start as u32 });
        self.texts.push_str(text);
        self.text_ends.push(self.texts.len() as u32);
        self.unit(owner, Part::Block, std::iter::once(text), language);
    }

    fn unit<'a>(&mut self, owner: u32, part: Part, texts: impl Iterator<Item = &'a str>, language: Language) {
        let known = self.languages.iter().position(|other| other.tag() == language.tag());
        let number = known.unwrap_or_else(|| {
            self.languages.push(language);
            self.words.push(FxHashMap::default());
            self.languages.len() - 1
        });
        let unit = self.units.len() as u32;
        let mut count = 0_u32;
        for text in texts {
            each_word(text, |_, folded| {
                let stem = self.words[number].get(folded).copied();
                let stem = stem.unwrap_or_else(|| self.learn(number, folded));
                count += 1;
                let units = &mut self.posted[stem as usize].units;
                match units.last_mut() {
                    Some((last, times)) if *last == unit => *times += 1,
                    _ => units.push((unit, 1)),
                }
            });
        }
        if count > 0 {
            self.units.push(Unit { owner, part, words: count.min(u32::from(u16::MAX)) as u16 });
            self.sums[part as usize] += count;
        }
    }

    fn learn(&mut self, language: usize, folded: &str) -> u32 {
        let stem = self.languages[language].stem(folded);
        let next = self.posted.len() as u32;
        let number = *self.stems.entry(stem).or_insert(next);
        if number == next {
            self.posted.push(Posted::default());
        }
        self.words[language].insert(folded.to_owned(), number);
        number
    }

    fn finish(self, path: &Path, title: &str, kind: ShelfKind, stamp: Stamp) -> Shelf {
        let mut stems: Vec<(String, u32)> = self.stems.into_iter().collect();
        stems.sort_unstable();
        let (mut all, mut postings) = (String::new(), Vec::new());
        let (mut stem_ends, mut posting_ends) = (Vec::with_capacity(stems.len()), Vec::with_capacity(stems.len()));
        for (stem, number) in stems {
            all.push_str(&stem);
            stem_ends.push(all.len() as u32);
            let units = &self.posted[number as usize].units;
            put(&mut postings, units.len() as u64);
            let mut before = 0;
            for (unit, times) in units {
                put(&mut postings, u64::from(unit - before) << 1 | u64::from(*times > 1));
                if *times > 1 {
                    put(&mut postings, u64::from(*times));
                }
                before = *unit;
            }
            posting_ends.push(postings.len() as u32);
        }
        Shelf {
            path: path.to_owned(),
            title: title.to_owned(),
            kind,
            stamp,
            languages: self.languages.iter().map(|language| language.tag().to_owned()).collect(),
            entries: self.entries.0.into(),
            entry_ends: self.entry_ends.into(),
            articles: self.articles,
            texts: self.texts.into(),
            text_ends: self.text_ends.into(),
            blocks: self.blocks.into(),
            units: self.units.into(),
            sums: self.sums,
            stems: all.into(),
            stem_ends: stem_ends.into(),
            postings: postings.into(),
            posting_ends: posting_ends.into(),
        }
    }
}
