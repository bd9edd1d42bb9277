//! Another project taken in, and independent first passes: given out, brought back, settled one after the other.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use claimdesk::{
    app::{
        Command, Dialog, Ids, Intent, SeenBy,
        comparison::{Side, compare},
        intent::{AdjudicationIntent, Answer, ImportIntent, PreviewIntent},
        taking_in::{Fate, Missing, Same, TakenIn, Wanted, sides_of_passes, take_in},
        view::Screen,
    },
    import::Watch,
    model::{Claim, ClaimField, Edit, Project, SecondCheckWay, Settings, Status, Subject, Value, Vouched},
    store,
};

use super::reliability::notice;
use crate::support::{
    Driver,
    faulty::{DISK_FULL, Faulty},
    introduce,
};

/// What is done in a file of its own, as one person after the other has it open in one folder.
fn open(driver: &mut Driver, path: &Path) {
    driver.send(Intent::OpenPath(path.to_owned()));
    if driver.session.dialog.is_some() {
        driver.send(Intent::Answer(Answer::Discard));
    }
    assert_eq!(driver.document().path.as_deref(), Some(path), "{:?}", driver.notices());
}

fn sit_down(driver: &mut Driver, name: &str) {
    let known = driver.project().reviewers().iter().find(|known| known.name == name).cloned();
    driver.session.sit_down(known.map(|known| known.as_ref().clone()));
    if driver.session.person().is_none() {
        introduce(driver, name, &name[..2].to_uppercase());
    }
}

fn mark(driver: &mut Driver, words: &str, digit: u8, source: &str) {
    driver.mark(words);
    if !source.is_empty() {
        driver.send(Intent::Paste(source.into()));
    }
    if digit > 0 {
        driver.digit(digit);
    }
}

/// Reads another project up to the preview.
fn look(driver: &mut Driver, path: &Path) -> TakenIn {
    driver.picks.push_back(path.to_owned());
    driver.send(Command::Import);
    assert_eq!(driver.session.dialog, Some(Dialog::ImportProject), "{:?}", driver.notices());
    driver.session.incoming_project.as_ref().unwrap().taken.as_ref().clone()
}

fn import(driver: &mut Driver, path: &Path) -> TakenIn {
    let taken = look(driver, path);
    driver.send(Intent::Import(ImportIntent::Accept));
    assert_eq!(driver.session.dialog, None);
    assert_eq!(driver.project().problems(), []);
    taken
}

fn fates(taken: &TakenIn) -> Vec<Fate> {
    taken.claims.iter().map(|claim| claim.fate).collect()
}

fn claim<'a>(driver: &'a Driver, words: &str) -> &'a Claim {
    driver.project().claims().iter().find(|claim| claim.quote() == words).unwrap_or_else(|| panic!("{words}"))
}

fn open_names(driver: &Driver) -> Vec<String> {
    driver.project().differences().iter().map(|open| open.name()).collect()
}

/// The article in a project that Ann and Bea both start from; Ann's copy is open.
fn two_copies() -> (Driver, PathBuf, PathBuf) {
    let mut driver = Driver::with_article();
    introduce(&mut driver, "Ann Lee", "AL");
    let bea = driver.save_as("bea.ron");
    let ann = driver.save_as("ann.ron");
    (driver, ann, bea)
}

