//! Fact-checks that others have published, to be looked up and not to be taken into a project: schema.org ClaimReview (one, a list, a
//! feed such as Data Commons', or inside a saved page), answers of Google's Fact Check Tools, and rows of other desks as JSON, JSON Lines or
//! CSV.
//!
//! What a file says is taken as it says it: the rating in its own words, with who published it and where. What names no claim is left out.
//! Feeds are read an item at a time, so that a large one takes little memory.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::Value;

use super::{
    ReadError,
    claimreview::{self, MAX_DEPTH, is_a, name, rating_label, text},
    json_ld_of, many,
    sink::MAX_HELD,
};

/// A fact-check that was published. An empty text: the file does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Check {
    /// What was checked.
    pub claim: String,
    /// The headline of the fact-check.
    pub title: String,
    /// Its rating, in its own words.
    pub rating: String,
    /// Whose it is.
    pub publisher: String,
    /// Where it is.
    pub url: String,
    /// When it was published, as the file has it.
    pub date: String,
    /// Who said it.
    pub claimant: String,
}

/// Reads what a file has of fact-checks; nothing where it has none.
///
/// # Errors
/// [`ReadError::NotText`], [`ReadError::Damaged`] and [`ReadError::TooMuch`].
pub fn read(bytes: &[u8]) -> Result<Vec<Check>, ReadError> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let all = std::str::from_utf8(bytes).map_err(|_| ReadError::NotText)?;
    let mut found = Found::default();
    match all.trim_start().chars().next() {
        Some('<') => {
            for part in json_ld_of(all) {
                // A page has scripts of many makers. What is damaged of one is no fault of the others.
                let before = found.checks.len();
                if found.read_json(part).is_err() {
                    found.checks.truncate(before);
                }
            }
        }
        Some('{' | '[') => found.read_json(all)?,
        Some(_) => found.read_csv(all)?,
        None => {}
    }
    if found.is_too_much { Err(ReadError::TooMuch) } else { Ok(found.checks) }
}

/// Whether a file could hold fact-checks: it has one of the words without which none is told.
pub fn could_be(bytes: &[u8]) -> bool {
    let has = |word: &str| memchr::memmem::find(bytes, word.as_bytes()).is_some();
    match bytes.iter().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'<') => has("ClaimReview"),
        Some(_) => has("laimReview") || CLAIMS.iter().any(|word| has(word)) && RATINGS.iter().any(|word| has(word)),
        None => false,
    }
}

/// What the columns are called in which other desks have the claim, and so on; the first that is there counts.
const CLAIMS: &[&str] = &["claim", "statement", "claimReviewed", "claim_text", "text", "quote"];
const RATINGS: &[&str] = &["rating", "verdict", "label", "conclusion", "textualRating", "rating_text"];
const TITLES: &[&str] = &["title", "headline", "article_title", "review_title"];
const PUBLISHERS: &[&str] = &["publisher", "desk", "site", "source", "organisation", "project"];
const ADDRESSES: &[&str] = &["url", "link", "review_url", "address"];
const DATES: &[&str] =
    &["date", "published", "datePublished", "reviewDate", "review_date", "status_at", "published_date"];
const CLAIMANTS: &[&str] = &["claimant", "speaker", "author", "said_by", "claim_author"];

/// Where lists of them stand.
const LISTS: [&str; 7] = ["@graph", "dataFeedElement", "itemListElement", "item", "mainEntity", "review", "claims"];

#[derive(Debug, Default)]
struct Found {
    checks: Vec<Check>,
    held: usize,
    is_too_much: bool,
}

impl Found {
    fn push(&mut self, check: Check) {
        let Check { claim, title, rating, publisher, url, date, claimant } = &check;
        let texts = [claim, title, rating, publisher, url, date, claimant];
        self.held += size_of::<Check>() + texts.iter().map(|text| text.len()).sum::<usize>();
        self.is_too_much |= self.held > MAX_HELD;
        // Without a rating nothing was found, or it is something else that has a claim in it.
        if !claim.trim().is_empty() && !rating.trim().is_empty() && !self.is_too_much {
            self.checks.push(check);
        }
    }

    /// One value, or one a line.
    fn read_json(&mut self, json: &str) -> Result<(), ReadError> {
        let mut json = serde_json::Deserializer::from_str(json);
        loop {
            match (&mut Walk { found: self }).deserialize(&mut json) {
                Err(error) => return Err(error.into()),
                Ok(()) if json.end().is_ok() => return Ok(()),
                Ok(()) => {}
            }
        }
    }

