//! schema.org ClaimReview as JSON-LD: what search engines and fact-check databases read. One review a claim
//! that somebody has signed as checked, whose words still stand there, and that is a matter of fact.
//!
//! Follows Google's guide for ClaimReview: `claimReviewed`, `url` and a `reviewRating` with `alternateName` are required; a page
//! with several reviews gives each an address of its own, here the anchor that the HTML dossier uses.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Map, Value, json};

use crate::model::{Claim, Claimant, Source, SourceId, SourceKind, Tone, Vouched};

use super::{Exported, Exporter, Family, Lookup, Options, rating::rating};

pub(super) const EXPORTER: Exporter = Exporter {
    id: "claimreview",
    name: "ClaimReview (schema.org)",
    about: "For search engines and fact-check databases: paste it into the page on which the review stands.",
    family: Family::Web,
    leaves_out: "claims that are not signed, lost or checked in an older wording, opinions, places in the text, confidence, status, queries, notes.",
    extension: "json",
    opens_again: false,
    tables: &[],
    forms: &[],
    choices: &[],
    export,
};

/// From how many characters on search engines cut `claimReviewed`.
const CLAIM_LIMIT: usize = 75;

fn export(lookup: &Lookup, _options: &Options) -> Exported {
    let claims = lookup.project.claims().iter();
    let reviews: Vec<_> = claims.filter_map(|claim| review(lookup, claim)).map(Value::Object).collect();
    Exported::from(super::json::pretty(&reviews)).warn(warnings(lookup))
}

/// Why a claim is not published as a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum LeftOut {
    NoVerdict,
    NotSigned,
    OlderWording,
    Lost,
    Opinion,
}

impl LeftOut {
    fn told(self, claims: &[u32]) -> String {
        let (one, several) = match self {
            Self::NoVerdict => ("has no verdict", "have no verdict"),
            Self::NotSigned => ("is not signed", "are not signed"),
            Self::OlderWording => ("was checked in an older wording", "were checked in an older wording"),
            Self::Lost => ("does not stand in the newest draft", "do not stand in the newest draft"),
            Self::Opinion => ("is no matter of fact", "are no matter of fact"),
        };
        match claims {
            [only] => format!("Left out: claim {only}, which {one}."),
            _ => format!("Left out: {} claims that {several} ({}).", claims.len(), numbers(claims)),
        }
    }
}

/// What keeps a claim from being published as a review; `None`: it is checked, of these words, and a matter of fact.
fn left_out(lookup: &Lookup, claim: &Claim) -> Option<LeftOut> {
    match lookup.vouched(claim) {
        Vouched::Lost(_) => Some(LeftOut::Lost),
        Vouched::Older(_) => Some(LeftOut::OlderWording),
        Vouched::Open if claim.verdict.is_some() => Some(LeftOut::NotSigned),
        Vouched::Open => Some(LeftOut::NoVerdict),
        Vouched::Checked(_) => match lookup.verdict(claim)?.tone {
            Tone::Opinion => Some(LeftOut::Opinion),
            _ => None,
        },
    }
}

fn numbers(numbers: &[u32]) -> String {
    let shown: Vec<_> = numbers.iter().take(8).map(ToString::to_string).collect();
    let more = if numbers.len() > 8 { " …" } else { "" };
    format!("{}{more}", shown.join(", "))
}

fn warnings(lookup: &Lookup) -> Vec<String> {
    let settings = lookup.project.settings();
    let (mut left, mut long): (BTreeMap<LeftOut, Vec<u32>>, Vec<u32>) = Default::default();
    for claim in lookup.project.claims() {
        match left_out(lookup, claim) {
            Some(why) => left.entry(why).or_default().push(claim.number),
            None if claim.checked_statement().chars().count() > CLAIM_LIMIT => long.push(claim.number),
            None => {}
        }
    }
    let found = [
        (!long.is_empty()).then(|| {
            format!(
                "Statements over {CLAIM_LIMIT} characters may be cut by search engines: claims {}. Shorten the statement as checked.",
                numbers(&long)
            )
        }),
        settings.publication_url.is_empty().then(|| {
            "The reviews have no address, which readers of ClaimReview need: set where the review will stand in the project settings.".to_owned()
        }),
        settings.organisation.is_empty().then(|| {
            "The reviews name no publisher: set the organisation in the project settings.".to_owned()
        }),
    ];
    left.iter().map(|(why, claims)| why.told(claims)).chain(found.into_iter().flatten()).collect()
}

