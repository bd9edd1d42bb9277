//! Claims that were checked before, and which of them a new one could repeat.

use jiff::civil::Date;

use super::{
    dates::last_day,
    index::Index,
    meaning::{Languages, Meaning, Side, reordered},
    pairs::with_pairs,
    posts::plain,
    shared::shared,
    tongues::Tongue,
    words::{Word, telling},
};

/// How much more a claim counts that was checked on the day on which the new one was said.
const SAME_DAY: f32 = 0.25;
/// How fast that is less, in days.
const DAYS: f32 = 14.0;
/// How many others are no repeats, as a rule: the next one is what a chance likeness scores.
const OTHERS: usize = 10;
/// How many times as much as chance a claim must score to be shown unasked.
const STANDS_OUT: f32 = 2.4;
/// How many words it must share to be shown unasked.
const SHARED_MIN: usize = 3;
/// How much of what the claim could score at most counts as chance, where there are few others to tell it.
const CHANCE_MIN: f32 = 0.1;
/// No more are shown unasked.
const SHOWN_MAX: usize = 3;

/// What meaning counts beside words, where there is a model.
const MEANING: f32 = 1.75;

/// A claim that was checked before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EarlierClaim<'a> {
    /// What was checked.
    pub statement: &'a str,
    /// The headline of the check, or what else is said of it.
    pub title: &'a str,
    /// When it was checked, as it is written.
    pub date: &'a str,
}

/// Claims that were checked before, ready to be searched.
#[derive(Debug)]
pub struct Earlier {
    index: Index,
    days: Vec<Option<Date>>,
    texts: Vec<String>,
}

/// An earlier claim that a new one could repeat.
#[derive(Debug, Clone, PartialEq)]
pub struct Recalled {
    /// Its place in the list.
    pub at: usize,
    /// How much the two have in common; only compared with other answers to the same question.
    pub score: f32,
    /// Whether it stands out so far that it is shown unasked.
    pub is_shown: bool,
    /// Its words that the new claim has too, the rarest first.
    pub shared: Vec<String>,
}

impl Earlier {
    /// Prepares a list of claims.
    pub fn new<'a>(claims: impl IntoIterator<Item = EarlierClaim<'a>>) -> Self {
        let (mut texts, mut days) = (Vec::new(), Vec::new());
        for claim in claims {
            texts.push(plain(&format!("{}\n{}", claim.statement, claim.title)));
            days.push(last_day(claim.date));
        }
        let sample: String =
            texts.iter().step_by(texts.len() / 200 + 1).map(String::as_str).collect::<Vec<_>>().join(" ");
        let index = Index::new(Tongue::of(&sample, ""), texts.iter().map(String::as_str));
        Self { index, days, texts }
    }

    /// The claims that have most in common with a new one, the best first; at most `count`. The day on which the new one was said is the
    /// last one that it names.
    pub fn recall(&self, claim: &str, count: usize) -> Vec<Recalled> {
        self.recall_by(claim, count, |_| true, None)
    }

    /// The same, of the claims that `is_asked` lets in.
    pub fn recall_among(&self, claim: &str, count: usize, is_asked: impl Fn(usize) -> bool) -> Vec<Recalled> {
        self.recall_by(claim, count, is_asked, None)
    }

    /// The same, by a sentence model too where there is one.
    pub fn recall_by(
        &self,
        claim: &str,
        count: usize,
        is_asked: impl Fn(usize) -> bool,
        meaning: Option<&dyn Meaning>,
    ) -> Vec<Recalled> {
        let said = last_day(claim);
        let claim = plain(claim);
        let tongue = Tongue::of(&claim, "").or(self.index.tongue);
        let wanted = with_pairs(telling(&claim, tongue), tongue, self.index.tongue);
        let mut scores = self.index.scores(&wanted, 1.0);
        for (score, day) in scores.iter_mut().zip(&self.days) {
            *score *= nearness(said, *day);
        }
        let mut best: Vec<usize> = (0..scores.len()).filter(|at| scores[*at] > 0.0 && is_asked(*at)).collect();
        best.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
        let chance = best.get(OTHERS).map_or(0.0, |at| scores[*at]).max(self.at_most(&wanted) * CHANCE_MIN);
        if let Some(meaning) = meaning {
            let languages = Languages { claim: tongue.map(Tongue::tag), texts: self.index.tongue.map(Tongue::tag) };
            let text = |at: usize| self.texts[at].as_str();
            reordered(&mut best, &scores, (&claim, text), languages, (meaning, Side::Claim, MEANING));
        }
        let recalled = best.into_iter().take(count).enumerate().map(|(rank, at)| {
            let shared = shared(&wanted, &self.texts[at], &self.index);
            let stands_out = scores[at] >= chance * STANDS_OUT && shared.len() >= SHARED_MIN;
            Recalled { at, score: scores[at], is_shown: rank < SHOWN_MAX && stands_out, shared }
        });
        recalled.collect()
    }

    /// About what a text would score that had all words of the claim.
    fn at_most(&self, wanted: &[Word]) -> f32 {
        wanted.iter().map(|word| self.index.rarity(&word.stem)).sum()
    }
}

