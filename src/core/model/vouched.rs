//! What may be said of a claim to whoever was not there when it was checked.
//!
//! The one rule that exports, table and list ask: a verdict is somebody's, and of certain words. It does not say how a format
//! says it.

use std::borrow::Cow;

use super::{Article, Claim, EarlierCheck, Mark, Placement, Project, Signature, VerdictId, are_same_words};

/// How far somebody stands for what a claim says.
#[derive(Debug, Clone, PartialEq)]
pub enum Vouched<'a> {
    /// Whoever signed stands for it, and the words that they signed stand in the newest draft.
    Checked(&'a Signature),
    /// It was signed for other words than those that stand there now.
    Older(OlderCheck<'a>),
    /// Its words are not in the newest draft, or not all of them. With the signature under a check of these words, if any.
    Lost(Option<&'a Signature>),
    /// Nobody stands for it.
    Open,
}

/// A check of other words than those that stand in the newest draft.
#[derive(Debug, Clone, PartialEq)]
pub struct OlderCheck<'a> {
    /// Who, and when.
    pub signed: &'a Signature,
    /// The words that were checked; several passages are joined by " … ".
    pub words: Cow<'a, str>,
    /// The verdict that was given to them; nothing where an older program kept only that there was one.
    pub verdict: Option<&'a VerdictId>,
    /// The word for that verdict as it was then; empty where it is not known.
    pub label: &'a str,
}

/// What follows the word for a verdict under which there is no signature.
const NOT_SIGNED: &str = ", not signed";
const NO_VERDICT: &str = "No verdict yet";
const OLDER: &str = "Checked in an older wording";
const LOST: &str = "Not in the newest draft";

impl<'a> Vouched<'a> {
    /// The words for the states, in the order in which they stand above.
    pub const LABELS: [&'static str; 4] = ["Checked", OLDER, "Lost", "Open"];

    /// The word for people and programs.
    pub fn label(&self) -> &'static str {
        let index = match self {
            Self::Checked(_) => 0,
            Self::Older(_) => 1,
            Self::Lost(_) => 2,
            Self::Open => 3,
        };
        Self::LABELS[index]
    }

    /// The signature, which stands only with the words and values that it covers.
    pub fn signature(&self) -> Option<&'a Signature> {
        match self {
            Self::Checked(signed) => Some(signed),
            Self::Lost(signed) => *signed,
            Self::Older(_) | Self::Open => None,
        }
    }

    /// Whether it may be handed on as what was found.
    pub fn is_checked(&self) -> bool {
        matches!(self, Self::Checked(_))
    }

    /// The words that were checked, where they are others than those that stand there now.
    pub fn older_words(&self) -> Option<&str> {
        match self {
            Self::Older(check) => Some(&check.words),
            _ => None,
        }
    }

    /// What stands where a reader looks for the verdict. `verdict` is the word for that of the claim; empty while it has none.
    pub fn heading(&self, verdict: &str) -> String {
        match self {
            Self::Checked(_) => verdict.to_owned(),
            Self::Older(_) => OLDER.to_owned(),
            Self::Lost(_) => LOST.to_owned(),
            Self::Open if verdict.is_empty() => NO_VERDICT.to_owned(),
            Self::Open => format!("{verdict}{NOT_SIGNED}"),
        }
    }

    /// The word for the verdict in a [`heading`](Self::heading); empty where it names none.
    pub fn verdict_in(heading: &str) -> &str {
        let names_none = [NO_VERDICT, OLDER, LOST].contains(&heading);
        if names_none { "" } else { heading.strip_suffix(NOT_SIGNED).unwrap_or(heading) }
    }
}

impl Project {
    /// What may be said of a claim.
    pub fn vouched<'a>(&self, claim: &'a Claim) -> Vouched<'a> {
        claim.vouched(self.article(&claim.article).map(AsRef::as_ref))
    }
}

