//! A new draft of the article: claims stay on their words, or it is said that they cannot.

use crate::support::Driver;
use claimdesk::{
    app::{
        Command, Dialog, Effect, EffectResult, Intent, Side,
        effect::{Clip, Job},
        filter::{Filter, QuickList},
        intent::{Answer, ClaimIntent, PreviewIntent},
        jobs,
        view::Screen,
    },
    io::Disk,
    model::{Mark, Placement, Reason, Status},
};

/// Seven claims in five paragraphs.
const OLD: &str = "\
Bridge closed after divers find cracks

The old bridge over the river was closed on Monday. About 4,000 cars cross it every day, the city said.

“We will not take any risk,” the engineer wrote. Anna Lee of the survey found cracks in two piers.

The last repair took nine months and cost twice what had been planned. Nobody was hurt.

The town council meets on Thursday to talk about a new bridge. A ferry runs until then, every ten minutes.
";

/// A number, a name and a negation changed; a word was changed; a paragraph moved up; a sentence was deleted.
const NEW: &str = "\
Bridge closed after divers find cracks

The last repair took nine months and cost three times what had been planned.

The old bridge over the river was closed on Monday. About 4,500 cars cross it every day, the city said.

“We will take any risk,” the engineer wrote. Anna Ek of the survey found cracks in two piers.

The town council meets on Thursday to talk about a new bridge. A ferry goes until then, every ten minutes.
";

fn reviewed() -> Driver {
    let mut driver = Driver::with_text(OLD);
    for words in [
        "closed on Monday",
        "About 4,000 cars cross it every day",
        "We will not take any risk",
        "Anna Lee of the survey found cracks in two piers",
        "The last repair took nine months",
        "Nobody was hurt.",
        "A ferry runs until then",
    ] {
        driver.mark(words);
        driver.digit(1);
        driver.digit(3);
        driver.sign();
    }
    driver
}

fn update(driver: &mut Driver, text: &str) {
    let path = driver.write("new.txt", text);
    driver.picks.push_back(path);
    driver.send(Command::NewDraft);
    driver.send(Intent::Preview(PreviewIntent::Accept));
}

fn updated() -> Driver {
    let mut driver = reviewed();
    update(&mut driver, NEW);
    driver
}

/// The first passage of the claim that began with these words in the old draft.
fn mark(driver: &Driver, old: &str) -> Mark {
    let starts = |mark: &Mark| mark.earlier.first().unwrap_or(&mark.anchor).quote.starts_with(old);
    let claims = driver.project().claims().iter();
    claims.map(|claim| claim.marks[0].clone()).find(starts).unwrap_or_else(|| panic!("no claim on “{old}”"))
}

fn go(driver: &mut Driver, old: &str) {
    let starts = |mark: &Mark| mark.earlier.first().unwrap_or(&mark.anchor).quote.starts_with(old);
    let found = driver.project().claims().iter().find(|claim| claim.marks.iter().any(starts)).unwrap();
    let id = found.id.clone();
    driver.send(Intent::Claim(ClaimIntent::Go(id)));
}

mod following {
    use super::*;

    #[test]
    fn every_claim_is_placed_moved_changed_or_lost_with_score_and_reason() {
        let driver = updated();
        let article = &driver.project().articles()[0];
        assert_eq!(article.versions.len(), 2);
        let what = |old: &str| {
            let mark = mark(&driver, old);
            (mark.placement, mark.anchor.quote.clone(), mark.trace.unwrap().reason)
        };
        let is = |placement, words: &str, reason| (placement, words.to_owned(), reason);
        assert_eq!(what("closed on"), is(Placement::Placed, "closed on Monday", Reason::Same));
        assert_eq!(what("About 4,000"), is(Placement::Changed, "About 4,500 cars cross it every day", Reason::Edited));
        assert_eq!(
            what("The last repair"),
            is(Placement::Moved, "The last repair took nine months", Reason::Elsewhere)
        );
        assert_eq!(what("A ferry"), is(Placement::Changed, "A ferry goes until then", Reason::Edited));
        let (placement, words, _) = what("Nobody");
        assert_eq!((placement, words.as_str()), (Placement::Lost, "Nobody was hurt."));
        assert_eq!(mark(&driver, "closed on").trace.unwrap().score, 100);
        assert!((50..100).contains(&mark(&driver, "About 4,000").trace.unwrap().score));
        assert_eq!(driver.project().problems(), []);
        assert_eq!(driver.document().tally().to_string(), "1 placed, 1 moved, 4 changed, 1 lost");
    }