/// How much more a claim counts that was checked about when the new one was said.
fn nearness(said: Option<Date>, checked: Option<Date>) -> f32 {
    let Some((said, checked)) = said.zip(checked) else { return 1.0 };
    let days = said.until(checked).map_or(i32::MAX, |between| between.get_days()).unsigned_abs();
    1.0 + SAME_DAY * (-(days as f32) / DAYS).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHECKED: &[(&str, &str, &str)] = &[
        (
            "A photograph shows a shark on a flooded motorway in Houston.",
            "Is this shark on a motorway real?",
            "28 August 2017",
        ),
        (
            "The town spent 12,500 euros on a survey of the old bridge.",
            "What did the bridge survey cost?",
            "3 March 2021",
        ),
        ("A vaccine against measles causes autism.", "Do vaccines cause autism?", "2 February 2015"),
        ("The Senate cut the budget of the weather service by half.", "Was the weather service cut?", "1 June 2019"),
        ("Drinking hot water cures a cold.", "Does hot water help?", "4 April 2018"),
        ("The mayor promised a new school for every quarter.", "Did the mayor promise schools?", "5 May 2020"),
    ];

    fn earlier() -> Earlier {
        Earlier::new(CHECKED.iter().map(|(statement, title, date)| EarlierClaim { statement, title, date }))
    }

    fn check(claim: &str, expected: Option<usize>, is_shown: bool) {
        let found = earlier().recall(claim, 5);
        let first = found.first();
        assert_eq!(first.map(|first| first.at), expected, "{claim}");
        assert_eq!(first.is_some_and(|first| first.is_shown), is_shown, "{claim}: {first:?}");
    }

    #[test]
    fn a_repeat_stands_out_and_a_likeness_does_not() {
        check("Believe it or not, a SHARK on the flooded motorway in #HoustonTexas pic.twitter.com/x1", Some(0), true);
        check("12.500 euros for surveying a bridge!", Some(1), true);
        check("Measles vaccines cause autism in children", Some(2), true);
        check("The mayor flew to Rome", Some(5), false);
        check("xyz", None, false);
    }

    #[test]
    fn a_claim_of_the_same_days_comes_before_its_like() {
        let claims = ["3 March 2015", "26 May 2019"].map(|date| EarlierClaim {
            statement: "The minister resigned",
            title: "",
            date,
        });
        let found = Earlier::new(claims).recall("The minister resigns — Name (@name) May 24, 2019", 2);
        assert_eq!(found.iter().map(|found| found.at).collect::<Vec<_>>(), [1, 0]);
    }

    #[test]
    fn an_empty_list_recalls_nothing() {
        assert!(Earlier::new([]).recall("A claim", 20).is_empty());
    }
}
