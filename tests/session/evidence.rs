//! Sources with their documents beside the article, and evidence on the very words: through the session, without a window.

use std::time::Duration;

use crate::support::{Driver, moment};
use claimdesk::app::Unveiled as _;
use claimdesk::{
    app::{
        Command, Document, Effect, Intent, LikelyList, Side,
        effect::Clip,
        intent::{Answer, ClaimIntent, FindIntent, PaneIntent, ReaderIntent, SourceIntent},
        view::{Reveal, Selection, Wish},
    },
    model::{Claim, ClaimField, Edit, Evidence, Placement, Project, SourceId, Stance},
    store,
};

const REPORT: &str = "\
Survey of the old bridge
The survey looked at nine piers in January.
Divers found cracks in two of the piers. They are wider than 3 millimetres.
“We will take no risk at all,” the engineer wrote to the council. The bridge stays closed until May.
";

const REVISED: &str = "\
Survey of the old bridge
Divers found cracks in four of the piers. They are wider than 3 millimetres.
The survey looked at nine piers in January, and at the road above them.
The council met on Friday.
";

fn document(driver: &Driver) -> &Document {
    driver.session.document.as_ref().unwrap()
}

fn project(driver: &Driver) -> &Project {
    document(driver).project()
}

fn claim(driver: &Driver) -> &Claim {
    document(driver).claim().unwrap()
}

fn evidence(driver: &Driver, place: usize) -> &Evidence {
    &claim(driver).evidence[place]
}

/// A claim on the cracks, with a source that has no document yet.
fn with_source() -> (Driver, SourceId) {
    let mut driver = Driver::with_article();
    driver.select("found cracks in two piers");
    driver.send(Command::MarkClaim);
    let claim = claim(&driver).id.clone();
    driver.send(ClaimIntent::AddEvidence { claim, text: "Survey report".into() });
    let source = evidence(&driver, 0).source.clone();
    (driver, source)
}

/// The same with the report opened beside the article.
fn with_report() -> (Driver, SourceId) {
    let (mut driver, source) = with_source();
    open(&mut driver, &source, "report.txt", REPORT);
    (driver, source)
}

fn open(driver: &mut Driver, source: &SourceId, name: &str, text: &str) {
    let path = driver.write(name, text);
    driver.picks.push_back(path);
    driver.send(PaneIntent::File(source.clone()));
}

fn select_in_pane(driver: &mut Driver, words: &str) {
    let text = document(driver).version_in(Side::Pane).unwrap().text().clone();
    let start = text.find(words).unwrap_or_else(|| panic!("{words}"));
    let selection = Selection { anchor: start, head: start + words.len() };
    driver.send(PaneIntent::Reader(ReaderIntent::Select(selection)));
}

fn take(driver: &mut Driver, words: &str, stance: Stance) {
    select_in_pane(driver, words);
    driver.send(PaneIntent::Take(Some(stance)));
}

fn notices(driver: &Driver) -> String {
    driver.session.notices.iter().map(|notice| format!("{}\n", notice.text)).collect()
}

#[test]
fn words_marked_in_a_document_become_quote_place_and_locator_in_one_step() {
    let (mut driver, source) = with_report();
    assert_eq!(project(&driver).source(&source).unwrap().title, "Survey report", "what the reviewer said stays");
    select_in_pane(&mut driver, "Divers found cracks in two of the piers.");
    assert!(driver.session.can(Command::TakeWords));
    driver.send(PaneIntent::Take(Some(Stance::Supports)));
    let taken = evidence(&driver, 0);
    assert_eq!((taken.quote.as_str(), taken.stance), ("Divers found cracks in two of the piers.", Stance::Supports));
    assert_eq!(taken.locator, "paragraph 2");
    let anchor = &taken.mark.as_ref().unwrap().anchor;
    assert_eq!(anchor.quote, taken.quote);
    assert!(anchor.prefix.ends_with("in January.\n\n") && anchor.suffix.starts_with(" They are wider"), "{anchor:?}");
    assert_eq!(claim(&driver).evidence.len(), 1, "the evidence without words took them");
    driver.send(Command::Undo);
    assert_eq!((evidence(&driver, 0).quote.as_str(), &evidence(&driver, 0).mark), ("", &None));
    driver.send(Command::Redo);
    take(&mut driver, "wider than 3 millimetres", Stance::Context);
    assert_eq!(claim(&driver).evidence.len(), 2, "more words of the same source are more evidence");
    assert_eq!(project(&driver).problems(), []);
}