#[test]
fn a_colleagues_project_comes_in_with_what_its_claims_rest_on_and_differs_where_it_differs() {
    let (mut driver, ann, bea) = two_copies();
    mark(&mut driver, "4,000 cars", 1, "https://example.org/count");
    driver.send(Intent::set(driver.claim(), ClaimField::Tags(vec!["traffic".into()])));
    driver.sign();
    mark(&mut driver, "Monday", 1, "");
    driver.send(Command::Save);
    open(&mut driver, &bea);
    sit_down(&mut driver, "Bea Lund");
    mark(&mut driver, "4,000 cars", 3, "https://example.org/other");
    driver.send(Intent::set(driver.claim(), ClaimField::Notes("Counted twice.".into())));
    driver.send(Intent::set(driver.claim(), ClaimField::Tags(vec!["numbers".into()])));
    driver.sign();
    mark(&mut driver, "nine months", 2, "https://example.org/works");
    driver.sign();
    driver.send(Command::Save);
    open(&mut driver, &ann);
    let before = driver.project().clone();
    let taken = look(&mut driver, &bea);
    assert_eq!(fates(&taken), [Fate::Open, Fate::New]);
    assert_eq!(taken.claims[0].what, ["verdict"]);
    assert_eq!(driver.project(), &before, "nothing comes in before it is agreed to");
    driver.send(Intent::Import(ImportIntent::Accept));
    notice(&driver, "1 claim came in; 1 differs from what was found here and is to be settled. 1 difference is open.");
    // What is new is signed by who signed it, and rests on its source.
    let new = claim(&driver, "nine months");
    assert_eq!((new.status, new.evidence.len(), new.number), (Status::Checked, 1, 3));
    let bea_id = new.signed.as_ref().unwrap().by.clone().unwrap();
    assert_eq!(driver.project().reviewer(&bea_id).unwrap().name, "Bea Lund");
    assert!(matches!(driver.project().vouched(new), Vouched::Checked(_)));
    // What both found differently is open, both with name and time, and bears nobody's signature meanwhile.
    let both = claim(&driver, "4,000 cars");
    assert_eq!(
        (both.status, &both.signed, both.verdict.as_ref().unwrap().as_str()),
        (Status::InProgress, &None, "confirmed")
    );
    assert_eq!(
        (both.evidence.len(), both.notes.as_str(), both.tags.join(" ")),
        (2, "Counted twice.", "traffic numbers".into())
    );
    assert!(both.second.is_none(), "Bea had not seen the source of Ann");
    let checks: Vec<_> = both.earlier_checks.iter().map(|check| check.values.as_ref().unwrap().label.clone()).collect();
    assert_eq!(checks, ["Confirmed", "Wrong"]);
    let opinions = &driver.project().differences()[0].values;
    let who: Vec<_> =
        opinions.iter().map(|opinion| opinion.who(driver.project()).unwrap_or_default().to_owned()).collect();
    assert_eq!((who.join(" ").as_str(), opinions.iter().all(|it| it.at.is_some())), ("AL BE", true));
    let urls: Vec<_> = driver.project().sources().iter().map(|source| source.url.clone()).collect();
    assert_eq!(urls.len(), 3);
    // The same once more brings nothing, and one undo takes all of it back.
    let state = driver.project().clone();
    let again = look(&mut driver, &bea);
    let now = again.project.claims().iter().find(|claim| claim.quote() == "4,000 cars").unwrap();
    assert_eq!(
        &Claim { log: Vec::new(), ..now.as_ref().clone() },
        &Claim { log: Vec::new(), ..claim(&driver, "4,000 cars").clone() }
    );
    assert_eq!(fates(&again), [Fate::Known, Fate::Known], "{:?}", again.claims);
    driver.send(Intent::Answer(Answer::Cancel));
    assert_eq!(driver.project(), &state);
    driver.send(Command::Undo);
    assert_eq!(driver.project(), &before);
    driver.send(Command::Redo);
    assert_eq!(driver.project(), &state);
    // Nor does it once it was settled.
    // Whoever settles says who they are, since that is kept.
    driver.send(Command::ShowAdjudication);
    driver.send(Command::SettleFirst);
    assert!(matches!(driver.session.dialog, Some(Dialog::Person(Some(_)))));
    driver.send(Intent::Answer(Answer::Cancel));
    sit_down(&mut driver, "Ann Lee");
    driver.send(Command::ShowAdjudication);
    driver.send(Command::SettleFirst);
    assert_eq!(open_names(&driver), [""; 0]);
    assert_eq!(fates(&look(&mut driver, &bea)), [Fate::Known, Fate::Known]);
}