    #[test]
    fn a_claim_whose_words_changed_is_open_again_and_keeps_its_check() {
        let driver = updated();
        let status = |old: &str| {
            let quote = mark(&driver, old).anchor.quote;
            let claim = driver.project().claims().iter().find(|claim| claim.marks[0].anchor.quote == quote).unwrap();
            (claim.status, claim.reopened().is_some())
        };
        assert_eq!(status("About 4,000"), (Status::InProgress, true), "a number");
        assert_eq!(status("We will not"), (Status::InProgress, true), "a negation");
        assert_eq!(status("Anna Lee"), (Status::InProgress, true), "a name");
        assert_eq!(status("A ferry"), (Status::InProgress, true), "another word");
        assert_eq!(status("closed on"), (Status::Checked, false));
        let claim = driver.project().claims().iter().find(|claim| claim.quote().contains("4,500")).unwrap();
        assert!(claim.verdict.is_some() && claim.confidence.is_some());
        let check = claim.reopened().unwrap();
        assert_eq!(check.status, Status::Checked);
        assert_eq!(claim.quote_in(&check.version), "About 4,000 cars cross it every day");
    }

    #[test]
    fn the_whole_draft_is_one_step_of_undo() {
        let mut driver = reviewed();
        let before = driver.project().clone();
        update(&mut driver, NEW);
        let after = driver.project().clone();
        driver.send(Command::ReviewDraft);
        driver.send(Command::Undo);
        assert_eq!(driver.project(), &before);
        assert_eq!(driver.document().view.screen, Screen::Article, "there is nothing to compare any more");
        assert_eq!(driver.document().redo_label().as_deref(), Some("Redo new draft"));
        driver.send(Command::Redo);
        assert_eq!(driver.project(), &after);
    }

    #[test]
    fn saved_and_opened_again_everything_is_there() {
        let mut driver = updated();
        let path = driver.save_as("review.ron");
        let before = driver.project().clone();
        driver.send(Command::CloseProject);
        driver.send(Intent::OpenPath(path.clone()));
        assert_eq!(driver.project(), &before);
        assert!(driver.document().access.is_editable());
        let kept = path.with_extension("files").join(&before.articles()[0].versions[1].origin.sha256);
        assert_eq!(std::fs::read_to_string(kept).unwrap(), NEW);
    }

    #[test]
    fn a_draft_without_a_difference_is_not_added() {
        let mut driver = reviewed();
        update(&mut driver, OLD);
        assert_eq!(driver.project().articles()[0].versions.len(), 1);
        assert!(driver.notices().iter().any(|text| text.contains("Nothing was added")));
    }

    #[test]
    fn a_draft_may_come_from_the_clipboard_or_be_dropped() {
        let mut driver = reviewed();
        driver.clipboard = Clip { text: Some(NEW.into()), ..Clip::default() };
        driver.send(Command::PasteDraft);
        driver.send(Intent::Preview(PreviewIntent::Accept));
        assert_eq!(driver.project().articles()[0].versions.len(), 2);
        let path = driver.write("third.txt", NEW.replace("three times", "four times"));
        driver.send(Intent::Drop(vec![path.clone()]));
        assert!(matches!(&driver.session.dialog, Some(Dialog::Dropped { path: asked, .. }) if *asked == path));
        driver.send(Intent::Answer(Answer::DroppedDraft));
        driver.send(Intent::Preview(PreviewIntent::Accept));
        assert_eq!(driver.project().articles()[0].versions.len(), 3);
    }

    #[test]
    fn a_lost_claim_is_found_again_when_its_words_come_back() {
        let mut driver = updated();
        let third = NEW.replace("had been planned.", "had been planned. Nobody was hurt.");
        update(&mut driver, &third);
        let mark = mark(&driver, "Nobody");
        assert_eq!(mark.anchor.version, driver.project().articles()[0].latest().id);
        assert_eq!(mark.anchor.quote, "Nobody was hurt.");
    }

    #[test]
    fn an_article_without_claims_gets_its_draft_too() {
        let mut driver = Driver::with_text(OLD);
        update(&mut driver, NEW);
        assert_eq!(driver.project().articles()[0].versions.len(), 2);
    }

