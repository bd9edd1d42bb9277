//! The checker's desk: sentences, the log, readiness, the overview.

use crate::support::{
    Driver,
    window::{Window, press, press_with, quotes, selected, send, session, window},
};
use claimdesk::app::Unveiled as _;
use claimdesk::{
    app::{
        Command, Intent, Prefs, Session, Side,
        intent::{ClaimIntent, ReaderIntent},
        view::Selection,
    },
    model::{ClaimField, Decision, DismissReason, Edit, Status},
    store,
};
use egui::{Key, Modifiers, accesskit::Toggled};
use egui_kittest::kittest::{NodeT, Queryable};

fn decided(driver: &Driver) -> (usize, usize) {
    let article = driver.document().article().unwrap().id.clone();
    let coverage = driver.document().coverage();
    (coverage[&article].decided(), coverage[&article].total())
}

fn at_caret(driver: &Driver) -> Decision {
    driver.document().sentence_at_caret().unwrap().3
}

mod sentences {
    use super::*;

    #[test]
    fn a_sentence_is_decided_once_it_is_dismissed_or_its_claims_are() {
        let mut driver = Driver::with_article();
        let (none, total) = decided(&driver);
        assert_eq!(none, 0);
        driver.mark("every day");
        driver.mark("4,000 cars");
        assert_eq!(decided(&driver), (0, total), "nobody has checked them yet");
        driver.digit(1);
        assert_eq!(decided(&driver), (0, total), "the other claim on it is open");
        driver.send(Command::NextOpenClaim);
        driver.digit(1);
        assert_eq!(decided(&driver), (1, total));
        driver.send(Command::NextOpenSentence);
        driver.send(Command::DismissSentence);
        assert_eq!(decided(&driver), (2, total));
        assert_eq!(at_caret(&driver), Decision::Dismissed(DismissReason::NotCheckable));
        driver.send(Command::Undo);
        assert_eq!(decided(&driver), (1, total));
        driver.send(Command::Redo);
        assert_eq!(decided(&driver), (2, total));
    }

    #[test]
    fn the_same_key_again_changes_the_reason_and_shift_takes_it_back() {
        let mut driver = Driver::with_article();
        driver.send(Command::NextOpenSentence);
        driver.send(Command::DismissSentence);
        driver.send(Command::DismissSentence);
        assert_eq!(at_caret(&driver), Decision::Dismissed(DismissReason::Opinion));
        driver.send(Intent::DismissFor(DismissReason::Transition));
        assert_eq!(at_caret(&driver), Decision::Dismissed(DismissReason::Transition));
        assert_eq!(driver.project().parts().dismissals.len(), 1);
        driver.send(Command::NextOpenSentence);
        driver.send(Command::DismissSentence);
        assert_eq!(at_caret(&driver), Decision::Dismissed(DismissReason::Transition), "the last reason is used again");
        driver.send(Command::ReopenSentence);
        assert_eq!(at_caret(&driver), Decision::Open);
    }

    #[test]
    fn the_next_open_sentence_goes_around_and_says_when_none_is_left() {
        let mut driver = Driver::with_article();
        let (_, total) = decided(&driver);
        let mut seen = Vec::new();
        for _ in 0..total {
            driver.send(Command::NextOpenSentence);
            seen.push(driver.document().selected_span(Side::Article).unwrap());
            driver.send(Command::DismissSentence);
        }
        assert!(seen.is_sorted(), "in text order: {seen:?}");
        assert_eq!(decided(&driver), (total, total));
        driver.send(Command::NextOpenSentence);
        assert!(driver.notices().contains(&"Every sentence is under a claim or dismissed."));
    }

    #[test]
    fn a_sentence_under_a_claim_is_not_dismissed() {
        let mut driver = Driver::with_article();
        driver.mark("4,000 cars");
        let at = driver.text().find("4,000 cars").unwrap();
        driver.send(Intent::Reader(ReaderIntent::Select(Selection::caret(at + 2))));
        driver.send(Command::DismissSentence);
        assert!(driver.project().parts().dismissals.is_empty());
        assert!(driver.notices()[0].contains("under a claim"));
    }