#[test]
fn a_signed_check_of_the_very_same_becomes_a_second_check_with_its_name_and_time() {
    let (mut driver, ann, bea) = two_copies();
    mark(&mut driver, "4,000 cars", 1, "https://example.org/count");
    driver.sign();
    mark(&mut driver, "Monday", 1, "");
    driver.sign();
    mark(&mut driver, "nine months", 1, "");
    driver.sign();
    driver.send(Command::Save);
    open(&mut driver, &bea);
    sit_down(&mut driver, "Bea Lund");
    mark(&mut driver, "4,000 cars", 3, "https://example.org/count");
    driver.sign();
    // A verdict that nobody signed is no check.
    mark(&mut driver, "Monday", 3, "");
    mark(&mut driver, "nine months", 1, "");
    driver.sign();
    driver.send(Command::Save);
    let signed = claim(&driver, "4,000 cars").signed.clone().unwrap();
    open(&mut driver, &ann);
    sit_down(&mut driver, "Ann Lee");
    let first = claim(&driver, "4,000 cars").clone();
    let taken = import(&mut driver, &bea);
    assert_eq!(fates(&taken), [Fate::Open, Fate::Second, Fate::Second]);
    assert_eq!(claim(&driver, "nine months").status, Status::SecondChecked);
    let now = claim(&driver, "4,000 cars");
    let second = now.second.as_ref().unwrap();
    assert_eq!((&second.signed, second.verdict.as_str()), (&signed, "wrong"));
    assert_eq!((now.status, &now.signed, &now.verdict), (Status::Checked, &first.signed, &first.verdict));
    assert!(now.checks_differ());
    assert!(driver.document().findings().iter().any(|finding| finding.rule.to_string() == "checks-disagree"));
    assert_eq!(claim(&driver, "Monday").second, None);
    assert_eq!(open_names(&driver), ["verdict"]);
}

#[test]
fn almost_the_same_passage_is_asked_about() {
    let (mut driver, ann, bea) = two_copies();
    mark(&mut driver, "About 4,000 cars", 1, "");
    driver.send(Command::Save);
    open(&mut driver, &bea);
    sit_down(&mut driver, "Bea Lund");
    mark(&mut driver, "4,000 cars cross it", 3, "https://example.org/count");
    driver.send(Command::Save);
    open(&mut driver, &ann);
    let before = driver.project().clone();
    let taken = look(&mut driver, &bea);
    assert_eq!(fates(&taken), [Fate::Almost]);
    assert_eq!(
        taken.claims[0].almost.as_ref().map(|(_, number, words)| (*number, words.as_str())),
        Some((1, "About 4,000 cars"))
    );
    let id = taken.claims[0].id.clone();
    driver.send(Intent::Import(ImportIntent::Same(id, true)));
    let taken = driver.session.incoming_project.as_ref().unwrap().taken.clone();
    assert_eq!(fates(&taken), [Fate::Open]);
    driver.send(Intent::Import(ImportIntent::Accept));
    assert_eq!(
        (driver.project().claims().len(), open_names(&driver)),
        (1, vec!["passages".to_owned(), "verdict".to_owned()])
    );
    assert_eq!(claim(&driver, "About 4,000 cars").evidence.len(), 1);
    driver.send(Command::Undo);
    assert_eq!(driver.project(), &before);
    import(&mut driver, &bea);
    assert_eq!(driver.project().claims().len(), 2);
}

