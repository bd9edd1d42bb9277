//! What stays at home: contacts that are marked private, and addresses of files on this machine.

use std::{collections::HashSet, sync::Arc};

use crate::model::{
    Checked, Claim, KNOWN_TO_THE_DESK, Link, LogEntry, LogField, Note, NoteKind, Project, ProjectParts, SourceId,
    Version, network::is_private,
};

use super::Options;

/// The project without what is private, unless it is asked for, and what was left out, in sentences. Who a confidential source
/// is stays out even then.
pub(super) fn cleaned(project: &Project, options: &Options) -> (Project, Vec<String>) {
    let Told { mut parts, hidden, references } = told(project);
    let (mut contacts, mut paths, mut comments, mut answers) = (0, 0, 0, 0);
    if !options.include_private {
        contacts = clear_contacts(&mut parts);
        paths = clear_addresses(&mut parts);
        comments = clear_comments(&mut parts);
        parts.differences.clear();
        (parts.passes, parts.settled) = (Vec::new(), Vec::new());
        answers = clear_answers(&mut parts);
    }
    let open = project.differences().len() - parts.differences.len();
    let passes = project.passes().len() - parts.passes.len();
    let settled = project.settled().len() - parts.settled.len();
    let warnings = [
        left_out(hidden, "confidential source is", "confidential sources are", "called a source known to the desk."),
        left_out(contacts, "private contact was", "private contacts were", "left out."),
        left_out(
            paths,
            "address of this machine or its network was",
            "addresses of this machine or its network were",
            "left out.",
        ),
        left_out(
            open,
            "open difference between two people was",
            "open differences between two people were",
            "left out.",
        ),
        left_out(passes, "first pass was", "first passes were", "left out."),
        left_out(
            settled,
            "record of how a difference was settled was",
            "records of how differences were settled were",
            "left out.",
        ),
        left_out(
            answers,
            "answer to whether a claim was checked before was",
            "answers to whether claims were checked before were",
            "left out.",
        ),
        left_out(comments, "comment in a draft was", "comments in drafts were", "left out."),
        left_out(
            references,
            "link or note of a text that leads to a confidential source was",
            "links or notes of texts that lead to a confidential source were",
            "left out.",
        ),
    ];
    (Project::from_parts(parts), warnings.into_iter().flatten().collect())
}

/// The project as it may be told to others: confidential sources without what would give them away.
pub fn discreet(project: &Project) -> Project {
    Project::from_parts(told(project).parts)
}

/// A project as it may be told to others.
struct Told {
    parts: ProjectParts,
    /// How many sources are hidden.
    hidden: usize,
    /// How many links and notes would have given them away.
    references: usize,
}

/// The same, and what was hidden. What is open between two people at the desk is not told: it may name what neither of them hands on.
fn told(project: &Project) -> Told {
    let mut parts = project.parts().clone();
    let hidden: HashSet<SourceId> =
        parts.sources.iter().filter(|source| source.is_confidential).map(|source| source.id.clone()).collect();
    if hidden.is_empty() {
        return Told { parts, hidden: 0, references: 0 };
    }
    parts.differences.clear();
    parts.settled.clear();
    let references = clear_references(&mut parts);
    for source in parts.sources.iter_mut().filter(|source| source.is_confidential) {
        *source = source.as_told().into();
    }
    for claim in &mut parts.claims {
        if names_a_source(claim) {
            tell(Arc::make_mut(claim), &hidden);
        }
    }
    Told { parts, hidden: hidden.len(), references }
}