    #[test]
    fn dismissals_are_in_the_file_and_come_back() {
        let mut driver = Driver::with_article();
        driver.send(Command::NextOpenSentence);
        driver.send(Intent::DismissFor(DismissReason::Opinion));
        let path = driver.save_as("review.ron");
        let project = driver.project().clone();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains("reason: Opinion"), "{text}");
        let loaded = store::decode(text.as_bytes()).unwrap();
        assert_eq!(loaded.project, project);
        assert_eq!(store::encode(&loaded.project), text);
    }

    #[test]
    fn the_keys_g_and_d_decide_sentences_in_the_window() {
        let mut driver = Driver::with_article();
        let path = driver.save_as("review.ron");
        let mut window = window(Session::new(Default::default(), 1, crate::support::moment(Default::default())));
        send(&mut window, Intent::OpenPath(path));
        assert!(window.query_by_label_contains("sentences decided").is_some());
        press(&mut window, Key::G);
        assert_eq!(selected(&window), "Bridge closed after divers find cracks");
        press(&mut window, Key::D);
        assert!(window.query_by_label("Dismissed:").is_some());
        window.get_by_label("Transition").click();
        window.run_ok();
        press(&mut window, Key::G);
        press(&mut window, Key::C);
        assert_eq!(quotes(&window), ["The old bridge over the river was closed on Monday."]);
        let dismissal = session(&window).document.as_ref().unwrap().project().parts().dismissals[0].clone();
        assert_eq!(dismissal.reason, DismissReason::Transition);
        press_with(&mut window, Modifiers::COMMAND, Key::Z);
        press_with(&mut window, Modifiers::COMMAND, Key::Z);
        press_with(&mut window, Modifiers::COMMAND, Key::Z);
        assert!(session(&window).document.as_ref().unwrap().project().parts().dismissals.is_empty());
    }
}

mod log {
    use super::*;

    fn told(driver: &Driver) -> Vec<(String, String, String)> {
        driver
            .claim()
            .log
            .iter()
            .map(|entry| (entry.what.label().to_owned(), entry.from.clone(), entry.to.clone()))
            .collect()
    }

    #[test]
    fn a_claim_keeps_who_changed_what_from_what_to_what() {
        let mut driver = Driver::with_article();
        driver.mark("4,000 cars");
        driver.digit(3);
        let own = |what: &str, from: &str, to: &str| (what.to_owned(), from.to_owned(), to.to_owned());
        assert_eq!(told(&driver), [own("Verdict", "", "Wrong"), own("Status", "Unchecked", "In progress")]);
        driver.sign();
        assert_eq!(told(&driver)[1], own("Status", "Unchecked", "Checked"), "one person, one moment, one entry");
        driver.send(Command::Undo);
        driver.send(Command::Undo);
        assert!(told(&driver).is_empty(), "what undo takes back is no change");
    }

    #[test]
    fn typing_is_one_entry_and_none_when_it_ends_where_it_began() {
        let mut driver = Driver::with_article();
        driver.mark("4,000 cars");
        let claim = driver.claim().id.clone();
        for text in ["A", "Ab", "Abc"] {
            let field = ClaimField::Notes(text.into());
            driver.send(Edit::SetClaim { claim: claim.clone(), field });
        }
        assert_eq!(driver.claim().log.len(), 1);
        assert_eq!(driver.claim().log[0].to, "Abc");
        driver.send(Edit::SetClaim { claim, field: ClaimField::Notes(String::new()) });
        assert!(driver.claim().log.is_empty());
    }

    fn introduce(driver: &mut Driver, name: &str, initials: &str) {
        driver.send(Intent::Answer(claimdesk::app::intent::Answer::Reviewer {
            name: name.into(),
            initials: initials.into(),
        }));
    }

    #[test]
    fn a_second_check_is_by_another_reviewer_and_stands_beside_the_first() {
        let mut driver = Driver::with_article();
        introduce(&mut driver, "Ann Lee", "AL");
        driver.mark("4,000 cars");
        driver.digit(1);
        driver.sign();
        let (claim, verdict) = (driver.claim().id.clone(), driver.claim().verdict.clone());
        let second = |verdict| Intent::Claim(ClaimIntent::Second(claim.clone(), verdict));
        driver.send(second(verdict.clone()));
        assert_eq!(driver.claim().second, None, "nobody checks their own check");
        introduce(&mut driver, "Ben Roe", "BR");
        driver.send(second(verdict));
        assert_eq!(driver.claim().status, Status::SecondChecked);
        let by = |signature: &claimdesk::model::Signature| {
            driver.project().reviewer(signature.by.as_ref().unwrap()).unwrap().initials.clone()
        };
        assert_eq!(by(driver.claim().signed.as_ref().unwrap()), "AL");
        assert_eq!(by(&driver.claim().second.as_ref().unwrap().signed), "BR");
        let text = store::encode(driver.project());
        assert_eq!(&store::decode(text.as_bytes()).unwrap().project, driver.project());
        driver.send(second(None));
        assert_eq!((driver.claim().status, driver.claim().second.is_none()), (Status::Checked, true));
    }