#[test]
fn what_a_blind_second_check_hides_stays_hidden_and_as_it_is() {
    let (mut driver, ann, bea) = two_copies();
    mark(&mut driver, "4,000 cars", 1, "https://example.org/count");
    driver.sign();
    let settings = driver.project().settings().with_second_check_way(SecondCheckWay::Blind);
    driver.send(Intent::Edit(Edit::SetSettings(settings.into())));
    driver.send(Command::Save);
    open(&mut driver, &bea);
    sit_down(&mut driver, "Bea Lund");
    mark(&mut driver, "4,000 cars", 3, "https://example.org/other");
    driver.send(Command::Save);
    open(&mut driver, &ann);
    sit_down(&mut driver, "Cleo Park");
    let before = driver.project().clone();
    let taken = look(&mut driver, &bea);
    assert_eq!(fates(&taken), [Fate::Missing(Missing::Hidden)]);
    assert_eq!(taken.project, before);
    driver.send(Intent::Answer(Answer::Cancel));
    // Where it hides whole claims nothing is taken in at all.
    sit_down(&mut driver, "Ann Lee");
    let settings = driver.project().settings().with_second_check_way(SecondCheckWay::Independent);
    driver.send(Intent::Edit(Edit::SetSettings(settings.into())));
    sit_down(&mut driver, "Cleo Park");
    driver.picks.push_back(bea);
    driver.send(Command::Import);
    assert_eq!(driver.session.dialog, None);
    notice(&driver, "1 claims that others marked are hidden from you");
}

/// The chief's project, given out to Ann and Bea (and Cleo), each of whom has worked in a file of their own; the chief's is open.
fn passes_of(project: &Project) -> Vec<Side> {
    sides_of_passes(&SeenBy::whole(project.clone()).into_side("desk".to_owned()))
}

fn given_out(people: &[&str]) -> (Driver, Vec<PathBuf>) {
    let mut driver = Driver::with_article();
    introduce(&mut driver, "Chris Hale", "CH");
    driver.save_as("desk.ron");
    driver.send(Command::GiveOut);
    assert_eq!(driver.session.dialog, Some(Dialog::GiveOut));
    driver.send(Intent::Answer(Answer::GiveOut(people.iter().map(|name| (*name).to_owned()).collect())));
    notice(&driver, "Given out: desk-al.ron for Ann Lee (AL)");
    assert_eq!(driver.project().passes().len(), people.len());
    driver.send(Command::Save);
    let works: [&[(&str, u8, &str)]; 3] = [
        &[("4,000 cars", 1, "https://example.org/count"), ("Monday", 1, ""), ("About 4,000", 0, "")],
        &[("4,000 cars", 3, "https://example.org/other"), ("on Monday", 1, "")],
        &[("4,000 cars", 3, ""), ("nine months", 2, "")],
    ];
    let mut files = Vec::new();
    for (person, work) in people.iter().zip(works) {
        let initials: String = person.split(' ').filter_map(|word| word.chars().next()).collect();
        let path = driver.path(&format!("desk-{}.ron", initials.to_lowercase()));
        open(&mut driver, &path);
        assert_eq!(driver.project().claims().len(), 0);
        let own = driver.project().reviewers()[0].as_ref().clone();
        assert_eq!(
            (own.name.as_str(), driver.project().assignment().unwrap().reviewer.clone()),
            (*person, own.id.clone())
        );
        driver.session.sit_down(Some(own));
        for (words, digit, source) in work {
            mark(&mut driver, words, *digit, source);
            if *digit > 0 {
                driver.sign();
            }
        }
        driver.send(Command::Save);
        files.push(path);
    }
    let desk = driver.path("desk.ron");
    open(&mut driver, &desk);
    sit_down(&mut driver, "Chris Hale");
    (driver, files)
}