    #[test]
    fn claims_in_other_scripts_stay_whole() {
        let old = "Head\n\n市长周一辞职。该市有四千居民。\n\nاستقال رئيس البلدية يوم الاثنين. بلغ عدد السكان 4000 نسمة.\n\nThe family 👩‍👩‍👧‍👦 came to town 🇺🇦 on Friday.";
        let new = old.replace("Head\n\n", "Head\n\nA new start.\n\n").replace("四千", "五千").replace("4000", "4500");
        let mut driver = Driver::with_text(old);
        for words in ["该市有四千居民", "بلغ عدد السكان 4000 نسمة", "👩‍👩‍👧‍👦 came to town 🇺🇦"]
        {
            driver.mark(words);
        }
        update(&mut driver, &new);
        assert_eq!(driver.quotes(), ["该市有五千居民", "بلغ عدد السكان 4500 نسمة", "👩‍👩‍👧‍👦 came to town 🇺🇦"]);
        let placements: Vec<_> = driver.project().claims().iter().map(|claim| claim.marks[0].placement).collect();
        assert_eq!(placements, [Placement::Changed, Placement::Changed, Placement::Placed]);
        assert_eq!(driver.project().problems(), []);
    }
}

mod the_job {
    use super::*;

    /// Accepts a new draft, and keeps the job instead of doing it.
    fn begin(driver: &mut Driver) -> Job {
        let path = driver.write("new.txt", NEW);
        driver.picks.push_back(path);
        driver.send(Command::NewDraft);
        let accept = Intent::Preview(PreviewIntent::Accept);
        let effects = driver.session.handle(accept, crate::support::moment(std::time::Duration::from_secs(900)));
        let job = effects.into_iter().find_map(|effect| match effect {
            Effect::Run(job) => Some(job),
            _ => None,
        });
        job.expect("a job is asked for")
    }

    fn end(driver: &mut Driver, job: Job) {
        let result = EffectResult::Done(jobs::run(&Disk, job));
        let effects = driver.session.receive(result, crate::support::moment(std::time::Duration::from_secs(901)));
        driver.perform(effects);
    }

    #[test]
    fn can_be_stopped_and_leaves_everything_as_it_was() {
        let mut driver = reviewed();
        let before = driver.project().clone();
        let job = begin(&mut driver);
        assert!(driver.document().following.is_some());
        driver.send(Intent::StopFollowing);
        assert!(driver.document().following.is_none());
        end(&mut driver, job);
        assert_eq!(driver.project(), &before);
    }

    #[test]
    fn tells_how_far_it_has_come() {
        let mut driver = reviewed();
        let job = begin(&mut driver);
        let watch = driver.document().following.as_ref().unwrap().watch.clone();
        assert_eq!(watch.progress().share(), None);
        drop(jobs::run(&Disk, job));
        assert_eq!((watch.progress().done, watch.progress().total), (7, 7));
    }

    #[test]
    fn what_the_reviewer_did_meanwhile_is_kept() {
        let mut driver = reviewed();
        let job = begin(&mut driver);
        go(&mut driver, "closed on");
        driver.digit(2);
        driver.mark("every ten minutes");
        end(&mut driver, job);
        assert_eq!(driver.project().articles()[0].versions.len(), 2);
        assert_eq!(driver.project().claims().len(), 8);
        let newest = driver.project().articles()[0].latest().id.clone();
        assert_eq!(mark(&driver, "every ten").anchor.version, newest, "a claim marked meanwhile follows too");
        let rated = driver.project().claims().iter().find(|claim| claim.quote() == "closed on Monday").unwrap();
        assert_eq!(rated.verdict.as_ref().unwrap().as_str(), driver.project().scale().verdicts[1].id.as_str());
    }

    #[test]
    fn belongs_to_its_project() {
        let mut driver = reviewed();
        let job = begin(&mut driver);
        driver.send(Command::CloseProject);
        driver.send(Intent::Answer(Answer::Discard));
        driver.send(Command::OpenSample);
        let sample = driver.project().clone();
        end(&mut driver, job);
        assert_eq!(driver.project(), &sample);
    }

    #[test]
    fn only_one_draft_is_followed_at_a_time() {
        let mut driver = reviewed();
        let job = begin(&mut driver);
        assert!(!driver.session.can(Command::NewDraft));
        end(&mut driver, job);
        assert!(driver.session.can(Command::NewDraft));
    }
}

