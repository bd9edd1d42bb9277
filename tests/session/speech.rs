//! Transcripts: who speaks and when goes into the claims that are marked in them.

use crate::support::Driver;
use claimdesk::{
    app::{
        Command, Intent,
        intent::{PreviewIntent, ReaderIntent},
    },
    model::Span,
};

const TALK: &str = "WEBVTT\n\n00:12:30.000 --> 00:12:32.000\n<v Ann Lee>The town closed the bridge because\n\n\
    00:12:32.000 --> 00:12:35.000\n<v Ann Lee>it was old. Nobody was hurt.\n\n00:12:36.000 --> 00:12:38.000\n<v Bo>And who paid 4,000 euros?\n";

fn opened() -> Driver {
    let mut driver = Driver::new();
    let path = driver.write("hearing.vtt", TALK);
    driver.send(Intent::OpenPath(path));
    driver.send(Intent::Preview(PreviewIntent::Accept));
    driver
}

#[test]
fn a_claim_takes_the_speaker_as_claimant_and_the_time_as_place() {
    let mut driver = opened();
    driver.mark("Nobody was hurt");
    let claimant = driver.claim().claimant.clone();
    assert_eq!([claimant.name.as_str(), &claimant.said_at], ["Ann Lee", "00:12:32"]);
    assert!(driver.notices().contains(&"Claim marked, said by Ann Lee at 00:12:32."));
    driver.mark("who paid 4,000 euros");
    assert_eq!([driver.claim().claimant.name.as_str(), &driver.claim().claimant.said_at], ["Bo", "00:12:36"]);
    driver.send(Command::Undo);
    assert_eq!(driver.project().claims().len(), 1);
}

#[test]
fn a_claim_that_is_moved_to_another_turn_has_its_speaker() {
    let mut driver = opened();
    driver.mark("Nobody was hurt");
    let (claim, text) = (driver.claim().id.clone(), driver.document().version().unwrap().text().clone());
    let at = text.find("who paid").unwrap();
    let span = Span::in_text(&text, at, at + 8).unwrap();
    driver.send(Intent::Reader(ReaderIntent::Resize { claim, mark: 0, span }));
    assert_eq!(driver.claim().claimant.name, "Bo");
}

#[test]
fn every_sentence_of_a_transcript_is_covered_or_open() {
    let mut driver = opened();
    let open = |driver: &Driver| {
        let article = driver.document().article().unwrap().id.clone();
        driver.document().coverage().get(&article).unwrap().open()
    };
    assert_eq!(open(&driver), 3);
    driver.mark("The town closed the bridge because it was old.");
    assert_eq!(open(&driver), 2);
}