#[test]
fn without_a_claim_or_words_nothing_is_taken_and_it_is_said_why() {
    let (mut driver, _) = with_report();
    driver.send(PaneIntent::Take(None));
    assert!(notices(&driver).contains("Select the words in the document first."));
    select_in_pane(&mut driver, "nine piers");
    let claim = claim(&driver).id.clone();
    driver.send(ClaimIntent::Delete(claim));
    assert!(!driver.session.can(Command::TakeWords));
    driver.send(PaneIntent::Take(None));
    assert!(notices(&driver).contains("no claim is selected"));
}

#[test]
fn each_side_leads_to_the_other() {
    let (mut driver, source) = with_report();
    take(&mut driver, "Divers found cracks in two of the piers.", Stance::Supports);
    let first = claim(&driver).id.clone();
    driver.select("closed on Monday");
    driver.send(Command::MarkClaim);
    let second = claim(&driver).id.clone();
    driver.send(ClaimIntent::UseSource { claim: second.clone(), source: source.clone() });
    take(&mut driver, "The bridge stays closed until May.", Stance::Context);
    driver.send(PaneIntent::Close);
    assert!(document(&driver).pane().is_none());
    // From the evidence to its words.
    let id = project(&driver).claim(&first).unwrap().evidence[0].id.clone();
    driver.send(PaneIntent::ShowEvidence { claim: first.clone(), evidence: id.clone() });
    assert_eq!((claim(&driver).id.clone(), document(&driver).pane_evidence().unwrap().id.clone()), (first.clone(), id));
    let span = evidence(&driver, 0).mark.as_ref().unwrap().anchor.span;
    assert!(driver.wishes.contains(&Wish::Reveal(Side::Pane, Reveal::Words(span))));
    // From marked words to the claim.
    let text = document(&driver).version_in(Side::Pane).unwrap().text().clone();
    let at = text.find("stays closed").unwrap();
    driver.send(PaneIntent::Reader(ReaderIntent::Select(Selection::caret(at))));
    driver.send(PaneIntent::Reader(ReaderIntent::Claim(second.clone())));
    assert_eq!(claim(&driver).id, second);
    assert_eq!(document(&driver).pane_evidence().unwrap().quote, "The bridge stays closed until May.");
    let in_article = document(&driver).claim().unwrap().marks[0].anchor.span;
    assert_eq!(driver.wishes.last(), Some(&Wish::Reveal(Side::Article, Reveal::Words(in_article))));
    // Going from claim to claim takes the pane along.
    driver.send(Command::NextClaim);
    assert_eq!(
        document(&driver).pane_evidence().map(|e| e.quote.as_str()),
        Some("Divers found cracks in two of the piers.")
    );
}

#[test]
fn the_words_of_a_source_that_are_most_like_the_claim_are_selected_one_after_the_other() {
    let (mut driver, source) = with_source();
    let report = "Survey of the bridges\nThe survey looked at nine piers in January.\nIn two of the piers divers found \
                  cracks.\nPiers with cracks like those that divers found elsewhere fell.\nThe council met.";
    open(&mut driver, &source, "report.txt", report);
    driver.send(Command::LikelyWords);
    let words = |driver: &Driver| {
        let text = document(driver).version_in(Side::Pane).unwrap().text().clone();
        document(driver).selected_span(Side::Pane).map(|span| span.of(&text).to_owned())
    };
    assert_eq!(words(&driver).as_deref(), Some("In two of the piers divers found cracks."));
    assert_eq!(evidence(&driver, 0).mark, None, "nothing is taken by itself");
    driver.send(Command::LikelyWords);
    assert_eq!(words(&driver).as_deref(), Some("Piers with cracks like those that divers found elsewhere fell."));
    // Around the end, past what shares less: nothing is hidden.
    let rest = document(&driver).likely().unwrap().passages.len() - 1;
    (0..rest).for_each(|_| driver.send(Command::LikelyWords));
    driver.send(Command::TakeWords);
    assert_eq!(evidence(&driver, 0).quote, "In two of the piers divers found cracks.");
    driver.send(Command::CloseProject);
    let (mut driver, source) = with_source();
    open(&mut driver, &source, "report.txt", "The mayor spoke on Friday.\nNobody came.");
    driver.send(Command::LikelyWords);
    assert!(notices(&driver).contains("Nothing in this document is like the words of the claim."));
    let long = format!("{}Divers found cracks in two piers.\n\n", "The council met on Friday.\n\n".repeat(160_000));
    open(&mut driver, &source, "long.txt", &long);
    driver.send(Command::LikelyWords);
    assert_eq!(words(&driver).as_deref(), Some("Divers found cracks in two piers."), "prepared beside the window");
    let shared = &document(&driver).likely().unwrap().passages[0].shared;
    assert!(shared.contains(&"cracks".to_owned()), "it says why: {shared:?}");
}

