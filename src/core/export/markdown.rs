//! A report to read: claims in document order with verdict, evidence and open questions, and what was let pass. CommonMark, nothing of the texts
//! taken for markup.

use std::fmt::Write;

use crate::model::{Claim, Evidence};

use super::{
    Exported, Exporter, Family, Lookup, Options, pictures,
    told::{self, Tally},
};

pub(super) const EXPORTER: Exporter = Exporter {
    id: "markdown",
    name: "Markdown report",
    about: "For people: the claims with verdicts, evidence and open questions, in reading order.",
    family: Family::People,
    leaves_out: "places in the text, the article’s text, drafts.",
    extension: "md",
    opens_again: false,
    tables: &[],
    forms: &[],
    choices: &[],
    export,
};

fn export(lookup: &Lookup, _options: &Options) -> Exported {
    let project = lookup.project;
    let mut report = format!("# {}\n", escaped(&line(project.title())));
    summary(lookup, &mut report);
    for article in project.articles() {
        let _ = write!(report, "\n## {}\n", escaped(&line(article.display_title())));
        let meta = &article.meta;
        let known = [meta.authors.join(", "), meta.publisher.clone(), meta.published.clone(), meta.url.clone()];
        let known: Vec<_> = known.iter().filter(|value| !value.is_empty()).map(|value| escaped(value)).collect();
        if !known.is_empty() {
            let _ = write!(report, "\n{}\n", known.join(" · "));
        }
        if let Some(warning) = told::recognised_text(article.latest()) {
            let _ = write!(report, "\n{}\n", escaped(&warning));
        }
        for (_, claim) in project.claims_of(&article.id) {
            claim_section(lookup, claim, &mut report);
        }
        listed("### Sentences that need no check", told::dismissed(lookup, article), &mut report);
    }
    sources(lookup, &mut report);
    listed("## Findings that may pass", told::waived(lookup), &mut report);
    Exported { bytes: report.into_bytes(), warnings: Vec::new() }
}

fn summary(lookup: &Lookup, report: &mut String) {
    let tally = Tally::of(lookup);
    let claims = lookup.project.claims().len();
    let _ = write!(report, "\n{claims} claims, {} checked.\n\n| Verdict | Claims |\n|---|---|\n", tally.checked);
    let verdicts = tally.verdicts.into_iter().map(|(verdict, count)| (verdict.label, count));
    for (label, count) in verdicts.chain(tally.others) {
        let _ = writeln!(report, "| {} | {count} |", escaped(&label));
    }
}

/// A heading over a list of things with a reason each; nothing where there are none.
fn listed(heading: &str, all: Vec<(String, String)>, report: &mut String) {
    if all.is_empty() {
        return;
    }
    let _ = write!(report, "\n{heading}\n\n");
    for (what, why) in all {
        let _ = writeln!(report, "- {}: {}", escaped(&line(&what)), escaped(&line(&why)));
    }
}

fn claim_section(lookup: &Lookup, claim: &Claim, report: &mut String) {
    let number = claim.number;
    let _ = write!(report, "\n### Claim {number}: {}\n\n", escaped(&lookup.heading(claim)));
    for mark in &claim.marks {
        let _ = write!(report, "{}\n\n", quoted(&mark.anchor.quote));
    }
    if let Some(statement) = &claim.statement {
        let _ = write!(report, "Statement as checked: {}\n\n", escaped(&line(statement)));
    }
    for (name, value) in told::facts(lookup, claim) {
        let _ = writeln!(report, "- {name}: {}", escaped(&line(&value)));
    }
    if !claim.evidence.is_empty() {
        let _ = write!(report, "\nEvidence:\n\n");
        claim.evidence.iter().for_each(|evidence| evidence_item(lookup, evidence, report));
    }
    for query in &claim.queries {
        let answer = if query.is_open() { "no answer yet" } else { &query.answer };
        let _ = write!(
            report,
            "\nQuery to {}: {} — {}\n",
            escaped(&line(&query.to)),
            escaped(&line(&query.question)),
            escaped(&line(answer))
        );
    }
    if let Some(change) = claim.change.as_ref().filter(|change| !change.is_empty()) {
        let _ = write!(
            report,
            "\nChange asked for: {}\n\n{}\n",
            escaped(&line(&change.problem)),
            quoted(&change.suggestion)
        );
    }
    if !claim.notes.trim().is_empty() {
        let _ = write!(report, "\nNotes: {}\n", escaped(&line(&claim.notes)));
    }
}