impl Claim {
    /// What may be said of it. `article` is that in which it stands.
    pub fn vouched(&self, article: Option<&Article>) -> Vouched<'_> {
        let signed = self.signed.as_ref().filter(|_| self.status.is_done() && self.verdict.is_some());
        if self.is_lost_in(article) {
            return Vouched::Lost(signed);
        }
        let Some(signed) = signed else { return self.check_of_other_words().map_or(Vouched::Open, Vouched::Older) };
        let other_words = article.and_then(|article| self.words_when_signed(signed, article));
        match other_words {
            Some(words) => {
                let verdict = self.verdict.as_ref();
                Vouched::Older(OlderCheck { signed, words: words.into(), verdict, label: "" })
            }
            None => Vouched::Checked(signed),
        }
    }

    /// Whether what it says was found of other words than those that stand in the newest draft, whoever signed it or nobody.
    pub fn is_of_other_words(&self, article: Option<&Article>) -> bool {
        match self.vouched(article) {
            Vouched::Older(_) => true,
            Vouched::Open => self.reopened().is_some_and(|check| self.has_other_words_than(check)),
            Vouched::Checked(_) | Vouched::Lost(_) => false,
        }
    }

    /// An older program kept of a check only in which draft it was.
    fn has_other_words_than(&self, check: &EarlierCheck) -> bool {
        match check.values {
            Some(_) => !check.words_are_those_of(self),
            None => !are_same_words(&self.quote_in(&check.version), &self.quote()),
        }
    }

    /// Where it stands in the newest draft: the worst of its passages.
    pub fn placement_in(&self, article: Option<&Article>) -> Placement {
        if self.is_lost_in(article) {
            return Placement::Lost;
        }
        self.marks.iter().map(|mark| mark.placement).max().unwrap_or_default()
    }

    fn is_lost_in(&self, article: Option<&Article>) -> bool {
        let newest = article.and_then(|article| article.versions.last());
        let is_elsewhere = |mark: &Mark| newest.is_some_and(|newest| mark.anchor.version != newest.id);
        self.marks.iter().any(|mark| mark.placement == Placement::Lost || is_elsewhere(mark))
    }

    /// The check that ended last, where somebody had signed it for other words.
    fn check_of_other_words(&self) -> Option<OlderCheck<'_>> {
        let check = self.earlier_checks.iter().rev().find(|check| check.second.is_none() && check.status.is_done())?;
        let signed = check.signed.as_ref().filter(|_| !check.words_are_those_of(self))?;
        let values = check.values.as_deref();
        let words = match values {
            Some(values) => values.words.join(" … "),
            // An older program kept only in which draft it was.
            None => self.quote_in(&check.version),
        };
        if values.is_none() && are_same_words(&words, &self.quote()) {
            return None;
        }
        let (verdict, label) = values.map_or((None, ""), |values| (values.verdict.as_ref(), values.label.as_str()));
        Some(OlderCheck { signed, words: words.into(), verdict, label })
    }

    /// The words that stood there when it was signed, where they were others. Older programs left a claim as it was when a draft
    /// changed its words, and kept no check of the words before.
    fn words_when_signed(&self, signed: &Signature, article: &Article) -> Option<String> {
        let is_kept = |mark: &Mark, check: &EarlierCheck| mark.earlier.iter().any(|a| a.version == check.version);
        let then = |mark: &'_ Mark| {
            let newer = |version: &super::VersionId| {
                let version = article.version(version);
                version.and_then(|version| version.origin.opened_at).is_some_and(|opened| opened > signed.at)
            };
            let is_followed = mark.placement == Placement::Changed && newer(&mark.anchor.version);
            let had = mark.earlier.iter().rev().find(|anchor| !newer(&anchor.version)).filter(|_| is_followed)?;
            let is_known = self.earlier_checks.iter().any(|check| is_kept(mark, check));
            (!is_known && !are_same_words(&had.quote, &mark.anchor.quote)).then(|| had.quote.clone())
        };
        let found: Vec<Option<String>> = self.marks.iter().map(then).collect();
        if found.iter().all(Option::is_none) {
            return None;
        }
        let words = found.into_iter().zip(&self.marks);
        Some(
            words.map(|(then, mark)| then.unwrap_or_else(|| mark.anchor.quote.clone())).collect::<Vec<_>>().join(" … "),
        )
    }
}

#[cfg(test)]
mod tests;