#[test]
fn the_likely_passages_are_listed_and_follow_the_claim() {
    let (mut driver, source) = with_source();
    let report = "Survey of the bridges\nThe survey looked at nine piers in January.\nIn two of the piers divers found \
                  cracks.\nThe council met.";
    open(&mut driver, &source, "report.txt", report);
    let listed = |driver: &Driver| match document(driver).likely_list() {
        Some(LikelyList::Found(likely, version)) => {
            likely.passages.iter().map(|passage| passage.span.of(version.text()).to_owned()).collect()
        }
        Some(LikelyList::Underway) => vec!["under way".to_owned()],
        Some(LikelyList::Nothing) => vec!["nothing".to_owned()],
        None => Vec::new(),
    };
    assert!(listed(&driver).is_empty(), "it is not shown unasked");
    driver.send(Command::ListLikely);
    assert_eq!(listed(&driver)[0], "In two of the piers divers found cracks.");
    assert_eq!(document(&driver).selected_span(Side::Pane), None, "a list selects nothing");
    let second = listed(&driver)[1].clone();
    driver.send(PaneIntent::GoLikely(1));
    let text = document(&driver).version_in(Side::Pane).unwrap().text().clone();
    assert_eq!(document(&driver).selected_span(Side::Pane).unwrap().of(&text), second);
    assert_eq!(evidence(&driver, 0).mark, None, "nothing is taken by itself");
    // Other words of the claim, other places.
    let id = claim(&driver).id.clone();
    let statement = ClaimField::Statement(Some("The council met".into()));
    driver.send(Intent::Edit(Edit::SetClaim { claim: id, field: statement }));
    assert!(listed(&driver).contains(&"The council met.".to_owned()), "{:?}", listed(&driver));
    driver.send(Command::ListLikely);
    assert!(listed(&driver).is_empty());
    // A long document is prepared beside the window, once.
    let long = format!("{}Divers found cracks in two piers.\n\n", "The mayor spoke on Friday.\n\n".repeat(10_000));
    open(&mut driver, &source, "long.txt", &long);
    driver.send(Command::ListLikely);
    assert!(listed(&driver).contains(&"Divers found cracks in two piers.".to_owned()), "{:?}", listed(&driver));
    driver.send(Command::ListLikely);
    let effects = driver.session.handle(Command::ListLikely.into(), moment(Duration::ZERO));
    assert!(effects.iter().all(|effect| !matches!(effect, Effect::Run(_))), "what is prepared is kept");
}

#[test]
fn a_quotation_is_looked_for_and_only_proposed() {
    let mut driver = Driver::with_article();
    driver.select("“We will not take any risk,” the engineer wrote");
    driver.send(Command::MarkClaim);
    let id = claim(&driver).id.clone();
    driver.send(ClaimIntent::AddEvidence { claim: id, text: "Letter".into() });
    let source = evidence(&driver, 0).source.clone();
    let letter = "Letter to the council\nWe will not take any risk, and so the bridge is closed from today.\nYours, the engineer.\n";
    open(&mut driver, &source, "letter.txt", letter);
    driver.send(Command::OpenBeside);
    let text = document(&driver).version_in(Side::Pane).unwrap().text().clone();
    let proposed = document(&driver).selected_span(Side::Pane).map(|span| span.of(&text));
    assert_eq!(proposed.map(|words| words.trim_end_matches(',')), Some("We will not take any risk"));
    assert_eq!(evidence(&driver, 0).mark, None, "nothing is taken without the reviewer");
    driver.send(Command::TakeWords);
    assert_eq!(evidence(&driver, 0).locator, "paragraph 1");
}

