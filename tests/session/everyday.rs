//! The behaviour of the program, without a window.

use crate::support::{ARTICLE, Driver};
use claimdesk::app::Unveiled as _;
use claimdesk::{
    app::{
        Command, Dialog, Intent, Side,
        filter::{Filter, QuickList, VerdictFilter},
        intent::{
            Answer, ArticleIntent, ClaimIntent, FindIntent, KeptIntent, PreviewIntent, ReaderIntent, SourceIntent,
        },
        view::{Reveal, Screen, Selection, Wish},
    },
    export::{self, Options},
    model::{ClaimField, Confidence, Degree, Edit, Span, Stance, Status, VerdictId},
    store,
};

mod opening {
    use super::*;

    #[test]
    fn an_article_starts_a_project_and_its_tail_is_proposed_to_stay_out() {
        let mut driver = Driver::new();
        let path = driver.write("bridge.txt", ARTICLE);
        driver.send(Intent::OpenPath(path));
        let preview = driver.session.preview.as_ref().expect("a preview is shown");
        let kept: Vec<_> = preview.draft.blocks.iter().filter(|block| block.keep).collect();
        assert_eq!((preview.draft.blocks.len(), kept.len()), (6, 4));
        driver.send(Intent::Preview(PreviewIntent::Keep { block: 3, keep: false }));
        driver.send(Intent::Preview(PreviewIntent::Accept));
        assert_eq!(driver.document().version().unwrap().blocks().len(), 3);
        assert_eq!(driver.project().title(), "Bridge closed after divers find cracks");
        assert!(!driver.text().contains("No comments"));
    }

    #[test]
    fn nothing_comes_in_when_the_preview_is_cancelled() {
        let mut driver = Driver::new();
        let path = driver.write("bridge.txt", ARTICLE);
        driver.send(Intent::OpenPath(path));
        driver.send(Intent::Preview(PreviewIntent::Cancel));
        assert!(driver.session.document.is_none() && driver.session.preview.is_none());
    }

    #[test]
    fn a_wrong_encoding_is_mended_in_the_preview() {
        let mut driver = Driver::new();
        let path = driver.write("b.txt", b"Caf\xE9 geschlossen\nDas Caf\xE9 bleibt zu.");
        driver.send(Intent::OpenPath(path));
        driver.send(Intent::Preview(PreviewIntent::Encoding("koi8-r".into())));
        assert_eq!(driver.session.preview.as_ref().unwrap().draft.encoding, "KOI8-R");
        driver.send(Intent::Preview(PreviewIntent::Encoding("windows-1252".into())));
        driver.send(Intent::Preview(PreviewIntent::Accept));
        assert!(driver.text().contains("Café bleibt"));
    }

    #[test]
    fn text_on_the_clipboard_is_an_article() {
        let mut driver = Driver::new();
        driver.clipboard.text = Some("Head\n\nA first paragraph.".into());
        driver.send(Command::PasteArticle);
        driver.send(Intent::Preview(PreviewIntent::Accept));
        assert_eq!(driver.text(), "Head\n\nA first paragraph.");
        driver.clipboard.text = None;
        driver.send(Command::PasteArticle);
        assert!(driver.notices()[0].contains("no text"));
    }

    #[test]
    fn when_no_path_is_chosen_it_can_be_typed() {
        let mut driver = Driver::new();
        driver.send(Command::NewFromArticle);
        assert!(matches!(driver.session.dialog, Some(Dialog::TypePath(_))));
        let path = driver.write("bridge.txt", ARTICLE);
        driver.send(Intent::Answer(Answer::Path(path)));
        assert!(driver.session.preview.is_some());
    }

    #[test]
    fn a_missing_article_is_an_error_with_its_path() {
        let mut driver = Driver::new();
        let path = driver.path("gone.txt");
        driver.send(Intent::OpenPath(path.clone()));
        let notice = &driver.session.notices[0];
        assert_eq!(notice.text, "Could not open the article: there is no such file or folder");
        assert_eq!(notice.path.as_deref(), Some(path.to_str().unwrap()));
    }