#[test]
fn two_first_passes_come_back_and_what_differs_is_settled_by_three_keys() {
    let (mut driver, files) = given_out(&["Ann Lee", "Bea Lund"]);
    let taken = import(&mut driver, &files[0]);
    assert_eq!((fates(&taken), taken.opened), (vec![Fate::New; 3], 0));
    assert!(taken.pass.is_some());
    assert_eq!(claim(&driver, "4,000 cars").status, Status::Checked);
    import(&mut driver, &files[1]);
    // One claim each: verdicts that differ, passages that differ, and one that Ann alone marked.
    assert_eq!(driver.project().claims().len(), 3);
    let state = driver.project().clone();
    let passes: Vec<_> = state.passes().iter().map(|pass| pass.opinions.len()).collect();
    assert_eq!(passes, [3, 2]);
    driver.send(Command::ShowAdjudication);
    assert_eq!(driver.document().view.screen, Screen::Adjudication);
    let shown = |driver: &Driver| driver.document().difference_here().map(|open| open.name());
    // In document order: "on Monday", then the two of the cars.
    assert_eq!(shown(&driver).as_deref(), Some("passages"));
    // Scrolled out of view it is brought back before a key settles it.
    driver.send(AdjudicationIntent::Away(true));
    driver.send(Command::SettleFirst);
    notice(&driver, "Press the key once more to settle it.");
    assert_eq!(driver.project(), &state);
    driver.send(AdjudicationIntent::Reason("The preposition is no part of it.".into()));
    driver.send(Command::SettleFirst);
    notice(&driver, "Settled: the passages of claim");
    assert_eq!(claim(&driver, "Monday").marks.len(), 1);
    let record = driver.project().settled()[0].clone();
    assert_eq!((record.what.as_str(), record.reason.as_str()), ("passages", "The preposition is no part of it."));
    let by = record.signed.as_ref().unwrap().by.clone().unwrap();
    assert_eq!(driver.project().reviewer(&by).unwrap().name, "Chris Hale");
    assert_eq!(driver.document().view.adjudication.reason, "", "the next one has a reason of its own");
    let log = &claim(&driver, "Monday").log;
    let last = log.iter().find(|entry| entry.what.label() == "Settled").unwrap();
    assert_eq!((last.what.label(), last.to.as_str()), ("Settled", "Monday: The preposition is no part of it."));
    // Undo brings the question back, with its record.
    driver.send(Command::Undo);
    assert_eq!(driver.project(), &state);
    driver.send(Command::SettleFirst);
    assert_eq!(shown(&driver).as_deref(), Some("existence"));
    driver.send(Command::SettleSecond);
    assert_eq!(driver.project().claims().len(), 2, "Ann alone had marked it");
    assert_eq!(shown(&driver).as_deref(), Some("verdict"));
    driver.send(Command::SettleSecond);
    assert_eq!((shown(&driver), claim(&driver, "4,000 cars").verdict.as_ref().unwrap().as_str()), (None, "wrong"));
    assert_eq!(driver.project().settled().len(), 3);
    let all = driver.project().clone();
    driver.send(Command::SettleSecond);
    assert_eq!(driver.project(), &all);
    // What each found at first stays, whatever was settled, and is what agreement is computed from.
    assert_eq!(driver.project().passes(), state.passes());
    let found = compare(&passes_of(driver.project()), &Watch::default()).unwrap();
    let names: Vec<_> = found.projects.iter().map(|project| project.name.as_str()).collect();
    assert_eq!(names, ["Ann Lee (AL)", "Bea Lund (BL)"]);
    let pair = &found.pairs[0];
    assert_eq!((pair.same, pair.overlapping, pair.only, pair.raw.value, pair.raw.units), (1, 1, [1, 0], Ok(0.5), 2));
    driver.send(AdjudicationIntent::Compare);
    assert_eq!(driver.document().view.screen, Screen::Compare);
    assert_eq!(driver.document().view.comparison.as_ref().unwrap().found.pairs[0].raw, pair.raw);
    // What was settled to be no claim does not come back, and each claim says how it came.
    let again = look(&mut driver, &files[0]);
    assert!(again.is_nothing(driver.project()), "{:?}", again.claims);
    driver.send(Intent::Answer(Answer::Cancel));
    let log = &claim(&driver, "4,000 cars").log;
    let told: Vec<_> = log.iter().filter(|it| it.what.label() == "Imported").map(|it| it.to.as_str()).collect();
    assert_eq!(told, ["desk-al.ron", "desk-bl.ron"]);
    // All of it is in the file.
    driver.send(Command::Save);
    let read = store::decode(&std::fs::read(driver.path("desk.ron")).unwrap()).unwrap();
    assert_eq!((&read.project, read.access), (driver.project(), store::Access::Editable));
}