fn evidence_item(lookup: &Lookup, evidence: &Evidence, report: &mut String) {
    let source = lookup.source(&evidence.source);
    let title = source.map_or("Unknown source", |source| source.display_title());
    let _ = write!(report, "- **{}**: {}", evidence.stance.label(), escaped(&line(title)));
    if let Some(source) = source.filter(|source| !source.url.is_empty() && source.url != title) {
        let _ = write!(report, ", {}", escaped(&source.url));
    }
    if let Some(captured) = source.and_then(|source| told::captured(source, Some(evidence))) {
        let _ = write!(report, ", {}", escaped(&line(&captured)));
    }
    for detail in [&evidence.locator, &evidence.note].into_iter().filter(|detail| !detail.trim().is_empty()) {
        let _ = write!(report, ". {}", escaped(line(detail).trim_end_matches('.')));
    }
    report.push('\n');
    if !evidence.quote.trim().is_empty() {
        let quote = quoted(&evidence.quote);
        let _ = writeln!(report, "  {}", quote.replace('\n', "\n  "));
    }
}

fn sources(lookup: &Lookup, report: &mut String) {
    if lookup.project.sources().is_empty() {
        return;
    }
    report.push_str("\n## Sources\n\n");
    for source in lookup.project.sources() {
        let captured = told::captured(source, None).unwrap_or_default();
        let details = [
            source.creators.join(", "),
            source.publisher.clone(),
            source.published.clone(),
            source.url.clone(),
            captured,
        ];
        let details: Vec<_> =
            details.iter().filter(|value| !value.is_empty()).map(|value| escaped(&line(value))).collect();
        let grade = source.reliability.map(|grade| format!(" (reliability {})", grade.label())).unwrap_or_default();
        let _ = writeln!(report, "- {}{grade}. {}", escaped(&line(source.display_title())), details.join(", "));
        if let Some(file) = pictures::picture_of(source) {
            let _ = writeln!(report, "  {}", escaped(&line(&pictures::told(file, false))));
        }
    }
}

/// One line of text.
pub(super) fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A block quotation.
pub(super) fn quoted(text: &str) -> String {
    text.lines().map(|line| format!("> {}", escaped(line))).collect::<Vec<_>>().join("\n")
}

/// Text in which no character is taken for markup.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, char) in text.char_indices() {
        let is_markup = matches!(char, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&');
        let starts_block = at == 0 && matches!(char, '#' | '+' | '-' | '=');
        let ends_number = matches!(char, '.' | ')') && at > 0 && text[..at].bytes().all(|byte| byte.is_ascii_digit());
        if is_markup || starts_block || ends_number {
            out.push('\\');
        }
        out.push(char);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{super::testing::tricky, *};

    #[test]
    fn a_report_reads_well_and_nothing_in_it_is_markup_of_the_texts() {
        let report = String::from_utf8(export(&Lookup::new(&tricky()), &Options::default()).bytes).unwrap();
        insta::assert_snapshot!(report);
    }

    #[test]
    fn every_quote_comes_out_of_a_commonmark_parser_as_it_went_in() {
        use pulldown_cmark::{Event, Parser};
        let project = tricky();
        let report = String::from_utf8(export(&Lookup::new(&project), &Options::default()).bytes).unwrap();
        let text: String = Parser::new(&report)
            .filter_map(|event| match event {
                Event::Text(text) => Some(text.into_string()),
                Event::SoftBreak => Some(" ".into()),
                Event::Html(_) | Event::InlineHtml(_) => panic!("the report holds HTML"),
                _ => None,
            })
            .collect();
        for claim in project.claims() {
            assert!(text.contains(&claim.quote()), "{}", claim.quote());
        }
    }
}
