//! Sentences of news of our own, in which `<…>` is a cue and `{…}` the speaker of the sentence's quotations (`news.txt`).

use std::ops::Range;

use super::{Reason, attribution};

/// A sentence without its marks, with its cues and speakers.
struct Gold {
    text: String,
    cues: Vec<Range<usize>>,
    speakers: Vec<Range<usize>>,
}

fn gold(line: &str) -> Gold {
    let mut gold = Gold { text: String::new(), cues: Vec::new(), speakers: Vec::new() };
    let mut open = 0;
    for c in line.chars() {
        match c {
            '<' | '{' => open = gold.text.len(),
            '>' => gold.cues.push(open..gold.text.len()),
            '}' => gold.speakers.push(open..gold.text.len()),
            c => gold.text.push(c),
        }
    }
    gold
}

#[derive(Default)]
struct Counts {
    cues: [usize; 3],
    speakers: [usize; 3],
    wrong: Vec<String>,
}

fn count(line: &str, counts: &mut Counts) {
    let (language, marked) = line.split_once('\t').expect("a language");
    let gold = gold(marked);
    let found = attribution(&gold.text, language);
    let hit = |range: &Range<usize>, among: &[Range<usize>]| {
        among.iter().any(|other| other.start < range.end && range.start < other.end)
    };
    counts.cues[0] += found.cues.iter().filter(|cue| hit(cue, &gold.cues)).count();
    counts.cues[1] += found.cues.len();
    counts.cues[2] += gold.cues.len();
    for quotation in found.quotations.iter().filter(|quotation| quotation.words >= 5) {
        counts.speakers[2] += 1;
        let Some(speaker) = &quotation.speaker else {
            counts.wrong.push(format!("nobody: {marked}"));
            continue;
        };
        let heads = gold.speakers.iter().filter_map(|range| gold.text[range.clone()].split(' ').next_back());
        let right = heads.into_iter().any(|head| gold.text[speaker.span.clone()].contains(head));
        counts.speakers[1] += 1;
        counts.speakers[0] += usize::from(right);
        if !right {
            counts.wrong.push(format!("{}: {marked}", &gold.text[speaker.span.clone()]));
        }
    }
}

#[test]
fn reads_who_says_what_in_news_of_four_languages() {
    let mut counts = Counts::default();
    let news = include_str!("news.txt");
    assert!(news.lines().count() >= 60);
    news.lines().for_each(|line| count(line, &mut counts));
    let of = |a: usize, b: usize| a as f64 / b.max(1) as f64;
    let f1 = 2.0 * of(counts.cues[0], counts.cues[1] + counts.cues[2]);
    let (precision, answering) =
        (of(counts.speakers[0], counts.speakers[1]), of(counts.speakers[1], counts.speakers[2]));
    assert!(f1 >= 0.9, "cues: F1 {f1:.3}");
    assert!(
        precision >= 0.95 && answering >= 0.8,
        "speakers: precision {precision:.3}, answering {answering:.3}\n{}",
        counts.wrong.join("\n")
    );
}

#[test]
fn carries_a_speaker_over_paragraphs() {
    let text = "“We waited for nine long hours,” said Ann Porter, a nurse.\n“Then the doors were opened at last.\n“Nobody came out of there again that night.”";
    let found = attribution(text, "en");
    let speakers: Vec<Option<&str>> = found
        .quotations
        .iter()
        .map(|quotation| quotation.speaker.as_ref().map(|speaker| &text[speaker.span.clone()]))
        .collect();
    assert_eq!(speakers.len(), 3);
    assert_eq!(speakers[0], Some("Ann Porter"));
    assert_eq!(speakers[1], speakers[2]);
}

#[test]
fn gives_the_name_with_role_as_first_introduced() {
    let text = "Finance minister Keir Dole spoke on Monday.\nThe bill is late. “No one should pay more tax than before,” said Dole.";
    let found = attribution(text, "en");
    let speaker = found.quotations[0].speaker.as_ref().expect("a speaker");
    assert_eq!(&text[speaker.span.clone()], "Dole");
    assert!(text[speaker.introduced.clone()].contains("Keir Dole"));
}

#[test]
fn remarks_have_their_reasons() {
    let text = "Two sources said it was reportedly the largest fire.";
    let remarks: Vec<(&str, Reason)> =
        attribution(text, "en").remarks.iter().map(|remark| (&text[remark.span.clone()], remark.reason)).collect();
    assert_eq!(
        remarks,
        [("sources", Reason::Anonymous), ("reportedly", Reason::Hedge), ("largest", Reason::Superlative)]
    );
    assert!(Reason::Hedge.words().ends_with('.'));
}