    #[test]
    fn a_project_holds_many_articles_in_the_reviewers_order() {
        let mut driver = Driver::with_article();
        driver.mark("4,000 cars");
        let path = driver.write("second.md", "# Ferry runs again\n\nThe ferry runs every ten minutes.");
        driver.picks.push_back(path);
        driver.send(Command::OpenArticle);
        driver.send(Intent::Preview(PreviewIntent::Accept));
        assert_eq!(driver.project().articles().len(), 2);
        assert_eq!(driver.document().article().unwrap().display_title(), "Ferry runs again");
        driver.mark("every ten minutes");
        assert_eq!(driver.quotes(), ["4,000 cars", "every ten minutes"]);
        let second = driver.project().articles()[1].id.clone();
        driver.send(Intent::Article(ArticleIntent::Move(second.clone(), 0)));
        assert_eq!(driver.quotes(), ["every ten minutes", "4,000 cars"]);
        driver.send(Intent::Article(ArticleIntent::Remove(second)));
        assert_eq!(driver.quotes(), ["4,000 cars"]);
        assert_eq!(driver.document().article().unwrap().display_title(), "Bridge closed after divers find cracks");
        driver.send(Command::Undo);
        assert_eq!(driver.quotes(), ["every ten minutes", "4,000 cars"]);
    }

    #[test]
    fn a_file_dropped_on_a_project_is_asked_about() {
        let mut driver = Driver::with_article();
        driver.mark("4,000 cars");
        let path = driver.write("count.pdf", b"%PDF-1.4 a count");
        driver.send(Intent::Drop(vec![path.clone()]));
        assert!(matches!(&driver.session.dialog, Some(Dialog::Dropped { path: asked, .. }) if *asked == path));
        driver.send(Intent::Answer(Answer::DroppedEvidence));
        let source = &driver.project().sources()[0];
        assert_eq!(source.title, "count.pdf");
        assert_eq!(driver.claim().evidence[0].source, source.id);
        let saved = driver.save_as("review.ron");
        let kept = saved.with_extension("files").join(&driver.project().sources()[0].file.as_ref().unwrap().sha256);
        assert_eq!(std::fs::read(kept).unwrap(), b"%PDF-1.4 a count");
    }

    #[test]
    fn the_sample_opens_as_a_copy() {
        let mut driver = Driver::new();
        driver.send(Command::OpenSample);
        assert!(driver.project().claims().len() >= 12);
        assert_eq!(driver.document().path, None);
        driver.send(Command::CloseProject);
        assert!(driver.session.document.is_none(), "nothing was changed, so nothing is asked");
    }
}

mod marking {
    use super::*;

    #[test]
    fn a_claim_takes_the_words_without_the_space_around_them() {
        let mut driver = Driver::with_article();
        driver.mark(" 4,000 cars ");
        let claim = driver.claim();
        assert_eq!(claim.quote(), "4,000 cars");
        let anchor = &claim.marks[0].anchor;
        assert!(anchor.prefix.ends_with("About ") && anchor.suffix.starts_with(" cross it"));
        assert_eq!(driver.document().focus().text.selection, None);
    }

    #[test]
    fn claims_overlap_and_nest_and_o_goes_through_them() {
        let mut driver = Driver::with_article();
        driver.mark("About 4,000 cars cross it every day");
        driver.mark("4,000 cars");
        driver.mark("cars cross it every day, the city said");
        driver.send(ClaimIntent::Go(driver.project().claims()[1].id.clone()));
        let mut seen = vec![driver.claim().quote()];
        for _ in 0..3 {
            driver.send(Command::NextOverlapping);
            seen.push(driver.claim().quote());
        }
        let [a, b, c] = ["4,000 cars", "About 4,000 cars cross it every day", "cars cross it every day, the city said"];
        assert_eq!(seen, [a, b, c, a]);
    }

    #[test]
    fn a_claim_may_have_several_passages() {
        let mut driver = Driver::with_article();
        driver.mark("cracks in two piers");
        driver.select("closed on Monday");
        driver.send(Command::AddPassage);
        assert_eq!(driver.claim().quote(), "closed on Monday … cracks in two piers");
        driver.send(Command::RemovePassage);
        assert_eq!(driver.claim().quote(), "closed on Monday");
    }

