//! doccano's JSON Lines for sequence labelling: a line an article, `label` a list of `[start, end, label]` in code points.

use serde_json::json;

use super::{Exported, Exporter, Family, Lookup, Options, lookup::lost_warning};

pub(super) const EXPORTER: Exporter = Exporter {
    id: "doccano",
    name: "doccano JSON Lines",
    about: "For doccano: an article a line, each passage labelled with its verdict, or with what keeps it from being said.",
    family: Family::Tools,
    leaves_out: "which passages belong to one claim, statements, evidence, sources, queries, changes, older drafts.",
    extension: "jsonl",
    opens_again: false,
    tables: &[],
    forms: &[],
    choices: &[],
    export,
};

fn export(lookup: &Lookup, _options: &Options) -> Exported {
    let texts = lookup.texts();
    let mut out = String::new();
    for (index, text) in texts.iter().enumerate() {
        let Some(map) = lookup.map(&text.version.id) else { continue };
        let labels = text.passages.iter().map(|passage| {
            let chars = map.chars_from_span(passage.span);
            json!([chars.start, chars.end, lookup.tool_label(passage.claim)])
        });
        let line = json!({
            "id": index + 1,
            "text": text.version.text().as_ref(),
            "label": labels.collect::<Vec<_>>(),
            "article": text.article.id.as_str(),
            "title": text.article.display_title(),
        });
        out += &format!("{line}\n");
    }
    Exported::from(out).warn(lost_warning(&texts))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{super::testing::tricky, *};

    #[test]
    fn labels_are_code_points_of_the_text() {
        let project = tricky();
        let exported = export(&Lookup::new(&project), &Options::default());
        let line: Value = serde_json::from_slice(&exported.bytes).unwrap();
        let text: Vec<char> = line["text"].as_str().unwrap().chars().collect();
        let labels = line["label"].as_array().unwrap();
        assert_eq!((labels[0][2].as_str(), labels[1][2].as_str()), (Some("Confirmed"), Some("Open")));
        for (label, claim) in labels.iter().zip(project.claims()) {
            let at = |index: usize| label[index].as_u64().unwrap() as usize;
            assert_eq!(text[at(0)..at(1)].iter().collect::<String>(), claim.quote());
        }
    }
}