    fn read_csv(&mut self, all: &str) -> Result<(), ReadError> {
        let mut rows = csv::ReaderBuilder::new().flexible(true).from_reader(all.as_bytes());
        let damaged = |error: csv::Error| ReadError::Damaged(error.to_string());
        let names: Vec<String> = rows.headers().map_err(damaged)?.iter().map(str::to_owned).collect();
        if !names.iter().any(|name| CLAIMS.contains(&name.as_str())) {
            return Ok(());
        }
        for row in rows.records() {
            let row = row.map_err(damaged)?;
            let fields = names.iter().cloned().zip(row.iter().map(Value::from));
            self.row(&Value::Object(fields.collect()));
        }
        Ok(())
    }

    fn value(&mut self, value: &Value, depth: usize) {
        if is_a(value, "ClaimReview") {
            return self.push(review(value));
        }
        if let Some(reviews) = value.get("claimReview").and_then(Value::as_array) {
            return reviews.iter().for_each(|review| self.push(answer(value, review)));
        }
        if depth == 0 {
            return;
        }
        value.as_array().into_iter().flatten().for_each(|item| self.value(item, depth - 1));
        let before = self.checks.len();
        for key in LISTS {
            if let Some(inner) = value.get(key).filter(|inner| inner.is_object() || inner.is_array()) {
                self.value(inner, depth - 1);
            }
        }
        if self.checks.len() == before {
            self.row(value);
        }
    }

    /// A row of another desk, with a column for each thing.
    fn row(&mut self, row: &Value) {
        let first = |names: &[&str]| {
            let texts = names.iter().filter_map(|name| row.get(name)).map(|value| match value {
                Value::Object(_) => name(value),
                other => text(other),
            });
            texts.map(|text| text.trim().to_owned()).find(|text| !text.is_empty()).unwrap_or_default()
        };
        let check = Check {
            claim: first(CLAIMS),
            title: first(TITLES),
            rating: first(RATINGS),
            publisher: first(PUBLISHERS),
            url: first(ADDRESSES),
            date: day(&first(DATES)),
            claimant: first(CLAIMANTS),
        };
        // Texts with labels are many things; one that was published says by whom, where or when.
        if [&check.publisher, &check.url, &check.date].iter().any(|text| !text.is_empty()) {
            self.push(check);
        }
    }
}

fn review(review: &Value) -> Check {
    let item = many(&review["itemReviewed"]).first().unwrap_or(&Value::Null);
    let reviewed = text(&review["claimReviewed"]);
    let author = many(&review["author"]).first().unwrap_or(&Value::Null);
    let publisher = [author, &review["publisher"], &review["sdPublisher"]].into_iter().map(name);
    let said = claimreview::claimant(item);
    Check {
        claim: if reviewed.is_empty() { text(&item["text"]) } else { reviewed },
        title: name(review),
        rating: rating_label(many(&review["reviewRating"]).first().unwrap_or(&Value::Null)),
        publisher: publisher.into_iter().find(|name| !name.is_empty()).unwrap_or_default(),
        url: text(&review["url"]),
        date: day(&text(&review["datePublished"])),
        claimant: if said.name.is_empty() { said.organisation } else { said.name },
    }
}

/// An answer of Google's Fact Check Tools: a claim, and one review of it.
fn answer(claim: &Value, review: &Value) -> Check {
    let publisher = &review["publisher"];
    let named = text(&publisher["name"]);
    Check {
        claim: text(&claim["text"]),
        title: text(&review["title"]),
        rating: text(&review["textualRating"]),
        publisher: if named.is_empty() { text(&publisher["site"]) } else { named },
        url: text(&review["url"]),
        date: day(&text(&review["reviewDate"])),
        claimant: text(&claim["claimant"]),
    }
}

/// The day of a time, where it is one.
fn day(date: &str) -> String {
    let date = date.trim();
    let is_time = date.get(10..11).is_some_and(|sign| matches!(sign, "T" | " "));
    if is_time { date[..10].to_owned() } else { date.to_owned() }
}

/// The outermost value: what it lists is taken an item at a time.
struct Walk<'a> {
    found: &'a mut Found,
}