/// The review of one claim; `None` where it may not be published as one.
pub(super) fn review(lookup: &Lookup, claim: &Claim) -> Option<Map<String, Value>> {
    if left_out(lookup, claim).is_some() {
        return None;
    }
    let settings = lookup.project.settings();
    let mut review = Map::new();
    let mut set = |key: &str, value: Value| drop(review.insert(key.to_owned(), value));
    set("@context", "https://schema.org".into());
    set("@type", "ClaimReview".into());
    set("reviewRating", rating(lookup, claim)?);
    set("claimReviewed", claim.checked_statement().into());
    set("itemReviewed", item(lookup, claim));
    if !settings.publication_url.is_empty() {
        let page = settings.publication_url.split('#').next().unwrap_or_default();
        set("url", format!("{page}#claim-{}", claim.number).into());
    }
    if !settings.publication_date.is_empty() {
        set("datePublished", settings.publication_date.clone().into());
    }
    if !settings.organisation.is_empty() {
        set("author", named("Organization", &settings.organisation, &settings.organisation_url));
    }
    let citations: Vec<_> = cited_once(claim).filter_map(|source_id| lookup.source(source_id)).map(cited).collect();
    if !citations.is_empty() {
        set("citation", citations.into());
    }
    Some(review)
}

/// The sources of a claim, each once, however many words of it are quoted.
pub(super) fn cited_once(claim: &Claim) -> impl Iterator<Item = &SourceId> {
    let mut seen = HashSet::new();
    claim.evidence.iter().map(|evidence| &evidence.source).filter(move |source_id| seen.insert(*source_id))
}

fn item(lookup: &Lookup, claim: &Claim) -> Value {
    let mut item = json!({ "@type": "Claim", "text": claim.quote() });
    if let Some(author) = author(&claim.claimant) {
        item["author"] = author;
    }
    let Some(article) = lookup.article(&claim.article) else { return item };
    if !claim.claimant.said_on.is_empty() {
        item["datePublished"] = claim.claimant.said_on.clone().into();
    } else if !article.meta.published.is_empty() {
        item["datePublished"] = article.meta.published.clone().into();
    }
    item["appearance"] = self::article(article);
    item
}

/// An article as a schema.org Article.
pub(super) fn article(article: &crate::model::Article) -> Value {
    let meta = &article.meta;
    let mut value = json!({ "@type": "Article", "headline": article.display_title() });
    let authors: Vec<_> = meta.authors.iter().map(|name| named("Person", name, "")).collect();
    for (key, found) in [("url", &meta.url), ("datePublished", &meta.published), ("inLanguage", &meta.language)] {
        if !found.is_empty() {
            value[key] = found.clone().into();
        }
    }
    if !authors.is_empty() {
        value["author"] = authors.into();
    }
    if !meta.publisher.is_empty() {
        value["publisher"] = named("Organization", &meta.publisher, "");
    }
    value
}

/// Who said it, as a Person or an Organization.
pub(super) fn author(claimant: &Claimant) -> Option<Value> {
    let Claimant { name, role, organisation, url, said_on: _, said_at: _ } = claimant;
    if name.is_empty() {
        return (!organisation.is_empty()).then(|| named("Organization", organisation, url));
    }
    let mut person = named("Person", name, url);
    if !role.is_empty() {
        person["jobTitle"] = role.clone().into();
    }
    if !organisation.is_empty() {
        person["affiliation"] = named("Organization", organisation, "");
    }
    Some(person)
}

fn named(kind: &str, name: &str, url: &str) -> Value {
    let mut value = json!({ "@type": kind, "name": name });
    if !url.is_empty() {
        value["url"] = url.into();
    }
    value
}

/// A source as what a review may cite: a work. What a person said is a work by them.
fn cited(source: &Source) -> Value {
    let value = self::source(source);
    if source.kind != SourceKind::Person {
        return value;
    }
    json!({ "@type": "CreativeWork", "name": source.display_title(), "author": value })
}