    #[test]
    fn both_ends_of_a_passage_can_be_moved_and_the_claims_stay_in_order() {
        let mut driver = Driver::with_article();
        driver.mark("closed on Monday");
        driver.mark("4,000 cars");
        let claim = driver.claim().id.clone();
        let text = driver.text();
        let (start, end) = (text.find("The old bridge").unwrap(), text.find(" cross it").unwrap());
        let span = Span::in_text(&text, start, end).unwrap();
        driver.send(Intent::Reader(ReaderIntent::Resize { claim: claim.clone(), mark: 0, span }));
        assert_eq!(driver.project().claims()[0].id, claim);
        assert!(driver.claim().quote().starts_with("The old bridge"));
        driver.send(Command::Undo);
        assert_eq!(driver.quotes(), ["closed on Monday", "4,000 cars"]);
    }

    #[test]
    fn a_deleted_claim_comes_back_with_the_place_where_it_was() {
        let mut driver = Driver::with_article();
        driver.mark("closed on Monday");
        let claim = driver.claim().id.clone();
        driver.send(Command::DeleteClaim);
        assert!(driver.project().claims().is_empty() && driver.document().focus().claim.is_none());
        assert_eq!(driver.document().undo_label().as_deref(), Some("Undo delete claim"));
        driver.send(Command::Undo);
        assert_eq!(driver.claim().id, claim);
    }

    #[test]
    fn the_selection_grows_from_word_to_phrase_to_sentence_to_paragraph_and_back() {
        let mut driver = Driver::with_article();
        let at = driver.text().find("Lee").unwrap() + 1;
        driver.send(Intent::Reader(ReaderIntent::Select(Selection::caret(at))));
        let mut words = Vec::new();
        for command in [[Command::GrowSelection; 3].as_slice(), &[Command::ShrinkSelection]].concat() {
            driver.send(command);
            words.push(driver.document().selected_span(Side::Article).unwrap().of(&driver.text()).to_owned());
        }
        assert_eq!(words[0], "Lee");
        assert_eq!(words[1], "Dr. Lee of the U.S. survey found cracks in two piers.");
        assert!(words[2].starts_with("“We will not") && words[2].ends_with("two piers."));
        assert_eq!(words[3], words[1]);
        let at = driver.text().find("every day").unwrap();
        driver.send(Intent::Reader(ReaderIntent::Select(Selection::caret(at))));
        driver.send(Command::GrowSelection);
        driver.send(Command::GrowSelection);
        let phrase = driver.document().selected_span(Side::Article).unwrap().of(&driver.text()).to_owned();
        assert_eq!(phrase, "About 4,000 cars cross it every day");
    }

    #[test]
    fn copies_the_selected_words() {
        let mut driver = Driver::with_article();
        driver.select("“We will not take any risk,”");
        driver.send(Command::CopyText);
        assert_eq!(driver.copied, ["“We will not take any risk,”"]);
    }

    #[test]
    fn finds_words_and_steps_through_them() {
        let mut driver = Driver::with_article();
        driver.send(Command::Find);
        driver.send(Intent::Find(FindIntent::Query("CRACKS".into())));
        let find = driver.document().focus().text.find.as_ref().unwrap();
        assert_eq!((find.matches.len(), find.current), (2, 0));
        driver.send(Command::FindNext);
        driver.send(Intent::Find(FindIntent::Close));
        let span = driver.document().selected_span(Side::Article).unwrap();
        assert_eq!(span.start(), driver.text().rfind("cracks").unwrap());
    }
}

mod checking {
    use super::*;

    #[test]
    fn a_full_claim_takes_five_actions_besides_typing() {
        let mut driver = Driver::with_article();
        driver.select("4,000 cars");
        driver.send(Command::MarkClaim);
        driver.send(Intent::Paste("https://example.org/count".into()));
        driver.digit(3);
        driver.digit(2);
        let claim = driver.claim();
        assert_eq!(claim.verdict, VerdictId::new("wrong").ok());
        assert_eq!(claim.confidence, Some(Confidence::new(Degree::Moderate)));
        assert_eq!(claim.evidence.len(), 1);
        assert_eq!(claim.status, Status::InProgress);
        let source = &driver.project().sources()[0];
        assert_eq!((source.url.as_str(), source.publisher.as_str()), ("https://example.org/count", "example.org"));
        assert_eq!(source.accessed, "2025-02-05");
    }

