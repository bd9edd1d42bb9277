//! What each format may say of a claim in each state, format by format.

use serde_json::Value;

use super::*;

/// What a format says of one claim; nothing where it does not speak of it.
fn piece(format: &str, number: u32) -> String {
    let project = project();
    let claim = project.claims().iter().find(|claim| claim.number == number).unwrap();
    let told = plain(format);
    let json = || -> Value { serde_json::from_str(&told).unwrap() };
    let all = |values: Vec<&Value>| values.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let listed = |list: &Value, is_it: &dyn Fn(&Value) -> bool| {
        all(list.as_array().unwrap().iter().filter(|value| is_it(value)).collect())
    };
    // Where the words stand in the newest draft, in characters.
    let start = || {
        let article = project.article(&claim.article).unwrap();
        let mark = &claim.marks[0];
        let text = article.latest().text();
        (mark.anchor.version == article.latest().id).then(|| text[..mark.anchor.span.start()].chars().count() as u64)
    };
    match format {
        "csv" => {
            let mut reader = csv::Reader::from_reader(told.as_bytes());
            let names = reader.headers().unwrap().clone();
            let row = reader.records().map(Result::unwrap).find(|row| row.get(0) == Some(&number.to_string())).unwrap();
            names.iter().zip(row.iter()).map(|(name, cell)| format!("{name}={cell};")).collect()
        }
        "jsonl" => row(&rows(Table::Claims), number.into()).to_string(),
        "json" => listed(&json()["project"]["claims"], &|value| value["number"] == number),
        "jsonld" => listed(&json()["@graph"], &|value| {
            value["@type"] == "ClaimReview" && value["url"].as_str().unwrap().ends_with(&format!("#claim-{number}"))
                || value["@type"] == "Claim" && value["cd:number"] == number
        }),
        "claimreview" => {
            listed(&json(), &|value| value["url"].as_str().unwrap().ends_with(&format!("#claim-{number}")))
        }
        "html" => between(&told, &format!("id=\"claim-{number}\">"), "</section>").to_owned(),
        "markdown" => between(&told, &format!("### Claim {number}:"), "### ").to_owned(),
        "letter" => {
            let found = told.split_once(&format!("### {number}. "));
            found.map(|(_, rest)| rest.split("### ").next().unwrap().to_owned()).unwrap_or_default()
        }
        "docx" => told
            .split("<w:comment ")
            .filter(|comment| comment.contains(&format!("Claim {number}:")))
            .map(|comment| comment.split("</w:comment>").next().unwrap())
            .collect(),
        "doccano" => told
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap())
            .filter(|line| {
                line["meta"]["article"] == claim.article.as_str() || line["article"] == claim.article.as_str()
            })
            .map(|line| listed(&line["label"], &|label| Some(label[0].as_u64().unwrap()) == start()))
            .collect(),
        "labelstudio" => {
            let ids = format!("{}.1", claim.id);
            let tasks = json();
            let tasks = tasks.as_array().unwrap().iter();
            tasks
                .map(|task| listed(&task["annotations"][0]["result"], &|region| region["id"] == ids.as_str()))
                .collect()
        }
        "brat" => {
            let of = |line: &&str| line.contains(&format!(" T{number} ")) || line.starts_with(&format!("T{number}\t"));
            told.lines().filter(of).collect::<Vec<_>>().join("\n")
        }
        "xmi" => told.lines().filter(|line| line.contains(&format!("number=\"{number}\""))).collect(),
        "webannotation" => {
            listed(&json()["first"]["items"], &|item| item["id"] == format!("urn:claimdesk:claim:{}", claim.id))
        }
        "spacy" => told
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap())
            .map(|line| listed(&line["spans"]["claims"], &|span| span.to_string().contains(claim.id.as_str())))
            .collect(),
        "ris" | "bibtex" | "csl" => {
            let quote = claim.quote();
            if told.contains(&quote) { quote } else { String::new() }
        }
        other => panic!("{other} has to be read here too"),
    }
}

/// What a format may say of a claim in one state: what it has to say, and after `!` what it must not; nothing at all where there is
/// nothing.
type May = &'static [&'static str];

/// Of a claim that is checked, one that was in an older wording, one that the newest draft has lost, one with a verdict for which
/// nobody stands, and one without a verdict.
struct Says {
    format: &'static str,
    /// What it does, in a sentence.
    does: &'static str,
    of: [May; 5],
}

const STATES: [u32; 5] = [2, 1, 5, 6, 9];
const NOTHING: May = &[];
const SIGNED: &str = "2025-02-06T10:00:00Z";

