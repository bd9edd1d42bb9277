//! The exact case: the same bytes, told apart by what surrounds them.

use super::{Description, Found, Placement, Reason};
use crate::model::Span;

/// Finds the passage whose words stand in `text` letter for letter.
///
/// Of several places the one with the most context wins; among equals the one nearest to `hint` (a byte position), and
/// without a hint none: the answer is then [`Reason::Ambiguous`].
pub fn resolve(text: &str, description: &Description, hint: Option<usize>) -> Found {
    let places: Vec<(Span, usize)> =
        places(text, &description.quote).map(|span| (span, context_shared(text, span, description))).collect();
    let Some(best) = places.iter().map(|(_, shared)| *shared).max() else { return Found::lost(Reason::Gone, 0.0) };
    let context = description.prefix.len() + description.suffix.len();
    let mut equals = places.iter().filter(|(_, shared)| *shared == best).map(|(span, _)| *span);
    let (first, several) = (equals.next(), equals.clone().next().is_some());
    let span = match hint {
        Some(hint) => first.into_iter().chain(equals).min_by_key(|span| span.start().abs_diff(hint)),
        None if several => return Found::lost(Reason::Ambiguous, 0.5),
        None => first,
    };
    let (placement, reason) = match (best == context, places.len()) {
        (true, _) => (Placement::Placed, Reason::Same),
        (false, 1) => (Placement::Placed, Reason::Same),
        (false, _) => (Placement::Placed, Reason::Surroundings),
    };
    let score = if context == 0 { 1.0 } else { 0.5 + 0.5 * best as f32 / context as f32 };
    Found { span, placement, score, reason }
}

/// Every place of `quote` in `text` that cuts no character, overlapping ones included.
pub(super) fn places<'a>(text: &'a str, quote: &'a str) -> impl Iterator<Item = Span> + 'a {
    let step = quote.chars().next().map_or(1, char::len_utf8);
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = from + text.get(from..)?.find(quote)?;
        from = at + step;
        Some(at)
    })
    .filter_map(move |at| Span::in_text(text, at, at + quote.len()).ok())
}

/// How many bytes of the context stand around `span` as well.
fn context_shared(text: &str, span: Span, description: &Description) -> usize {
    let before = text[..span.start()].bytes().rev().zip(description.prefix.bytes().rev());
    let behind = text[span.end()..].bytes().zip(description.suffix.bytes());
    before.take_while(|(a, b)| a == b).count() + behind.take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::anchor::describe;

    #[test]
    fn tells_repeated_words_apart_by_their_surroundings() {
        let text = "The tax rose. Then the tax fell. Later the tax rose again.";
        let at = text.find("tax fell").expect("the words");
        let span = Span::in_text(text, at, at + 3).expect("a span");
        let moved = format!("Some new words first. {text}");
        let found = resolve(&moved, &describe(text, span), None);
        assert_eq!(found.span.map(Span::start), moved.find("tax fell"));
    }

    #[test]
    fn does_not_guess_between_equal_places() {
        let description = Description { quote: "yes".into(), ..Description::default() };
        assert_eq!(resolve("yes, yes", &description, None).reason, Reason::Ambiguous);
        assert_eq!(resolve("yes, yes", &description, Some(4)).span, Span::new(5, 8).ok());
    }

    #[test]
    fn says_when_the_words_are_gone() {
        let description = Description { quote: "no".into(), ..Description::default() };
        assert_eq!(resolve("yes, yes", &description, Some(4)), Found::lost(Reason::Gone, 0.0));
    }

    proptest! {
        #[test]
        fn resolve_inverts_describe(text in "[a-c中👩\u{301} .\n]{1,400}", a in 0usize..900, b in 0usize..900) {
            let Some(span) = Span::snapped(&text, a.min(b), a.max(b)) else { return Ok(()) };
            let found = resolve(&text, &describe(&text, span), Some(span.start()));
            prop_assert_eq!(found.span, Some(span));
            prop_assert_eq!((found.placement, found.score), (Placement::Placed, 1.0));
        }
    }
}