    #[test]
    fn a_source_is_looked_at_on_the_day_where_the_reviewer_is() {
        let mut driver = Driver::with_article();
        driver.session.zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(16));
        driver.select("4,000 cars");
        driver.send(Command::MarkClaim);
        driver.send(Intent::Paste("https://example.org/count".into()));
        assert_eq!(driver.project().sources()[0].accessed, "2025-02-06");
    }

    #[test]
    fn shift_and_a_digit_is_confidence_at_any_time() {
        let mut driver = Driver::with_article();
        driver.mark("4,000 cars");
        driver.send(Intent::Digit { digit: 1, with_shift: true });
        assert_eq!(driver.claim().verdict, None);
        assert_eq!(driver.claim().confidence.as_ref().unwrap().degree, Degree::Low);
        driver.digit(1);
        assert_eq!(driver.claim().verdict, VerdictId::new("confirmed").ok());
        driver.digit(0);
        assert_eq!(driver.claim().verdict, VerdictId::new("confirmed").ok(), "0 is no degree in words");
        driver.send(Command::ClearVerdict);
        assert_eq!(driver.claim().verdict, None);
    }

    #[test]
    fn one_source_serves_many_claims() {
        let mut driver = Driver::with_article();
        for words in ["4,000 cars", "closed on Monday"] {
            driver.mark(words);
            driver.send(Intent::Paste("https://www.example.org/count/".into()));
        }
        driver.send(ClaimIntent::AddEvidence {
            claim: driver.claim().id.clone(),
            text: "http://example.org/count".into(),
        });
        assert_eq!(driver.project().sources().len(), 1);
        let source = driver.project().sources()[0].id.clone();
        assert_eq!(driver.project().claims_using(&source).count(), 2);
        driver.send(Intent::Source(SourceIntent::Remove(source)));
        driver.send(Intent::Answer(Answer::RemoveSource));
        assert!(driver.project().claims().iter().all(|claim| claim.evidence.is_empty()));
        driver.send(Command::Undo);
        assert_eq!(driver.claim().evidence.len(), 2);
    }

    #[test]
    fn evidence_without_a_link_starts_empty() {
        let mut driver = Driver::with_article();
        driver.mark("4,000 cars");
        driver.clipboard.text = Some("just words".into());
        driver.send(Command::AddEvidence);
        assert_eq!(driver.claim().evidence.len(), 1);
        assert_eq!(driver.project().sources()[0].display_title(), "Untitled source");
        assert_eq!(driver.claim().evidence[0].stance, Stance::Context);
    }

    #[test]
    fn the_first_claim_asks_who_is_checking_and_signs_with_it() {
        let mut driver = Driver::with_article();
        driver.session.prefs.reviewer_asked = false;
        driver.mark("4,000 cars");
        assert!(driver.session.asks_reviewer);
        driver.send(Intent::Answer(Answer::Reviewer { name: "Ann Lee".into(), initials: "AL".into() }));
        assert!(!driver.session.asks_reviewer);
        let reviewer = driver.project().reviewers()[0].clone();
        assert_eq!(reviewer.short(), "AL");
        assert_eq!(driver.claim().created.as_ref().unwrap().by.as_ref(), Some(&reviewer.id));
        driver.digit(1);
        driver.sign();
        assert_eq!(driver.claim().status, Status::Checked);
        assert_eq!(driver.claim().signed.as_ref().unwrap().by.as_ref(), Some(&reviewer.id));
        driver.mark("closed on Monday");
        assert!(!driver.session.asks_reviewer, "it asks once");
    }

    #[test]
    fn who_would_rather_not_say_is_not_asked_again() {
        let mut driver = Driver::with_article();
        driver.session.prefs.reviewer_asked = false;
        driver.mark("4,000 cars");
        driver.send(Intent::Answer(Answer::NoReviewer));
        driver.mark("closed on Monday");
        assert!(!driver.session.asks_reviewer && driver.project().reviewers().is_empty());
    }

    #[test]
    fn next_and_previous_go_through_the_claims_around_the_end() {
        let mut driver = Driver::with_article();
        ["closed on Monday", "4,000 cars", "nine months"].into_iter().for_each(|words| driver.mark(words));
        driver.digit(1);
        let mut seen = Vec::new();
        for command in [
            Command::NextClaim,
            Command::NextClaim,
            Command::PreviousClaim,
            Command::PreviousClaim,
            Command::NextOpenClaim,
        ] {
            driver.send(command);
            seen.push(driver.claim().quote());
        }
        assert_eq!(seen, ["closed on Monday", "4,000 cars", "closed on Monday", "nine months", "closed on Monday"]);
    }

    #[test]
    fn the_list_filters_by_text_verdict_and_status() {
        let mut driver = Driver::with_article();
        ["closed on Monday", "4,000 cars", "nine months"].into_iter().for_each(|words| driver.mark(words));
        driver.digit(2);
        driver.sign();
        let rows = |driver: &Driver, filter: Filter| filter.rows(driver.project());
        assert_eq!(rows(&driver, Filter { text: "CARS".into(), ..Filter::default() }), [1]);
        let verdict = VerdictFilter::Is(VerdictId::new("needs-change").unwrap());
        assert_eq!(rows(&driver, Filter { verdict, ..Filter::default() }), [2]);
        assert_eq!(rows(&driver, Filter { status: Some(Status::Checked), ..Filter::default() }), [2]);
        assert_eq!(rows(&driver, Filter { list: QuickList::Open, ..Filter::default() }), [0, 1]);
        assert_eq!(
            rows(&driver, Filter { list: QuickList::NoSource, text: "mon".into(), ..Filter::default() }),
            [0, 2]
        );
    }

    #[test]
    fn only_harmless_links_are_opened() {
        let mut driver = Driver::with_article();
        for link in ["https://example.org", "doi:10.1000/182", "file:///etc/passwd", "javascript:alert(1)"] {
            driver.send(Intent::OpenLink(link.into()));
            if let Some(Dialog::Link(whole)) = driver.session.dialog.clone() {
                driver.send(KeptIntent::FollowLink(whole));
            }
        }
        assert_eq!(driver.links, ["https://example.org", "https://doi.org/10.1000/182"]);
        assert_eq!(driver.notices().len(), 1.max(driver.notices().len()));
        assert!(driver.notices().iter().all(|text| text.starts_with("Could not open the link")));
    }
}

