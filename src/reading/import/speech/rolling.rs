//! Captions that roll: each shows again the last words of the one before, with new ones behind them (YouTube's automatic captions, live
//! captions). What is shown again was said once.
//!
//! A file rolls when a good part of its captions do: two captions that happen to say the same are two sentences.

use super::Cue;

/// So many words are compared, unless the whole caption is shown again.
const COMPARED: usize = 30;

/// Captions roll in a file when one in so many does.
const ONE_IN: usize = 4;

/// A caption that begins so long behind the end of the one before (in milliseconds) rolls no more.
const APART: u64 = 1_500;

/// A whole caption that comes again is a sign of rolling only when it has so many words: people do say “No. No.”.
const LONG: usize = 4;

/// Takes out what is shown again, in captions that roll. Returns whether they do.
pub fn join(cues: &mut [Cue]) -> bool {
    let rolling = cues.windows(2).filter(|pair| rolls(&pair[0], &pair[1])).count();
    let pairs = cues.windows(2).filter(|pair| is_near(&pair[0], &pair[1])).count();
    if rolling == 0 || rolling * ONE_IN < pairs {
        return false;
    }
    let mut shown: Option<String> = None;
    let mut before: Option<Cue> = None;
    for cue in cues.iter_mut() {
        let whole = std::mem::take(&mut cue.text);
        let words: Vec<&str> = whole.split_whitespace().collect();
        let again = match (&before, &shown) {
            (Some(before), Some(shown)) if is_near(before, cue) => {
                let shown_words: Vec<&str> = shown.split_whitespace().collect();
                overlap(&shown_words, &words).filter(|&count| count > 1 || is_line(shown, &words[..count]))
            }
            _ => None,
        };
        cue.text = match again {
            Some(count) => words[count..].join(" "),
            None => whole.clone(),
        };
        before = Some(Cue { text: String::new(), ..cue.clone() });
        shown = Some(whole);
    }
    true
}

/// Whether a caption begins with the last words of the one before it, and goes on.
fn rolls(before: &Cue, cue: &Cue) -> bool {
    if !is_near(before, cue) {
        return false;
    }
    let shown: Vec<&str> = before.text.split_whitespace().collect();
    let words: Vec<&str> = cue.text.split_whitespace().collect();
    overlap(&shown, &words).is_some_and(|count| count >= 2 && (count < words.len() || count >= LONG))
}

fn is_near(before: &Cue, cue: &Cue) -> bool {
    let apart = before.end.zip(cue.start).map_or(0, |(end, start)| start.saturating_sub(end));
    apart <= APART && before.speaker == cue.speaker
}

/// Whether these words are the last line that was shown.
fn is_line(shown: &str, words: &[&str]) -> bool {
    let last = shown.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
    last.split_whitespace().eq(words.iter().copied())
}

/// How many words at the start of a caption are the last ones of what was shown; as many as can be.
fn overlap(shown: &[&str], words: &[&str]) -> Option<usize> {
    if !shown.is_empty() && words.starts_with(shown) {
        return Some(shown.len());
    }
    (1..=COMPARED.min(shown.len()).min(words.len())).rev().find(|&count| shown.ends_with(&words[..count]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Captions of two seconds that follow one another.
    fn check(texts: &[&str], expected: &[&str]) {
        let mut cues: Vec<Cue> = (0_u64..)
            .zip(texts)
            .map(|(at, text)| Cue {
                start: Some(at * 2000),
                end: Some(at * 2000 + 2000),
                text: (*text).to_owned(),
                ..Cue::default()
            })
            .collect();
        join(&mut cues);
        assert_eq!(cues.iter().map(|cue| cue.text.as_str()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn what_is_shown_again_stands_once() {
        check(
            &["the town has", "the town has", "the town has\npaid for it", "paid for it", "paid for it\ntwice\n"],
            &["the town has", "", "paid for it", "", "twice"],
        );
        check(
            &["We closed the bridge on", "bridge on Monday because it", "because it was old."],
            &["We closed the bridge on", "Monday because it", "was old."],
        );
        check(&["The", "The town", "The town has", "The town has paid."], &["The", "town", "has", "paid."]);
    }

    #[test]
    fn words_that_are_said_twice_stay() {
        let said = ["No.", "No.", "We said no.", "We said no.", "And then", "then we went.", "Very", "very far."];
        check(&said, &said);
    }
}
