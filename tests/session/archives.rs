//! Web archives: one page of several is chosen, and what comes of it knows its address and the time of the capture.

use crate::support::{Driver, archive};
use claimdesk::{
    app::{
        Dialog, EffectResult, Intent,
        effect::Pick,
        intent::{Answer, ClaimIntent, PreviewIntent},
    },
    model::Capture,
    store,
};

fn ferry() -> Option<Capture> {
    Some(Capture { url: "https://example.org/ferry".into(), at: Some("2024-05-04T08:00:00Z".parse().unwrap()) })
}

fn titles(driver: &Driver) -> Vec<String> {
    let Some(Dialog::ChoosePage(choice)) = &driver.session.dialog else { panic!("it asks for the page") };
    choice.pages.iter().map(|page| page.title.clone()).collect()
}

#[test]
fn a_page_of_an_archive_is_chosen_and_the_archive_is_kept() {
    let mut driver = Driver::new();
    let bytes = archive::two_pages();
    driver.send(Intent::OpenPath(driver.write("crawl.warc", &bytes)));
    assert!(driver.session.preview.is_none() && driver.session.opening.is_none());
    assert_eq!(titles(&driver), ["The bridge", "The ferry"]);
    driver.send(Intent::Answer(Answer::Page(0)));
    assert_eq!(driver.session.preview.as_ref().unwrap().draft.meta.url, "https://example.org/bridge");
    // Another one, and none after all.
    driver.send(Intent::Preview(PreviewIntent::ChoosePage));
    driver.send(Intent::Answer(Answer::Cancel));
    assert_eq!(driver.session.preview.as_ref().unwrap().draft.meta.title, "The bridge");
    driver.send(Intent::Preview(PreviewIntent::ChoosePage));
    assert_eq!(titles(&driver), ["The bridge", "The ferry"]);
    driver.send(Intent::Answer(Answer::Page(1)));
    driver.send(Intent::Preview(PreviewIntent::Accept));
    assert!(driver.text().contains("The ferry carries 480 cars a day."));
    let origin = driver.document().version().unwrap().origin.clone();
    assert_eq!((origin.captured, origin.file.as_str(), origin.format.as_str()), (ferry(), "crawl.warc", "warc"));
    let project = driver.save_as("review.ron");
    assert_eq!(std::fs::read(project.with_extension("files").join(&origin.sha256)).unwrap(), bytes);
    let again = store::decode(&std::fs::read(project).unwrap()).unwrap().project;
    assert_eq!(&again, driver.project());
}

#[test]
fn the_document_of_a_source_out_of_an_archive_says_so() {
    let mut driver = Driver::with_article();
    driver.mark("found cracks in two piers");
    let claim = driver.claim().id.clone();
    driver.send(ClaimIntent::AddEvidence { claim, text: "Report on the ferry".into() });
    let source = driver.claim().evidence[0].source.clone();
    let path = driver.write("crawl.warc", archive::two_pages());
    let effects = driver.session.receive(
        EffectResult::Picked(Pick::Document(source.clone()), Some(path)),
        crate::support::moment(std::time::Duration::from_secs(60)),
    );
    driver.perform(effects);
    assert_eq!(titles(&driver), ["The bridge", "The ferry"]);
    driver.send(Intent::Answer(Answer::Page(1)));
    let source = driver.project().source(&source).unwrap();
    assert_eq!(source.latest().unwrap().origin.captured, ferry());
    assert_eq!((source.url.as_str(), source.accessed.as_str()), ("https://example.org/ferry", "2024-05-04"));
}
