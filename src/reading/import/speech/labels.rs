//! Who speaks in captions that say it in their words: “>>” for another speaker, “ANN LEE:” as broadcasters write it, “Ann Lee:” as meeting
//! programs do. A name is taken only where the file has enough of them to be sure.

use std::collections::HashMap;

use super::{
    Cue,
    transcript::is_speaker,
    transcript_line::{Opening, labelled},
    turns,
};

/// So many captions begin with a name in capitals before one is believed.
const LEAST_CAPITALS: usize = 2;

/// Names in small letters are believed when so many captions begin with one, one in [`ONE_IN`], and names come again.
const LEAST: usize = 3;
const ONE_IN: usize = 3;

/// Takes the signs and names in front of captions.
pub fn take(cues: &mut Vec<Cue>) {
    cues.iter_mut().for_each(take_chevrons);
    let named = named(cues);
    if named.is_empty() {
        return;
    }
    for cue in cues.iter_mut() {
        let Some(Opening { speaker, words, .. }) = labelled(&cue.text).filter(|it| named.contains_key(it.speaker))
        else {
            continue;
        };
        let (speaker, words) = (speaker.to_owned(), words.to_owned());
        (cue.speaker, cue.text, cue.is_other) = (speaker, words, true);
    }
    // Until another name comes, or the sign that another speaks, the one that was named speaks.
    let mut speaker = String::new();
    for cue in cues {
        let is_other = cue.is_other || cue.text.lines().any(|line| turns::has_dash(line.trim_start()));
        match (cue.speaker.is_empty(), is_other) {
            (false, _) => speaker.clone_from(&cue.speaker),
            (true, true) => speaker.clear(),
            (true, false) => cue.speaker.clone_from(&speaker),
        }
    }
}

/// “>>” tells that another speaks, “>>>” that something else begins.
fn take_chevrons(cue: &mut Cue) {
    let text = cue.text.trim_start();
    let rest = text.trim_start_matches(['>', '»']);
    let count = text.len() - rest.len();
    if text.starts_with(">>") && count <= 4 || text.starts_with("»»") {
        cue.text = rest.trim_start().to_owned();
        cue.is_other = true;
    }
}

/// The names in front of captions, where they are names without doubt.
fn named(cues: &[Cue]) -> HashMap<String, usize> {
    let mut all: HashMap<String, usize> = HashMap::new();
    let mut worded = 0;
    for cue in cues.iter().filter(|cue| cue.speaker.is_empty() && !cue.text.is_empty()) {
        worded += 1;
        if let Some(opening) = labelled(&cue.text).filter(|opening| is_speaker(opening.speaker)) {
            *all.entry(opening.speaker.to_owned()).or_default() += 1;
        }
    }
    let is_capital = |name: &str| name.chars().count() > 1 && !name.chars().any(char::is_lowercase);
    let count = |names: &HashMap<String, usize>| names.values().sum::<usize>();
    let capitals: HashMap<String, usize> =
        all.iter().filter(|(name, _)| is_capital(name)).map(|(name, count)| (name.clone(), *count)).collect();
    if count(&all) >= LEAST && count(&all) * ONE_IN >= worded && all.len() * 2 <= count(&all).max(4) {
        return all;
    }
    if count(&capitals) >= LEAST_CAPITALS { capitals } else { HashMap::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(texts: &[&str], expected: &[(&str, &str)]) {
        let mut cues: Vec<Cue> = texts.iter().map(|text| Cue { text: (*text).to_owned(), ..Cue::default() }).collect();
        take(&mut cues);
        let found: Vec<_> = cues.iter().map(|cue| (cue.speaker.as_str(), cue.text.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn names_in_front_of_captions_are_speakers() {
        check(
            &[">> ANN LEE: We closed it.", "It was old.", ">> BO: When?", ">> In May."],
            &[("ANN LEE", "We closed it."), ("ANN LEE", "It was old."), ("BO", "When?"), ("", "In May.")],
        );
        check(
            &["MAYOR: Yes.", "- Is it?\n- It is.", "Well.", "MAYOR: No."],
            &[("MAYOR", "Yes."), ("", "- Is it?\n- It is."), ("", "Well."), ("MAYOR", "No.")],
        );
        check(
            &["Ann Lee: Yes.", "Bo: No.", "Ann Lee: Well."],
            &[("Ann Lee", "Yes."), ("Bo", "No."), ("Ann Lee", "Well.")],
        );
    }

    #[test]
    fn a_colon_alone_names_nobody() {
        let said = ["WARNING: do not cross.", "He said it.", "Berlin: the town", "is old.", "And Monday: closed."];
        check(&said, &said.map(|text| ("", text)));
    }
}
