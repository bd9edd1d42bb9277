//! A claim as a library keeps it.

use crate::model::{Claim, KNOWN_TO_THE_DESK, Project, Tone};

use super::pack::{Packer, Unpacker};

/// A claim of a project, or a fact-check that another desk published. An empty text means that nothing is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its number in its project; 0 for another desk's.
    pub number: u32,
    /// Its id in its project; empty for another desk's.
    pub id: String,
    /// The title of its article; of another desk's, the headline of the fact-check.
    pub article: String,
    /// What was checked.
    pub statement: String,
    /// The passages as printed, where they are not the statement.
    pub quotes: Vec<String>,
    /// The word for its verdict; of another desk's, its rating in its own words.
    pub verdict: String,
    /// What stands where a reader looks for the verdict: it says so when nobody signed it, or when it was of other words.
    pub heading: String,
    /// Of which kind the verdict is, where that is known.
    pub tone: Option<Tone>,
    /// Whether somebody stands for the verdict, of the words as they are.
    pub is_checked: bool,
    /// Whether its first check is hidden from whoever sits here, who is to give a second one.
    pub is_hidden: bool,
    /// How sure they were.
    pub confidence: String,
    /// Who gave the verdict.
    pub decided_by: String,
    /// The day, ISO 8601: on which it was signed, else changed last, else marked; of another desk's, published.
    pub date: String,
    /// Who said it.
    pub claimant: String,
    /// Free words.
    pub tags: Vec<String>,
    /// What it was checked against.
    pub sources: Vec<EntrySource>,
    /// The words of its evidence.
    pub evidence: Vec<String>,
    /// Notes of the reviewers. They stay at the desk.
    pub notes: String,
    /// Whose fact-check it is; empty for the desk's own.
    pub publisher: String,
    /// Where the fact-check was published; empty for the desk's own.
    pub address: String,
}

/// A source of a claim.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntrySource {
    /// Its title, or the person's name.
    pub title: String,
    /// Where it is.
    pub url: String,
    /// Whether who or what it is stays at the desk.
    pub is_confidential: bool,
}

/// Where found words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In what was checked.
    Statement,
    /// In the words as printed.
    Quote,
    /// In the words of its evidence.
    Evidence,
    /// In the title or address of a source.
    Source,
    /// In a note.
    Note,
    /// In the name of who said it.
    Claimant,
    /// In a tag.
    Tag,
    /// In the title of its article or fact-check.
    Title,
    /// In the text of an article.
    Article,
}

impl Place {
    /// The word for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Statement => "Claim",
            Self::Quote => "Quote",
            Self::Evidence => "Evidence",
            Self::Source => "Source",
            Self::Note => "Note",
            Self::Claimant => "Said by",
            Self::Tag => "Tag",
            Self::Title => "Title",
            Self::Article => "Article",
        }
    }
}

