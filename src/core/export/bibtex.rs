//! The sources as BibTeX (with biblatex's fields for addresses and dates). UTF-8; what TeX would take for a command is
//! escaped.

use crate::model::{Source, SourceKind};

use super::{Exported, Exporter, Family, Lookup, Options};

pub(super) const EXPORTER: Exporter = Exporter {
    id: "bibtex",
    name: "Sources as BibTeX",
    about: "For LaTeX and reference managers: the sources.",
    family: Family::Sources,
    leaves_out: "the claims, source grades, contacts, line ends inside a field.",
    extension: "bib",
    opens_again: false,
    tables: &[],
    forms: &[],
    choices: &[],
    export,
};

fn export(lookup: &Lookup, _options: &Options) -> Exported {
    lookup.project.sources().iter().map(|source| entry(source)).collect::<String>().into()
}

fn entry(source: &Source) -> String {
    let kind = match source.kind {
        SourceKind::WebPage | SourceKind::Post => "online",
        SourceKind::News | SourceKind::Paper => "article",
        SourceKind::Report => "techreport",
        SourceKind::Dataset => "dataset",
        SourceKind::Book => "book",
        SourceKind::Unpublished => "unpublished",
        _ => "misc",
    };
    let publisher = match source.kind {
        SourceKind::News | SourceKind::Paper => "journal",
        SourceKind::Report => "institution",
        SourceKind::WebPage | SourceKind::Post => "organization",
        _ => "publisher",
    };
    let number = |range: std::ops::Range<usize>| {
        source.published.get(range).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or_default()
    };
    // Braces round a title keep its capitals; braces round a name without a comma keep it whole.
    let names = source.creators.iter().map(|name| match escaped(name) {
        name if name.contains(',') => name,
        name => format!("{{{name}}}"),
    });
    let fields = [
        ("title", format!("{{{}}}", escaped(source.display_title()))),
        ("author", names.collect::<Vec<_>>().join(" and ")),
        (publisher, escaped(&source.publisher)),
        ("year", number(0..4).to_owned()),
        ("month", number(5..7).trim_start_matches('0').to_owned()),
        ("date", escaped(&source.published)),
        ("url", address(&source.url)),
        ("urldate", escaped(&source.accessed)),
        ("note", escaped(&super::told::notes(source))),
    ];
    let fields = fields.iter().filter(|(_, value)| !value.is_empty());
    let fields: String = fields.map(|(name, value)| format!("  {name} = {{{value}}},\n")).collect();
    format!("@{kind}{{{},\n{fields}}}\n\n", source.id)
}

/// Text in which TeX sees only letters. Braces always come out balanced.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for char in super::markdown::line(text).chars() {
        match char {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '&' | '%' | '$' | '#' | '_' => out.extend(['\\', char]),
            char => out.push(char),
        }
    }
    out
}

/// An address: what would end the field is percent-encoded, the rest stays, since `\url` takes it as it is.
fn address(url: &str) -> String {
    super::markdown::line(url).replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C").replace(' ', "%20")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SourceId;

    #[test]
    fn an_entry_holds_its_braces_together() {
        let mut source = Source::new(SourceId::new("s-1").unwrap());
        source.title = "100 % of {it} & \\more".into();
        source.creators = vec!["Lee, Ann".into(), "City of Bridge and Water".into()];
        (source.url, source.published) = ("https://example.org/a_b?c={d}".into(), "2025-02".into());
        insta::assert_snapshot!(entry(&source), @r"
        @online{s-1,
          title = {{100 \% of \textbraceleft{}it\textbraceright{} \& \textbackslash{}more}},
          author = {Lee, Ann and {City of Bridge and Water}},
          year = {2025},
          month = {2},
          date = {2025-02},
          url = {https://example.org/a_b?c=%7Bd%7D},
        }
        ");
    }
}
