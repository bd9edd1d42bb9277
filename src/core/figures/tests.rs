//! Figures of sentences whose figures are marked in them: `[words|value unit]`.

use super::{Figure, Kind, Qualifier, read};

mod sums;
mod written;

/// The figure in short: "5.3 %", "2 pp", "45 y.o.", "#3", "2024-03-05w2", "15:30", "y1998", "16..24 kilometre".
fn brief(figure: &Figure) -> String {
    let plain = |value: f64| {
        let rounded = (value * 1000.0).round() / 1000.0;
        format!("{rounded}")
    };
    let clock = |value: f64| format!("{}:{:02}", value.floor(), ((value - value.floor()) * 60.0).round());
    let of = |value: f64| if figure.kind == Kind::Time { clock(value) } else { plain(value) };
    let value = figure.high.map_or_else(|| of(figure.value), |high| format!("{}..{}", of(figure.value), of(high)));
    match figure.kind {
        Kind::Number | Kind::Time => value,
        Kind::Percent => format!("{value} %"),
        Kind::Points if figure.unit == "percentage points" => format!("{value} pp"),
        Kind::Ordinal => format!("#{value}"),
        Kind::Year => format!("y{value}"),
        Kind::Age if figure.unit == "year" => format!("{value} y.o."),
        Kind::Age => format!("{value} {} old", figure.unit),
        Kind::Date if figure.unit == "decade" => format!("{value}s"),
        Kind::Date => {
            let day = figure.date.unwrap_or_default();
            let weekday = day.weekday.map(|weekday| format!("w{weekday}")).unwrap_or_default();
            if day.month.is_none() && day.day.is_none() {
                return weekday;
            }
            let two = |part: Option<i8>| part.map_or("?".to_owned(), |part| format!("{part:02}"));
            format!(
                "{}-{}-{}{weekday}",
                day.year.map_or("?".to_owned(), |year| year.to_string()),
                two(day.month),
                two(day.day)
            )
        }
        _ => format!("{value} {}", figure.unit),
    }
}

/// The text with its figures marked.
fn marked(text: &str, language: &str) -> String {
    let mut shown = String::new();
    let mut at = 0;
    for figure in read(text, language) {
        assert!(figure.span.start >= at, "figures stand in order: {text}");
        shown += &format!("{}[{}|{}]", &text[at..figure.span.start], figure.words(text), brief(&figure));
        at = figure.span.end;
    }
    shown + &text[at..]
}

/// The text without its marks.
fn bare(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        let (inside, next) = after.split_once(']').unwrap_or((after, ""));
        plain += before;
        plain += inside.split_once('|').map_or(inside, |(words, _)| words);
        rest = next;
    }
    plain + rest
}

fn check_all(sentences: &str, language: &str) {
    let lines: Vec<&str> = sentences.lines().filter(|line| !line.is_empty()).collect();
    assert!(lines.len() >= 100, "{} sentences", lines.len());
    let wrong: Vec<String> = lines
        .iter()
        .map(|line| (line, marked(&bare(line), language)))
        .filter(|(line, found)| **line != found)
        .map(|(line, found)| format!("\nwanted {line}\nfound  {found}"))
        .collect();
    assert!(wrong.is_empty(), "{} of {}{}", wrong.len(), lines.len(), wrong.concat());
}

#[test]
fn reads_german_sentences() {
    check_all(include_str!("tests/german.txt"), "de");
}

#[test]
fn reads_french_sentences() {
    check_all(include_str!("tests/french.txt"), "fr");
}

#[test]
fn reads_spanish_sentences() {
    check_all(include_str!("tests/spanish.txt"), "es");
}

#[test]
fn reads_english_sentences() {
    check_all(include_str!("tests/english.txt"), "en");
}

#[test]
fn tells_the_language_of_a_sentence() {
    for (sentences, tongue) in [
        (include_str!("tests/german.txt"), super::Tongue::German),
        (include_str!("tests/french.txt"), super::Tongue::French),
        (include_str!("tests/spanish.txt"), super::Tongue::Spanish),
        (include_str!("tests/english.txt"), super::Tongue::English),
    ] {
        let wrong: Vec<String> =
            sentences.lines().map(bare).filter(|line| super::Tongue::guess(line) != tongue).collect();
        assert!(wrong.len() <= 3, "{tongue:?} {wrong:#?}");
    }
}

#[test]
fn says_how_exactly_a_figure_is_meant() {
    let qualifier = |text: &str| {
        read(text, "").first().and_then(|figure| figure.qualifier.clone()).map(|(q, range)| (q, text[range].to_owned()))
    };
    let of = |q: Qualifier, words: &str| Some((q, words.to_owned()));
    assert_eq!(qualifier("They said that more than 300 people were hurt."), of(Qualifier::MoreThan, "more than"));
    assert_eq!(qualifier("It is nearly a third of the town."), of(Qualifier::About, "nearly"));
    assert_eq!(qualifier("Up to 50% of them were hurt."), of(Qualifier::AtMost, "Up to"));
    assert_eq!(qualifier("Workers aged 50 or more were asked."), of(Qualifier::AtLeast, "or more"));
    assert_eq!(qualifier("There were 50 or more of them."), of(Qualifier::AtLeast, "or more"));
    assert_eq!(qualifier("Mindestens 300 Menschen sind dort."), of(Qualifier::AtLeast, "Mindestens"));
    assert_eq!(qualifier("Il y a plus de 300 blessés dans la ville."), of(Qualifier::MoreThan, "plus de"));
    assert_eq!(qualifier("Hay menos de 300 heridos en la ciudad."), of(Qualifier::LessThan, "menos de"));
    assert_eq!(qualifier("There were 300 people."), None);
}

#[test]
fn says_what_is_counted() {
    let counted = |text: &str| {
        read(text, "").first().and_then(|figure| figure.counts.clone()).map(|range| text[range].to_owned())
    };
    assert_eq!(counted("About 2,700 wounded soldiers were flown out.").as_deref(), Some("wounded soldiers"));
    assert_eq!(counted("Some 50% of the voters in town are old.").as_deref(), Some("voters"));
    assert_eq!(counted("Rund 300 verletzte Menschen kamen in die Klinik.").as_deref(), Some("verletzte Menschen"));
    assert_eq!(counted("See figure 3 below."), None);
}

#[test]
fn keeps_the_precision_of_what_is_written() {
    let step = |text: &str| read(text, "en")[0].step;
    assert_eq!(
        [step("3.4 million"), step("11,000"), step("27.3%"), step("a third")],
        [1e5, 1.0, 0.1, 0.0].map(|s: f64| s)
    );
}
