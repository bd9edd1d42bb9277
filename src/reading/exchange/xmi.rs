//! UIMA CAS as XMI, as INCEpTION and other UIMA tools write it: one file, or a ZIP of several with the type system. Positions are
//! UTF-16 units of the text that the file itself holds; the words are taken from there.
//!
//! What is taken in are spans of layers that people made, and named entities. Tokens, sentences, lemmas, relations and the like are
//! passed over.

use std::collections::HashMap;

use crate::{
    import::{
        package::Package,
        xml::{Namespaces, Piece, Tag, Xml, local},
    },
    model::{PositionMap, Status},
};

use super::{ClaimReader, FromPackage, FromText, Note, Notes, Passage, ReadError, Sink, Unit, brat, note::confidence};

pub(super) const READER: ClaimReader = ClaimReader {
    id: "xmi",
    name: "UIMA CAS XMI (INCEpTION)",
    extensions: &["xmi", "xml", "zip"],
    text: Some(FromText { recognises: |text| text.contains("http://www.omg.org/XMI"), read: |text| read(text, "") }),
    packed: Some(FromPackage { recognises: |package| !package.names("", ".xmi").is_empty(), read: read_package }),
};

const NAMESPACES: Namespaces = &[("http://www.omg.org/XMI", "xmi"), ("http:///uima/cas.ecore", "cas")];

/// Features that place or name an annotation and say nothing.
const SPAN_FEATURES: &[&str] =
    &["xmi:id", "sofa", "begin", "end", "claim", "number", "passage", "standing", "Governor", "Dependent"];

/// Features that hold the label of many layers.
const LABELS: &[&str] = &["verdict", "label", "value", "category"];

fn read_package(package: &mut Package<'_>) -> Notes {
    let mut all = Sink::default();
    for name in package.names("", ".xmi") {
        let text = package.text(&name).unwrap_or_default();
        all.extend(read(&text, &brat::document(name.trim_end_matches(".xmi")))?)?;
    }
    Ok(all.into_notes())
}

/// An annotation with its features.
struct Annotation {
    layer: String,
    features: Vec<(String, String)>,
}

impl Annotation {
    fn get(&self, name: &str) -> &str {
        self.features.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value)
    }

    fn range(&self) -> Option<(usize, usize)> {
        Some((self.get("begin").parse().ok()?, self.get("end").parse().ok()?))
    }
}

fn read(text: &str, document: &str) -> Notes {
    let (annotations, sofas) = parse(text)?;
    let maps: HashMap<&str, (&str, PositionMap)> =
        sofas.iter().map(|(id, text)| (id.as_str(), (text.as_str(), PositionMap::new(text)))).collect();
    let mut notes = Sink::default();
    let mut claims: HashMap<&str, usize> = HashMap::new();
    for annotation in &annotations {
        let Some(range) = annotation.range() else { continue };
        let passage = match maps.get(annotation.get("sofa")) {
            Some((text, map)) => Passage::in_map(text, map, range, Unit::Utf16),
            None => Passage { range: Some(range), unit: Unit::Utf16, ..Passage::default() },
        };
        let claim = annotation.get("claim");
        match claims.get(claim).filter(|_| !claim.is_empty()) {
            Some(index) => notes.add_passage(*index, passage)?,
            None => drop(claims.insert(claim, notes.push(note(annotation, passage, document))?)),
        }
    }
    Ok(notes.into_notes())
}

fn note(annotation: &Annotation, passage: Passage, document: &str) -> Note {
    let mut note = Note { document: document.to_owned(), ..Note::on(passage) };
    for (name, value) in
        annotation.features.iter().filter(|(name, value)| !SPAN_FEATURES.contains(&name.as_str()) && !value.is_empty())
    {
        match name.as_str() {
            "statement" => note.statement.clone_from(value),
            "status" if Status::from_label(value).is_some() => {
                note.status = Status::from_label(value).unwrap_or_default();
            }
            "confidence" if confidence(value).is_some() => note.confidence = confidence(value),
            "tags" => note.tags.extend(value.split("; ").map(str::to_owned)),
            "comment" | "note" | "notes" | "description" => note.add_comment(value),
            name if LABELS.contains(&name) => note.add_label(value),
            // A bare number refers to another annotation.
            name if value.bytes().any(|byte| !byte.is_ascii_digit() && byte != b' ') => {
                note.add_label(format!("{name}: {value}"));
            }
            _ => {}
        }
    }
    if note.labels.is_empty() {
        note.add_label(&annotation.layer);
    }
    note
}

/// The annotations that people made, and the texts by their ids.
fn parse(text: &str) -> Result<(Vec<Annotation>, HashMap<String, String>), ReadError> {
    let mut xml = Xml::new(text, NAMESPACES);
    let (mut annotations, mut sofas) = (Vec::new(), HashMap::new());
    let mut spaces: HashMap<String, String> = HashMap::new();
    let mut depth = 0usize;
    while let Some(piece) = xml.next() {
        match piece {
            Piece::Start(tag) if depth == 0 => {
                depth = 1;
                let prefixes = tag
                    .attributes()
                    .filter_map(|(name, uri)| Some((name.strip_prefix("xmlns:")?.to_owned(), uri.to_owned())));
                spaces = prefixes.collect();
            }
            Piece::Start(tag) if tag.name == "cas:Sofa" => {
                let words = tag.attr("sofaString").unwrap_or_default().to_owned();
                sofas.insert(tag.attr("xmi:id").unwrap_or_default().to_owned(), words);
                xml.skip();
            }
            Piece::Start(tag) if is_made_by_people(&tag, &spaces) => {
                let layer = tag.local().to_owned();
                let mut features: Vec<_> =
                    tag.attributes().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
                read_children(&mut xml, &mut features);
                annotations.push(Annotation { layer, features });
            }
            Piece::Start(_) => xml.skip(),
            Piece::End(_) => depth = depth.saturating_sub(1),
            Piece::Text(_) => {}
        }
    }
    if xml.is_damaged() || depth > 0 {
        return Err(ReadError::Damaged("the XMI is damaged or cut off".to_owned()));
    }
    if sofas.is_empty() {
        return Err(ReadError::Damaged("the XMI holds no text".to_owned()));
    }
    Ok((annotations, sofas))
}