impl Entry {
    /// A claim of a project. `is_hidden`: its first check is not to be seen by whoever asks, and the project comes without it.
    pub fn of_claim(project: &Project, claim: &Claim, is_hidden: bool) -> Self {
        let verdict = claim.verdict.as_ref().and_then(|id| project.verdict(id));
        let label = verdict.as_ref().map_or(String::new(), |verdict| verdict.label.clone());
        let vouched = project.vouched(claim);
        let person = |id: &crate::model::ReviewerId| project.reviewer(id).map(|reviewer| reviewer.whole());
        let signed = vouched.signature().or(claim.signed.as_ref().filter(|_| claim.verdict.is_some()));
        let decided = claim.first_checker().or(signed.and_then(|signed| signed.by.as_ref()));
        let touched = || claim.log.last().map(|entry| entry.at).or(claim.created.as_ref().map(|created| created.at));
        let at = signed.map(|signed| signed.at).or_else(touched);
        let statement = claim.checked_statement();
        let printed = claim.marks.iter().map(|mark| mark.anchor.quote.clone());
        let notes = std::iter::once(&claim.notes).chain(claim.evidence.iter().map(|evidence| &evidence.note));
        let notes: Vec<&str> = notes.map(|note| note.trim()).filter(|note| !note.is_empty()).collect();
        Self {
            number: claim.number,
            id: claim.id.as_str().to_owned(),
            article: project.article(&claim.article).map_or(String::new(), |article| article.meta.title.clone()),
            quotes: printed.filter(|quote| *quote != statement).collect(),
            statement,
            heading: if is_hidden { String::new() } else { vouched.heading(&label) },
            verdict: label,
            tone: verdict.map(|verdict| verdict.tone),
            is_checked: vouched.is_checked(),
            is_hidden,
            confidence: claim.confidence.as_ref().map_or(String::new(), |confidence| confidence.degree.label()),
            decided_by: decided.and_then(person).unwrap_or_default(),
            date: at.map_or(String::new(), |at| at.strftime("%Y-%m-%d").to_string()),
            claimant: [&claim.claimant.name, &claim.claimant.organisation]
                .into_iter()
                .map(|name| name.trim())
                .filter(|name| !name.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
            tags: claim.tags.clone(),
            sources: sources(project, claim),
            evidence: claim.evidence.iter().map(|it| it.quote.clone()).filter(|quote| !quote.is_empty()).collect(),
            notes: notes.join("\n"),
            publisher: String::new(),
            address: String::new(),
        }
    }

    /// Whether it is another desk's.
    pub fn is_neighbours(&self) -> bool {
        !self.publisher.is_empty() || !self.address.is_empty() || self.id.is_empty()
    }

    /// As it may be told to others: without notes, and without who or what a confidential source is.
    #[must_use]
    pub fn as_told(&self) -> Self {
        let told = |source: &EntrySource| {
            if !source.is_confidential {
                return source.clone();
            }
            EntrySource { title: KNOWN_TO_THE_DESK.to_owned(), url: String::new(), is_confidential: true }
        };
        Self { notes: String::new(), sources: self.sources.iter().map(told).collect(), ..self.clone() }
    }
}

/// The sources of a claim, each once.
fn sources(project: &Project, claim: &Claim) -> Vec<EntrySource> {
    let mut sources: Vec<EntrySource> = Vec::new();
    for source in claim.evidence.iter().filter_map(|evidence| project.source(&evidence.source)) {
        let found = EntrySource {
            title: source.title.clone(),
            url: source.url.clone(),
            is_confidential: source.is_confidential,
        };
        if !sources.contains(&found) {
            sources.push(found);
        }
    }
    sources
}

/// What is filtered by, read without the rest.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head<'a> {
    pub verdict: &'a str,
    pub tone: Option<Tone>,
    pub decided_by: &'a str,
    pub publisher: &'a str,
    pub claimant: &'a str,
    pub date: &'a str,
    pub tags: Unpacker<'a>,
}

impl<'a> Head<'a> {
    pub(super) fn read(it: &mut Unpacker<'a>) -> Option<Self> {
        Some(Self {
            tone: (it.number()? as usize).checked_sub(1).and_then(|at| Tone::ALL.get(at)).copied(),
            verdict: it.text()?,
            decided_by: it.text()?,
            publisher: it.text()?,
            claimant: it.text()?,
            date: it.text()?,
            tags: *it,
        })
    }
}

impl Entry {
    /// Writes it behind what is there; what is filtered by comes first.
    pub(super) fn pack(&self, out: &mut Packer) {
        let Self {
            number,
            id,
            article,
            statement,
            quotes,
            verdict,
            heading,
            tone,
            is_checked,
            is_hidden,
            confidence,
            decided_by,
            date,
            claimant,
            tags,
            sources,
            evidence,
            notes,
            publisher,
            address,
        } = self;
        out.number(
            tone.and_then(|tone| Tone::ALL.iter().position(|other| *other == tone)).map_or(0, |at| at as u64 + 1),
        );
        [verdict, decided_by, publisher, claimant, date].into_iter().for_each(|text| out.text(text));
        out.texts(tags);
        out.number(u64::from(*number));
        out.number(u64::from(*is_checked) | u64::from(*is_hidden) << 1);
        [id, article, statement, confidence, notes, address].into_iter().for_each(|text| out.text(text));
        // Most often the verdict itself.
        out.text(if heading == verdict { "=" } else { heading });
        out.texts(quotes);
        out.texts(evidence);
        out.number(sources.len() as u64);
        for source in sources {
            out.text(&source.title);
            out.text(&source.url);
            out.number(u64::from(source.is_confidential));
        }
    }