/// A source as a schema.org CreativeWork or Person.
pub(super) fn source(source: &Source) -> Value {
    let kind = match source.kind {
        SourceKind::WebPage => "WebPage",
        SourceKind::News => "NewsArticle",
        SourceKind::Report => "Report",
        SourceKind::Record => "Legislation",
        SourceKind::Dataset => "Dataset",
        SourceKind::Paper => "ScholarlyArticle",
        SourceKind::Book => "Book",
        SourceKind::Person => "Person",
        SourceKind::Picture => "ImageObject",
        SourceKind::Recording => "MediaObject",
        SourceKind::Post => "SocialMediaPosting",
        SourceKind::Unpublished | SourceKind::Other => "CreativeWork",
    };
    let mut value = named(kind, source.display_title(), &source.url);
    if source.kind == SourceKind::Person {
        return value;
    }
    if !source.creators.is_empty() {
        value["author"] = source.creators.iter().map(|name| named("Person", name, "")).collect::<Vec<_>>().into();
    }
    if !source.publisher.is_empty() {
        value["publisher"] = named("Organization", &source.publisher, "");
    }
    if !source.published.is_empty() {
        value["datePublished"] = source.published.clone().into();
    }
    if !source.archived_url.is_empty() {
        value["archivedAt"] = source.archived_url.clone().into();
    }
    value
}

#[cfg(test)]
mod tests {
    use super::{super::testing::tricky, *};

    #[test]
    fn each_review_has_what_is_required_and_says_what_is_missing() {
        let project = tricky();
        let exported = export(&Lookup::new(&project), &Options::default());
        let reviews: Value = serde_json::from_slice(&exported.bytes).unwrap();
        assert_eq!(reviews.as_array().unwrap().len(), 2);
        assert_eq!(reviews[0]["claimReviewed"], "=1+2 cells");
        assert_eq!(reviews[0]["reviewRating"]["alternateName"], "Confirmed");
        assert_eq!(
            (&reviews[0]["reviewRating"]["ratingValue"], &reviews[1]["reviewRating"]["ratingValue"]),
            (&json!(3), &json!(1))
        );
        assert_eq!(reviews[0]["citation"][0]["url"], "https://example.org/a?b=(c)");
        let warnings: Vec<_> = exported.warnings.iter().map(|told| told.split(':').next().unwrap()).collect();
        let told = "Left out: 3 claims that have no verdict (2, 4, 6).";
        assert_eq!(exported.warnings[..2], [told, "Left out: claim 5, which is no matter of fact."]);
        assert_eq!(
            warnings[2..],
            ["The reviews have no address, which readers of ClaimReview need", "The reviews name no publisher"]
        );
    }

    #[test]
    fn what_cannot_be_settled_has_a_word_and_no_number() {
        let mut parts = tricky().parts().clone();
        let unverifiable =
            crate::model::Scale::desk().verdicts.into_iter().find(|v| v.tone == Tone::Unverifiable).unwrap();
        std::sync::Arc::make_mut(&mut parts.claims[0]).verdict = Some(unverifiable.id);
        let project = crate::model::Project::from_parts(parts);
        let review = review(&Lookup::new(&project), &project.claims()[0]).unwrap();
        assert_eq!(review["reviewRating"]["alternateName"], unverifiable.label);
        assert!(review["reviewRating"].get("ratingValue").is_none());
    }

    #[test]
    fn a_person_is_cited_as_the_author_of_a_work() {
        let mut person = Source::new(SourceId::new("s-1").unwrap());
        (person.kind, person.title) = (SourceKind::Person, "Dr. Doe".into());
        let expected =
            json!({ "@type": "CreativeWork", "name": "Dr. Doe", "author": { "@type": "Person", "name": "Dr. Doe" } });
        assert_eq!(cited(&person), expected);
    }

    #[test]
    fn reviews_of_one_page_have_an_address_each() {
        let mut parts = tricky().parts().clone();
        std::sync::Arc::make_mut(&mut parts.settings).publication_url = "https://example.org/check#top".into();
        let project = crate::model::Project::from_parts(parts);
        let lookup = Lookup::new(&project);
        let url = review(&lookup, &project.claims()[2]).unwrap()["url"].clone();
        assert_eq!(url, "https://example.org/check#claim-3");
    }
}