mod undoing {
    use super::*;

    #[test]
    fn every_change_is_named_in_the_menu() {
        let mut driver = Driver::with_article();
        driver.mark("4,000 cars");
        driver.digit(3);
        assert_eq!(driver.document().undo_label().as_deref(), Some("Undo set verdict"));
        driver.send(Command::Undo);
        assert_eq!(driver.document().redo_label().as_deref(), Some("Redo set verdict"));
        assert_eq!((driver.claim().verdict.clone(), driver.claim().status), (None, Status::Unchecked));
    }

    #[test]
    fn typing_in_one_field_is_one_step() {
        let mut driver = Driver::with_article();
        driver.mark("4,000 cars");
        let now = crate::support::moment(std::time::Duration::from_secs(60));
        for end in 1..=5 {
            let intent = Intent::set(driver.claim(), ClaimField::Notes("notes"[..end].into()));
            drop(driver.session.handle(intent, now));
        }
        assert_eq!(driver.claim().notes, "notes");
        driver.send(Command::Undo);
        assert_eq!(driver.claim().notes, "");
    }

    #[test]
    fn undo_brings_back_selection_and_scroll() {
        let mut driver = Driver::with_article();
        driver.select("4,000 cars");
        let selection = driver.document().focus().text.selection;
        driver.send(Command::MarkClaim);
        driver.send(Intent::Reader(ReaderIntent::Deselect));
        driver.wishes.clear();
        driver.send(Command::Undo);
        assert_eq!(driver.document().focus().text.selection, selection);
        assert!(matches!(driver.wishes[..], [Wish::Reveal(Side::Article, Reveal::Position(_))]), "{:?}", driver.wishes);
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]

        /// Any run of edits: undoing all gives the first project back, redoing all the last.
        #[test]
        fn undo_all_then_redo_all_is_identity(steps in proptest::collection::vec((0u8..9, 0usize..40, 1usize..30), 1..30)) {
            let mut driver = Driver::with_article();
            let first = driver.project().clone();
            for (what, at, len) in steps {
                let text = driver.text();
                match what {
                    0..=2 => {
                        driver.send(Intent::Reader(ReaderIntent::Select(Selection { anchor: at * 5, head: at * 5 + len })));
                        driver.send(Command::MarkClaim);
                    }
                    3 => driver.digit((at % 5) as u8 + 1),
                    4 => driver.send(Intent::Paste(format!("https://example.org/{}", at % 4))),
                    5 => driver.send(Command::NextClaim),
                    6 => driver.send(Command::DeleteClaim),
                    7 => driver.send(Command::SignChecked),
                    _ => {
                        if let (Some(claim), Some(span)) = (driver.document().claim(), Span::snapped(&text, at, at + len)) {
                            let claim = claim.id.clone();
                            driver.send(Intent::Reader(ReaderIntent::Resize { claim, mark: 0, span }));
                        }
                    }
                }
                proptest::prop_assert_eq!(driver.project().problems(), vec![]);
            }
            let last = driver.project().clone();
            while driver.document().undo_label().is_some() {
                driver.send(Command::Undo);
            }
            proptest::prop_assert_eq!(driver.project(), &first);
            while driver.document().redo_label().is_some() {
                driver.send(Command::Redo);
            }
            proptest::prop_assert_eq!(driver.project(), &last);
            let bytes = store::encode(&last);
            proptest::prop_assert_eq!(store::encode(&store::decode(bytes.as_bytes()).unwrap().project), bytes);
        }
    }
}