#[test]
fn words_can_be_moved_by_hand_and_their_ends_dragged() {
    let (mut driver, _) = with_report();
    take(&mut driver, "Divers found cracks", Stance::Supports);
    select_in_pane(&mut driver, "They are wider than 3 millimetres.");
    driver.send(PaneIntent::Move);
    assert_eq!(evidence(&driver, 0).quote, "They are wider than 3 millimetres.");
    assert_eq!((claim(&driver).evidence.len(), evidence(&driver, 0).stance), (1, Stance::Supports));
    let text = document(&driver).version_in(Side::Pane).unwrap().text().clone();
    let start = text.find("wider than 3 millimetres").unwrap();
    let span = claimdesk::model::Span::in_text(&text, start, start + "wider than 3 millimetres".len()).unwrap();
    let id = claim(&driver).id.clone();
    driver.send(PaneIntent::Reader(ReaderIntent::Resize { claim: id, mark: 0, span }));
    assert_eq!(evidence(&driver, 0).quote, "wider than 3 millimetres");
}

#[test]
fn evidence_follows_its_document_into_a_new_version() {
    let (mut driver, source) = with_report();
    let words = [
        "They are wider than 3 millimetres.",
        "The survey looked at nine piers in January",
        "Divers found cracks in two of the piers.",
        "“We will take no risk at all,” the engineer wrote to the council.",
    ];
    words.iter().for_each(|words| take(&mut driver, words, Stance::Supports));
    let before = project(&driver).clone();
    open(&mut driver, &source, "report-2.txt", REVISED);
    let placements: Vec<_> = claim(&driver).evidence.iter().map(|e| e.mark.as_ref().unwrap().placement).collect();
    assert_eq!(placements, [Placement::Placed, Placement::Moved, Placement::Changed, Placement::Lost]);
    assert!(notices(&driver).contains("Evidence in it: 1 placed, 1 moved, 1 changed, 1 lost."), "{}", notices(&driver));
    let changed = evidence(&driver, 2);
    assert_eq!(changed.quote, words[2], "the words as they were taken stay");
    assert_eq!(changed.mark.as_ref().unwrap().anchor.quote, "Divers found cracks in four of the piers.");
    assert_eq!(changed.mark.as_ref().unwrap().earlier[0].quote, words[2]);
    assert_eq!(
        evidence(&driver, 3).mark.as_ref().unwrap().anchor.quote,
        words[3],
        "lost words stay in the old version"
    );
    assert_eq!(project(&driver).problems(), []);
    let findings = document(&driver).findings();
    assert!(
        findings.iter().any(|finding| finding.rule.as_str() == "evidence-changed" && finding.message.contains("four")),
        "{findings:?}"
    );
    // The reviewer takes what it says now.
    let (claim_id, id) = (claim(&driver).id.clone(), changed.id.clone());
    driver.send(PaneIntent::AcceptWords { claim: claim_id, evidence: id });
    assert_eq!(evidence(&driver, 2).quote, "Divers found cracks in four of the piers.");
    assert!(!evidence(&driver, 2).mark.as_ref().unwrap().needs_look());
    driver.send(Command::Undo);
    driver.send(Command::Undo);
    assert_eq!(project(&driver), &before, "all of it is one step");
}

#[test]
fn a_lost_passage_is_shown_where_it_stood_and_can_be_put_on_other_words() {
    let (mut driver, source) = with_report();
    take(&mut driver, "The bridge stays closed until May.", Stance::Supports);
    open(&mut driver, &source, "report-2.txt", REVISED);
    let (id, old) = (evidence(&driver, 0).id.clone(), evidence(&driver, 0).mark.clone().unwrap());
    assert_eq!(old.placement, Placement::Lost);
    let claim_id = claim(&driver).id.clone();
    driver.send(PaneIntent::ShowEvidence { claim: claim_id, evidence: id });
    assert_eq!(document(&driver).version_in(Side::Pane).unwrap().id, old.anchor.version);
    select_in_pane(&mut driver, "nine piers");
    assert!(!driver.session.can(Command::TakeWords), "an older version is to be read");
    driver.send(PaneIntent::Version(1));
    select_in_pane(&mut driver, "The council met on Friday.");
    driver.send(PaneIntent::Move);
    let mark = evidence(&driver, 0).mark.clone().unwrap();
    assert_eq!((mark.placement, mark.earlier.len(), mark.needs_look()), (Placement::Placed, 1, false));
    assert_eq!(project(&driver).problems(), []);
}