const SAYS: &[Says] = &[
    Says {
        format: "csv",
        does: "names the standing of each, signs only what was signed, and gives what is lost no place",
        of: [
            &["verdict=Confirmed;", "status_by=AL;", "standing=Checked;", "start=73;"],
            &[
                "standing=Checked in an older wording;",
                "checked_words=cost 412 million",
                "checked_verdict=Confirmed;",
                "status_by=;",
            ],
            &["standing=Lost;", "placement=Lost;", "start=;end=;", "spans=;", "version=v-1;"],
            &["verdict=Wrong;", "standing=Open;", "status_by=;"],
            &["verdict=;", "verdict_id=;", "standing=Open;", "status_by=;"],
        ],
    },
    Says {
        format: "jsonl",
        does: "says what the table says, with null where nothing stands",
        of: [
            &["\"standing\":\"Checked\"", "\"status_by\":\"AL\"", SIGNED],
            &[
                "\"standing\":\"Checked in an older wording\"",
                "\"checked_words\":\"cost 412 million",
                "\"status_by\":null",
            ],
            &["\"standing\":\"Lost\"", "\"start\":null", "\"end\":null", "\"spans\":[]"],
            &["\"standing\":\"Open\"", "\"status_by\":null", "\"verdict\":\"Wrong\""],
            &["\"standing\":\"Open\"", "\"verdict\":null", "\"status_by\":null"],
        ],
    },
    Says {
        format: "json",
        does: "holds all of the project, with the standing and the words that were checked beside it",
        of: [
            &["\"standing\":\"Checked\"", "!checked_words"],
            &[
                "\"standing\":\"Checked in an older wording\"",
                "\"checked_words\":\"cost 412 million",
                "\"earlier_checks\"",
            ],
            &["\"standing\":\"Lost\"", "\"placement\":\"Lost\""],
            &["\"standing\":\"Open\"", "\"verdict\":\"wrong\""],
            &["\"standing\":\"Open\"", "!\"verdict\""],
        ],
    },
    Says {
        format: "jsonld",
        does: "reviews only what is checked, and says of other words neither verdict nor confidence",
        of: [
            &["ClaimReview", "\"cd:verdict\":\"Confirmed\"", "cd:signedAt", "cd:confidence"],
            &[
                "Checked in an older wording",
                "\"cd:checkedWords\":\"cost 412 million",
                "!ClaimReview",
                "!cd:verdict\"",
                "!cd:signedAt",
                "!cd:confidence",
            ],
            &["\"cd:standing\":\"Lost\"", "!ClaimReview", "!cd:verdict\"", "!cd:confidence"],
            &["\"cd:standing\":\"Open\"", "!ClaimReview", "!cd:signedAt"],
            &["\"cd:standing\":\"Open\"", "!ClaimReview", "!cd:verdict\"", "!cd:signedAt"],
        ],
    },
    Says {
        format: "claimreview",
        does: "publishes what is checked and leaves out the rest",
        of: [&["\"alternateName\":\"Confirmed\"", "\"ratingValue\":3"], NOTHING, NOTHING, NOTHING, NOTHING],
    },
    Says {
        format: "html",
        does: "gives a verdict's colours to what is checked, and says of the rest what it is",
        of: [
            &["t-right", "✓ Confirmed", "Second-checked (AL, 2025-02-06)", "#words-2.1"],
            &[
                "t-open",
                "○ Checked in an older wording",
                "“cost 412 million euros in all”: Confirmed (AL, 2025-02-05)",
                "!t-right",
                "!Confidence",
            ],
            &[
                "t-open",
                "○ Not in the newest draft",
                "Found of these words",
                "Wrong (AL, 2025-02-05)",
                "!t-wrong",
                "!#words-5",
            ],
            &["t-open", "○ Wrong, not signed", "!t-wrong", "!(AL", "!(BO"],
            &["t-open", "○ No verdict yet", "Query out", "!(AL"],
        ],
    },
    Says {
        format: "markdown",
        does: "heads each claim with what may be said of it",
        of: [
            &[" Confirmed\n", "Second-checked (AL, 2025-02-06)"],
            &[
                " Checked in an older wording\n",
                "“cost 412 million euros in all”: Confirmed (AL, 2025-02-05)",
                "!Confidence",
            ],
            &[" Not in the newest draft\n", "Found of these words: Wrong (AL, 2025-02-05)"],
            &[" Wrong, not signed\n", "!(AL", "!(BO"],
            &[" No verdict yet\n", "!(AL"],
        ],
    },
    Says {
        format: "docx",
        does: "comments in the name of whoever signed, else in the program's",
        of: [
            &["w:author=\"Ann Lee\"", "Claim 2: Confirmed", "w:date=\"2025-02-06T10:00:00Z\""],
            &[
                "w:author=\"Claimdesk\"",
                "Claim 1: Checked in an older wording",
                "cost 412 million euros in all”: Confirmed (AL",
                "!w:date",
                "!Claim 1: Confirmed",
            ],
            &["Claim 5: Not in the newest draft", "Found of these words: Wrong", "!Claim 5: Wrong"],
            &["w:author=\"Claimdesk\"", "Claim 6: Wrong, not signed", "!w:date"],
            &["Claim 9: No verdict yet"],
        ],
    },
    Says {
        format: "letter",
        does: "asks for changes, and says where nobody stands for that",
        of: [NOTHING, NOTHING, NOTHING, &["This claim is not signed as checked.", "!Wrong"], NOTHING],
    },
    Says {
        format: "webannotation",
        does: "assesses in the name of whoever signed; what is of other words it only lights, and what is lost has no place",
        of: [
            &["\"value\":\"Confirmed\"", "\"motivation\":\"assessing\"", SIGNED],
            &[
                "\"motivation\":\"highlighting\"",
                "Checked in an older wording: “cost 412 million",
                "!\"value\":\"Confirmed\"",
                "!modified",
            ],
            NOTHING,
            &["\"value\":\"Wrong, not signed\"", "!creator", "!modified"],
            &["\"motivation\":\"highlighting\"", "!assessing", "!modified"],
        ],
    },
    Says {
        format: "xmi",
        does: "gives the verdict beside the standing, and none of other words",
        of: [
            &["verdict=\"Confirmed\"", "standing=\"Checked\""],
            &["standing=\"Checked in an older wording\"", "!verdict=", "!confidence="],
            NOTHING,
            &["verdict=\"Wrong\"", "standing=\"Open\""],
            &["standing=\"Open\"", "!verdict="],
        ],
    },
    Says {
        format: "brat",
        does: "gives the verdict beside the standing, and none of other words",
        of: [
            &["Verdict T2 confirmed", "Standing T2 Checked"],
            &["Standing T1 Checked-in-an-older-wording", "!Verdict", "!Confidence"],
            NOTHING,
            &["Verdict T6 wrong", "Standing T6 Open"],
            &["Standing T9 Open", "!Verdict"],
        ],
    },
    Says {
        format: "labelstudio",
        does: "labels with the verdict beside the standing, and what is of other words as open",
        of: [
            &["\"labels\":[\"Confirmed\"]", "[\"Claim 2\",\"Checked\"]"],
            &["\"labels\":[\"Open\"]", "[\"Claim 1\",\"Checked in an older wording\"]", "!Confirmed"],
            NOTHING,
            &["\"labels\":[\"Wrong\"]", "[\"Claim 6\",\"Open\"]"],
            &["\"labels\":[\"Open\"]", "[\"Claim 9\",\"Open\"]"],
        ],
    },
    Says {
        format: "doccano",
        does: "labels with what may be said",
        of: [
            &["\"Confirmed\""],
            &["\"Checked in an older wording\"", "!Confirmed"],
            NOTHING,
            &["\"Wrong, not signed\""],
            &["\"Open\""],
        ],
    },
    Says {
        format: "spacy",
        does: "labels with what may be said",
        of: [
            &["\"label\":\"Confirmed\""],
            &["\"label\":\"Checked in an older wording\"", "!Confirmed"],
            NOTHING,
            &["\"label\":\"Wrong, not signed\""],
            &["\"label\":\"Open\""],
        ],
    },
    Says { format: "ris", does: "lists sources and speaks of no claim", of: [NOTHING; 5] },
    Says { format: "bibtex", does: "lists sources and speaks of no claim", of: [NOTHING; 5] },
    Says { format: "csl", does: "lists sources and speaks of no claim", of: [NOTHING; 5] },
];

