//! Label Studio tasks: one an article, each passage a labelled region.
//!
//! Positions are UTF-16 units, as its text editor counts. The labels are verdicts; the labelling configuration that shows them
//! stands in `docs/formats.md`.

use serde_json::{Value, json};

use super::{
    Exported, Exporter, Family, Lookup, Options,
    lookup::{Passage, Text, lost_warning},
};

pub(super) const EXPORTER: Exporter = Exporter {
    id: "labelstudio",
    name: "Label Studio tasks",
    about: "For Label Studio: a task an article, each passage a region with its verdict.",
    family: Family::Tools,
    leaves_out: "evidence, sources, queries, changes, older drafts.",
    extension: "json",
    opens_again: false,
    tables: &[],
    forms: &[],
    choices: &[],
    export,
};

fn export(lookup: &Lookup, _options: &Options) -> Exported {
    let texts = lookup.texts();
    let tasks: Vec<_> = texts.iter().enumerate().map(|(index, text)| task(lookup, index + 1, text)).collect();
    Exported::from(super::json::pretty(&tasks)).warn(lost_warning(&texts))
}

fn task(lookup: &Lookup, number: usize, text: &Text) -> Value {
    let regions: Vec<_> = text.passages.iter().flat_map(|passage| regions(lookup, text, passage)).collect();
    let meta = &text.article.meta;
    json!({
        "id": number,
        "data": {
            "text": text.version.text().as_ref(),
            "article": text.article.id.as_str(),
            "title": text.article.display_title(),
            "url": meta.url,
        },
        "annotations": [{ "result": regions }],
    })
}

fn regions(lookup: &Lookup, text: &Text, passage: &Passage) -> Vec<Value> {
    let claim = passage.claim;
    let utf16 = |byte| lookup.map(&text.version.id).map_or(0, |map| map.utf16_from_byte(byte));
    let (start, end) = (utf16(passage.span.start()), utf16(passage.span.end()));
    let id = format!("{}.{}", claim.id, passage.mark + 1);
    let verdict = lookup.label_beside_status(claim);
    let label = if verdict.is_empty() { "Open".to_owned() } else { verdict };
    let region = |from: &str, kind: &str, key: &str, words: Value| {
        let mut value = json!({ "start": start, "end": end, "text": passage.quote });
        value[key] = words;
        json!({ "id": id, "from_name": from, "to_name": "text", "type": kind, "value": value })
    };
    let mut labels = region("label", "labels", "labels", json!([label]));
    labels["meta"] = json!({ "text": [format!("Claim {}", passage.number), lookup.vouched(claim).label()] });
    let mut all = vec![labels];
    if passage.mark == 0 {
        all.push(region("status", "choices", "choices", json!([claim.status.label()])));
        if let Some(statement) = &claim.statement {
            let mut area = region("statement", "textarea", "text", json!([statement]));
            area["value"]["text"] = json!([statement]);
            all.push(area);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::{super::testing::tricky, *};

    #[test]
    fn regions_are_utf16_units_of_the_text() {
        let project = tricky();
        let exported = export(&Lookup::new(&project), &Options::default());
        let tasks: Value = serde_json::from_slice(&exported.bytes).unwrap();
        let units: Vec<u16> = tasks[0]["data"]["text"].as_str().unwrap().encode_utf16().collect();
        let regions = tasks[0]["annotations"][0]["result"].as_array().unwrap();
        let labels: Vec<_> = regions.iter().filter(|region| region["type"] == "labels").collect();
        assert_eq!(labels.len(), project.claims().len());
        assert_eq!(labels[1]["value"]["labels"], json!(["Open"]));
        for region in labels {
            let at = |key: &str| region["value"][key].as_u64().unwrap() as usize;
            let words = String::from_utf16(&units[at("start")..at("end")]).unwrap();
            assert_eq!(region["value"]["text"], words);
        }
    }
}