impl<'de> DeserializeSeed<'de> for &mut Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &mut Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list or an object")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(item) = list.next_element::<Value>()? {
            self.found.value(&item, MAX_DEPTH);
            if self.found.is_too_much {
                while list.next_element::<IgnoredAny>()?.is_some() {}
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut rest = serde_json::Map::new();
        while let Some(key) = map.next_key::<String>()? {
            if LISTS.contains(&key.as_str()) {
                map.next_value_seed(&mut *self)?;
            } else {
                rest.insert(key, map.next_value()?);
            }
        }
        self.found.value(&Value::Object(rest), MAX_DEPTH);
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REVIEW: &str = r#"{"@type": "ClaimReview", "url": "https://example.org/check", "claimReviewed": "The earth is flat",
        "name": "No, it is round", "datePublished": "2024-05-06T07:08:09Z", "author": {"@type": "Organization", "name": "Sample Desk"},
        "reviewRating": {"ratingValue": 1, "alternateName": "Pants on Fire!"},
        "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "Ann Lee"}}}"#;

    fn expected() -> Check {
        Check {
            claim: "The earth is flat".into(),
            title: "No, it is round".into(),
            rating: "Pants on Fire!".into(),
            publisher: "Sample Desk".into(),
            url: "https://example.org/check".into(),
            date: "2024-05-06".into(),
            claimant: "Ann Lee".into(),
        }
    }

    fn check(text: &str, expected: &[Check]) {
        assert!(could_be(text.as_bytes()) || expected.is_empty(), "{text}");
        assert_eq!(read(text.as_bytes()).unwrap(), expected, "{text}");
    }

    #[test]
    fn reviews_are_read_alone_in_lists_feeds_and_pages() {
        check(REVIEW, &[expected()]);
        check(&format!("[{REVIEW}, {REVIEW}]"), &[expected(), expected()]);
        check(&format!("{REVIEW}\n{REVIEW}\n"), &[expected(), expected()]);
        check(&format!(r#"{{"@graph": [{{"@type": "WebPage"}}, {REVIEW}]}}"#), &[expected()]);
        let feed = format!(
            r#"{{"@type": "DataFeed", "dataFeedElement": [{{"@type": "DataFeedItem", "item": [{REVIEW}]}}, {{"item": null}}], "name": "x"}}"#
        );
        check(&feed, &[expected()]);
        let page = format!(
            "<html><script type=\"application/ld+json\">{{broken</script><script type='application/ld+json'>{REVIEW}</script></html>"
        );
        check(&page, &[expected()]);
    }

    #[test]
    fn answers_of_fact_check_tools_are_read() {
        let answer = r#"{"claims": [{"text": "The earth is flat", "claimant": "Ann Lee", "claimDate": "2024-05-01T00:00:00Z", "claimReview":
            [{"publisher": {"name": "Sample Desk", "site": "example.org"}, "url": "https://example.org/check", "title": "No, it is round",
              "reviewDate": "2024-05-06T00:00:00Z", "textualRating": "Pants on Fire!", "languageCode": "en"}]}], "nextPageToken": "x"}"#;
        check(answer, &[expected()]);
    }

    #[test]
    fn rows_of_other_desks_are_read() {
        let row = r#"{"claim": "The earth is flat", "title": "No, it is round", "rating": "Pants on Fire!", "publisher": "Sample Desk",
            "url": "https://example.org/check", "date": "2024-05-06", "claimant": "Ann Lee"}"#;
        check(&format!("{row}\n{}\n", row.replace('\n', " ")), &[expected(), expected()]);
        let table = "statement,headline,verdict,desk,link,published,speaker\nThe earth is flat,\"No, it is round\",Pants on Fire!,Sample Desk,\
                     https://example.org/check,2024-05-06,Ann Lee\n";
        check(table, &[expected()]);
    }

    #[test]
    fn what_is_no_fact_check_is_left_out() {
        check("", &[]);
        check("{}", &[]);
        check(r#"{"claim": "x", "url": "https://example.org", "label": ""}"#, &[]);
        check(r#"{"text": "x", "label": "y"}"#, &[]);
        check(r#"[1, "a", null, {"text": "a", "title": "b"}]"#, &[]);
        check("a,b\n1,2\n", &[]);
        check("<html><p>ClaimReview</p></html>", &[]);
        assert!(
            read(br#"{"claims": ["#).is_err() && read(b"{\"a\": 1} rubbish").is_err() && read(b"\xff\xfe").is_err()
        );
        assert!(read("[".repeat(100_000).as_bytes()).is_err());
    }
}