    #[test]
    fn the_log_names_the_reviewer_and_stands_in_the_file() {
        let mut driver = Driver::with_article();
        driver.mark("4,000 cars");
        introduce(&mut driver, "Ann Lee", "AL");
        driver.digit(1);
        driver.sign();
        let project = driver.project().clone();
        let entry = driver.claim().log.last().unwrap().clone();
        assert_eq!((entry.to.as_str(), driver.claim().status), ("Checked", Status::Checked));
        assert_eq!(project.reviewer(entry.by.as_ref().unwrap()).unwrap().initials, "AL");
        let text = store::encode(&project);
        assert_eq!(store::decode(text.as_bytes()).unwrap().project, project);
    }
}

mod readiness {
    use super::*;
    use claimdesk::{
        app::{SAMPLE, intent::FindingIntent, view::Screen},
        check::{self, Finding, Severity},
        model::{RuleId, Subject},
    };

    fn finding(driver: &Driver, rule: &str) -> Finding {
        let findings = driver.document().findings();
        findings.iter().find(|finding| finding.rule.as_str() == rule).unwrap_or_else(|| panic!("no {rule}")).clone()
    }

    fn go(driver: &mut Driver, rule: &str) {
        let finding = Box::new(finding(driver, rule));
        driver.send(Intent::Finding(FindingIntent::Go(finding)));
    }

    #[test]
    fn every_line_is_a_way_to_its_place() {
        let mut driver = Driver::with_article();
        driver.mark("4,000 cars");
        driver.send(Intent::Paste("https://example.org/count".into()));
        driver.send(Command::ShowReadiness);
        go(&mut driver, "no-verdict");
        assert_eq!((driver.document().view.screen, driver.claim().quote().as_str()), (Screen::Article, "4,000 cars"));
        go(&mut driver, "open-sentences");
        let span = driver.document().selected_span(Side::Article).unwrap();
        assert_eq!(&driver.text()[span.range()], "Bridge closed after divers find cracks");
        go(&mut driver, "no-copy");
        assert_eq!(driver.document().view.screen, Screen::Sources);
        go(&mut driver, "no-organisation");
        assert_eq!(driver.document().view.screen, Screen::Settings);
    }

    #[test]
    fn a_waiver_needs_a_reason_and_is_kept_in_the_file() {
        let mut driver = Driver::with_article();
        driver.mark("4,000 cars");
        let subject = Subject::Claim(driver.claim().id.clone());
        let waive = |reason: &str| {
            let (rule, subject) = (RuleId::fixed("no-verdict"), subject.clone());
            Intent::Finding(FindingIntent::Waive { rule, subject, reason: reason.into() })
        };
        driver.send(waive("  "));
        assert!(driver.project().parts().waivers.is_empty());
        driver.send(waive("Cut from the text."));
        assert!(!finding(&driver, "no-verdict").blocks());
        let text = store::encode(driver.project());
        assert_eq!(&store::decode(text.as_bytes()).unwrap().project, driver.project());
        driver.send(Command::Undo);
        assert!(finding(&driver, "no-verdict").blocks());
    }

