//! brat standoff: a ZIP with a text and an annotation file for each article, and the configuration that brat needs to show
//! them.
//!
//! Positions are code points. A passage that goes over a line end is cut there into fragments, since brat knows no other way;
//! the passages of one claim are fragments of one text-bound annotation.

use std::{collections::BTreeSet, fmt::Write};

use crate::model::Claim;

use super::{
    Exported, Exporter, Family, Lookup, Options,
    lookup::{Passage, Text, lost_warning},
    markdown::line,
    zipped::{article_file_name, zipped},
};

pub(super) const EXPORTER: Exporter = Exporter {
    id: "brat",
    name: "brat standoff",
    about: "For brat and tools that read its files: a ZIP with text and annotations for each article.",
    family: Family::Tools,
    leaves_out: "evidence, sources, queries, changes, older drafts; line ends inside a passage (kept by its fragments).",
    extension: "zip",
    opens_again: false,
    tables: &[],
    forms: &[],
    choices: &[],
    export,
};

fn export(lookup: &Lookup, _options: &Options) -> Exported {
    let texts = lookup.texts();
    let mut files = vec![("annotation.conf".to_owned(), configuration(lookup).into_bytes())];
    for (index, text) in texts.iter().enumerate() {
        let name = article_file_name(index, &text.article.id);
        files.push((format!("{name}.txt"), text.version.text().as_bytes().to_vec()));
        files.push((format!("{name}.ann"), annotations(lookup, text).into_bytes()));
    }
    Exported { bytes: zipped(&files), warnings: lost_warning(&texts) }
}

fn configuration(lookup: &Lookup) -> String {
    let used = lookup.project.claims().iter().filter_map(|claim| claim.verdict.as_ref()).map(ToString::to_string);
    let scale = lookup.project.scale();
    let verdicts: BTreeSet<_> = scale.verdicts.iter().map(|verdict| verdict.id.to_string()).chain(used).collect();
    let list = |values: Vec<String>| values.join("|");
    format!(
        "[entities]\nClaim\n\n[relations]\n<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n\n[events]\n\n[attributes]\n\
         Verdict\tArg:Claim, Value:{}\nConfidence\tArg:Claim, Value:Low|Moderate|High|Percent\nStatus\tArg:Claim, Value:{}\n\
         Standing\tArg:Claim, Value:{}\n",
        list(verdicts.into_iter().collect()),
        list(crate::model::Status::ALL.iter().map(|status| word(status.label())).collect()),
        list(crate::model::Vouched::LABELS.map(word).to_vec()),
    )
}

fn annotations(lookup: &Lookup, text: &Text) -> String {
    let Some(map) = lookup.map(&text.version.id) else { return String::new() };
    let (mut out, mut attribute, mut remark) = (String::new(), 0, 0);
    for (number, claim, passages) in text.claims() {
        let fragments: Vec<_> = passages.iter().flat_map(|passage| fragments(passage)).collect();
        let offsets: Vec<_> = fragments
            .iter()
            .map(|(start, words)| {
                let start = map.char_from_byte(*start);
                format!("{start} {}", start + words.chars().count())
            })
            .collect();
        let words: Vec<_> = fragments.iter().map(|(_, words)| *words).collect();
        let _ = writeln!(out, "T{number}\tClaim {}\t{}", offsets.join(";"), words.join(" "));
        for (name, value) in attributes(lookup, claim) {
            attribute += 1;
            let _ = writeln!(out, "A{attribute}\t{name} T{number} {value}");
        }
        for (kind, words) in remarks(lookup, claim) {
            remark += 1;
            let _ = writeln!(out, "#{remark}\t{kind} T{number}\t{}", line(&words));
        }
    }
    out
}

/// The parts of a passage between line ends: where each starts, and its words.
fn fragments<'a>(passage: &Passage<'a>) -> Vec<(usize, &'a str)> {
    let mut start = passage.span.start();
    let mut found = Vec::new();
    for words in passage.quote.split('\n') {
        if !words.is_empty() {
            found.push((start, words));
        }
        start += words.len() + 1;
    }
    found
}

fn attributes(lookup: &Lookup, claim: &Claim) -> Vec<(&'static str, String)> {
    let is_of_these_words = lookup.is_of_these_words(claim);
    let verdict = claim.verdict.as_ref().filter(|_| is_of_these_words).map(|id| ("Verdict", id.to_string()));
    let confidence =
        claim.confidence.as_ref().filter(|_| is_of_these_words).map(|confidence| match confidence.degree {
            crate::model::Degree::Percent(_) => ("Confidence", "Percent".to_owned()),
            degree => ("Confidence", degree.label()),
        });
    let standing = [("Status", claim.status.label()), ("Standing", lookup.vouched(claim).label())];
    verdict.into_iter().chain(confidence).chain(standing.map(|(name, label)| (name, word(label)))).collect()
}

/// A value as brat wants it: without spaces.
fn word(label: &str) -> String {
    label.replace(' ', "-")
}

/// What an attribute cannot hold: the reviewer's words, the statement as checked, a confidence in per cent.
fn remarks(lookup: &Lookup, claim: &Claim) -> Vec<(&'static str, String)> {
    let percent =
        claim.confidence.as_ref().filter(|_| lookup.is_of_these_words(claim)).map(|confidence| confidence.degree);
    let percent = percent.filter(|degree| matches!(degree, crate::model::Degree::Percent(_)));
    let notes = Some(claim.notes.clone()).filter(|notes| !notes.is_empty());
    let all = [
        ("AnnotatorNotes", notes),
        ("Statement", claim.statement.clone()),
        ("Confidence", percent.map(crate::model::Degree::label)),
    ];
    all.into_iter().filter_map(|(kind, words)| Some((kind, words?))).collect()
}

#[cfg(test)]
mod tests {
    use super::{
        super::{testing::tricky, zipped::unzipped},
        *,
    };

    #[test]
    fn fragments_are_code_points_of_the_text() {
        let project = tricky();
        let files = unzipped(&export(&Lookup::new(&project), &Options::default()).bytes);
        let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["annotation.conf", "01-a-1.txt", "01-a-1.ann"]);
        let text: Vec<char> = String::from_utf8(files[1].1.clone()).unwrap().chars().collect();
        let annotations = String::from_utf8(files[2].1.clone()).unwrap();
        let mut quotes = Vec::new();
        for line in annotations.lines().filter(|line| line.starts_with('T')) {
            let mut columns = line.splitn(3, '\t').skip(1);
            let offsets = columns.next().unwrap().strip_prefix("Claim ").unwrap();
            let (start, end) = offsets.split_once(' ').unwrap();
            let words: String = text[start.parse().unwrap()..end.parse().unwrap()].iter().collect();
            assert_eq!(columns.next(), Some(words.as_str()));
            quotes.push(words);
        }
        assert_eq!(quotes, project.claims().iter().map(|claim| claim.quote()).collect::<Vec<_>>());
    }

    #[test]
    fn passages_are_cut_at_line_ends() {
        let project = tricky();
        let claim = &project.claims()[0];
        let span = crate::model::Span::new(10, 17).unwrap();
        let passage = Passage { number: 1, claim_index: 0, claim, mark: 0, span, quote: "a\n\nbc\nd" };
        assert_eq!(fragments(&passage), [(10, "a"), (13, "bc"), (16, "d")]);
    }
}
