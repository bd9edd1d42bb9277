//! RIS: one tag a line, `TY` opens a record and `ER` ends it. Lines without a tag go on with the field before.

use crate::model::{Source, SourceKind};

use super::{ReadError, SourceReader, blank, doi_address, iso_date, tidy};

pub(super) const READER: SourceReader = SourceReader {
    id: "ris",
    name: "RIS",
    extensions: &["ris"],
    recognises: |text| {
        text.lines().find(|line| !line.trim().is_empty()).is_some_and(|line| matches!(tag(line), Some(("TY", _))))
    },
    read,
};

fn read(text: &str) -> Result<Vec<Source>, ReadError> {
    let mut sources = Vec::new();
    let mut fields: Vec<(&str, String)> = Vec::new();
    for line in text.lines() {
        match tag(line) {
            Some(("ER", _)) => sources.extend(record(&std::mem::take(&mut fields))),
            // A record that was never ended ends where the next begins.
            Some(("TY", value)) => {
                sources.extend(record(&std::mem::take(&mut fields)));
                fields.push(("TY", value.to_owned()));
            }
            Some((tag, value)) => fields.push((tag, value.to_owned())),
            None => {
                if let Some((_, value)) = fields.last_mut().filter(|_| !line.trim().is_empty()) {
                    value.push(' ');
                    value.push_str(line.trim());
                }
            }
        }
    }
    sources.extend(record(&fields));
    Ok(sources)
}

/// `TI  - words`: two signs, blanks, a hyphen.
fn tag(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_end();
    let (tag, rest) = (line.get(..2)?, line.get(2..)?);
    let is_tag = tag.bytes().next()?.is_ascii_uppercase()
        && tag.bytes().last().is_some_and(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let value = rest.trim_start().strip_prefix('-')?;
    (is_tag && rest.starts_with(' ')).then_some((tag, value.trim()))
}

fn record(fields: &[(&str, String)]) -> Option<Source> {
    let all = |tags: &[&str]| -> Vec<String> {
        let found = tags.iter().flat_map(|tag| fields.iter().filter(move |(name, _)| name == tag));
        found.map(|(_, value)| tidy(value)).filter(|value| !value.is_empty()).collect()
    };
    let first = |tags: &[&str]| all(tags).into_iter().next().unwrap_or_default();
    let kind = fields.iter().find(|(tag, _)| *tag == "TY")?;
    let mut source = blank();
    source.kind = match kind.1.as_str() {
        "ELEC" | "WEB" | "BLOG" => SourceKind::WebPage,
        "NEWS" | "MGZN" => SourceKind::News,
        "RPRT" | "GOVDOC" | "PAMP" => SourceKind::Report,
        "LEGAL" | "STAT" | "CASE" | "BILL" | "HEAR" | "STAND" | "PAT" => SourceKind::Record,
        "DATA" | "DBASE" | "AGGR" => SourceKind::Dataset,
        "JOUR" | "EJOUR" | "CONF" | "CPAPER" | "THES" | "ABST" => SourceKind::Paper,
        "BOOK" | "CHAP" | "EBOOK" | "ECHAP" | "EDBOOK" => SourceKind::Book,
        "PCOMM" => SourceKind::Person,
        "ART" | "FIGURE" | "MAP" => SourceKind::Picture,
        "VIDEO" | "SOUND" | "MPCT" | "MUSIC" => SourceKind::Recording,
        "UNPB" | "MANSCPT" => SourceKind::Unpublished,
        _ => SourceKind::Other,
    };
    source.title = first(&["TI", "T1", "CT", "BT", "ST"]);
    source.creators = all(&["AU", "A1", "A2"]);
    source.publisher = first(&["T2", "JO", "JF", "JA", "PB"]);
    let dates = [first(&["DA"]), first(&["PY", "Y1"])].map(|text| date(&text));
    source.published = dates.into_iter().find(|date| !date.is_empty()).unwrap_or_default();
    source.accessed = date(&first(&["Y2"]));
    let addresses = all(&["UR", "L1"]);
    source.url = addresses.into_iter().next().unwrap_or_else(|| doi_address(&first(&["DO"])));
    source.archived_url = first(&["L2"]);
    source.notes = all(&["N1", "RN"]).join("\n");
    Some(source)
}

/// `2025/02/03/` or `2025`, or an ISO date.
fn date(text: &str) -> String {
    let mut parts = text.split(['/', '-']);
    let mut next = || parts.next().unwrap_or_default();
    iso_date(next(), next(), next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_of_several_programs_are_read() {
        let text = "TY  - NEWS\r\nID  - s-1\r\nTI  - A count\r\nof cars\r\nAU  - Lee, Ann\r\nAU  - Bo\r\nT2  - Courier\r\nPY  - 2025\r\n\
                    DA  - 2025/02/03/\r\nUR  - https://example.org/a\r\nY2  - 2025/02/05/\r\nN1  - Ask.\r\nER  - \r\n\r\n\
                    TY  - JOUR\nT1  - Piers\nA1  - Cho, D.\nJF  - Bridges\nY1  - 2019///\nDO  - 10.1000/182\nTY  - BOOK\nTI  - Stone\nER  -";
        let sources = read(text).unwrap();
        let told: Vec<_> =
            sources.iter().map(|s| (s.kind, s.title.as_str(), s.published.as_str(), s.url.as_str())).collect();
        assert_eq!(
            told,
            [
                (SourceKind::News, "A count of cars", "2025-02-03", "https://example.org/a"),
                (SourceKind::Paper, "Piers", "2019", "https://doi.org/10.1000/182"),
                (SourceKind::Book, "Stone", "", ""),
            ]
        );
        let first = &sources[0];
        assert_eq!(first.creators, ["Lee, Ann", "Bo"]);
        assert_eq!(
            (first.publisher.as_str(), first.accessed.as_str(), first.notes.as_str()),
            ("Courier", "2025-02-05", "Ask.")
        );
    }

    #[test]
    fn words_with_a_hyphen_are_no_tag() {
        assert_eq!(tag("TI  - A - B"), Some(("TI", "A - B")));
        assert_eq!(tag("So - it is"), None);
        assert_eq!(tag("é"), None);
        assert_eq!(tag("ER  -"), Some(("ER", "")));
    }
}