    #[test]
    fn the_page_leads_to_the_claim_and_lets_a_finding_pass() {
        let mut driver = Driver::with_article();
        driver.mark("4,000 cars");
        let path = driver.save_as("review.ron");
        let mut window = window(Session::new(Default::default(), 1, crate::support::moment(Default::default())));
        send(&mut window, Intent::OpenPath(path));
        window.get_by_label("Readiness 1 block").click();
        window.run_ok();
        assert!(window.query_by_label("Not ready: one thing blocks publication").is_some());
        window.get_all_by_label("Waive").next().unwrap().click();
        window.run_ok();
        window.get_by_label("Why may it pass?").type_text("Cut from the text.");
        window.run_ok();
        window.get_by_label("Let it pass").click();
        window.run_ok();
        let words = "Not finished: nothing blocks publication, but sentences are open";
        assert!(window.query_by_label(words).is_some(), "what is waived does not block, and nobody has read the rest");
        assert!(window.query_by_label("Readiness not finished").is_some());
        window.get_by_label_contains("Claim 1: It has no verdict.").click();
        window.run_ok();
        assert_eq!(session(&window).document.as_ref().unwrap().claim().unwrap().quote(), "4,000 cars");
    }

    #[test]
    fn a_large_project_is_counted_before_anything_is_changed() {
        let sample = store::decode(SAMPLE.as_bytes()).unwrap().project;
        let mut claims = sample.claims().to_vec();
        let last = claims.last().cloned().unwrap();
        claims.extend((0..300).map(|number| {
            let id = claimdesk::model::ClaimId::from_random(number);
            std::sync::Arc::new(claimdesk::model::Claim { id, ..last.as_ref().clone() })
        }));
        let parts = claimdesk::model::ProjectParts { claims, ..sample.parts().clone() };
        let project = claimdesk::model::Project::from_parts(parts);
        let coverage = &claimdesk::app::coverage(&project)[&project.articles()[0].id];
        let words = format!("{} of {} sentences decided", coverage.decided(), coverage.total());
        let prefs = Prefs { reviewer_asked: true, ..Prefs::default() };
        let mut session = Session::new(prefs, 1, crate::support::moment(Default::default()));
        session.document = Some(claimdesk::app::Document::unsaved(project));
        assert!(session.document.as_ref().unwrap().examined().is_none(), "it is large");
        let mut window = window(session);
        window.step();
        assert!(window.query_by_label_contains("0 of 0").is_none());
        window.run_ok();
        assert!(window.query_by_label_contains("0 of 0").is_none());
        assert!(window.query_by_label(&words).is_some(), "{words}");
        send(&mut window, Intent::Show(Screen::Overview));
        assert!(window.query_by_label_contains(&words).is_some());
    }

    #[test]
    fn the_overview_counts_and_its_strip_leads_to_the_block() {
        let mut driver = Driver::with_article();
        driver.mark("4,000 cars");
        driver.digit(1);
        let path = driver.save_as("review.ron");
        let mut window = window(Session::new(Default::default(), 1, crate::support::moment(Default::default())));
        send(&mut window, Intent::OpenPath(path));
        window.get_by_label("Overview").click();
        window.run_ok();
        assert!(window.query_by_label("0 of 1 claims checked").is_some());
        assert!(window.query_by_label("✓ Confirmed: 1").is_some());
        assert!(window.query_by_label("In progress: 1").is_some());
        let strip = window.get_by_label_contains("Blocks of ").rect();
        crate::support::window::click(&mut window, strip.left_center() + egui::vec2(4.0, 0.0), 1, Modifiers::NONE);
        assert_eq!(selected(&window), "Bridge closed after divers find cracks");
    }

    #[test]
    fn the_sample_shows_what_blocks() {
        let project = store::decode(SAMPLE.as_bytes()).unwrap().project;
        let findings = check::findings(&project, &claimdesk::app::coverage(&project));
        assert!(findings.iter().any(|finding| finding.severity == Severity::Block));
        assert!(findings.iter().all(|finding| check::check_by_id(&finding.rule).is_some()));
    }
}

#[test]
fn the_arrows_choose_in_the_palette_before_any_project_is_open() {
    let mut window = window(Session::new(Prefs::default(), 5, crate::support::moment(std::time::Duration::ZERO)));
    window.run_ok();
    send(&mut window, Command::Palette);
    let chosen = |window: &Window| {
        let lit = window.query_all_by(|node| node.toggled() == Some(Toggled::True));
        lit.map(|node| node.accesskit_node().label().unwrap_or_default()).collect::<Vec<_>>()
    };
    let first = chosen(&window);
    press(&mut window, Key::ArrowDown);
    let second = chosen(&window);
    assert!(first.len() == 1 && second.len() == 1 && first != second, "{first:?} {second:?}");
    window.run_steps(3);
    assert_eq!(chosen(&window), second, "the choice stays");
}
