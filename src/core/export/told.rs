//! What the exports that people read say of a claim beside its words, and what they say of the project: the same sentences in
//! each of them.

use std::collections::{HashMap, HashSet};

use crate::{
    check::check_by_id,
    model::{
        Article, Claim, ClaimId, Confidence, Correction, Coverage, Evidence, OlderCheck, Recognised, Signature, Source,
        Subject, Verdict, Version, Vouched, Waiver, sentence,
    },
};

use super::Lookup;

/// What is known about a claim, name by name; what is not known is left out.
pub(super) fn facts(lookup: &Lookup, claim: &Claim) -> Vec<(&'static str, String)> {
    let claimant = &claim.claimant;
    let said_by = [&claimant.name, &claimant.role, &claimant.organisation, &claimant.said_at, &claimant.said_on];
    let said_by: Vec<_> = said_by.into_iter().filter(|value| !value.is_empty()).cloned().collect();
    let mut all = remarks(lookup, claim);
    all.extend(recognised(lookup, claim));
    // What was found of other words says nothing of these.
    let confidence = claim.confidence.as_ref().filter(|_| lookup.is_of_these_words(claim));
    all.extend([
        ("Confidence", confidence.map(with_reason).unwrap_or_default()),
        ("Status", status(lookup, claim)),
        ("Type", claim.kind.map(|kind| kind.label().to_owned()).unwrap_or_default()),
        ("Claimant", said_by.join(", ")),
        ("Tags", claim.tags.join(", ")),
    ]);
    all.extend(second_check(lookup, claim));
    all.extend(claim.corrections.iter().map(|made| ("Correction", correction(made))));
    all.retain(|(_, value)| !value.is_empty());
    all
}

/// The page of a web archive from which a source's document (or the one in which evidence has its words) was opened, as it is cited:
/// "captured 3 May 2024, 10:04 UTC", with its address where that is not the source's.
pub(super) fn captured(source: &Source, evidence: Option<&Evidence>) -> Option<String> {
    let page = source.capture(evidence)?;
    let from =
        if page.url == source.url || page.url.is_empty() { String::new() } else { format!(" from {}", page.url) };
    Some(format!("captured {}{from}", page.when()))
}

/// The notes of a source for lists of references, with the capture, for which they have no field.
pub(super) fn notes(source: &Source) -> String {
    let captured = captured(source, None).map(|words| format!("Web archive: {words}."));
    let notes = Some(source.notes.clone()).filter(|notes| !notes.trim().is_empty());
    notes.into_iter().chain(captured).collect::<Vec<_>>().join("\n")
}

/// Whether words of a claim, or of its evidence, were recognised from a picture.
fn recognised(lookup: &Lookup, claim: &Claim) -> Vec<(&'static str, String)> {
    let article = lookup.article(&claim.article);
    let words = claim.marks.iter().find_map(|mark| {
        article?.version(&mark.anchor.version)?.recognised_at(mark.anchor.span).map(Recognised::warning)
    });
    let evidence = claim.evidence.iter().find_map(|evidence| {
        let anchor = &evidence.mark.as_ref()?.anchor;
        let versions = &lookup.source(&evidence.source)?.versions;
        let version = versions.iter().find(|version| version.id == anchor.version)?;
        version.recognised_at(anchor.span).map(Recognised::warning)
    });
    let told = [("Words", words), ("Words of the evidence", evidence)];
    told.into_iter().filter_map(|(name, warning)| Some((name, warning?))).collect()
}

/// What a reader of a text has to know where it was recognised from pictures.
pub(super) fn recognised_text(version: &Version) -> Option<String> {
    let recognised = version.origin.recognised.as_ref()?;
    let pages: Vec<String> = recognised.pages.iter().map(u32::to_string).collect();
    let place = match pages.as_slice() {
        [] => String::new(),
        [page] => format!("Page {page}: "),
        pages => format!("Pages {}: ", pages.join(", ")),
    };
    Some(format!("{place}{}", recognised.warning()))
}

/// What keeps the verdict from being said of the words that stand there, if anything does.
pub(super) fn remarks(lookup: &Lookup, claim: &Claim) -> Vec<(&'static str, String)> {
    let vouched = lookup.vouched(claim);
    let verdict = lookup.verdict_label(claim);
    match &vouched {
        Vouched::Checked(_) | Vouched::Open => Vec::new(),
        Vouched::Older(check) => {
            let label = lookup.older_label(check);
            let of = if label.is_empty() { String::new() } else { format!(": {label}") };
            let told = format!("“{}”{of}{}", super::markdown::line(&check.words), signed(lookup, Some(check.signed)));
            let since = Some(verdict).filter(|verdict| !verdict.is_empty() && *verdict != label);
            let since = since.map(|verdict| ("Verdict since then", Vouched::Open.heading(&verdict)));
            [("Checked in an older wording", told)].into_iter().chain(since).collect()
        }
        Vouched::Lost(Some(by)) => {
            let told = format!("{verdict}{}. They are not in the newest draft.", signed(lookup, Some(by)));
            vec![("Found of these words", told)]
        }
        Vouched::Lost(None) => {
            let so_far = if verdict.is_empty() { verdict } else { format!(" {}.", Vouched::Open.heading(&verdict)) };
            vec![("Lost", format!("These words are not in the newest draft.{so_far}"))]
        }
    }
}

