//! A claim as a library keeps it.

use crate::model::{Claim, KNOWN_TO_THE_DESK, Project, Tone};

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