mod the_review {
    use super::*;

    fn waiting(driver: &Driver) -> Vec<String> {
        let claims = driver.project().claims();
        driver
            .document()
            .review_items()
            .iter()
            .map(|item| claims[item.index].marks[item.mark].anchor.quote.clone())
            .collect()
    }

    fn in_review() -> Driver {
        let mut driver = updated();
        driver.send(Command::ReviewDraft);
        driver
    }

    #[test]
    fn lists_what_needs_a_look_and_compares_the_drafts() {
        let driver = in_review();
        assert_eq!(waiting(&driver).len(), 6, "all but the one that simply stayed: {:?}", waiting(&driver));
        let compared = driver.document().view.compared.as_ref().expect("both drafts are compared");
        let article = &driver.project().articles()[0];
        let words = |spans: &[claimdesk::model::Span], at: usize| {
            spans.iter().map(|span| span.of(article.versions[at].text()).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(words(&compared.revision.gone, 0), ["4,000", "not", "Lee", "twice", "Nobody was hurt.", "runs"]);
        assert_eq!(words(&compared.revision.come, 1), ["three times", "4,500", "Ek", "goes"]);
    }

    #[test]
    fn accepting_goes_on_to_the_next() {
        let mut driver = in_review();
        let all = waiting(&driver);
        assert_eq!(driver.claim().quote(), all[5], "the claim that was selected needs a look too");
        driver.send(Command::NextClaim);
        assert_eq!(driver.claim().quote(), all[0]);
        driver.send(Command::AcceptPlacement);
        assert_eq!(waiting(&driver), all[1..]);
        assert_eq!(driver.claim().quote(), all[1]);
        driver.send(Command::NextClaim);
        assert_eq!(driver.claim().quote(), all[2]);
        driver.send(Command::PreviousClaim);
        driver.send(Command::Undo);
        assert_eq!(waiting(&driver), all);
        for _ in 0..all.len() {
            driver.send(Command::AcceptPlacement);
        }
        assert_eq!(waiting(&driver), [""; 0]);
        assert!(driver.notices().contains(&"Every claim has been looked at."));
        assert_eq!(driver.project().claims().len(), 7, "nothing vanishes");
    }

    #[test]
    fn a_lost_claim_is_put_on_the_words_that_are_selected() {
        let mut driver = in_review();
        go(&mut driver, "Nobody");
        driver.send(Command::ReviewDraft);
        assert!(!driver.session.can(Command::Reattach), "no words are selected");
        driver.select("every ten minutes");
        driver.send(Command::Reattach);
        let mark = mark(&driver, "Nobody");
        assert_eq!((mark.anchor.quote.as_str(), mark.placement), ("every ten minutes", Placement::Placed));
        assert_eq!(mark.trace.unwrap().reason, Reason::ByHand);
        assert_eq!(mark.earlier[0].quote, "Nobody was hurt.");
        let claim = driver.project().claims().iter().find(|claim| claim.quote() == "every ten minutes").unwrap();
        assert_eq!(claim.status, Status::InProgress, "other words, so it has to be checked again");
    }

    #[test]
    fn a_check_that_was_opened_by_a_wrong_place_is_given_back() {
        let mut driver = updated();
        go(&mut driver, "About 4,000");
        assert_eq!(driver.claim().status, Status::InProgress);
        driver.send(Command::LetGo);
        assert_eq!(driver.claim().marks[0].placement, Placement::Lost);
        assert_eq!(driver.claim().quote(), "About 4,000 cars cross it every day");
        assert_eq!((driver.claim().status, driver.claim().reopened()), (Status::Checked, None));
    }

    #[test]
    fn what_was_let_go_stays_in_the_list_and_is_not_put_back_by_the_next_draft() {
        let mut driver = in_review();
        go(&mut driver, "A ferry");
        driver.send(Command::LetGo);
        let mark_now = mark(&driver, "A ferry");
        assert_eq!((mark_now.placement, mark_now.anchor.quote.as_str()), (Placement::Lost, "A ferry runs until then"));
        assert_eq!(mark_now.trace.unwrap().reason, Reason::LetGo);
        driver.send(Intent::Filter(Filter { list: QuickList::Lost, ..Filter::default() }));
        let rows = driver.document().view.filter.rows(driver.project());
        assert_eq!(rows.len(), 2);
        update(&mut driver, &NEW.replace("ferry goes", "ferry runs"));
        assert_eq!(mark(&driver, "A ferry").placement, Placement::Lost);
        assert!(!mark(&driver, "A ferry").needs_look());
    }

    #[test]
    fn a_signature_is_for_the_new_words_and_the_earlier_check_stays_on_record() {
        let mut driver = updated();
        go(&mut driver, "About 4,000");
        driver.send(Intent::Verdict(2));
        assert!(driver.claim().reopened().is_some(), "a verdict is not signed yet");
        driver.sign();
        assert_eq!((driver.claim().status, driver.claim().reopened()), (Status::Checked, None));
        assert!(driver.claim().earlier_checks[0].values.as_ref().unwrap().words[0].contains("4,000"));
        driver.send(Command::AcceptPlacement);
        assert_eq!(driver.claim().status, Status::Checked, "looking at the place opens nothing again");
    }

    #[test]
    fn the_reviewer_may_sign_again_and_is_asked_once() {
        let mut driver = updated();
        go(&mut driver, "About 4,000");
        let again = || Intent::Claim(ClaimIntent::SignAgain(driver.claim().id.clone()));
        let again = [again(), again()];
        for (intent, status) in again.into_iter().zip([Status::InProgress, Status::Checked]) {
            driver.send(intent);
            assert_eq!(driver.claim().status, status);
        }
        assert_eq!((driver.claim().reopened(), driver.claim().earlier_checks.len()), (None, 1));
    }

    #[test]
    fn escape_leaves_it() {
        let mut driver = in_review();
        driver.select("every ten minutes");
        driver.send(Command::Back);
        assert_eq!(driver.document().view.screen, Screen::Article);
        assert!(!driver.session.can(Command::MarkClaim) || driver.document().selected_span(Side::Article).is_some());
    }

    #[test]
    fn a_project_that_can_only_be_read_is_left_alone() {
        let mut driver = updated();
        let path = driver.save_as("review.ron");
        let text = std::fs::read_to_string(&path).unwrap().replacen("format: 1", "format: 9", 1);
        std::fs::write(&path, text).unwrap();
        driver.send(Command::CloseProject);
        driver.send(Intent::OpenPath(path));
        let before = driver.project().clone();
        update(&mut driver, OLD);
        driver.send(Command::ReviewDraft);
        driver.send(Command::AcceptPlacement);
        assert_eq!(driver.project(), &before);
    }
}

mod older_drafts {
    use super::*;

    #[test]
    fn stay_readable_with_the_claims_at_their_place() {
        let mut driver = updated();
        let article = driver.project().articles()[0].clone();
        driver.send(Command::OlderDraft);
        assert_eq!(driver.document().version().unwrap().id, article.versions[0].id);
        assert!(driver.text().contains("Nobody was hurt."));
        let first = &article.versions[0];
        let shown = driver.project().claims().iter().filter(|claim| claim.spans_in(&first.id).next().is_some());
        assert_eq!(shown.count(), 7);
        assert!(!driver.session.can(Command::OlderDraft));
        driver.send(Command::NewerDraft);
        assert!(driver.text().contains("4,500"));
        driver.send(Intent::ReadDraft(0));
        assert!(!driver.document().is_at_newest(Side::Article));
    }

    #[test]
    fn take_no_marks() {
        let mut driver = updated();
        driver.send(Command::OlderDraft);
        driver.mark("the engineer wrote");
        assert_eq!(driver.project().claims().len(), 7);
        driver.send(Command::NewerDraft);
        driver.mark("the engineer wrote");
        assert_eq!(driver.project().claims().len(), 8);
    }

    #[test]
    fn a_claim_that_is_not_in_the_draft_leads_to_the_newest() {
        let mut driver = updated();
        driver.mark("talk about a new bridge");
        let id = driver.claim().id.clone();
        driver.send(Command::OlderDraft);
        driver.send(Intent::Claim(ClaimIntent::Go(id)));
        assert!(driver.document().is_at_newest(Side::Article));
        go(&mut driver, "Nobody");
        assert!(
            driver.document().is_at_newest(Side::Article),
            "a lost claim is shown with its old words beside the newest draft"
        );
    }
}
