//! A project with every state of a claim (`tests/data/every-state.ron`), written in every format: each says what is so.

use std::{collections::BTreeMap, path::Path};

use serde_json::Value;

use super::{EXPORTERS, Exported, Form, Options, Table, export, zipped::unzipped};
use crate::model::{Project, Vouched};

mod says;

fn project() -> Project {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/every-state.ron");
    crate::store::decode(&std::fs::read(path).unwrap()).unwrap().project
}

fn exported(format: &str, options: &Options) -> Exported {
    export(&project(), format, options).unwrap()
}

/// The text of an export; of a packed one that of its parts.
fn text(format: &str, options: &Options) -> String {
    let bytes = exported(format, options).bytes;
    if !bytes.starts_with(b"PK") {
        return String::from_utf8(bytes).unwrap();
    }
    let parts = unzipped(&bytes).into_iter();
    parts.map(|(name, bytes)| format!("{name}\n{}\n", String::from_utf8(bytes).unwrap())).collect()
}

fn plain(format: &str) -> String {
    text(format, &Options::default())
}

fn rows(table: Table) -> Vec<Value> {
    let lines = text("jsonl", &Options { table, ..Options::default() });
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The row of the claim with this number.
fn row(rows: &[Value], number: u64) -> &Value {
    rows.iter().find(|row| row["number"] == number).unwrap()
}

#[test]
fn every_state_is_in_the_project() {
    let project = project();
    assert_eq!(project.problems(), []);
    let mut states: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for claim in project.claims() {
        states.entry(project.vouched(claim).label()).or_default().push(claim.number);
    }
    let [checked, older, lost, open] = Vouched::LABELS;
    let expected = [(checked, vec![2, 3, 12, 7, 8, 10]), (older, vec![1]), (lost, vec![5]), (open, vec![6, 9, 11])];
    assert_eq!(states, BTreeMap::from(expected));
}

#[test]
fn the_report_says_what_is_so() {
    insta::assert_snapshot!(plain("markdown"));
}

#[test]
fn the_letter_says_what_is_so() {
    insta::assert_snapshot!(plain("letter"));
    for form in [Form::Html, Form::Docx] {
        let letter = text("letter", &Options { letter: form, ..Options::default() });
        assert_eq!(letter.matches("This claim is not signed as checked.").count(), 1, "{form:?}");
    }
}

#[test]
fn only_what_is_checked_and_of_these_words_is_published() {
    let published = exported("claimreview", &Options::default());
    let reviews: Value = serde_json::from_slice(&published.bytes).unwrap();
    let urls: Vec<_> = reviews.as_array().unwrap().iter().map(|review| review["url"].as_str().unwrap()).collect();
    let expected = [2, 12, 7, 8, 10].map(|number| format!("https://example.org/check#claim-{number}"));
    assert_eq!(urls, expected);
    let sources = reviews[0]["citation"].as_array().unwrap();
    assert_eq!(sources.len(), 1, "one source is cited once, whatever is quoted of it");
    let left_out = [
        "Left out: claim 9, which has no verdict.",
        "Left out: 2 claims that are not signed (6, 11).",
        "Left out: claim 1, which was checked in an older wording.",
        "Left out: claim 5, which does not stand in the newest draft.",
        "Left out: claim 3, which is no matter of fact.",
    ];
    for told in left_out {
        assert!(published.warnings.iter().any(|warning| warning == told), "{told}: {:?}", published.warnings);
    }
    let graph: Value = serde_json::from_str(&plain("jsonld")).unwrap();
    let nodes = graph["@graph"].as_array().unwrap();
    let of_kind = |kind: &str| nodes.iter().filter(|node| node["@type"] == kind).collect::<Vec<_>>();
    assert_eq!(of_kind("ClaimReview").len(), expected.len());
    let changed = of_kind("Claim").into_iter().find(|node| node["cd:number"] == 1).unwrap();
    assert_eq!(changed["cd:standing"], "Checked in an older wording");
    assert_eq!(changed["cd:checkedWords"], "cost 412 million euros in all");
    assert!(changed.get("cd:verdict").is_none() && changed.get("cd:signedAt").is_none());
}

#[test]
fn rows_say_what_is_so() {
    let rows = rows(Table::Claims);
    let changed = row(&rows, 1);
    let older = [&changed["standing"], &changed["checked_words"], &changed["checked_verdict"], &changed["placement"]];
    assert_eq!(older, ["Checked in an older wording", "cost 412 million euros in all", "Confirmed", "Changed"]);
    assert_eq!((&changed["status_by"], &changed["status_at"]), (&Value::Null, &Value::Null));
    let lost = row(&rows, 5);
    assert_eq!(
        [&lost["standing"], &lost["placement"], &lost["version"], &lost["status_by"]],
        ["Lost", "Lost", "v-1", "AL"]
    );
    assert_eq!((&lost["start"], &lost["end"], &lost["spans"]), (&Value::Null, &Value::Null, &Value::Array(Vec::new())));
    let unsigned = row(&rows, 11);
    assert_eq!([&unsigned["status"], &unsigned["standing"]], ["Checked", "Open"]);
    let cars = row(&rows, 12);
    let verdict = [&cars["verdict_id"], &cars["verdict_tone"], &cars["verdict_scale"], &cars["version"]];
    assert_eq!(verdict, ["needs-change", "Change", "desk", "v-2"]);
    assert_eq!(
        [&cars["created_by"], &cars["created_at"], &cars["article_published"]],
        ["AL", "2025-02-04T10:00:00Z", "2025-02-03"]
    );
    assert_eq!(cars["corrections"][0], "2025-02-12: The number of vehicles was put right.");
    let settled = row(&rows, 8);
    let said = [
        &settled["verdict"],
        &settled["first_verdict"],
        &settled["second_verdict"],
        &settled["settled_by"],
        &settled["settled_reason"],
    ];
    assert_eq!(said, ["Needs change", "Confirmed", "Needs change", "AL", "The abstentions belong there."]);
    let second = row(&rows, 7);
    let said = [&second["second_verdict"], &second["second_confidence"], &second["second_by"], &second["second_at"]];
    assert_eq!(said, ["Unverifiable", "Moderate", "BO", "2025-02-08T10:00:00Z"]);
    let evidence = self::rows(Table::Evidence);
    let standings: Vec<_> = evidence.iter().map(|row| row["standing"].as_str().unwrap()).collect();
    assert_eq!(standings[0], "Checked in an older wording");
}

#[test]
fn the_table_and_the_lines_have_the_same_cells() {
    let table = plain("csv");
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let lines = rows(Table::Claims);
    for (record, line) in reader.records().map(Result::unwrap).zip(&lines) {
        for (name, cell) in names.iter().zip(record.iter()) {
            let value = match &line[name] {
                Value::Null => String::new(),
                Value::Array(items) => items.iter().map(|item| item.as_str().unwrap()).collect::<Vec<_>>().join("; "),
                Value::String(words) => words.clone(),
                number => number.to_string(),
            };
            assert_eq!(cell.strip_prefix('\'').unwrap_or(cell), value, "{name}");
        }
    }
}

/// What stands between two words of a page.
fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = page.split_once(from).unwrap_or_else(|| panic!("{from} is not there"));
    rest.split_once(to).map_or(rest, |(found, _)| found)
}