#[test]
fn a_quotation_that_differs_from_its_source_is_found() {
    let mut driver = Driver::with_article();
    driver.select("“We will not take any risk,” the engineer wrote");
    driver.send(Command::MarkClaim);
    let id = claim(&driver).id.clone();
    driver.send(ClaimIntent::AddEvidence { claim: id, text: "Survey report".into() });
    let source = evidence(&driver, 0).source.clone();
    open(&mut driver, &source, "report.txt", REPORT);
    let differs =
        |driver: &Driver| document(driver).findings().iter().any(|finding| finding.rule.as_str() == "quote-differs");
    assert!(!differs(&driver));
    take(&mut driver, "“We will take no risk at all,” the engineer wrote", Stance::Supports);
    assert!(differs(&driver));
    let compared = document(&driver).quotations(claim(&driver), evidence(&driver, 0));
    assert_eq!(
        compared.iter().map(|c| (c.is_same, c.said.as_str())).collect::<Vec<_>>(),
        [(false, "We will take no risk")]
    );
}

#[test]
fn the_pane_finds_copies_and_closes_as_the_article_does() {
    let (mut driver, _) = with_report();
    select_in_pane(&mut driver, "nine piers");
    driver.send(Command::CopyText);
    assert_eq!(driver.copied, ["nine piers"]);
    driver.send(Command::GrowSelection);
    let text = document(&driver).version_in(Side::Pane).unwrap().text().clone();
    let grown = document(&driver).selected_span(Side::Pane).map(|span| span.of(&text).to_owned());
    assert_eq!(grown.as_deref(), Some("The survey looked at nine piers in January."));
    driver.send(Command::Find);
    driver.send(PaneIntent::Find(FindIntent::Query("piers".into())));
    let find = document(&driver).pane().unwrap().0.text.find.clone().unwrap();
    assert_eq!(find.matches.len(), 2);
    driver.send(Command::FindNext);
    assert_eq!(document(&driver).pane().unwrap().0.text.find.as_ref().unwrap().current, 1);
    driver.send(Command::Back);
    assert_eq!(
        document(&driver).selected_span(Side::Pane).map(claimdesk::model::Span::len),
        Some(5),
        "the match is selected"
    );
    driver.send(Command::Back);
    assert!(document(&driver).selected_span(Side::Pane).is_none() && document(&driver).pane().is_some());
    driver.send(Command::Back);
    assert!(document(&driver).pane().is_none());
    assert!(document(&driver).claim().is_some(), "the claim stays");
}

#[test]
fn a_document_is_kept_beside_the_project_and_comes_back_with_it() {
    let (mut driver, source) = with_report();
    take(&mut driver, "Divers found cracks in two of the piers.", Stance::Refutes);
    let path = driver.path("review.ron");
    driver.picks.push_back(path.clone());
    driver.send(Command::Save);
    let saved = project(&driver).clone();
    let sha256 = store::sha256(REPORT.as_bytes());
    assert_eq!(std::fs::read(driver.path("review.files").join(&sha256)).unwrap(), REPORT.as_bytes());
    let mut other = Driver::new();
    other.send(Intent::OpenPath(path));
    assert_eq!(project(&other), &saved);
    assert_eq!(project(&other).source(&source).unwrap().latest().unwrap().origin.file, "report.txt");
}

#[test]
fn a_document_can_come_from_the_clipboard_and_the_same_one_comes_once() {
    let (mut driver, source) = with_source();
    driver.send(PaneIntent::Open(source.clone()));
    driver.clipboard = Clip { text: Some(REPORT.into()), ..Clip::default() };
    driver.send(PaneIntent::Paste);
    assert_eq!(project(&driver).source(&source).unwrap().versions.len(), 1);
    assert!(!project(&driver).source(&source).unwrap().has_copy(), "pasted words are no copy of the source");
    driver.send(PaneIntent::Paste);
    assert_eq!(project(&driver).source(&source).unwrap().versions.len(), 1);
    assert!(notices(&driver).contains("Nothing was added."));
}

#[test]
fn a_file_is_sealed_with_its_time_and_counts_as_a_copy() {
    let (mut driver, source) = with_source();
    let path = driver.write("annex.bin", b"\x00\x01 figures");
    driver.picks.push_back(path);
    driver.send(SourceIntent::SealFile(source.clone()));
    let sealed = project(&driver).source(&source).unwrap().clone();
    assert_eq!((sealed.seals.len(), sealed.seals[0].name.as_str()), (1, "annex.bin"));
    assert_eq!(sealed.seals[0].sha256, store::sha256(b"\x00\x01 figures"));
    assert!(sealed.has_copy() && sealed.seals[0].at > jiff::Timestamp::UNIX_EPOCH);
    driver.send(Command::Undo);
    assert!(project(&driver).source(&source).unwrap().seals.is_empty());
    driver.send(SourceIntent::SealPage(source));
    assert!(notices(&driver).contains("Could not fetch the page: the source has no web address."));
}