mod saving {
    use super::*;

    #[test]
    fn a_saved_project_opens_again_as_it_was() {
        let mut driver = Driver::with_article();
        driver.mark("4,000 cars");
        driver.digit(3);
        assert!(!driver.document().is_saved() && driver.document().has_unsaved_work());
        let path = driver.save_as("review");
        let path = path.with_extension("ron");
        assert!(driver.document().is_saved());
        let project = driver.project().clone();
        driver.send(Command::CloseProject);
        driver.send(Intent::OpenPath(path.clone()));
        assert_eq!(driver.project(), &project);
        assert_eq!(driver.session.prefs.recent[0].path, path);
    }

    #[test]
    fn saving_without_a_change_writes_nothing() {
        let mut driver = Driver::with_article();
        let path = driver.save_as("review.ron");
        let before = std::fs::metadata(&path).unwrap().modified().unwrap();
        driver.send(Command::Save);
        assert_eq!(std::fs::metadata(&path).unwrap().modified().unwrap(), before);
        assert_eq!(driver.notices().last(), Some(&"Everything is saved already."));
    }

    #[test]
    fn undoing_back_to_the_saved_state_is_saved() {
        let mut driver = Driver::with_article();
        driver.save_as("review.ron");
        driver.mark("4,000 cars");
        assert!(!driver.document().is_saved());
        driver.send(Command::Undo);
        assert!(driver.document().is_saved());
    }

    #[test]
    fn closing_asks_about_unsaved_work() {
        let mut driver = Driver::with_article();
        driver.mark("4,000 cars");
        driver.send(Intent::Close);
        assert!(matches!(driver.session.dialog, Some(Dialog::Unsaved(_))) && !driver.has_quit);
        driver.send(Intent::Answer(Answer::Cancel));
        assert!(driver.session.document.is_some());
        driver.send(Intent::Close);
        driver.picks.push_back(driver.path("kept.ron"));
        driver.send(Intent::Answer(Answer::SaveFirst));
        assert!(driver.has_quit && driver.path("kept.ron").exists());
    }

    #[test]
    fn discarded_work_leaves_the_file_as_it_was() {
        let mut driver = Driver::with_article();
        let path = driver.save_as("review.ron");
        let bytes = std::fs::read(&path).unwrap();
        driver.mark("4,000 cars");
        driver.send(Command::Quit);
        driver.send(Intent::Answer(Answer::Discard));
        assert!(driver.has_quit);
        assert_eq!(std::fs::read(&path).unwrap(), bytes);
    }

    #[test]
    fn a_save_that_fails_keeps_the_work_and_says_why() {
        let mut driver = Driver::with_article();
        driver.mark("4,000 cars");
        driver.picks.push_back(driver.path("no such folder/review.ron"));
        driver.send(Command::SaveAs);
        assert!(driver.notices().iter().any(|text| text.contains("the folder is not there any more")));
        assert_eq!(driver.quotes(), ["4,000 cars"]);
        assert!(!driver.document().is_saved() && driver.document().saving.is_none());
    }