/// The second check, and how a difference from the first was settled.
pub(super) fn second_check(lookup: &Lookup, claim: &Claim) -> Vec<(&'static str, String)> {
    let Some(second) = &claim.second else { return Vec::new() };
    let sure = |confidence: Option<&Confidence>| {
        confidence.map(|confidence| format!(", confidence: {}", with_reason(confidence))).unwrap_or_default()
    };
    let by = signed(lookup, Some(&second.signed));
    let differs =
        if claim.checks_differ() { ". It differs from the first check, and that is not settled." } else { "" };
    let verdict = lookup.label(&second.verdict);
    let mut told = vec![("Second check", format!("{verdict}{}{by}{differs}", sure(second.confidence.as_ref())))];
    let settled = second.settled.as_ref().filter(|settled| Some(&settled.verdict) == claim.verdict.as_ref());
    told.extend(settled.map(|settled| {
        let first = format!("{}{}", lookup.label(&settled.first), sure(settled.first_confidence.as_ref()));
        let by = signed(lookup, Some(&settled.signed));
        let reason = settled.reason.trim();
        let reason = if reason.is_empty() { String::new() } else { format!(": {reason}") };
        ("Settled", format!("{}{by}{reason} (the first check: {first})", lookup.label(&settled.verdict)))
    }));
    told
}

fn with_reason(confidence: &Confidence) -> String {
    match confidence.reason.trim() {
        "" => confidence.degree.label(),
        reason => format!("{} ({reason})", confidence.degree.label()),
    }
}

/// The status, with the signature where it stands.
fn status(lookup: &Lookup, claim: &Claim) -> String {
    format!("{}{}", claim.status.label(), signed(lookup, lookup.vouched(claim).signature()))
}

/// " (AL, 2025-02-05)"; nothing where nobody signed.
fn signed(lookup: &Lookup, signature: Option<&Signature>) -> String {
    let Some(signature) = signature else { return String::new() };
    let by = lookup.reviewer_name(signature.by.as_ref());
    let by = if by.is_empty() { by } else { format!("{by}, ") };
    format!(" ({by}{})", signature.at.strftime("%Y-%m-%d"))
}