#[test]
fn a_third_first_pass_adds_to_what_is_open_and_asks_nothing_that_was_settled() {
    let (mut driver, files) = given_out(&["Ann Lee", "Bea Lund", "Cleo Park"]);
    for file in &files {
        import(&mut driver, file);
    }
    let project = driver.project();
    let of = |words: &str| {
        let id = claim(&driver, words).id.clone();
        let open = project.differences().iter().filter(|open| open.subject == Subject::Claim(id.clone()));
        open.map(|open| (open.name(), open.values.len())).collect::<Vec<_>>()
    };
    // Cleo says what Bea says of the cars, did not mark Monday, and marked something alone.
    assert_eq!(of("4,000 cars"), [("verdict".to_owned(), 2)]);
    assert_eq!(of("Monday"), [("existence".to_owned(), 2), ("passages".to_owned(), 2)]);
    assert_eq!(of("nine months"), [("existence".to_owned(), 2)]);
    let kept = project.differences().iter().flat_map(|open| &open.values).filter(|it| it.value == Value::Kept).count();
    assert_eq!(kept, 3);
    assert_eq!(passes_of(project).len(), 3);
    let found = compare(&passes_of(project), &Watch::default()).unwrap();
    assert_eq!((found.pairs.len(), found.verdicts.alpha[0].units), (3, 2));
    // A file that comes back a second time changes nothing of what it had said.
    let passes = project.passes().to_vec();
    let again = look(&mut driver, &files[0]);
    assert_eq!(again.pass, None);
    assert!(fates(&again).iter().all(|fate| *fate == Fate::Known), "{:?}", fates(&again));
    driver.send(Intent::Answer(Answer::Cancel));
    assert_eq!(driver.project().passes(), passes);
}

#[test]
fn who_marked_a_claim_that_was_settled_to_be_none_is_not_said_to_have_missed_it() {
    let (mut driver, files) = given_out(&["Ann Lee", "Bea Lund", "Cleo Park"]);
    // Cleo has found what Ann alone had found besides.
    open(&mut driver, &files[2]);
    let own = driver.project().reviewers()[0].as_ref().clone();
    driver.session.sit_down(Some(own));
    mark(&mut driver, "About 4,000", 0, "");
    driver.send(Command::Save);
    let desk = driver.path("desk.ron");
    open(&mut driver, &desk);
    sit_down(&mut driver, "Chris Hale");
    import(&mut driver, &files[0]);
    import(&mut driver, &files[1]);
    driver.send(Command::ShowAdjudication);
    driver.send(Command::SettleFirst);
    assert_eq!(driver.document().difference_here().unwrap().name(), "existence");
    driver.send(Command::SettleSecond);
    assert!(driver.project().claims().iter().all(|claim| claim.quote() != "About 4,000"));
    import(&mut driver, &files[2]);
    let back = claim(&driver, "About 4,000").clone();
    let marked: Vec<_> = claimdesk::app::adjudication::views(driver.project(), &back)
        .iter()
        .map(|view| view.opinion.is_some())
        .collect();
    assert_eq!(marked, [true, false, true]);
    let open = driver.project().difference(&Subject::Claim(back.id), "existence").unwrap();
    let gone = open.values.iter().find(|opinion| opinion.value == Value::Gone).unwrap();
    assert_eq!(gone.who(driver.project()), Some("BL"));
}

#[test]
fn a_verdict_takes_how_sure_its_owner_was_along() {
    let (mut driver, files) = given_out(&["Ann Lee", "Bea Lund"]);
    open(&mut driver, &files[1]);
    let own = driver.project().reviewers()[0].as_ref().clone();
    driver.session.sit_down(Some(own));
    let id = claim(&driver, "4,000 cars").id.clone();
    driver.send(claimdesk::app::intent::ClaimIntent::Go(id));
    driver.send(Intent::Digit { digit: 3, with_shift: true });
    driver.send(Command::Save);
    let desk = driver.path("desk.ron");
    open(&mut driver, &desk);
    import(&mut driver, &files[0]);
    import(&mut driver, &files[1]);
    sit_down(&mut driver, "Chris Hale");
    assert_eq!(claim(&driver, "4,000 cars").confidence, None, "it is Bea's, and Ann's verdict stands there");
    driver.send(Command::ShowAdjudication);
    (0..2).for_each(|_| driver.send(Command::SettleFirst));
    assert_eq!(driver.document().difference_here().unwrap().name(), "verdict");
    driver.send(Command::SettleSecond);
    let now = claim(&driver, "4,000 cars");
    assert_eq!((now.verdict.as_ref().unwrap().as_str(), now.confidence.is_some()), ("wrong", true));
    assert_eq!(open_names(&driver), [""; 0]);
}

