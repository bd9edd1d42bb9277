//! UIMA CAS as XMI, for INCEpTION and other UIMA tools: a ZIP with one XMI an article and the type system.
//!
//! Positions are UTF-16 units, as the CAS counts. Each passage is one annotation of type `webanno.custom.Claim`; the passages of
//! one claim share its `claim` feature.

use std::fmt::Write;

use super::{
    Exported, Exporter, Family, Lookup, Options,
    lookup::{Passage, Text, lost_warning},
    xml,
    zipped::{article_file_name, zipped},
};

pub(super) const EXPORTER: Exporter = Exporter {
    id: "xmi",
    name: "UIMA CAS XMI",
    about: "For INCEpTION and other UIMA tools: a ZIP with an XMI an article and the type system.",
    family: Family::Tools,
    leaves_out: "evidence, sources, queries, changes, notes, older drafts.",
    extension: "zip",
    opens_again: false,
    tables: &[],
    forms: &[],
    choices: &[],
    export,
};

fn export(lookup: &Lookup, _options: &Options) -> Exported {
    let texts = lookup.texts();
    let mut files = vec![("TypeSystem.xml".to_owned(), type_system().into_bytes())];
    files.extend(texts.iter().enumerate().map(|(index, text)| {
        (format!("{}.xmi", article_file_name(index, &text.article.id)), cas(lookup, text).into_bytes())
    }));
    Exported { bytes: zipped(&files), warnings: lost_warning(&texts) }
}

/// The features of a claim, all of them strings.
fn features(lookup: &Lookup, passage: &Passage) -> [(&'static str, String); 9] {
    let claim = passage.claim;
    let confidence = claim.confidence.as_ref().filter(|_| lookup.is_of_these_words(claim));
    [
        ("claim", claim.id.to_string()),
        ("number", passage.number.to_string()),
        ("passage", (passage.mark + 1).to_string()),
        ("verdict", lookup.label_beside_status(claim)),
        ("confidence", confidence.map(|confidence| confidence.degree.label()).unwrap_or_default()),
        ("status", claim.status.label().to_owned()),
        ("standing", lookup.vouched(claim).label().to_owned()),
        ("statement", claim.statement.clone().unwrap_or_default()),
        ("tags", claim.tags.join("; ")),
    ]
}

const FEATURES: [&str; 9] =
    ["claim", "number", "passage", "verdict", "confidence", "status", "standing", "statement", "tags"];

fn type_system() -> String {
    let features: String = FEATURES
        .iter()
        .map(|name| {
            format!(
                "        <featureDescription>\n          <name>{name}</name>\n          <description/>\n          \
                 <rangeTypeName>uima.cas.String</rangeTypeName>\n        </featureDescription>\n"
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <typeSystemDescription xmlns=\"http://uima.apache.org/resourceSpecifier\">\n  <types>\n    <typeDescription>\n      \
         <name>webanno.custom.Claim</name>\n      <description>A passage of a checked claim</description>\n      \
         <supertypeName>uima.tcas.Annotation</supertypeName>\n      <features>\n{features}      </features>\n    \
         </typeDescription>\n  </types>\n</typeSystemDescription>\n"
    )
}

fn cas(lookup: &Lookup, text: &Text) -> String {
    let words = text.version.text();
    let map = lookup.map(&text.version.id);
    let utf16 = |byte| map.map_or(0, |map| map.utf16_from_byte(byte));
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" \
         xmlns:cas=\"http:///uima/cas.ecore\" xmlns:tcas=\"http:///uima/tcas.ecore\" \
         xmlns:custom=\"http:///webanno/custom.ecore\" xmi:version=\"2.0\">\n  <cas:NULL xmi:id=\"0\"/>\n",
    );
    let language = if text.article.meta.language.is_empty() { "x-unspecified" } else { &text.article.meta.language };
    let _ = writeln!(
        out,
        "  <tcas:DocumentAnnotation xmi:id=\"2\" sofa=\"1\" begin=\"0\" end=\"{}\" language=\"{}\"/>",
        utf16(words.len()),
        xml::attribute(language)
    );
    for (index, passage) in text.passages.iter().enumerate() {
        let (begin, end) = (utf16(passage.span.start()), utf16(passage.span.end()));
        let _ = write!(out, "  <custom:Claim xmi:id=\"{}\" sofa=\"1\" begin=\"{begin}\" end=\"{end}\"", index + 3);
        for (name, value) in features(lookup, passage).iter().filter(|(_, value)| !value.is_empty()) {
            let _ = write!(out, " {name}=\"{}\"", xml::attribute(value));
        }
        out.push_str("/>\n");
    }
    let _ = writeln!(
        out,
        "  <cas:Sofa xmi:id=\"1\" sofaNum=\"1\" sofaID=\"_InitialView\" mimeType=\"text\" sofaString=\"{}\"/>",
        xml::attribute(words)
    );
    let members: Vec<_> = (2..text.passages.len() + 3).map(|id| id.to_string()).collect();
    let _ = writeln!(out, "  <cas:View sofa=\"1\" members=\"{}\"/>\n</xmi:XMI>", members.join(" "));
    out
}

#[cfg(test)]
mod tests {
    use super::{
        super::{testing::tricky, zipped::unzipped},
        *,
    };

    #[test]
    fn positions_are_utf16_units_of_the_text() {
        let project = tricky();
        let files = unzipped(&export(&Lookup::new(&project), &Options::default()).bytes);
        let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["TypeSystem.xml", "01-a-1.xmi"]);
        let cas = String::from_utf8(files[1].1.clone()).unwrap();
        let units: Vec<u16> = project.articles()[0].latest().text().encode_utf16().collect();
        let value = |line: &str, key: &str| {
            let rest = line.split_once(&format!(" {key}=\"")).unwrap().1;
            rest.split_once('"').unwrap().0.parse::<usize>().unwrap()
        };
        let lines: Vec<_> = cas.lines().filter(|line| line.contains("<custom:Claim")).collect();
        let quotes =
            lines.iter().map(|line| String::from_utf16(&units[value(line, "begin")..value(line, "end")]).unwrap());
        assert_eq!(quotes.collect::<Vec<_>>(), project.claims().iter().map(|claim| claim.quote()).collect::<Vec<_>>());
        assert!(cas.contains("&lt;/script&gt; ]]&gt;\"/>"));
    }
}