/// Takes links and notes out of all texts that name a confidential source; returns how many there were.
fn clear_references(parts: &mut ProjectParts) -> usize {
    let hidden = parts.sources.iter().filter(|source| source.is_confidential);
    let names = hidden.flat_map(|source| {
        [&source.title, &source.url, &source.archived_url, &source.contact].into_iter().chain(&source.creators)
    });
    let names = names.map(|name| name.trim().to_lowercase());
    let names: Vec<String> = names.filter(|name| name.len() >= LEAST_NAME).collect();
    let tells = |words: &str| {
        let words = words.to_lowercase();
        names.iter().any(|name| words.contains(name.as_str()))
    };
    without_references(
        parts,
        |link| !tells(&link.url),
        |note| ![&note.text, &note.author].into_iter().chain(&note.urls).any(|words| tells(words)),
    )
}

/// A shorter name is part of too many words.
const LEAST_NAME: usize = 3;

/// Takes out what was said of earlier claims, which names other projects of the desk; returns how many there were.
fn clear_answers(parts: &mut ProjectParts) -> usize {
    let mut count = 0;
    for claim in parts.claims.iter_mut().filter(|claim| !claim.checked_before.is_empty()) {
        count += claim.checked_before.len();
        Arc::make_mut(claim).checked_before.clear();
    }
    count
}

/// Takes comments on drafts out: they were written for the desk.
fn clear_comments(parts: &mut ProjectParts) -> usize {
    without_references(parts, |_| true, |note| note.kind != NoteKind::Comment)
}

/// Takes links and notes out of all texts; returns how many.
fn without_references(
    parts: &mut ProjectParts,
    keeps_link: impl Fn(&Link) -> bool,
    keeps_note: impl Fn(&Note) -> bool,
) -> usize {
    let mut count = 0;
    let mut clear = |version: &mut Arc<Version>| {
        let gone = version.links().iter().filter(|link| !keeps_link(link)).count()
            + version.notes().iter().filter(|note| !keeps_note(note)).count();
        if gone > 0 {
            *version = Arc::new(version.with_references(&keeps_link, |note| keeps_note(note)));
        }
        count += gone;
    };
    let has_references = |version: &Arc<Version>| !version.links().is_empty() || !version.notes().is_empty();
    for article in parts.articles.iter_mut().filter(|article| article.versions.iter().any(has_references)) {
        Arc::make_mut(article).versions.iter_mut().for_each(&mut clear);
    }
    for source in parts.sources.iter_mut().filter(|source| source.versions.iter().any(has_references)) {
        Arc::make_mut(source).versions.iter_mut().for_each(&mut clear);
    }
    count
}

fn names_a_source(claim: &Claim) -> bool {
    let is_of_evidence = |entry: &LogEntry| entry.what == LogField::Evidence;
    !claim.evidence.is_empty() || !claim.earlier_checks.is_empty() || claim.log.iter().any(is_of_evidence)
}

/// Takes what would give hidden sources away from a claim: from its evidence, from what earlier checks had before them, and from
/// the log, which has their names as they were at the time.
fn tell(claim: &mut Claim, hidden: &HashSet<SourceId>) {
    for evidence in claim.evidence.iter_mut().filter(|evidence| hidden.contains(&evidence.source)) {
        *evidence = evidence.as_told();
    }
    for checked in claim.earlier_checks.iter_mut().filter_map(|check| check.values.as_deref_mut()) {
        for evidence in checked.evidence.iter_mut().filter(|evidence| hidden.contains(&evidence.source)) {
            (evidence.locator, evidence.passage, evidence.region) = (String::new(), None, None);
        }
        for source in checked.sources.iter_mut().filter(|source| hidden.contains(&source.id)) {
            (source.title, source.version) = (KNOWN_TO_THE_DESK.to_owned(), None);
            (source.url, source.archived_url, source.file) = (String::new(), String::new(), String::new());
        }
    }
    for entry in claim.log.iter_mut().filter(|entry| entry.what == LogField::Evidence) {
        for words in [&mut entry.from, &mut entry.to].into_iter().filter(|words| !words.is_empty()) {
            *words = EVIDENCE_KEPT.to_owned();
        }
    }
}

/// What the log of an export says of evidence where one of the sources is confidential.
const EVIDENCE_KEPT: &str = "Evidence that the desk keeps to itself";