/// A project in which much was said by several people.
fn said() -> Project {
    let (mut driver, ..) = two_copies();
    mark(&mut driver, "4,000 cars", 1, "https://example.org/count");
    driver.sign();
    mark(&mut driver, "nine months", 3, "");
    driver.send(Intent::set(driver.claim(), ClaimField::Notes("Ask the city.".into())));
    driver.send(Command::NextOpenSentence);
    driver.send(Command::DismissSentence);
    let settings = Settings { organisation: "The desk".into(), ..driver.project().settings().clone() };
    driver.send(Intent::Edit(Edit::SetSettings(settings.into())));
    driver.project().clone()
}

#[test]
fn what_is_given_out_is_to_the_byte_that_of_a_project_in_which_nobody_has_said_anything() {
    let project = said();
    let mut silent = Project::new("").parts().clone();
    let parts = project.parts();
    (silent.title, silent.settings) = (parts.title.clone(), parts.settings.clone());
    (silent.scales, silent.articles) = (parts.scales.clone(), parts.articles.clone());
    let silent = Project::from_parts(silent);
    let reviewer = claimdesk::model::Reviewer {
        id: claimdesk::model::ReviewerId::new("r-bea").unwrap(),
        name: "Bea Lund".into(),
        initials: "BL".into(),
    };
    let out = |project: &Project| {
        let given = claimdesk::model::Signature { by: None, at: "2025-02-05T09:00:00Z".parse().unwrap() };
        let mut ids = Ids::new(7);
        store::encode(&claimdesk::app::taking_in::give_out(project, &reviewer, given, &mut ids).1)
    };
    assert_eq!(out(&project), out(&silent));
    let text = out(&project);
    for word in [
        "claims: [",
        "sources: [",
        "Ann",
        "AL",
        "city asked",
        "example.org/count",
        "dismissals",
        "log: [",
        "passes",
        "retired",
        "signed: ",
    ] {
        assert!(!text.contains(word), "{word}: {text}");
    }
    assert!(text.contains("organisation: \"The desk\"") && text.contains("assignment"));
}

#[test]
fn a_first_pass_of_another_project_is_refused() {
    let (driver, files) = given_out(&["Ann Lee"]);
    // Drivers give out the same ids, as two projects do not.
    let article = driver.project().articles()[0].id.to_string();
    let text = std::fs::read_to_string(&files[0]).unwrap().replace(&article, "a-another");
    let mut other = Driver::with_text("Another text altogether, with nothing of the bridge in it.");
    let path = other.write("desk-al.ron", text);
    other.picks.push_back(path);
    other.send(Command::Import);
    notice(&other, "it is a first pass of another project");
    drop(driver);
}

#[test]
fn evidence_of_both_stays_with_who_brought_it() {
    let (mut driver, files) = given_out(&["Ann Lee", "Bea Lund"]);
    import(&mut driver, &files[0]);
    import(&mut driver, &files[1]);
    let shown = claim(&driver, "4,000 cars");
    let urls: Vec<String> = claimdesk::app::adjudication::views(driver.project(), shown)
        .iter()
        .map(|view| {
            let evidence = view.evidence(shown);
            assert_eq!(evidence.len(), 1);
            driver.project().source(&evidence[0].source).unwrap().url.clone()
        })
        .collect();
    assert_eq!(urls, ["https://example.org/count", "https://example.org/other"]);
}

