//! A scan that is opened in the window: its recognition is offered, its language chosen before, and what comes of it is marked.

use claimdesk::{
    app::{
        Command, Dialog, Effect, EffectResult, Intent, Unveiled as _,
        effect::Job,
        intent::{Answer, ClaimIntent, LookIntent, PaneIntent, PreviewIntent},
        jobs::{self, Reach},
        view::Shows,
    },
    foreign::InProcess,
    import::{Engine, RecogniseError, Recogniser, Watch},
    io::{Disk, Internet},
    picture::Raster,
};

use crate::support::{Driver, files::made, moment};

/// Reads two words in every picture that has black in it.
struct Reading;

impl Recogniser for Reading {
    fn engine(&self) -> Result<Engine, RecogniseError> {
        let languages = vec!["eng".to_owned(), "deu".to_owned()];
        Ok(Engine { name: "tesseract 5.3.0".to_owned(), languages, missing: String::new() })
    }

    fn recognise(&self, picture: &Raster, languages: &str, _watch: &Watch) -> Result<String, RecogniseError> {
        assert!(picture.on_white().contains(&0), "the page is drawn");
        Ok(format!("5\t1\t1\t1\t1\t1\t0\t0\t9\t20\t95.5\tRead\n5\t1\t1\t1\t1\t2\t0\t0\t9\t20\t31\t{languages}\n"))
    }
}

/// Does what the session wishes for with this recogniser.
fn perform(driver: &mut Driver, recogniser: &dyn Recogniser, intent: Intent) {
    let now = moment(std::time::Duration::from_secs(60));
    let mut effects = driver.session.handle(intent, now);
    while let Some(effect) = effects.pop() {
        let Effect::Run(job) = effect else { continue };
        let job: Job = job;
        let reach = Reach { files: &Disk, reader: &InProcess, web: &Internet::default(), recogniser };
        effects.extend(driver.session.receive(EffectResult::Done(jobs::run_in(&reach, job)), now));
    }
}

/// A PDF of a page with letters, where they are given, and one that is a black picture.
fn scan(words: Option<&str>) -> Vec<u8> {
    let picture = made::stream(
        "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
        &[0],
    );
    let letters = words.map(|words| made::text(&[(50.0, 100.0, 12.0, words)]));
    let pages: Vec<_> = letters.into_iter().chain([b"600 0 0 800 0 0 cm /I Do".to_vec()]).collect();
    made::pages(&pages, &[picture], "/XObject <</I 4 0 R>>")
}

fn opened(bytes: &[u8]) -> Driver {
    let mut driver = Driver::new();
    let path = driver.folder.path().join("scan.pdf");
    std::fs::write(&path, bytes).unwrap();
    driver.send(Intent::OpenPath(path));
    driver
}

fn action(driver: &Driver) -> Intent {
    let notice = driver.session.notices.last().expect("it is told");
    assert!(notice.text.contains("only pictures of text"), "{}", notice.text);
    notice.action.clone().expect("recognition is offered").1
}

#[test]
fn a_scan_offers_recognition_asks_for_the_language_and_what_comes_in_is_marked() {
    let mut driver = opened(&scan(None));
    let offered = action(&driver);
    perform(&mut driver, &Reading, offered);
    assert!(matches!(&driver.session.dialog, Some(Dialog::Recognise(_, engine)) if engine.languages.len() == 2));
    assert!(driver.session.preview.is_none(), "nothing is recognised before it is asked for");
    perform(&mut driver, &Reading, Intent::Answer(Answer::Recognise("deu".to_owned())));
    let preview = driver.session.preview.as_ref().expect("it is shown before it comes in");
    assert!(preview.draft.warnings[0].message.starts_with("Recognised from a picture by tesseract 5.3.0 (deu)"));
    driver.send(Intent::Preview(PreviewIntent::Accept));
    let version = driver.document().version().unwrap();
    assert_eq!(version.text().as_ref(), "Read deu");
    let recognised = version.origin.recognised.as_ref().unwrap();
    assert_eq!((recognised.words, recognised.unsure), (2, 1));
}

#[test]
fn of_a_pdf_that_is_half_a_scan_the_preview_offers_the_rest() {
    let mut driver = opened(&scan(Some("Words that are letters of the first page.")));
    assert_eq!(driver.session.preview.as_ref().unwrap().draft.unread, [2]);
    perform(&mut driver, &Reading, Intent::Preview(PreviewIntent::Recognise));
    perform(&mut driver, &Reading, Intent::Answer(Answer::Recognise("eng".to_owned())));
    let draft = &driver.session.preview.as_ref().unwrap().draft;
    let texts: Vec<_> = draft.blocks.iter().map(|block| block.block.text.as_str()).collect();
    assert_eq!(texts, ["Words that are letters of the first page.", "Read eng"]);
    assert_eq!((draft.recognised.as_ref().unwrap().pages.as_slice(), draft.unread.len()), ([2].as_slice(), 0));
}

#[test]
fn what_is_kept_of_a_source_is_recognised_from_beside_the_article() {
    let mut driver = Driver::with_article();
    driver.mark("4,000 cars");
    let claim = driver.claim().id.clone();
    driver.send(ClaimIntent::AddEvidence { claim, text: "Scan".to_owned() });
    let source = driver.claim().evidence[0].source.clone();
    let path = driver.write("scan.pdf", scan(None));
    driver.picks.push_back(path);
    driver.send(PaneIntent::File(source.clone()));
    driver.save_as("review.ron");
    // From what lies beside the project.
    perform(&mut driver, &Reading, PaneIntent::Look(LookIntent::Recognise).into());
    perform(&mut driver, &Reading, Intent::Answer(Answer::Recognise("deu".to_owned())));
    let source = driver.document().project().source(&source).unwrap();
    let version = source.latest().expect("its text has come in");
    assert_eq!((version.text().as_ref(), version.blocks()[0].page), ("Read deu", Some(1)));
    assert!(version.origin.recognised.is_some() && version.origin.sha256 == source.file.as_ref().unwrap().sha256);
    assert_eq!(driver.document().pane_shows(), Some(Shows::Text));
    driver.send(Command::SwitchLook);
    assert!(driver.document().pane_shows() == Some(Shows::Pages) && !driver.document().can_recognise());
}

#[test]
fn without_a_program_that_recognises_its_package_is_named() {
    let mut driver = opened(&scan(None));
    let offered = action(&driver);
    driver.send(offered);
    assert_eq!(driver.session.dialog, None);
    let told = &driver.session.notices.last().unwrap().text;
    assert!(told.starts_with("Text recognition needs the program tesseract. "), "{told}");
}