    #[test]
    fn a_change_from_outside_is_never_written_over_silently() {
        let mut driver = Driver::with_article();
        let path = driver.save_as("review.ron");
        let theirs = std::fs::read_to_string(&path)
            .unwrap()
            .replace("Bridge closed after divers find cracks\",\n    s", "Theirs\",\n    s");
        std::fs::write(&path, &theirs).unwrap();
        driver.mark("4,000 cars");
        driver.send(Command::Save);
        assert_eq!(driver.session.dialog, Some(Dialog::ChangedOutside(path.clone())));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), theirs);
        driver.send(Intent::Answer(Answer::Overwrite));
        assert!(std::fs::read_to_string(&path).unwrap().contains("4,000 cars"));
    }

    #[test]
    fn a_damaged_project_is_an_error_with_its_place_and_stays_as_it_is() {
        let mut driver = Driver::with_article();
        let path = driver.save_as("review.ron");
        let damaged = std::fs::read_to_string(&path).unwrap().replace("kind: Headline", "kind: Hedline");
        std::fs::write(&path, &damaged).unwrap();
        driver.send(Command::CloseProject);
        driver.send(Intent::OpenPath(path.clone()));
        assert!(driver.session.document.is_none());
        let text = driver.notices().last().copied().unwrap();
        assert!(text.contains("“Hedline”") && text.contains("Line ") && text.contains("kind: Hedline"), "{text}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), damaged);
    }

    #[test]
    fn a_newer_project_opens_for_reading_only() {
        let mut driver = Driver::with_article();
        let path = driver.save_as("review.ron");
        let newer = std::fs::read_to_string(&path).unwrap().replace("format: 1", "format: 2");
        std::fs::write(&path, &newer).unwrap();
        driver.send(Intent::OpenPath(path.clone()));
        assert!(driver.notices().iter().any(|text| text.contains("a newer Claimdesk wrote it")));
        driver.mark("4,000 cars");
        assert!(driver.project().claims().is_empty());
        assert!(driver.notices().iter().any(|text| text.starts_with("Could not change the project")));
        driver.save_as("copy.ron");
        driver.mark("4,000 cars");
        assert_eq!(driver.quotes(), ["4,000 cars"], "a copy can be worked on");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), newer);
    }

    #[test]
    fn a_complete_export_opens_again_as_a_project() {
        let mut driver = Driver::with_article();
        driver.mark("4,000 cars");
        driver.send(Intent::Paste("https://example.org/count".into()));
        let path = driver.path("claims.json");
        driver.picks.push_back(path.clone());
        driver.send(Intent::Export { format: "json", options: Options::default() });
        let project = driver.project().clone();
        driver.save_as("review.ron");
        driver.send(Command::CloseProject);
        driver.picks.push_back(path);
        driver.send(Command::OpenProject);
        assert_eq!(driver.project(), &project);
        assert_eq!(driver.document().path, None);
    }

    #[test]
    fn a_dossier_opened_like_an_article_is_the_project_again() {
        let mut driver = Driver::with_article();
        driver.mark("4,000 cars");
        driver.digit(1);
        let path = driver.path("dossier.html");
        driver.picks.push_back(path.clone());
        driver.send(Intent::Export { format: "html", options: Options::default() });
        let project = driver.project().clone();
        driver.save_as("review.ron");
        driver.send(Command::CloseProject);
        driver.send(Intent::OpenPath(path));
        assert_eq!(driver.project(), &project);
        assert!(driver.session.preview.is_none());
    }

    #[test]
    fn settings_and_pages_are_reached_and_left() {
        let mut driver = Driver::with_article();
        driver.send(Command::ShowSources);
        assert_eq!(driver.document().view.screen, Screen::Sources);
        driver.send(Command::Back);
        assert_eq!(driver.document().view.screen, Screen::Article);
        driver.send(Intent::Edit(Edit::SetTitle("New name".into())));
        assert_eq!(driver.document().name(), "New name");
    }
}

mod languages {
    use super::*;

