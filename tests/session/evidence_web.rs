//! The page at a source's address: fetched as its document, and sealed as it is.

use crate::support::{Driver, moment};
use claimdesk::{
    app::{
        Effect, EffectResult, Intent,
        effect::Job,
        intent::{ClaimIntent, SourceIntent},
        jobs::{self, Reach},
    },
    foreign::InProcess,
    import::{
        Watch,
        web::{Ask, FetchError, Fetched, Web},
    },
    io::Disk,
    model::{Source, SourceId},
    store,
};

const ADDRESS: &str = "https://example.org/report";
const PAGE: &str = "<!doctype html><html lang=en><head><title>Survey of the old bridge</title>\
    <meta name=author content='Ann Lee'><meta property='og:site_name' content='The Survey'></head><body><article>\
    <h1>Survey of the old bridge</h1><p>Divers found cracks in two of the piers, and they are wider than three millimetres.</p>\
    <p>The bridge stays closed until May, since nobody can say how fast the cracks will grow in spring.</p></article></body></html>";

/// A web of one page; `None`: it is gone.
struct OnePage(Option<&'static str>);

impl Web for OnePage {
    fn fetch(&self, ask: &Ask, _watch: &Watch) -> Result<Fetched, FetchError> {
        let page = self.0.ok_or_else(|| FetchError::Broken("the page is gone".to_owned()))?;
        let (address, name) = (ask.address.clone(), "report.html".to_owned());
        Ok(Fetched { address, name, charset: Some("utf-8".to_owned()), bytes: page.as_bytes().to_vec() })
    }
}

fn desk() -> (Driver, SourceId) {
    let mut driver = Driver::with_article();
    driver.mark("found cracks in two piers");
    let claim = driver.claim().id.clone();
    driver.send(ClaimIntent::AddEvidence { claim, text: ADDRESS.into() });
    let source = driver.claim().evidence[0].source.clone();
    (driver, source)
}

/// Sends an intent whose job asks this web.
fn send(driver: &mut Driver, web: &OnePage, intent: impl Into<Intent>) {
    let now = moment(std::time::Duration::from_secs(60));
    let mut effects = driver.session.handle(intent.into(), now);
    while let Some(effect) = effects.pop() {
        let Effect::Run(job) = effect else { continue };
        let job: Job = job;
        let done = jobs::run_in(&Reach { files: &Disk, reader: &InProcess, web, recogniser: &jobs::NoRecogniser }, job);
        effects.extend(driver.session.receive(EffectResult::Done(done), now));
    }
}

fn source<'a>(driver: &'a Driver, id: &SourceId) -> &'a Source {
    driver.project().source(id).unwrap()
}

#[test]
fn the_page_becomes_the_document_and_says_what_the_source_is() {
    let (mut driver, id) = desk();
    send(&mut driver, &OnePage(Some(PAGE)), SourceIntent::Fetch(id.clone()));
    let opened = source(&driver, &id);
    let version = opened.latest().expect("the page has text");
    assert!(version.text().contains("Divers found cracks in two of the piers"), "{}", version.text());
    assert_eq!(version.origin.sha256, store::sha256(PAGE.as_bytes()));
    assert_eq!((version.origin.url.as_str(), opened.title.as_str()), (ADDRESS, "Survey of the old bridge"));
    assert_eq!(
        (opened.creators.as_slice(), opened.publisher.as_str()),
        (["Ann Lee".to_owned()].as_slice(), "The Survey")
    );
    assert!(opened.has_copy(), "the bytes of the page are kept with the time");
    assert_eq!(driver.document().pane().map(|(pane, _)| pane.source.clone()), Some(id));
}

#[test]
fn a_page_that_is_gone_is_said_to_be_and_nothing_changes() {
    let (mut driver, id) = desk();
    send(&mut driver, &OnePage(None), SourceIntent::Fetch(id.clone()));
    send(&mut driver, &OnePage(None), SourceIntent::SealPage(id.clone()));
    let told = driver.notices().join("\n");
    assert!(told.contains("Could not open the document: ") && told.contains("Could not seal the source: "), "{told}");
    assert!(source(&driver, &id).versions.is_empty() && source(&driver, &id).seals.is_empty());
}

#[test]
fn a_sealed_page_is_kept_to_the_byte_with_its_address_and_time() {
    let (mut driver, id) = desk();
    send(&mut driver, &OnePage(Some(PAGE)), SourceIntent::SealPage(id.clone()));
    send(&mut driver, &OnePage(Some("<p>other words")), SourceIntent::SealPage(id.clone()));
    let seals = &source(&driver, &id).seals;
    let told: Vec<_> = seals.iter().map(|seal| (seal.sha256.clone(), seal.url.as_str())).collect();
    let hash = |page: &str| store::sha256(page.as_bytes());
    assert_eq!(told, [(hash(PAGE), ADDRESS), (hash("<p>other words"), ADDRESS)]);
    assert!(seals.iter().all(|seal| seal.at.to_string().starts_with("2025-02-05T09:01:00")));
    driver.save_as("review.ron");
    for sha256 in [hash(PAGE), hash("<p>other words")] {
        assert!(driver.path("review.files").join(&sha256).is_file());
    }
}