#[test]
fn the_dossier_gives_a_verdicts_colours_to_nothing_else() {
    let page = plain("html");
    let card = |number: u32| between(&page, &format!("id=\"claim-{number}\">"), "</section>");
    let edge = |number: u32| {
        let (before, _) = page.split_once(&format!("\" id=\"claim-{number}\">")).unwrap();
        before.rsplit_once("card e-").unwrap().1.to_owned()
    };
    let edges = [2, 12, 10, 3].map(edge);
    assert_eq!(edges, ["right", "change", "wrong", "opinion"]);
    assert_eq!([1, 5, 6, 9, 11].map(edge), ["open"; 5]);
    assert!(card(1).contains("○ Checked in an older wording"), "{}", card(1));
    assert!(card(1).contains("“cost 412 million euros in all”: Confirmed (AL, 2025-02-05)"));
    assert!(!card(1).contains("Confidence") && card(1).contains("<dd dir=\"auto\">In progress</dd>"), "{}", card(1));
    assert!(
        card(5).contains("Not in the newest draft")
            && card(5).contains("Wrong (AL, 2025-02-05). They are not in the newest draft.")
    );
    assert!(card(6).contains("○ Wrong, not signed") && card(11).contains("○ Confirmed, not signed"));
    assert!(card(2).contains("Second-checked (AL, 2025-02-06)"));
    assert!(card(2).contains("Confirmed, confidence: High (the deed says so too) (BO, 2025-02-07)"));
    assert!(card(7).contains("It differs from the first check, and that is not settled."));
    assert!(card(8).contains(
        "Needs change (AL, 2025-02-09): The abstentions belong there. (the first check: Confirmed, confidence: Low)"
    ));
    assert!(card(10).contains("2025-02-11: The school has 480 pupils.") && card(10).contains("2025-02-13"));
    let bridge = between(&page, "Sentences that need no check: What the Larkhall bridge cost", "</section>");
    assert!(
        bridge.contains("“So much for the figures.”<br><span class=\"why\">Transition (AL, 2025-02-05)"),
        "{bridge}"
    );
    assert!(bridge.contains("Everybody likes bridges.") && !bridge.contains("It was opened"), "{bridge}");
    let passed = between(&page, "Findings that may pass", "</section>");
    for told in
        ["No second check (claim 10)", "Only one of us could go there. (AL, 2025-02-12)", "(What the school teaches)"]
    {
        assert!(passed.contains(told), "{told}: {passed}");
    }
    let legend = between(&page, "class=\"legend\"", "</ul>");
    for (name, count) in [
        ("✓ Confirmed", 2),
        ("○ Not signed", 2),
        ("○ Checked in an older wording", 1),
        ("○ Not in the newest draft", 1),
    ] {
        assert!(legend.contains(&format!("{name}</span> {count}</li>")), "{name}: {legend}");
    }
}