    /// Each quote equals its span after save, reopen and export in code points.
    #[test]
    fn words_of_every_script_stay_exact() {
        let text = "Golden\r\nFamily 👩‍👩‍👧‍👦 and flag 🇺🇦 wave.\r\nCombining e\u{301}tude, Å\u{327}ngström.\r\n\
                    中文和日本語の文章です。\r\nבעברית כתוב כאן.\r\nوهنا بالعربية أيضًا.\r\nnon\u{a0}breaking\ttab";
        let mut driver = Driver::with_text(text);
        let marked = ["👩‍👩‍👧‍👦", "🇺🇦 wave", "étude", "日本語", "כתוב", "بالعربية أيضًا", "non\u{a0}breaking\ttab"];
        for words in marked {
            driver.mark(words);
        }
        assert_eq!(driver.quotes(), marked);
        let path = driver.save_as("golden.ron");
        driver.send(Command::CloseProject);
        driver.send(Intent::OpenPath(path));
        assert_eq!(driver.quotes(), marked);
        let version = driver.document().version().unwrap().clone();
        let chars: Vec<char> = version.text().chars().collect();
        let utf16: Vec<u16> = version.text().encode_utf16().collect();
        let map = claimdesk::model::PositionMap::new(version.text());
        for claim in driver.project().claims() {
            let span = claim.marks[0].anchor.span;
            assert_eq!(span.of(version.text()), claim.quote());
            let range = map.chars_from_span(span);
            assert_eq!(chars[range].iter().collect::<String>(), claim.quote());
            let range = map.utf16_from_byte(span.start())..map.utf16_from_byte(span.end());
            assert_eq!(String::from_utf16(&utf16[range]).unwrap(), claim.quote());
        }
        let exported = export::export(driver.project(), "json", &Options::default()).unwrap();
        let value: serde_json::Value = serde_json::from_slice(&exported.bytes).unwrap();
        for claim in value["project"]["claims"].as_array().unwrap() {
            let anchor = &claim["marks"][0]["anchor"];
            let at = |key: &str| anchor[key].as_u64().unwrap() as usize;
            assert_eq!(chars[at("start")..at("end")].iter().collect::<String>(), claim["quote"].as_str().unwrap());
        }
    }

    #[test]
    fn a_selection_never_cuts_a_character() {
        let mut driver = Driver::with_text("Head\nA 👩‍👩‍👧‍👦 family.");
        let at = driver.text().find('👩').unwrap();
        driver.send(Intent::Reader(ReaderIntent::Select(Selection { anchor: at + 4, head: at + 9 })));
        driver.send(Command::MarkClaim);
        assert_eq!(driver.quotes(), ["👩‍👩‍👧‍👦"]);
    }
}

#[test]
fn pasted_rich_text_keeps_its_headings_and_lists() {
    let mut driver = Driver::new();
    driver.clipboard.text = Some("Head\nOne\nTwo".into());
    driver.clipboard.html = Some("<h1>Head</h1><p>One <b>and</b> a half</p><ul><li>Two</li></ul>".into());
    driver.send(Command::PasteArticle);
    let preview = driver.session.preview.as_ref().unwrap();
    let blocks: Vec<_> =
        preview.draft.blocks.iter().map(|b| (b.block.kind.slug(), b.block.text.as_str(), b.keep)).collect();
    assert_eq!(preview.draft.format, "html");
    assert_eq!(blocks, [("headline", "Head", true), ("paragraph", "One and a half", true), ("list-item", "Two", true)]);
    // A picture has HTML without words.
    driver.clipboard.html = Some("<meta charset='utf-8'><img src='x.png'>".into());
    driver.send(Command::PasteArticle);
    assert_eq!(driver.session.preview.as_ref().unwrap().draft.format, "text");
}

#[test]
fn a_chapter_is_ticked_as_a_whole() {
    let book = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/import/epub/book.epub");
    let mut driver = Driver::new();
    driver.send(Intent::OpenPath(book));
    let kept = |driver: &Driver, title: &str| {
        let draft = &driver.session.preview.as_ref().unwrap().draft;
        let chapter = draft.chapters.iter().position(|chapter| chapter.title == title).unwrap();
        let blocks = &draft.blocks[draft.chapters[chapter].blocks.clone()];
        (chapter, blocks.iter().filter(|block| block.keep).count(), blocks.len())
    };
    // The sign of a note is listed with what is left out.
    assert_eq!(kept(&driver, "2 The river"), (4, 2, 3));
    assert_eq!(kept(&driver, "Index"), (5, 0, 1));
    driver.send(Intent::Preview(PreviewIntent::KeepChapter { chapter: 4, keep: false }));
    driver.send(Intent::Preview(PreviewIntent::KeepChapter { chapter: 5, keep: true }));
    driver.send(Intent::Preview(PreviewIntent::KeepChapter { chapter: 99, keep: true }));
    assert_eq!(kept(&driver, "2 The river"), (4, 0, 3));
    assert_eq!(kept(&driver, "Index"), (5, 1, 1));
    driver.send(Intent::Preview(PreviewIntent::Accept));
    assert!(driver.text().contains("bridge, 12") && !driver.text().contains("It floods"));
}