#[test]
fn every_given_afternoon_can_be_taken_in_and_a_second_time_brings_nothing() {
    let merges = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/merges");
    let read = |path: PathBuf| store::decode(&std::fs::read(path).unwrap()).unwrap().project;
    let cases = std::fs::read_dir(&merges).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    for case in cases {
        let [ours, theirs] = ["ours.ron", "theirs.ron"].map(|name| read(case.join(name)));
        for (ours, theirs) in [(&ours, &theirs), (&theirs, &ours)] {
            let take = |ours: &Project| {
                let wanted = Wanted {
                    ours,
                    theirs,
                    same: Same::All,
                    hidden: &Default::default(),
                    by: None,
                    from: "theirs.ron".into(),
                    at: "2025-02-05T09:00:00Z".parse().unwrap(),
                    ids: Ids::new(3),
                };
                take_in(wanted).unwrap_or_else(|error| panic!("{}: {error}", case.display()))
            };
            let taken = take(ours);
            assert_eq!(taken.project.problems(), [], "{}", case.display());
            let loaded = store::decode(store::encode(&taken.project).as_bytes()).unwrap();
            assert_eq!(
                (&loaded.project, loaded.access),
                (&taken.project, store::Access::Editable),
                "{}",
                case.display()
            );
            // Nobody's signature stands beside what they had not signed.
            for claim in taken.project.claims().iter().filter(|claim| claim.status.is_done()) {
                let has_signed = |project: &Project| {
                    let known =
                        project.claims().iter().filter(|known| known.signed == claim.signed && known.status.is_done());
                    known
                        .into_iter()
                        .any(|known| known.quote() == claim.quote() && known.evidence.len() == claim.evidence.len())
                };
                assert!(has_signed(ours) || has_signed(theirs), "{}: {}", case.display(), claim.quote());
            }
            let again = take(&taken.project);
            let more: Vec<_> =
                again.claims.iter().filter(|claim| !matches!(claim.fate, Fate::Known | Fate::Missing(_))).collect();
            assert!(more.is_empty() && again.opened == 0, "{}: {more:?}", case.display());
        }
    }
}

#[test]
fn a_first_pass_that_cannot_be_written_leaves_those_that_were_on_record() {
    let faulty = Faulty::default();
    let mut driver = Driver::safe(tempfile::tempdir().unwrap(), Arc::new(faulty.clone()));
    driver.write("bridge.txt", crate::support::ARTICLE);
    driver.send(Intent::OpenPath(driver.path("bridge.txt")));
    driver.send(Intent::Preview(PreviewIntent::Accept));
    introduce(&mut driver, "Chris Hale", "CH");
    driver.save_as("desk.ron");
    faulty.fail_at("desk-bl.ron", 3, DISK_FULL, true);
    driver.send(Command::GiveOut);
    driver.send(Intent::Answer(Answer::GiveOut(vec!["Ann Lee".into(), "Bea Lund".into()])));
    notice(&driver, "Given out: desk-al.ron for Ann Lee (AL).");
    assert!(driver.notices().iter().any(|text| text.contains("Could not")), "{:?}", driver.notices());
    assert_eq!(driver.project().passes().len(), 1);
    assert!(driver.path("desk-al.ron").exists() && !driver.path("desk-bl.ron").exists());
}

#[test]
fn how_far_first_passes_agree_is_not_said_to_whom_part_of_them_is_hidden() {
    let (mut driver, files) = given_out(&["Ann Lee", "Bea Lund"]);
    files.iter().for_each(|file| drop(import(&mut driver, file)));
    let settings = driver.project().settings().with_second_check_way(SecondCheckWay::Blind);
    driver.send(Edit::SetSettings(Arc::new(settings)));
    sit_down(&mut driver, "Dee Moss");
    assert!(driver.document().hides_anything());
    driver.send(AdjudicationIntent::Compare);
    notice(&driver, "hidden from you");
    assert!(driver.document().view.comparison.is_none());
}