#[test]
fn each_format_says_of_each_state_what_it_may_and_no_more() {
    let (mut known, mut all): (Vec<_>, Vec<_>) =
        (SAYS.iter().map(|says| says.format).collect(), EXPORTERS.iter().map(|exporter| exporter.id).collect());
    known.sort_unstable();
    all.sort_unstable();
    assert_eq!((known, EXPORTERS.len()), (all, 18), "every format has its sentence");
    for Says { format, does, of } in SAYS {
        for (number, may) in STATES.iter().zip(of) {
            let piece = piece(format, *number);
            let what = format!("{format} {does}; of claim {number}: {piece}");
            assert_eq!(piece.is_empty(), may.is_empty(), "{what}");
            for words in *may {
                match words.strip_prefix('!') {
                    Some(words) => assert!(!piece.contains(words), "not “{words}”: {what}"),
                    None => assert!(piece.contains(words), "“{words}”: {what}"),
                }
            }
        }
    }
}

/// What was lost is either listed, and nobody is told that it was left out, or left out, and that is told.
#[test]
fn what_is_lost_is_listed_or_told_to_be_left_out_and_never_both() {
    let lost = "The tunnel beside it was closed in 2021";
    for exporter in EXPORTERS.iter().filter(|exporter| !["ris", "bibtex", "csl", "letter"].contains(&exporter.id)) {
        let exported = exported(exporter.id, &Options::default());
        let is_listed = !piece(exporter.id, 5).is_empty();
        assert_eq!(plain(exporter.id).contains(lost), is_listed, "{}", exporter.id);
        let left_out = exported
            .warnings
            .iter()
            .any(|told| told.to_lowercase().contains("left out") && told.contains("newest draft"));
        assert_eq!(left_out, !is_listed, "{}: {:?}", exporter.id, exported.warnings);
    }
}