fn clear_contacts(parts: &mut ProjectParts) -> usize {
    let mut contacts = 0;
    for source in &mut parts.sources {
        if source.contact_is_private && !source.contact.is_empty() {
            Arc::make_mut(source).contact.clear();
            contacts += 1;
        }
    }
    contacts
}

fn clear_addresses(parts: &mut ProjectParts) -> usize {
    let mut paths = 0;
    if is_private(&parts.settings.organisation_url) || is_private(&parts.settings.publication_url) {
        let settings = Arc::make_mut(&mut parts.settings);
        paths += clear(&mut settings.organisation_url) + clear(&mut settings.publication_url);
    }
    for source in &mut parts.sources {
        if is_private(&source.url)
            || is_private(&source.archived_url)
            || source.seals.iter().any(|seal| is_private(&seal.url))
        {
            let source = Arc::make_mut(source);
            paths += clear(&mut source.url) + clear(&mut source.archived_url);
            paths += source.seals.iter_mut().map(|seal| clear(&mut seal.url)).sum::<usize>();
        }
        if source.versions.iter().any(|version| has_path(version)) {
            paths += Arc::make_mut(source).versions.iter_mut().map(clean_origin).sum::<usize>();
        }
    }
    for article in &mut parts.articles {
        if is_private(&article.meta.url) {
            paths += clear(&mut Arc::make_mut(article).meta.url);
        }
        if article.versions.iter().any(|version| has_path(version)) {
            paths += Arc::make_mut(article).versions.iter_mut().map(clean_origin).sum::<usize>();
        }
    }
    for claim in &mut parts.claims {
        let has_private = |checked: &Checked| {
            let sources = checked.sources.iter().flat_map(|source| [&source.url, &source.archived_url]);
            sources.chain([&checked.claimant.url]).any(|url| is_private(url))
        };
        let mut checked = claim.earlier_checks.iter().filter_map(|check| check.values.as_deref());
        let is_found = is_private(&claim.claimant.url) || checked.any(has_private);
        if is_found {
            let claim = Arc::make_mut(claim);
            paths += clear(&mut claim.claimant.url);
            for checked in claim.earlier_checks.iter_mut().filter_map(|check| check.values.as_deref_mut()) {
                let sources = checked.sources.iter_mut().flat_map(|source| [&mut source.url, &mut source.archived_url]);
                paths += sources.chain([&mut checked.claimant.url]).map(clear).sum::<usize>();
            }
        }
    }
    paths
}

/// "1 private contact was left out."; nothing where there is none.
fn left_out(count: usize, one: &str, several: &str, how: &str) -> Option<String> {
    (count > 0).then(|| format!("{count} {} {how}", if count == 1 { one } else { several }))
}

fn has_path(version: &Version) -> bool {
    let leads_home = |note: &Note| note.urls.iter().any(|url| is_private(url));
    is_private(&version.origin.url)
        || version.origin.captured.as_ref().is_some_and(|page| is_private(&page.url))
        || has_folder(&version.origin.file)
        || version.links().iter().any(|link| is_private(&link.url))
        || version.notes().iter().any(leads_home)
}

/// Takes the folder and the local address from where a version came, and local addresses to which it leads; returns how many there were.
fn clean_origin(version: &mut Arc<Version>) -> usize {
    let links = version.links().iter().filter(|link| is_private(&link.url)).count();
    let urls = version.notes().iter().flat_map(|note| &note.urls).filter(|url| is_private(url)).count();
    if links + urls > 0 {
        *version = Arc::new(version.with_references(
            |link| !is_private(&link.url),
            |note| {
                note.urls.retain(|url| !is_private(url));
                true
            },
        ));
    }
    let mut paths = links + urls;
    let origin = &mut Arc::make_mut(version).origin;
    paths += clear(&mut origin.url);
    paths += origin.captured.as_mut().map_or(0, |page| clear(&mut page.url));
    if let Some(name) = origin.file.rsplit(['/', '\\']).next().filter(|_| has_folder(&origin.file)) {
        origin.file = name.to_owned();
        paths += 1;
    }
    paths
}

