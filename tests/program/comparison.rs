//! `claimdesk compare`, as a script or a person at a terminal meets it.

use std::process::Output;

use serde_json::{Value, json};

use crate::{
    cli::run,
    support::{Driver, ann_then_bob},
};

fn out(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn failure(output: &Output) -> (Option<i32>, String) {
    (output.status.code(), String::from_utf8(output.stderr.clone()).unwrap())
}

/// The projects of Ann and Bob, who mark the same article: two claims alike, one that Bob alone has.
fn desk() -> Driver {
    let (mut driver, _) = ann_then_bob();
    driver.mark("two piers");
    driver.save_as("bob.ron");
    driver
}

#[test]
fn two_projects_are_compared_for_programs_and_for_people() {
    let driver = desk();
    let folder = driver.folder.path();
    let value: Value = serde_json::from_str(&out(&run(folder, &["compare", "ann.ron", "bob.ron", "--json"]))).unwrap();
    let keys: Vec<_> = value.as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, ["agreement", "methods", "pairs", "projects", "texts", "units", "verdicts"]);
    assert_eq!(value["projects"][1]["name"], "bob");
    assert_eq!((&value["projects"][1]["claims"], &value["projects"][1]["compared"]), (&json!(3), &json!(3)));
    let pair = &value["pairs"][0];
    assert_eq!(
        (&pair["of"], &pair["same"], &pair["overlapping"], &pair["only"]),
        (&json!([0, 1]), &json!(2), &json!(0), &json!([0, 1]))
    );
    assert_eq!(pair["raw"], json!({ "value": 0.5, "n": 2, "missing": 2, "not_computable": null }));
    assert_eq!(pair["passages"]["exact"], json!({ "matches": 2, "f1": 0.8 }));
    let names: Vec<_> = pair["table"]["verdicts"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert_eq!(&names[names.len() - 2..], ["No verdict", "Not marked"]);
    let of_wrong = names.iter().position(|name| *name == "Wrong").unwrap();
    assert_eq!(pair["table"]["counts"][of_wrong][0], 1, "Ann said Wrong where Bob said Confirmed");
    // Positions are code points of the draft.
    let text = driver.text();
    for unit in value["units"].as_array().unwrap() {
        let claim = unit["claims"].as_array().unwrap().iter().find(|claim| !claim.is_null()).unwrap();
        let at = |key: &str| claim["spans"][0][key].as_u64().unwrap() as usize;
        let words: String = text.chars().skip(at("start")).take(at("end") - at("start")).collect();
        assert_eq!(words, claim["quote"].as_str().unwrap());
    }
    let told = out(&run(folder, &["compare", "ann.ron", "bob.ron"]));
    for words in [
        "ann and bob, compared on 1 text of ",
        "≠ same          ann 2: Wrong  bob 2: Confirmed  nine months",
        "only bob      ann: –  bob 3: no verdict  two piers",
        "2 claims on the same passages, 0 on overlapping ones, 0 only in ann, 1 only in bob.",
        "Krippendorff’s α, ordinal",
        "n = 2 claims, 2 empty cells",
        value["methods"].as_str().unwrap(),
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
}

#[test]
fn a_coefficient_that_does_not_exist_is_said_to_be_none() {
    let mut driver = Driver::with_article();
    driver.mark("4,000 cars");
    driver.digit(1);
    driver.save_as("ann.ron");
    let folder = driver.folder.path();
    std::fs::copy(folder.join("ann.ron"), folder.join("bob.ron")).unwrap();
    let value: Value = serde_json::from_str(&out(&run(folder, &["compare", "ann.ron", "bob.ron", "--json"]))).unwrap();
    let none = json!({ "value": null, "n": 1, "missing": 0, "not_computable": "one-category" });
    assert_eq!((&value["pairs"][0]["cohen_plain"], &value["agreement"]["alpha_nominal"]), (&none, &none));
    assert_eq!(value["agreement"]["alpha_words"]["value"], 1.0);
    let told = out(&run(folder, &["compare", "ann.ron", "bob.ron"]));
    assert!(told.contains("not computable: only one category occurs"), "{told}");
}

#[test]
fn what_cannot_be_compared_is_told() {
    let driver = desk();
    let folder = driver.folder.path();
    assert_eq!(failure(&run(folder, &["compare", "ann.ron"])).0, Some(2));
    let (status, told) = failure(&run(folder, &["compare", "ann.ron", "gone.ron"]));
    assert!(status == Some(1) && told.trim_end().ends_with("gone.ron"), "{told}");
    std::fs::write(folder.join("other.ron"), claimdesk::store::encode(&claimdesk::model::Project::new("Other")))
        .unwrap();
    let (status, told) = failure(&run(folder, &["compare", "ann.ron", "other.ron"]));
    assert!(status == Some(1) && told.contains("no article in common"), "{told}");
    let (status, told) = failure(&run(folder, &["compare", "ann.ron", "bob.ron", "--for", "Nobody"]));
    assert!(status == Some(1) && told.contains("No reviewer of the project is called Nobody"), "{told}");
    // Ann is known in both; nothing is hidden where the second check is open.
    out(&run(folder, &["compare", "ann.ron", "bob.ron", "--for", "Ann"]));
}
