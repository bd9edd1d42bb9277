//! Parts of a project that are joined field by field: the one list of their fields, as `claim_fields` is for claims.
//!
//! A field that stands in none of the lists does not compile. Those behind `apart` are joined as lists of their own, or name the part.

use super::{
    ArticleMeta, ConfidenceStyle, Credibility, Evidence, Mark, Query, Region, Reliability, Reviewer, ScaleId, Settings,
    Source, SourceId, SourceKind, SourceLevel, Stance, StoredFile,
};

/// A part whose fields are joined one by one.
pub trait Entry: Clone + PartialEq {
    /// Joins what two people made of one part.
    fn joined(base: &Self, ours: &Self, theirs: &Self) -> Joining<Self>;

    /// The words for the fields that differ.
    fn differing(&self, other: &Self) -> Vec<&'static str>;

    /// Takes from `chosen` the fields in which it differs from any of `others`. What was changed since is kept.
    fn take_chosen(&mut self, chosen: &Self, others: &[&Self]);

    /// Every field that says something, with its word and its value for people.
    fn in_words(&self) -> Vec<(&'static str, String)>;

    /// Some of its fields with their values, for people.
    fn words_of(&self, fields: &[&'static str]) -> String;
}

/// A part as two people made it.
pub struct Joining<T> {
    /// With what either changed; with the value from before where both did.
    pub shown: T,
    /// The same, with ours where both did.
    pub ours: T,
    /// The same, with theirs where both did.
    pub theirs: T,
    /// The words for the fields that both changed differently.
    pub fields: Vec<&'static str>,
}

/// What three states of a value come to; `None` where both changed it differently.
pub fn three_way<'a, T: PartialEq>(base: &T, ours: &'a T, theirs: &'a T) -> Option<&'a T> {
    match () {
        () if ours == theirs || theirs == base => Some(ours),
        () if ours == base => Some(theirs),
        () => None,
    }
}

macro_rules! entries {
    ($($type:ident { $($field:ident $word:literal),+ $(,)? } apart { $($apart:ident),* })+) => {$(
        impl Entry for $type {
            fn joined(base: &Self, ours: &Self, theirs: &Self) -> Joining<Self> {
                // Names every field, so that a new one has to stand in the list.
                let Self { $($field: _,)+ $($apart: _,)* } = base;
                let mut joining =
                    Joining { shown: ours.clone(), ours: ours.clone(), theirs: ours.clone(), fields: Vec::new() };
                $(match three_way(&base.$field, &ours.$field, &theirs.$field) {
                    Some(value) => {
                        for side in [&mut joining.shown, &mut joining.ours, &mut joining.theirs] {
                            side.$field.clone_from(value);
                        }
                    }
                    None => {
                        joining.shown.$field.clone_from(&base.$field);
                        joining.theirs.$field.clone_from(&theirs.$field);
                        joining.fields.push($word);
                    }
                })+
                joining
            }

            fn differing(&self, other: &Self) -> Vec<&'static str> {
                let mut fields = Vec::new();
                $(if self.$field != other.$field { fields.push($word); })+
                fields
            }

            fn take_chosen(&mut self, chosen: &Self, others: &[&Self]) {
                $(if others.iter().any(|other| other.$field != chosen.$field) {
                    self.$field.clone_from(&chosen.$field);
                })+
            }

            fn in_words(&self) -> Vec<(&'static str, String)> {
                let fields = vec![$(($word, self.$field.in_words())),+];
                fields.into_iter().filter(|(_, words)| !words.is_empty() && words != "no").collect()
            }

            fn words_of(&self, fields: &[&'static str]) -> String {
                let mut words = Vec::new();
                $(if fields.contains(&$word) { words.push(self.$field.in_words()); })+
                words.iter().map(|word| if word.is_empty() { "nothing" } else { word }).collect::<Vec<_>>().join(", ")
            }
        }
    )+};
}

entries! {
    Source {
        kind "kind", level "level", title "title", creators "creators", publisher "publisher", published "date", url "link",
        archived_url "archived copy", accessed "day of access", file "file", reliability "grade", contact "contact",
        contact_is_private "privacy", is_confidential "confidentiality", notes "notes",
    } apart { id, seals, versions }
    Evidence {
        source "source", stance "stance", quote "quote", locator "locator", note "note", credibility "credibility",
        mark "words", region "part of the picture",
    } apart { id }
    Query {
        to "recipient", question "question", asked_on "day of asking", answer "answer", answered_on "day of the answer",
    } apart { id }
    ArticleMeta {
        title "title", authors "authors", publisher "publisher", published "date", language "language", url "link",
    } apart {}
    Settings {
        scale "scale", confidence "form of confidence", blind_second_check "blind second check",
        independent_check "independent check", organisation "organisation", organisation_url "link of the organisation",
        publication_url "link of the publication", publication_date "date of publication",
    } apart {}
    Reviewer { name "name", initials "initials" } apart { id }
}

/// A value of a field, for people.
trait InWords {
    fn in_words(&self) -> String;
}

macro_rules! in_words {
    ($($type:ty: |$value:ident| $words:expr;)+) => {$(
        impl InWords for $type {
            fn in_words(&self) -> String {
                let $value = self;
                $words.to_owned()
            }
        }
    )+};
}

in_words! {
    String: |it| it;
    bool: |it| if *it { "yes" } else { "no" };
    Vec<String>: |it| it.join(", ");
    SourceId: |it| it.as_str();
    ScaleId: |it| it.as_str();
    SourceKind: |it| it.label();
    SourceLevel: |it| it.label();
    Reliability: |it| it.label();
    Credibility: |it| it.label();
    Stance: |it| it.label();
    ConfidenceStyle: |it| it.label();
    StoredFile: |it| it.name;
    Mark: |it| it.anchor.quote;
    Region: |_it| "a part of the picture";
}

impl<T: InWords> InWords for Option<T> {
    fn in_words(&self) -> String {
        self.as_ref().map(InWords::in_words).unwrap_or_default()
    }
}