fn clear(address: &mut String) -> usize {
    if !is_private(address) {
        return 0;
    }
    address.clear();
    1
}

fn has_folder(name: &str) -> bool {
    name.contains(['/', '\\'])
}

#[cfg(test)]
mod tests {
    use super::{
        super::{EXPORTERS, Table, export, testing::tricky, zipped::unzipped},
        *,
    };
    use crate::model::{BlockKind, BlockText, Capture, Edit, Origin, Signature, VersionId};

    #[test]
    fn private_contacts_and_paths_stay_at_home_unless_asked_for() {
        let mut parts = tricky().parts().clone();
        Arc::make_mut(&mut parts.sources[0]).archived_url = "file:///home/ann/secret.pdf".into();
        let project = Project::from_parts(parts);
        let (clean, warnings) = cleaned(&project, &Options::default());
        assert_eq!((clean.sources()[0].contact.as_str(), clean.sources()[0].archived_url.as_str()), ("", ""));
        assert_eq!(
            warnings,
            ["1 private contact was left out.", "1 address of this machine or its network was left out."]
        );
        let all = Options { include_private: true, ..Options::default() };
        assert_eq!(cleaned(&project, &all), (project, Vec::new()));
    }

    #[test]
    fn a_page_captured_in_the_own_network_stays_at_home() {
        let mut parts = tricky().parts().clone();
        let captured = Some(Capture { url: "https://cms.desk.internal/7".into(), at: None });
        let origin = Origin { captured, ..Origin::default() };
        let blocks = [BlockText::new(BlockKind::Paragraph, "One.")];
        let version = Arc::new(Version::new(VersionId::new("v-7").unwrap(), origin, blocks));
        Arc::make_mut(&mut parts.sources[0]).versions = vec![version];
        let (clean, _) = cleaned(&Project::from_parts(parts), &Options::default());
        let version = clean.sources()[0].latest().unwrap();
        assert_eq!(version.origin.captured.as_ref().unwrap().url, "");
    }

