//! What a comparison comes to, in words: for the terminal, the window, and the methods section of a report.

use crate::agreement::{Coefficient, Level, Weights};

use super::values::{Category, PairFigures, ProjectComparison, WhyLeftOut};

/// One coefficient with what it is called.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    /// Its name.
    pub name: &'static str,
    /// The two projects that it is of; `None`: all.
    pub of: Option<[usize; 2]>,
    /// What was rated: claim or word.
    pub unit: &'static str,
    /// The figure.
    pub coefficient: Coefficient,
}

impl Figure {
    /// What it is called, with the projects that it is of.
    pub fn title(&self, comparison: &ProjectComparison) -> String {
        let of = self.of.filter(|_| comparison.projects.len() > 2);
        let of = of.map(|of| of.map(|at| comparison.projects[at].name.as_str()).join(" and "));
        of.map_or(self.name.to_owned(), |of| format!("{} ({of})", self.name))
    }

    /// What it rests on: "18 claims".
    pub fn rests_on(&self) -> String {
        count(self.coefficient.units, self.unit, &format!("{}s", self.unit))
    }

    /// How many cells are empty: "2 empty cells".
    pub fn empty(&self) -> String {
        count(self.coefficient.missing, "empty cell", "empty cells")
    }
}

/// Every coefficient of a comparison, in the order in which they are shown.
pub fn figures(comparison: &ProjectComparison) -> Vec<Figure> {
    let figure = |name, of, unit, coefficient| Figure { name, of, unit, coefficient };
    let mut all = Vec::new();
    for pair in &comparison.pairs {
        all.push(figure("Raw agreement", Some(pair.of), "claim", pair.raw));
        for (weights, cohen) in Weights::ALL.into_iter().zip(pair.cohen) {
            all.push(figure(cohen_name(weights), Some(pair.of), "claim", cohen));
        }
    }
    let verdicts = &comparison.verdicts;
    if comparison.pairs.len() > 1 {
        all.push(figure("Raw agreement", None, "claim", verdicts.raw));
    }
    all.push(figure("Fleiss’ κ", None, "claim", verdicts.fleiss));
    for (level, alpha) in Level::ALL.into_iter().zip(verdicts.alpha) {
        all.push(figure(alpha_name(level), None, "claim", alpha));
    }
    all.push(figure("Krippendorff’s α of marked words", None, "word", comparison.words));
    all
}

fn cohen_name(weights: Weights) -> &'static str {
    match weights {
        Weights::Plain => "Cohen’s κ",
        Weights::Linear => "Cohen’s κ, linear weights",
        Weights::Quadratic => "Cohen’s κ, quadratic weights",
    }
}

fn alpha_name(level: Level) -> &'static str {
    match level {
        Level::Nominal => "Krippendorff’s α, nominal",
        Level::Ordinal => "Krippendorff’s α, ordinal",
        Level::Interval => "Krippendorff’s α, interval",
        Level::Ratio => "Krippendorff’s α, ratio",
    }
}

/// A coefficient as a number with three places, or why there is none.
pub fn number(coefficient: &Coefficient) -> String {
    match coefficient.value {
        Ok(value) => three_places(value),
        Err(why) => format!("not computable: {}", why.words()),
    }
}

fn three_places(value: f64) -> String {
    let words = format!("{value:.3}");
    if words == "-0.000" { "0.000".to_owned() } else { words.replace('-', "−") }
}

/// The names of the rows and columns of a table of verdicts: the verdicts, then what a claim without one is called, and what nobody marked.
pub fn headings(categories: &[Category]) -> Vec<&str> {
    categories.iter().map(|category| category.label.as_str()).chain(["No verdict", "Not marked"]).collect()
}

fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}

