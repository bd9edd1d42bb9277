//! The sources as RIS, which every reference manager reads. One tag a line, CRLF.

use crate::model::{Source, SourceKind};

use super::{Exported, Exporter, Family, Lookup, Options};

pub(super) const EXPORTER: Exporter = Exporter {
    id: "ris",
    name: "Sources as RIS",
    about: "For reference managers (Zotero, EndNote, Mendeley): the sources.",
    family: Family::Sources,
    leaves_out: "the claims, source grades, contacts, line ends inside a field.",
    extension: "ris",
    opens_again: false,
    tables: &[],
    forms: &[],
    choices: &[],
    export,
};

fn export(lookup: &Lookup, _options: &Options) -> Exported {
    lookup.project.sources().iter().map(|source| record(source)).collect::<String>().into()
}

fn record(source: &Source) -> String {
    let kind = match source.kind {
        SourceKind::WebPage | SourceKind::Post => "ELEC",
        SourceKind::News => "NEWS",
        SourceKind::Report => "RPRT",
        SourceKind::Record => "LEGAL",
        SourceKind::Dataset => "DATA",
        SourceKind::Paper => "JOUR",
        SourceKind::Book => "BOOK",
        SourceKind::Person => "PCOMM",
        SourceKind::Picture => "ART",
        SourceKind::Recording => "VIDEO",
        SourceKind::Unpublished => "UNPB",
        SourceKind::Other => "GEN",
    };
    let is_part = matches!(source.kind, SourceKind::News | SourceKind::Paper | SourceKind::WebPage);
    let year =
        source.published.get(..4).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or_default();
    let mut tags =
        vec![("TY", kind.to_owned()), ("ID", source.id.to_string()), ("TI", source.display_title().to_owned())];
    tags.extend(source.creators.iter().map(|name| ("AU", name.clone())));
    tags.extend([
        (if is_part { "T2" } else { "PB" }, source.publisher.clone()),
        ("PY", year.to_owned()),
        ("DA", date(&source.published)),
        ("UR", source.url.clone()),
        ("L2", source.archived_url.clone()),
        ("Y2", date(&source.accessed)),
        ("N1", super::told::notes(source)),
    ]);
    let mut record = String::new();
    for (tag, value) in tags {
        let value = super::markdown::line(&value);
        if !value.is_empty() {
            record += &format!("{tag}  - {value}\r\n");
        }
    }
    record + "ER  - \r\n\r\n"
}

/// RIS parts a date by slashes and wants all four fields.
fn date(iso: &str) -> String {
    if iso.is_empty() {
        return String::new();
    }
    let mut parts = iso.split('T').next().unwrap_or_default().splitn(3, '-');
    let mut next = || parts.next().unwrap_or_default();
    format!("{}/{}/{}/", next(), next(), next())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SourceId;

    #[test]
    fn a_record_has_one_tag_a_line_and_ends() {
        let mut source = Source::new(SourceId::new("s-1").unwrap());
        source.title = "A count\r\nER  - of cars".into();
        (source.kind, source.published, source.publisher) = (SourceKind::News, "2025-02-03".into(), "Courier".into());
        source.creators = vec!["Lee, Ann".into(), "Bo".into()];
        let expected = [
            "TY  - NEWS",
            "ID  - s-1",
            "TI  - A count ER - of cars",
            "AU  - Lee, Ann",
            "AU  - Bo",
            "T2  - Courier",
            "PY  - 2025",
            "DA  - 2025/02/03/",
            "ER  - ",
            "",
            "",
        ];
        assert_eq!(record(&source), expected.join("\r\n"));
    }
}