    #[test]
    fn comments_and_what_leads_to_a_confidential_source_stay_at_home() {
        let draft: Version = ron::from_str(
            r#"(id: "v-9", blocks: [(kind: Paragraph, text: "One two three four.",
            links: [(span: (0, 3), url: "https://garage.example.org/a"), (span: (4, 7), url: "http://127.0.0.1/b"), (span: (8, 13), url: "https://example.org/c")],
            notes: [(span: (0, 3), text: "As Deep Throat says."), (span: (4, 7), kind: Comment, text: "Really?", author: "Ann"),
            (span: (8, 13), text: "Report, page 3.", urls: ["file:///home/ann/report.pdf", "https://example.org/d"])])])"#,
        )
        .unwrap();
        let mut parts = tricky().parts().clone();
        let source = Arc::make_mut(&mut parts.sources[0]);
        (source.is_confidential, source.title, source.url) =
            (true, "Deep Throat".into(), "https://garage.example.org/a".into());
        Arc::make_mut(&mut parts.articles[0]).versions.insert(0, Arc::new(draft));
        let project = Project::from_parts(parts);
        let left = |include_private| {
            let (clean, told) = cleaned(&project, &Options { include_private, ..Options::default() });
            let draft = Arc::clone(&clean.articles()[0].versions[0]);
            let links: Vec<String> = draft.links().iter().map(|link| link.url.clone()).collect();
            let notes: Vec<String> =
                draft.notes().iter().map(|note| format!("{} {:?}", note.text, note.urls)).collect();
            (links.join(" "), notes.join(" "), told.join(" "))
        };
        let (links, notes, told) = left(false);
        assert_eq!(
            (links.as_str(), notes.as_str()),
            ("https://example.org/c", r#"Report, page 3. ["https://example.org/d"]"#)
        );
        assert!(
            told.contains("2 links or notes of texts") && told.contains("1 comment in a draft was left out."),
            "{told}"
        );
        let (links, notes, _) = left(true);
        assert_eq!(links, "http://127.0.0.1/b https://example.org/c");
        assert!(notes.contains("Really?") && !notes.contains("Deep Throat"), "{notes}");
    }

    #[test]
    fn a_confidential_source_goes_by_no_name_in_any_format() {
        let secrets =
            ["Deep Throat", "garage.example.org", "copy.example.org", "Ring twice", "under the plant", "555 99"];
        let mut parts = tricky().parts().clone();
        let source = Arc::make_mut(&mut parts.sources[0]);
        let [title, url, archived, notes, ..] = secrets.map(str::to_owned);
        (source.title, source.url, source.archived_url) =
            (title, format!("https://{url}/a"), format!("https://{archived}/a"));
        (source.notes, source.contact, source.contact_is_private) = (notes, "555 99".into(), false);
        source.creators = vec!["Deep Throat".into()];
        source.publisher = "Deep Throat".into();
        source.is_confidential = true;
        let words = source.versions[0].text().to_string();
        for claim in &mut parts.claims {
            for evidence in &mut Arc::make_mut(claim).evidence {
                evidence.note = "under the plant".into();
                evidence.locator = "Ring twice".into();
            }
        }
        let mut project = Project::from_parts(parts);
        // The log tells of the evidence, and the check that ends keeps what it rested on.
        let claim = project.claims()[0].clone();
        let (evidence, at) = (claim.evidence[0].id.clone(), claim.signed.as_ref().unwrap().at);
        let edit = Box::new(Edit::RemoveEvidence { claim: claim.id.clone(), evidence });
        project.apply(&Edit::Signed { signature: Signature { by: None, at }, edit }).unwrap();
        let claim = &project.claims()[0];
        assert!(claim.log.iter().any(|entry| entry.from.contains("Deep Throat")), "{:?}", claim.log);
        assert_eq!(claim.earlier_checks[0].values.as_ref().unwrap().sources[0].title, "Deep Throat");
        for exporter in EXPORTERS {
            for (table, include_private) in
                [(Table::Claims, false), (Table::Evidence, false), (Table::Everything, true)]
            {
                let options = Options { table, include_private, ..Options::default() };
                let exported = export(&project, exporter.id, &options).unwrap();
                let parts =
                    unzipped(&exported.bytes).into_iter().map(|(_, bytes)| bytes).chain([exported.bytes.clone()]);
                for bytes in parts {
                    let text = String::from_utf8_lossy(&bytes);
                    for secret in secrets.into_iter().chain([words.as_str()]) {
                        assert!(!text.contains(secret), "{}: {secret}", exporter.id);
                    }
                }
                assert!(
                    exported.warnings.iter().any(|told| told.contains("called a source known to the desk")),
                    "{}: {:?}",
                    exporter.id,
                    exported.warnings
                );
            }
        }
        let markdown = export(&project, "markdown", &Options::default()).unwrap().bytes;
        assert!(String::from_utf8_lossy(&markdown).contains("A source known to the desk"));
        assert_eq!(discreet(&project).problems(), []);
    }

    #[test]
    fn private_addresses_stay_at_home_in_what_earlier_checks_had_before_them() {
        let mut parts = tricky().parts().clone();
        let cited = parts.claims[0].evidence[0].source.clone();
        let source = parts.sources.iter_mut().find(|source| source.id == cited).unwrap();
        let source = Arc::make_mut(source);
        (source.url, source.archived_url) = ("https://cms.desk.internal/7".into(), "file:///home/ann/copy.pdf".into());
        Arc::make_mut(&mut parts.claims[0]).claimant.url = "http://192.168.0.9/".into();
        let mut project = Project::from_parts(parts);
        // Everything private is mended afterwards: the check that ends keeps what it had.
        let mut mended = project.source(&cited).unwrap().as_ref().clone();
        (mended.url, mended.archived_url) = ("https://example.org/7".into(), String::new());
        let claim = project.claims()[0].id.clone();
        project.apply(&Edit::put_source(&mended)).unwrap();
        let field = crate::model::ClaimField::Claimant(crate::model::Claimant::default());
        project.apply(&Edit::SetClaim { claim: claim.clone(), field }).unwrap();
        let private = ["cms.desk.internal", "/home/ann", "192.168.0.9"];
        let kept = format!("{:?}", project.claim(&claim).unwrap().earlier_checks);
        assert!(private.iter().all(|address| kept.contains(address)), "{kept}");
        for exporter in EXPORTERS {
            let exported = export(&project, exporter.id, &Options::default()).unwrap();
            let parts = unzipped(&exported.bytes).into_iter().map(|(_, bytes)| bytes).chain([exported.bytes.clone()]);
            for bytes in parts {
                let text = String::from_utf8_lossy(&bytes);
                assert!(!private.iter().any(|address| text.contains(address)), "{}", exporter.id);
            }
        }
        let (clean, _) = cleaned(&project, &Options::default());
        let told = &clean.claim(&claim).unwrap().earlier_checks[0];
        let values = told.values.as_ref().unwrap();
        assert!(!values.sources.is_empty() && values.sources[0].url.is_empty() && values.claimant.url.is_empty());
    }

    #[test]
    fn the_project_file_keeps_everything_of_a_confidential_source() {
        let mut parts = tricky().parts().clone();
        Arc::make_mut(&mut parts.sources[0]).is_confidential = true;
        let project = Project::from_parts(parts);
        let file = crate::store::encode(&project);
        assert!(file.contains("is_confidential: true"));
        assert_eq!(crate::store::decode(file.as_bytes()).unwrap().project, project);
        assert_ne!(discreet(&project), project);
        assert_eq!(discreet(&tricky()), tricky());
    }

    #[test]
    fn addresses_of_the_own_network_stay_at_home_wherever_they_stand() {
        let mut parts = tricky().parts().clone();
        Arc::make_mut(&mut parts.settings).organisation_url = "https://intranet/desk".into();
        Arc::make_mut(&mut parts.sources[0]).url = "https://cms.desk.internal/7".into();
        Arc::make_mut(&mut parts.claims[0]).claimant.url = "http://192.168.0.9/".into();
        let (clean, warnings) = cleaned(&Project::from_parts(parts), &Options::default());
        let left = [&clean.parts().settings.organisation_url, &clean.sources()[0].url, &clean.claims()[0].claimant.url];
        assert_eq!(left, ["", "", ""]);
        assert!(
            warnings.contains(&"3 addresses of this machine or its network were left out.".to_owned()),
            "{warnings:?}"
        );
    }

    #[test]
    fn which_other_projects_of_the_desk_were_compared_stays_at_home() {
        let mut project = Project::new("Bridge");
        let article = crate::model::ArticleId::new("a-1").unwrap();
        let mut claim = Claim::new(crate::model::ClaimId::new("c-1").unwrap(), article, Vec::new());
        let answer = crate::model::Likeness::Same;
        claim.checked_before =
            vec![crate::model::CheckedBefore { id: "c-9".into(), from: "Secret review".into(), number: 4, answer }];
        let mut parts = project.parts().clone();
        parts.claims = vec![claim.into()];
        project = Project::from_parts(parts);
        let (told, warnings) = cleaned(&project, &Options::default());
        assert!(told.claims()[0].checked_before.is_empty());
        assert_eq!(warnings, ["1 answer to whether a claim was checked before was left out."]);
        let options = Options { include_private: true, ..Options::default() };
        assert_eq!(cleaned(&project, &options).0, project);
    }
}