/// Features with several values stand as elements inside the annotation.
fn read_children(xml: &mut Xml<'_>, features: &mut Vec<(String, String)>) {
    loop {
        match xml.next() {
            Some(Piece::Start(tag)) => {
                let name = local(&tag.name).to_owned();
                features.push((name, xml.text()));
            }
            Some(Piece::Text(_)) => {}
            Some(Piece::End(_)) | None => return,
        }
    }
}

/// Whether an element is a span of a layer that people made, or a named entity.
fn is_made_by_people(tag: &Tag<'_>, spaces: &HashMap<String, String>) -> bool {
    let has_place = ["sofa", "begin", "end"].iter().all(|name| tag.attr(name).is_some());
    let is_relation = tag.attr("Governor").is_some() || tag.attr("Dependent").is_some();
    let prefix = tag.name.split_once(':').map_or("", |(prefix, _)| prefix);
    let space = spaces.get(prefix).map_or("", String::as_str);
    let is_machine = space.starts_with("http:///uima/") || space.contains("/dkpro/core/");
    has_place && !is_relation && (!is_machine || space.contains("/dkpro/core/api/ner/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::package::testing::zipped;

    fn xmi(inside: &str) -> String {
        format!(
            "<?xml version=\"1.0\"?><xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:cas=\"http:///uima/cas.ecore\" \
             xmlns:tcas=\"http:///uima/tcas.ecore\" xmlns:custom=\"http:///webanno/custom.ecore\" \
             xmlns:type=\"http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore\" \
             xmlns:type2=\"http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore\" xmi:version=\"2.0\">\
             <cas:NULL xmi:id=\"0\"/><tcas:DocumentAnnotation xmi:id=\"2\" sofa=\"1\" begin=\"0\" end=\"9\"/>{inside}\
             <cas:Sofa xmi:id=\"1\" sofaNum=\"1\" sofaString=\"👍 tax&#10;&#10;rose &lt;x&gt;\"/><cas:View sofa=\"1\" members=\"2\"/></xmi:XMI>"
        )
    }

    #[test]
    fn layers_of_people_come_in_with_their_features() {
        let text = xmi("<type:Token xmi:id=\"3\" sofa=\"1\" begin=\"3\" end=\"6\"/>\
             <custom:Check xmi:id=\"4\" sofa=\"1\" begin=\"3\" end=\"6\" Factuality=\"false\" comment=\"why\" link=\"12\"><tags>a</tags></custom:Check>\
             <custom:Arrow xmi:id=\"5\" sofa=\"1\" begin=\"3\" end=\"6\" Governor=\"3\" Dependent=\"4\"/>\
             <type2:NamedEntity xmi:id=\"6\" sofa=\"1\" begin=\"0\" end=\"12\" value=\"LOC\"/>\
             <custom:Bare xmi:id=\"7\" sofa=\"1\" begin=\"8\" end=\"99\"/>");
        let notes = read(&text, "d").unwrap();
        let told: Vec<_> = notes.iter().map(|note| (note.quote(), note.labels.join("|"))).collect();
        let expected = [("tax", "Factuality: false"), ("👍 tax\n\nrose", "LOC"), ("", "Bare")];
        assert_eq!(told, expected.map(|(quote, labels)| (quote.to_owned(), labels.to_owned())));
        assert_eq!((notes[0].comment.as_str(), notes[0].tags.as_slice()), ("why", ["a".to_owned()].as_slice()));
        assert_eq!((notes[0].passages[0].prefix.as_str(), notes[0].document.as_str()), ("👍 ", "d"));
    }

    #[test]
    fn passages_of_one_claim_are_one_note() {
        let claim = |id: u8, begin: u8, end: u8| {
            format!(
                "<custom:Claim xmi:id=\"{id}\" sofa=\"1\" begin=\"{begin}\" end=\"{end}\" claim=\"c-1\" verdict=\"Wrong\"/>"
            )
        };
        let notes = read(&xmi(&(claim(3, 3, 6) + &claim(4, 8, 12))), "").unwrap();
        assert_eq!(notes.iter().map(Note::quote).collect::<Vec<_>>(), ["tax … rose"]);
        assert_eq!(notes[0].labels, ["Wrong"]);
    }

    #[test]
    fn broken_files_are_told() {
        let whole = xmi("");
        let check = |bytes: &[u8], expected: &str| {
            assert_eq!(
                super::super::read(bytes, Some("xmi")).unwrap_err().to_string(),
                format!("Could not import: {expected}")
            );
        };
        check(&whole.as_bytes()[..whole.len() - 40], "the XMI is damaged or cut off");
        check(b"<a/>", "the XMI holds no text");
        let packed = zipped(&[("a.xmi", &whole.as_bytes()[..300])]);
        check(&packed, "the XMI is damaged or cut off");
        let bomb = "<!DOCTYPE a [<!ENTITY x \"ha\">]><xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:cas=\"http:///uima/cas.ecore\"><cas:Sofa xmi:id=\"1\" sofaString=\"&x;\"/></xmi:XMI>";
        assert_eq!(read(bomb, "").unwrap(), []);
    }
}