/// "2025-02-06: It was Tuesday."
pub(super) fn correction(correction: &Correction) -> String {
    let parts = [correction.date.trim(), correction.text.trim()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ")
}

/// How many claims are checked, and how many may be said to be what: verdict by verdict, then those without one.
pub(super) struct Tally {
    /// How many are checked and of the words that stand there.
    pub checked: usize,
    /// Each verdict with how many claims it may be said of: those of the scale in use, and others that were given.
    pub verdicts: Vec<(Verdict, usize)>,
    /// The claims of which no verdict may be said, by what may be said instead.
    pub others: Vec<(String, usize)>,
}

impl Tally {
    pub fn of(lookup: &Lookup) -> Self {
        let mut given: HashMap<_, usize> = HashMap::new();
        let names = ["Not signed".to_owned()].into_iter().chain([
            Vouched::LABELS[1].to_owned(),
            Vouched::Lost(None).heading(""),
            Vouched::Open.heading(""),
        ]);
        let mut others: Vec<(String, usize)> = names.map(|name| (name, 0)).collect();
        for claim in lookup.project.claims() {
            match lookup.vouched(claim) {
                Vouched::Checked(_) => *given.entry(claim.verdict.as_ref()).or_default() += 1,
                Vouched::Open if claim.verdict.is_some() => others[0].1 += 1,
                Vouched::Older(_) => others[1].1 += 1,
                Vouched::Lost(_) => others[2].1 += 1,
                Vouched::Open => others[3].1 += 1,
            }
        }
        let scale = lookup.project.scale();
        let rest = lookup.project.scales().iter().flat_map(|scale| &scale.verdicts);
        let rest =
            rest.filter(|verdict| scale.verdict(&verdict.id).is_none() && given.contains_key(&Some(&verdict.id)));
        let mut seen = HashSet::new();
        let all = scale.verdicts.iter().chain(rest).filter(|verdict| seen.insert(&verdict.id));
        let verdicts = all.map(|verdict| (verdict.clone(), given.get(&Some(&verdict.id)).copied().unwrap_or(0)));
        let verdicts = verdicts.collect();
        let is_told = |(index, (_, count)): &(usize, (String, usize))| *count > 0 || *index == 3;
        let others = others.into_iter().enumerate().filter(is_told).map(|(_, other)| other).collect();
        Self { checked: given.values().sum(), verdicts, others }
    }
}

/// The sentences of an article that need no check: the words of each, and why, with who says so.
pub(super) fn dismissed(lookup: &Lookup, article: &Article) -> Vec<(String, String)> {
    let is_here = |made: &crate::model::Dismissal| made.article == article.id;
    if article.versions.is_empty() || !lookup.project.parts().dismissals.iter().any(|made| is_here(made)) {
        return Vec::new();
    }
    let version = article.latest();
    let sentences = sentence::sentences(version, &article.meta.language).into();
    let claims = lookup.project.claims_of(&article.id).map(|(_, claim)| claim);
    let coverage = Coverage::new(lookup.project, article, sentences, claims);
    let told = coverage.dismissed(lookup.project, article).into_iter().map(|(span, made)| {
        let why = format!("{}{}", made.reason.label(), signed(lookup, made.signed.as_ref()));
        (format!("“{}”", super::markdown::line(span.of(version.text()))), why)
    });
    told.collect()
}

/// The findings that the desk lets pass: what was found and of what, and why it may pass, with who says so.
pub(super) fn waived(lookup: &Lookup) -> Vec<(String, String)> {
    let claims = lookup.project.claims().iter();
    let numbers: HashMap<&ClaimId, u32> = claims.map(|claim| (&claim.id, claim.number)).collect();
    lookup.project.parts().waivers.iter().map(|waiver| waived_one(lookup, &numbers, waiver)).collect()
}

fn waived_one(lookup: &Lookup, numbers: &HashMap<&ClaimId, u32>, waiver: &Waiver) -> (String, String) {
    let rule = check_by_id(&waiver.rule).map_or(waiver.rule.as_str(), |check| check.title);
    let of = match &waiver.subject {
        Subject::Project => None,
        Subject::Article(id) => Some(lookup.article(id).map_or("an article", Article::display_title).to_owned()),
        Subject::Claim(id) => Some(numbers.get(id).map_or_else(|| "a claim".to_owned(), |n| format!("claim {n}"))),
        Subject::Source(id) => Some(lookup.source_title(id).to_owned()),
    };
    let of = of.map(|of| format!(" ({of})")).unwrap_or_default();
    (format!("{rule}{of}"), format!("{}{}", waiver.reason.trim(), signed(lookup, waiver.signed.as_ref())))
}

impl Lookup<'_> {
    /// The word for what was found of an older wording; empty where that is not known.
    pub fn older_label<'l>(&'l self, check: &'l OlderCheck<'_>) -> &'l str {
        if check.label.is_empty() { check.verdict.map_or("", |id| self.label(id)) } else { check.label }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{
        super::{Options, Table, export, testing::tricky},
        *,
    };
    use crate::model::{Anchor, BlockKind, BlockText, Capture, Mark, Origin, Project, Span, Version, VersionId};

    /// A project whose first source has a document out of a web archive, and a newer one from elsewhere; evidence stands in the older.
    fn from_an_archive() -> Project {
        let version = |id: &str, captured| {
            let origin = Origin { captured, ..Origin::default() };
            let blocks = [BlockText::new(BlockKind::Paragraph, "The bridge is closed.")];
            Arc::new(Version::new(VersionId::new(id).unwrap(), origin, blocks))
        };
        let page = Capture { url: "https://example.org/old".into(), at: Some("2024-05-03T10:04:00Z".parse().unwrap()) };
        let mut parts = tricky().parts().clone();
        let source_id = parts.claims[0].evidence[0].source.clone();
        let source = parts.sources.iter_mut().find(|source| source.id == source_id).unwrap();
        let source = Arc::make_mut(source);
        source.versions = vec![version("v-7", Some(page)), version("v-8", None)];
        let (prefix, suffix) = (String::new(), String::new());
        let span = Span::new(4, 10).unwrap();
        let anchor = Anchor { version: VersionId::new("v-7").unwrap(), span, quote: "bridge".into(), prefix, suffix };
        Arc::make_mut(&mut parts.claims[0]).evidence[0].mark = Some(Mark::new(anchor));
        Project::from_parts(parts)
    }

    #[test]
    fn evidence_cites_the_captured_page_in_which_its_words_stand() {
        let project = from_an_archive();
        let told = "captured 3 May 2024, 10:04 UTC from https://example.org/old";
        for format in ["markdown", "html"] {
            let bytes = export(&project, format, &Options::default()).unwrap().bytes;
            let text = String::from_utf8(bytes).unwrap().replace('\\', "");
            assert!(text.contains(told), "{format}: {text}");
        }
        let options = Options { table: Table::Evidence, ..Options::default() };
        let rows = String::from_utf8(export(&project, "csv", &options).unwrap().bytes).unwrap();
        assert!(rows.contains("https://example.org/old,2024-05-03T10:04:00Z"), "{rows}");
    }

    #[test]
    fn lists_of_references_say_when_the_newest_document_was_captured() {
        let mut parts = from_an_archive().parts().clone();
        let of_archive = |source: &&mut Arc<Source>| source.versions.len() == 2;
        Arc::make_mut(parts.sources.iter_mut().find(of_archive).unwrap()).versions.pop();
        let project = Project::from_parts(parts);
        for format in ["csl", "ris", "bibtex"] {
            let bytes = export(&project, format, &Options::default()).unwrap().bytes;
            let text = String::from_utf8(bytes).unwrap();
            assert!(
                text.contains("Web archive: captured 3 May 2024, 10:04 UTC from https://example.org/old."),
                "{text}"
            );
        }
    }
}