#[test]
fn word_says_it_in_the_comments_and_tracks_what_differs() {
    let document = plain("docx");
    for told in [
        "Claim 1: Checked in an older wording · In progress",
        "Checked in an older wording: “cost 412 million euros in all”: Confirmed (AL, 2025-02-05)",
        "Claim 6: Wrong, not signed · In progress",
        "Claim 12: Needs change · confidence: High · Checked",
        "Second check: Unverifiable, confidence: Moderate (BO, 2025-02-08). It differs from the first check, and that is not settled.",
        "Settled: Needs change (AL, 2025-02-09): The abstentions belong there.",
        "Correction: 2025-02-12: The number of vehicles was put right.",
    ] {
        assert!(document.contains(told), "{told}");
    }
    // What the draft has lost stands under the article, with all that is said of it.
    let (_, lost) = document.split_once("Claims whose words are not in the newest draft").unwrap();
    let words = between(lost, "commentRangeStart", "commentRangeEnd");
    let gone = project().claims().iter().find(|claim| claim.number == 5).unwrap().quote();
    assert!(words.contains(&gone), "{words}");
    assert!(document.contains("Claim 5: Not in the newest draft · Checked"));
    assert!(document.contains("Found of these words: Wrong (AL, 2025-02-05). They are not in the newest draft."));
    // Ann marked claim 6; that it is wrong is not what she says.
    let hand = |told: &str| {
        let (before, _) = document.split_once(told).unwrap();
        between(before.rsplit_once("<w:comment ").unwrap().1, "w:author=\"", "\"").to_owned()
    };
    let hands = ["Claim 6: Wrong", "Claim 1: Checked in", "Claim 2: ", "Claim 9: "].map(hand);
    assert_eq!(hands, ["Claimdesk", "Claimdesk", "Ann Lee", "Ann Lee"]);
    let gone: Vec<_> = document
        .split("<w:delText xml:space=\"preserve\">")
        .skip(1)
        .map(|rest| rest.split('<').next().unwrap().trim())
        .collect();
    assert_eq!(gone, ["9,000 cars", "300"]);
    for format in ["docx", "html"] {
        assert_eq!(
            exported(format, &Options::default()).warnings[0],
            "1 passage does not stand in the newest draft: it is listed under its article."
        );
    }
}