#[test]
fn a_file_dropped_as_evidence_is_sealed() {
    let mut driver = Driver::with_article();
    let path = driver.write("letter.txt", "words");
    driver.send(Intent::Drop(vec![path]));
    driver.send(Intent::Answer(Answer::DroppedEvidence));
    assert_eq!(project(&driver).sources()[0].seals[0].sha256, store::sha256(b"words"));
}

#[test]
fn sources_that_are_the_same_become_one_in_one_step() {
    let (mut driver, source) = with_report();
    take(&mut driver, "Divers found cracks", Stance::Supports);
    driver.send(SourceIntent::Add);
    let other = document(&driver).view.source.clone().unwrap();
    let mut named = project(&driver).source(&other).unwrap().as_ref().clone();
    named.title = "Survey  Report".into();
    driver.send(Edit::put_source(&named));
    let found = claimdesk::app::source_library::duplicates(project(&driver));
    assert_eq!(found, [vec![source.clone(), other.clone()]]);
    driver.send(SourceIntent::Merge { into: source.clone(), from: vec![other.clone()] });
    assert_eq!(project(&driver).sources().len(), 1);
    driver.send(Command::Undo);
    assert!(project(&driver).source(&other).is_some());
}

#[test]
fn a_list_of_sources_comes_in_once() {
    let (mut driver, _) = with_source();
    let list = driver.write(
        "list.bib",
        "@online{a, title = {Count}, url = {https://example.org/a}}\n@book{b, title = {Survey report}}\n",
    );
    driver.picks.push_back(list.clone());
    driver.send(Command::ImportSources);
    assert_eq!(project(&driver).sources().len(), 2, "one of two is known");
    assert!(notices(&driver).contains("1 source came in. 1 is in the project already."), "{}", notices(&driver));
    driver.picks.push_back(list);
    driver.send(Command::ImportSources);
    assert!(notices(&driver).contains("Nothing new is in the list."));
    let odd = driver.write("odd.txt", "words");
    driver.picks.push_back(odd);
    driver.send(Command::ImportSources);
    assert!(notices(&driver).contains("Could not import: "), "{}", notices(&driver));
}

#[test]
fn two_peoples_changes_of_one_source_are_joined() {
    let (mut driver, source) = with_report();
    let base = project(&driver).clone();
    take(&mut driver, "nine piers", Stance::Supports);
    let mine = project(&driver).clone();
    // Meanwhile somebody else opens a newer document and grades the source.
    let mut theirs = base.clone();
    let newer = claimdesk::model::Version::new(
        "v-theirs".to_owned().try_into().unwrap(),
        claimdesk::model::Origin::default(),
        [claimdesk::model::BlockText::new(claimdesk::model::BlockKind::Paragraph, "Newer words.")],
    );
    let mut graded = theirs.source(&source).unwrap().as_ref().clone();
    graded.reliability = Some(claimdesk::model::Reliability::B);
    theirs.apply(&Edit::put_source(&graded)).unwrap();
    let add = Edit::AddDocument { source: source.clone(), version: std::sync::Arc::new(newer) };
    theirs.apply(&add).unwrap();
    let joined = claimdesk::join::join(Some(&base), &mine, &theirs);
    assert_eq!(joined.project.differences(), []);
    let both = joined.project.source(&source).unwrap();
    assert_eq!((both.versions.len(), both.reliability), (2, Some(claimdesk::model::Reliability::B)));
    assert_eq!(joined.project.claims()[0].evidence[0].quote, "nine piers");
    assert_eq!(joined.project.problems(), []);
}

#[test]
fn a_source_merged_away_by_one_side_takes_the_others_evidence_along() {
    let (mut driver, source) = with_report();
    driver.send(SourceIntent::Add);
    let other = document(&driver).view.source.clone().unwrap();
    let base = project(&driver).clone();
    let mut theirs = base.clone();
    let merge = Edit::MergeSources { into: other.clone(), from: vec![source.clone()] };
    theirs.apply(&merge).unwrap();
    driver.send(PaneIntent::Open(source.clone()));
    take(&mut driver, "nine piers", Stance::Supports);
    let joined = claimdesk::join::join(Some(&base), project(&driver), &theirs).project;
    assert_eq!(joined.problems(), []);
    let words: Vec<_> = joined.claims()[0].evidence.iter().filter_map(|e| e.mark.as_ref()).collect();
    assert_eq!(words.len(), 1, "the words that were marked meanwhile are there");
}