fn list(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// What is compared, in a sentence.
pub fn head(comparison: &ProjectComparison) -> String {
    let names: Vec<String> = comparison.projects.iter().map(|project| project.name.clone()).collect();
    let words = comparison.texts.iter().map(|text| text.words).sum();
    let texts = count(comparison.texts.len(), "text", "texts");
    format!("{}, compared on {texts} of {}.", list(&names), count(words, "word", "words"))
}

/// How the claims of two projects lie to each other, in a sentence.
pub fn pair_head(comparison: &ProjectComparison, pair: &PairFigures) -> String {
    let [a, b] = pair.of.map(|project| comparison.projects[project].name.as_str());
    let PairFigures { same, overlapping, only, .. } = pair;
    format!(
        "{} on the same passages, {overlapping} on overlapping ones, {} only in {a}, {} only in {b}.",
        count(*same, "claim", "claims"),
        only[0],
        only[1]
    )
}

/// How the single passages of two projects match, in a sentence.
pub fn passages(comparison: &ProjectComparison, pair: &PairFigures) -> String {
    let [a, b] = pair.of.map(|project| comparison.projects[project].name.as_str());
    let passages = &pair.passages;
    let share = |matches| passages.share(matches).map(|share| format!(" (F1 = {})", three_places(share)));
    format!(
        "Of {} single passages of {a} and {} of {b}, {} match to the letter{} and {} by at least half of the longer one{}.",
        passages.counts[0],
        passages.counts[1],
        passages.exact,
        share(passages.exact).unwrap_or_default(),
        passages.half,
        share(passages.half).unwrap_or_default(),
    )
}

/// What has to be known beside the figures: what was left out, what is hidden, what has no order.
pub fn remarks(comparison: &ProjectComparison) -> Vec<String> {
    let mut told = Vec::new();
    for project in &comparison.projects {
        for why in [WhyLeftOut::OnlyHere, WhyLeftOut::NotInDraft] {
            let left_out = project.left_out.iter().filter(|left_out| left_out.why == why).count();
            if left_out > 0 {
                let of = count(left_out, "claim", "claims");
                told.push(format!("{of} of {} could not be compared: {}.", project.name, why.words()));
            }
        }
        if project.hidden > 0 {
            let of = count(project.hidden, "verdict", "verdicts");
            told.push(format!("{of} of {} are hidden by a blind second check and count as empty cells.", project.name));
        }
    }
    told.push(order(&comparison.categories));
    told
}

/// What the coefficients that need an order go by.
fn order(categories: &[Category]) -> String {
    let ranked: Vec<String> =
        categories.iter().filter(|category| category.rank.is_some()).map(|category| category.label.clone()).collect();
    let others: Vec<String> =
        categories.iter().filter(|category| category.rank.is_none()).map(|category| category.label.clone()).collect();
    if ranked.len() < 2 {
        let which = ranked
            .first()
            .map_or("No verdict has a place on it".to_owned(), |one| format!("Only {one} has a place on it"));
        return format!(
            "Weights and the levels ordinal, interval and ratio need a scale that says how far. {which}, so that there is nothing to work out."
        );
    }
    let by = format!(
        "Weights and the levels ordinal, interval and ratio take the verdicts {} as the places 1 to {} of a scale",
        list(&ranked),
        ranked.len()
    );
    match others.as_slice() {
        [] => format!("{by}."),
        others => format!("{by}; {} have no place on it and count as empty cells there.", list(others)),
    }
}

/// A paragraph for the methods section of a report, with every number that it needs.
pub fn methods(comparison: &ProjectComparison) -> String {
    let head = head(comparison);
    let mut sentences = vec![format!("{} (Claimdesk {}).", head.trim_end_matches('.'), env!("CARGO_PKG_VERSION"))];
    let claims: Vec<String> = comparison
        .projects
        .iter()
        .map(|it| format!("{} in {}", count(it.compared(), "claim", "claims"), it.name))
        .collect();
    sentences.push(format!("Compared were {}.", list(&claims)));
    for pair in &comparison.pairs {
        sentences.push(pair_head(comparison, pair));
        sentences.push(passages(comparison, pair));
    }
    let words = &comparison.words;
    sentences.push(format!(
        "Which words belong to a claim: Krippendorff’s α = {} (nominal, each word is a unit, n = {}, {} empty).",
        number(words),
        count(words.units, "word", "words"),
        count(words.missing, "cell", "cells"),
    ));
    sentences.push("Claims on the same or overlapping passages are one unit.".to_owned());
    sentences.extend(comparison.pairs.iter().map(|pair| cohen(comparison, pair)));
    sentences.push(all_raters(comparison));
    sentences.extend(remarks(comparison));
    sentences.push("Definitions: Cohen 1960 and 1968, Fleiss 1971, Krippendorff 2011.".to_owned());
    sentences.join(" ")
}

fn with_n(coefficient: &Coefficient) -> String {
    format!(
        "{} (n = {}, {} empty)",
        number(coefficient),
        coefficient.units,
        count(coefficient.missing, "cell", "cells")
    )
}

fn cohen(comparison: &ProjectComparison, pair: &PairFigures) -> String {
    let [a, b] = pair.of.map(|project| comparison.projects[project].name.as_str());
    let [plain, linear, quadratic] = &pair.cohen;
    format!(
        "Verdicts of {a} and {b}: raw agreement {}, Cohen’s κ = {}, with linear weights {}, with quadratic weights {}.",
        with_n(&pair.raw),
        with_n(plain),
        with_n(linear),
        with_n(quadratic)
    )
}

fn all_raters(comparison: &ProjectComparison) -> String {
    let verdicts = &comparison.verdicts;
    let alphas: Vec<String> = (Level::ALL.into_iter().zip(&verdicts.alpha))
        .map(|(level, alpha)| format!("{} {}", level.word(), with_n(alpha)))
        .collect();
    let who = if comparison.projects.len() > 2 { "Verdicts of all: " } else { "" };
    format!("{who}Fleiss’ κ = {}; Krippendorff’s α: {}.", with_n(&verdicts.fleiss), list(&alphas))
}