#[test]
fn annotation_tools_get_no_verdict_of_other_words() {
    let line: Value = serde_json::from_str(plain("doccano").lines().next().unwrap()).unwrap();
    let labels: Vec<_> = line["label"].as_array().unwrap().iter().map(|label| label[2].as_str().unwrap()).collect();
    let expected = [
        "Checked in an older wording",
        "Confirmed",
        "Writer’s opinion",
        "Needs change",
        "Wrong, not signed",
        "Confirmed",
        "Needs change",
        "Open",
    ];
    assert_eq!(labels, expected);
    let doc: Value = serde_json::from_str(plain("spacy").lines().next().unwrap()).unwrap();
    let spans = doc["spans"]["claims"].as_array().unwrap();
    assert_eq!(spans.iter().map(|span| span["label"].as_str().unwrap()).collect::<Vec<_>>(), expected);
    let tasks: Value = serde_json::from_str(&plain("labelstudio")).unwrap();
    let first = &tasks[0]["annotations"][0]["result"][0];
    assert_eq!(
        (&first["value"]["labels"][0], &first["meta"]["text"][1]),
        (&"Open".into(), &"Checked in an older wording".into())
    );
    let brat = plain("brat");
    assert!(brat.contains("Standing T1 Checked-in-an-older-wording") && !brat.contains("Verdict T1 "), "{brat}");
    assert!(
        brat.contains("Verdict T6 wrong")
            && brat.contains("Status T6 In-progress")
            && brat.contains("Standing T6 Open")
    );
    let xmi = plain("xmi");
    let changed = xmi.lines().find(|line| line.contains("number=\"1\"")).unwrap();
    assert!(changed.contains("standing=\"Checked in an older wording\"") && !changed.contains("verdict="), "{changed}");
    let annotations: Value = serde_json::from_str(&plain("webannotation")).unwrap();
    let items = annotations["first"]["items"].as_array().unwrap();
    let of = |id: &str| items.iter().find(|item| item["id"] == format!("urn:claimdesk:claim:{id}")).unwrap();
    let changed = of("c-cost");
    assert_eq!((&changed["motivation"], changed.get("modified")), (&"highlighting".into(), None));
    assert!(
        changed["body"].to_string().contains("Checked in an older wording: “cost 412 million euros in all”: Confirmed")
    );
    assert_eq!(of("c-ferry")["body"][0]["value"], "Wrong, not signed");
    assert_eq!((of("c-ferry").get("creator"), &of("c-opened")["creator"]["name"]), (None, &"AL".into()));
    assert_eq!(of("c-opened")["modified"], "2025-02-06T10:00:00Z");
}

#[test]
fn no_format_says_more_of_a_claim_than_the_rule_does() {
    let json: Value = serde_json::from_str(&plain("json")).unwrap();
    let standings =
        json["project"]["claims"].as_array().unwrap().iter().map(|claim| claim["standing"].as_str().unwrap());
    let project = project();
    assert_eq!(
        standings.collect::<Vec<_>>(),
        project.claims().iter().map(|c| project.vouched(c).label()).collect::<Vec<_>>()
    );
    for exporter in EXPORTERS {
        let told = plain(exporter.id);
        assert!(!told.contains("Jo Informant") && !told.contains("Met in the car park"), "{}", exporter.id);
        let names_claims = !["ris", "bibtex", "csl", "letter", "claimreview"].contains(&exporter.id);
        assert_eq!(told.contains("438 million"), names_claims, "{}", exporter.id);
        // Where the new words stand, something says that they were not checked.
        let says = ["lder wording", "lder-wording"].into_iter().any(|words| told.contains(words));
        assert!(!names_claims || says, "{}", exporter.id);
    }
}