    pub(super) fn unpack(mut it: Unpacker<'_>) -> Option<Self> {
        let head = Head::read(&mut it)?;
        let tags = it.texts()?;
        let number = it.small()?;
        let flags = it.number()?;
        let mut text = || it.owned();
        let (id, article, statement) = (text()?, text()?, text()?);
        let (confidence, notes, address, heading) = (text()?, text()?, text()?, text()?);
        let (quotes, evidence) = (it.texts()?, it.texts()?);
        let source = |it: &mut Unpacker<'_>| {
            Some(EntrySource { title: it.owned()?, url: it.owned()?, is_confidential: it.number()? != 0 })
        };
        let sources = (0..it.count()?).map(|_| source(&mut it)).collect::<Option<_>>()?;
        Some(Self {
            number,
            id,
            article,
            statement,
            quotes,
            heading: if heading == "=" { head.verdict.to_owned() } else { heading },
            verdict: head.verdict.to_owned(),
            tone: head.tone,
            is_checked: flags & 1 != 0,
            is_hidden: flags & 2 != 0,
            confidence,
            decided_by: head.decided_by.to_owned(),
            date: head.date.to_owned(),
            claimant: head.claimant.to_owned(),
            tags,
            sources,
            evidence,
            notes,
            publisher: head.publisher.to_owned(),
            address,
        })
    }

    /// Its texts with where they stand, the most telling first.
    pub(super) fn texts(&self) -> impl Iterator<Item = (Place, &str)> {
        let quotes = self.quotes.iter().map(|text| (Place::Quote, text.as_str()));
        let evidence = self.evidence.iter().map(|text| (Place::Evidence, text.as_str()));
        let sources = self.sources.iter().flat_map(|source| [source.title.as_str(), source.url.as_str()]);
        let tags = self.tags.iter().map(|text| (Place::Tag, text.as_str()));
        let all = std::iter::once((Place::Statement, self.statement.as_str())).chain(quotes).chain(evidence);
        let all = all.chain(sources.map(|text| (Place::Source, text)));
        let all =
            all.chain([(Place::Note, self.notes.as_str()), (Place::Claimant, self.claimant.as_str())]).chain(tags);
        all.chain([(Place::Title, self.article.as_str())]).filter(|(_, text)| !text.is_empty())
    }

    /// Its texts that stay at the desk.
    pub(super) fn private_texts(&self) -> impl Iterator<Item = &str> {
        let confidential = self.sources.iter().filter(|source| source.is_confidential);
        let names = confidential.flat_map(|source| [source.title.as_str(), source.url.as_str()]);
        std::iter::once(self.notes.as_str()).chain(names).filter(|text| !text.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(crate) fn entry() -> Entry {
        Entry {
            number: 7,
            id: "c-1".into(),
            article: "The bridge".into(),
            statement: "The bridge cost 12,500 euros.".into(),
            quotes: vec!["It cost 12,500".into()],
            verdict: "Wrong".into(),
            heading: "Wrong, not signed".into(),
            tone: Some(Tone::Wrong),
            is_checked: true,
            is_hidden: false,
            confidence: "High".into(),
            decided_by: "Ann Lee (AL)".into(),
            date: "2025-03-04".into(),
            claimant: "Mayor".into(),
            tags: vec!["traffic".into(), "money".into()],
            sources: vec![
                EntrySource { title: "Ledger".into(), url: "https://example.org/l".into(), is_confidential: false },
                EntrySource { title: "Deep Throat".into(), url: String::new(), is_confidential: true },
            ],
            evidence: vec!["12 500 paid".into()],
            notes: "Asked twice.".into(),
            publisher: String::new(),
            address: String::new(),
        }
    }

    #[test]
    fn a_packed_entry_comes_back_whole() {
        for entry in [entry(), Entry::default(), Entry { heading: "Wrong".into(), ..entry() }] {
            let mut packer = Packer::default();
            entry.pack(&mut packer);
            assert_eq!(Entry::unpack(Unpacker(&packer.0)), Some(entry));
            for len in 0..packer.0.len() {
                assert_eq!(Entry::unpack(Unpacker(&packer.0[..len])), None);
            }
        }
    }

    #[test]
    fn what_stays_at_the_desk_is_not_told() {
        let told = entry().as_told();
        assert_eq!((told.notes.as_str(), told.sources[1].title.as_str()), ("", KNOWN_TO_THE_DESK));
        assert!(told.private_texts().all(|text| text == KNOWN_TO_THE_DESK));
        assert_eq!(told.sources[0], entry().sources[0]);
    }
}
