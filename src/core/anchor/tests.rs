//! What must hold of every text: nothing moves in an unchanged one, edits elsewhere do no harm, and no answer cuts a character.

use proptest::prelude::*;

use super::*;
use crate::model::Span;

/// Takes the brackets out of a text; the span is what stood between them.
pub(super) fn unmark(marked: &str) -> (String, Option<Span>) {
    let Some((before, rest)) = marked.split_once('[') else { return (marked.to_owned(), None) };
    let (inside, behind) = rest.split_once(']').expect("a closing bracket");
    let text = format!("{before}{inside}{behind}");
    let span = Span::in_text(&text, before.len(), before.len() + inside.len()).expect("a span");
    (text, Some(span))
}

/// Text with everything that makes positions hard.
pub(super) const HARD: &str =
    "([a-e]{1,6}|[A-C]e|中|文|かな|שלום|مرحبا|e\u{301}|👩‍👩‍👧‍👦|🇺🇦|ﬁn|don’t|1,000|-|—|“|”|\u{a0}|\u{ad}|[ .!?。\n]){0,80}";

/// Prose of words that mostly differ, with sentences and paragraphs.
fn prose(sentences: usize) -> impl Strategy<Value = String> {
    let word = "[a-z]{1,3}|[a-z]{4,9}";
    let sentence = prop::collection::vec(word, 1..15).prop_map(|words| words.join(" "));
    let joined = prop::collection::vec((sentence, "\\. |\\.\n\n|, |\\? "), 6..sentences);
    joined.prop_map(|parts| parts.into_iter().map(|(sentence, end)| sentence + &end).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn unchanged_text_places_every_claim(text in HARD, a in 0usize..400, b in 0usize..400) {
        let Some(span) = Span::snapped(&text, a.min(b), a.max(b)) else { return Ok(()) };
        let found = Follow::new(&text, &text).place(span);
        prop_assert_eq!(found, FoundAgain { span: Some(span), placement: Placement::Placed, score: 1.0, reason: Reason::Same });
    }

    #[test]
    fn no_answer_cuts_a_character(old in HARD, new in HARD, a in 0usize..400, b in 0usize..400) {
        let Some(span) = Span::snapped(&old, a.min(b), a.max(b)) else { return Ok(()) };
        let description = describe(&old, span);
        for found in [Follow::new(&old, &new).place(span), find(&new, &description, Some(a)), find(&new, &description, None)] {
            prop_assert!((0.0..=1.0).contains(&found.score), "{:?}", found);
            prop_assert_eq!(found.span.is_none(), found.placement == Placement::Lost);
            prop_assert!(found.span.is_none_or(|span| span.check(&new).is_ok()), "{:?}", found);
        }
    }

    #[test]
    fn edits_outside_the_span_and_its_context_do_no_harm(
        text in prose(40), edit in prose(12), at in 0.0..1.0, len in 1usize..120, from in 0.0..1.0, to in 0.0..1.0,
    ) {
        let byte_at = |share: f64| text.floor_char_boundary((share * text.len() as f64) as usize);
        let start = byte_at(at);
        let Some(span) = Span::snapped(&text, start, (start + len).min(text.len())) else { return Ok(()) };
        let description = describe(&text, span);
        let kept = span.start() - description.prefix.len()..span.end() + description.suffix.len();
        // The edit replaces something before or something behind what is kept.
        let (from, to) = (byte_at(f64::min(from, to)), byte_at(f64::max(from, to)));
        let (from, to) = if from < kept.start { (from, to.min(kept.start)) } else { (from.max(kept.end), to.max(kept.end)) };
        let new = format!("{}{}{}", &text[..from], edit, &text[to..]);
        let shift = if to <= kept.start { (from + edit.len()) as isize - to as isize } else { 0 };
        let expected = Span::new(span.start().wrapping_add_signed(shift), span.end().wrapping_add_signed(shift));
        let found = Follow::new(&text, &new).place(span);
        prop_assert_eq!(found.span, expected.ok(), "{:?}\n{:?}\n{:?}", found, span.of(&text), new);
    }
}
