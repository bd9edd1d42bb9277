//! Whatever the text, figures or none: never a panic, and every position at a character.

use proptest::prelude::*;

use super::read;

const PIECES: &[&str] = &[
    "12",
    "3",
    "1,234",
    "1.234,5",
    "½",
    " ",
    " ",
    " ",
    ".",
    ",",
    "-",
    "–",
    "%",
    "$",
    "€",
    "£",
    "million",
    "a",
    "and",
    "half",
    "third",
    "fifths",
    "hundred",
    "two",
    "twenty",
    "deux",
    "vingt",
    "et",
    "quatre",
    "mil",
    "y",
    "media",
    "fünf",
    "und",
    "einhalb",
    "zwei von",
    "percent of",
    "point",
    "minus",
    "x10^",
    "e9",
    "^",
    "--",
    "km",
    "m",
    "in",
    "pm",
    "°",
    "C",
    "years old",
    "aged",
    "May",
    "Monday",
    "the",
    "2024",
    "/",
    ":",
    "h",
    "Uhr",
    "er",
    "s",
    "'",
    "\"",
    "\n",
    "ß",
    "é",
    "\u{301}",
    "日本",
    "🇩🇪",
    "us",
    "c",
    "of",
    "to",
    "bis",
    "per",
    "a day",
    "square",
    "±",
    "+/-",
    "(",
    ")",
    "over",
    "in five",
    "000",
    "0",
];

proptest! {
    #[test]
    fn never_panics(text in "\\PC{0,80}", language in prop::sample::select(vec!["en", "de", "fr", "es", ""])) {
        whole(&text, language);
    }

    #[test]
    fn never_panics_on_pieces(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..14), language in prop::sample::select(vec!["en", "de", "fr", "es", ""])) {
        whole(&pieces.concat(), language);
    }
}

fn whole(text: &str, language: &str) {
    let mut at = 0;
    for figure in read(text, language) {
        assert!(figure.span.start >= at && figure.span.start < figure.span.end, "{figure:?} of {text:?}");
        at = figure.span.end;
        assert!(!figure.words(text).trim().is_empty());
        for range in figure.numbers.iter().cloned().chain(figure.counts).chain(figure.qualifier.map(|(_, range)| range))
        {
            assert!(text.get(range.clone()).is_some_and(|words| !words.is_empty()), "{range:?} of {text:?}");
        }
        assert!(figure.value.is_finite() || figure.value.is_infinite());
    }
}
