//! What of a library has the words that somebody looks for.
//!
//! BM25 over the stems of a claim's fields, each field weighed by what it says of the claim (Robertson, Zaragoza and Taylor, Simple BM25
//! Extension to Multiple Weighted Fields, 2004). All words have to be there; only where nothing has them all, what has most of them is
//! found.

use std::{cmp::Ordering, collections::HashMap, ops::Range, sync::Arc};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    model::{ArticleId, ClaimId},
    recall::{Language, each_word, folded},
};

use super::{
    Entry, Place, Query, Reach, Shelf, ShelfKind,
    index::{Found, Hit, HitAt, Lit},
    shelf::{Part, Unit},
};

/// How fast a word that comes again counts less, and how much a longer text counts less.
const K1: f32 = 1.2;
const B: f32 = 0.5;
/// What a word counts in each part: statement and quotes, what is about the claim, notes, blocks of articles.
const WEIGHTS: [f32; Part::COUNT] = [1.0, 0.5, 0.4, 0.5];
/// What a word counts that only begins as the one that is being written.
const BEGINS: f32 = 0.5;
/// A beginning of fewer letters is not looked for.
const BEGINNING_MIN: usize = 2;
/// No more words of a query are looked at.
const MAX_TERMS: usize = 32;
/// No more finds are looked through for a phrase.
const MAX_READ: usize = 2000;
/// How many passages of one article are shown.
const PASSAGES_MAX: usize = 2;
/// About how much of a text is shown around what was found, in bytes.
const SHOWN: usize = 240;
/// A statement is shown whole up to here.
const SHOWN_WHOLE: usize = 400;

/// A word that is looked for.
#[derive(Debug, Default)]
struct Term {
    folded: String,
    /// Its stem in each language.
    stems: FxHashMap<&'static str, String>,
    /// Whether it may be the beginning of a word.
    is_open: bool,
    /// Whether what is found has to have it.
    is_needed: bool,
}

/// The stems of one shelf that are one word's, and what each counts.
type Stems = Vec<(usize, f32)>;

/// A claim or block that has some of the words.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    shelf: u32,
    owner: u32,
    has: u32,
    score: f32,
}

pub(super) fn search(shelves: &[Arc<Shelf>], query: &Query, reach: Reach, limit: usize) -> Found {
    if query.is_empty() {
        return Found::default();
    }
    let looking = Looking::new(shelves, query, reach);
    let (mut candidates, is_partly) =
        if query.is_filter_alone() { (looking.all(), false) } else { looking.with_words() };
    candidates.sort_by(|a, b| looking.order(a, b));
    if !looking.phrases.is_empty() {
        candidates.truncate(MAX_READ);
        candidates.retain(|candidate| looking.has_phrases(candidate));
    }
    looking.thin_out(&mut candidates);
    let total = candidates.len();
    let hits = candidates.iter().take(limit).filter_map(|candidate| looking.hit(candidate)).collect();
    Found { hits, total, is_partly }
}

struct Looking<'a> {
    shelves: &'a [Arc<Shelf>],
    query: &'a Query,
    reach: Reach,
    terms: Vec<Term>,
    /// The folded words of each phrase.
    phrases: Vec<Vec<String>>,
    filters: Filters,
}

/// What is filtered by, folded.
struct Filters {
    verdicts: Vec<String>,
    people: Vec<String>,
    tags: Vec<String>,
    since: Option<String>,
    before: Option<String>,
}

impl<'a> Looking<'a> {
    fn new(shelves: &'a [Arc<Shelf>], query: &'a Query, reach: Reach) -> Self {
        let tags: FxHashSet<&str> = shelves.iter().flat_map(|shelf| &shelf.languages).map(String::as_str).collect();
        let languages: Vec<Language> = tags.into_iter().map(Language::tagged).collect();
        let words = |text: &str| {
            let mut words = Vec::new();
            each_word(text, |_, folded| words.push(folded.to_owned()));
            words
        };
        let phrases: Vec<Vec<String>> =
            query.phrases.iter().map(|phrase| words(phrase)).filter(|it| !it.is_empty()).collect();
        let mut wanted: Vec<String> = query.words.iter().flat_map(|word| words(word)).collect();
        let open = wanted.last().cloned().filter(|_| query.is_open);
        wanted.extend(phrases.iter().flatten().cloned());
        let mut seen = FxHashSet::default();
        wanted.retain(|word| seen.insert(word.clone()));
        wanted.truncate(MAX_TERMS);
        let silent: FxHashSet<&str> = languages.iter().flat_map(|language| language.function_words()).collect();
        let is_telling = wanted.iter().any(|word| !silent.contains(word.as_str()));
        let term = |folded: String| Term {
            stems: languages.iter().map(|language| (language.tag(), language.stem(&folded))).collect(),
            is_open: open.as_ref() == Some(&folded) && folded.chars().count() >= BEGINNING_MIN,
            is_needed: !is_telling || !silent.contains(folded.as_str()),
            folded,
        };
        let fold = |texts: &[String]| texts.iter().map(|text| folded(text)).collect();
        let filters = Filters {
            verdicts: fold(&query.verdicts),
            people: fold(&query.people),
            tags: fold(&query.tags),
            since: query.since.map(|day| day.to_string()),
            before: query.before.map(|day| day.to_string()),
        };
        Self { shelves, query, reach, terms: wanted.into_iter().map(term).collect(), phrases, filters }
    }

    /// Every claim that the filters let through.
    fn all(&self) -> Vec<Candidate> {
        let of = |(number, shelf): (usize, &Arc<Shelf>)| {
            let candidate = move |owner| Candidate { shelf: number as u32, owner: owner as u32, has: 0, score: 0.0 };
            (0..shelf.len()).map(candidate)
        };
        let all = self.shelves.iter().enumerate().flat_map(of);
        all.filter(|candidate| self.passes(candidate)).collect()
    }

    /// What has all the words, or most of them where nothing has all; and whether that is so.
    fn with_words(&self) -> (Vec<Candidate>, bool) {
        let needed = self.terms.iter().enumerate().filter(|(_, term)| term.is_needed);
        let needed: u32 = needed.map(|(at, _)| 1 << at).sum();
        if self.terms.is_empty() {
            return (Vec::new(), false);
        }
        let mut found = self.scored();
        found.retain(|candidate| self.passes(candidate));
        let has_all = |candidate: &Candidate| candidate.has & needed == needed;
        if found.iter().any(has_all) || !self.phrases.is_empty() {
            found.retain(has_all);
            return (found, false);
        }
        let most = needed.count_ones().div_ceil(2);
        found.retain(|candidate| (candidate.has & needed).count_ones() >= most.max(1));
        for candidate in &mut found {
            let share = (candidate.has & needed).count_ones() as f32 / needed.count_ones() as f32;
            candidate.score *= share * share;
        }
        let is_partly = !found.is_empty();
        (found, is_partly)
    }

    /// What has any of the words.
    fn scored(&self) -> Vec<Candidate> {
        let stems: Vec<Vec<Stems>> =
            self.shelves.iter().map(|shelf| self.terms.iter().map(|term| term.stems_on(shelf)).collect()).collect();
        let mut sums = [(0_u64, 0_u64); Part::COUNT];
        for shelf in self.shelves {
            shelf.units.iter().for_each(|unit| sums[unit.part as usize].0 += 1);
            sums.iter_mut().zip(shelf.sums).for_each(|((_, words), sum)| *words += u64::from(sum));
        }
        let means = sums.map(|(units, words)| (words as f32 / units.max(1) as f32).max(1.0));
        let units: u64 = sums.iter().map(|(units, _)| units).sum();
        let rarities: Vec<f32> = (0..self.terms.len())
            .map(|term| {
                let of_shelf = |(shelf, stems): (&Arc<Shelf>, &Vec<Stems>)| {
                    stems[term].iter().map(|(stem, _)| shelf.count_of(*stem)).sum::<usize>()
                };
                let with = self.shelves.iter().zip(&stems).map(of_shelf).sum::<usize>() as f32;
                (1.0 + ((units as f32 - with).max(0.0) + 0.5) / (with + 0.5)).ln()
            })
            .collect();
        let mut counting = Counting { means, told: self.reach == Reach::Told, ..Counting::default() };
        let mut found = Vec::new();
        for (number, (shelf, stems)) in self.shelves.iter().zip(&stems).enumerate() {
            if stems.iter().all(Vec::is_empty) {
                continue;
            }
            counting.begin(shelf.owners());
            for (at, stems) in stems.iter().enumerate() {
                for (stem, weight) in stems {
                    shelf.each_unit_of(*stem, |unit, times| counting.add(unit, times as f32 * weight));
                }
                counting.settle(at, rarities[at]);
            }
            let touched = counting.touched.iter().map(|owner| {
                let (has, score) = counting.sums[*owner as usize];
                Candidate { shelf: number as u32, owner: *owner, has, score }
            });
            found.extend(touched);
        }
        found
    }

    fn shelf(&self, candidate: &Candidate) -> &'a Arc<Shelf> {
        &self.shelves[candidate.shelf as usize]
    }

    /// Its place among the claims of its shelf; `None`: it is a block of an article.
    fn claim(&self, candidate: &Candidate) -> Option<usize> {
        let at = candidate.owner as usize;
        (at < self.shelf(candidate).len()).then_some(at)
    }

    fn passes(&self, candidate: &Candidate) -> bool {
        if !self.query.has_filter() {
            return true;
        }
        let head = self.claim(candidate).and_then(|at| self.shelf(candidate).head(at));
        let Some(mut head) = head else { return false };
        let Filters { verdicts, people, tags, since, before } = &self.filters;
        let has_verdict = |wanted: &String| {
            let is_kind = head.tone.is_some_and(|tone| folded(tone.label()) == *wanted);
            is_kind || has_words(&folded(head.verdict), wanted)
        };
        let is_of = |wanted: &String| {
            [head.decided_by, head.publisher, head.claimant].into_iter().any(|name| has_words(&folded(name), wanted))
        };
        // A day that is known only to the month or year lies at its beginning.
        let is_in_time = since.as_ref().is_none_or(|since| !head.date.is_empty() && head.date >= since.as_str())
            && before.as_ref().is_none_or(|before| !head.date.is_empty() && head.date < before.as_str());
        let passes =
            (verdicts.is_empty() || verdicts.iter().any(has_verdict)) && people.iter().all(is_of) && is_in_time;
        if !passes || tags.is_empty() {
            return passes;
        }
        let own: Vec<String> = head.tags.texts().unwrap_or_default().iter().map(|tag| folded(tag)).collect();
        tags.iter().all(|tag| own.contains(tag))
    }

    /// The best first; of equals the newest.
    fn order(&self, a: &Candidate, b: &Candidate) -> Ordering {
        let date = |candidate: &Candidate| {
            self.claim(candidate).and_then(|at| self.shelf(candidate).head(at)).map_or("", |head| head.date)
        };
        let by_score = b.score.total_cmp(&a.score);
        by_score.then_with(|| date(b).cmp(date(a))).then_with(|| (a.shelf, a.owner).cmp(&(b.shelf, b.owner)))
    }

    /// Leaves of each article the best passages alone.
    fn thin_out(&self, candidates: &mut Vec<Candidate>) {
        let mut shown: HashMap<(u32, u32), usize> = HashMap::new();
        candidates.retain(|candidate| {
            let shelf = self.shelf(candidate);
            let Some(block) = (candidate.owner as usize).checked_sub(shelf.len()) else { return true };
            let count = shown.entry((candidate.shelf, shelf.blocks[block].article)).or_default();
            *count += 1;
            *count <= PASSAGES_MAX
        });
    }

    fn has_phrases(&self, candidate: &Candidate) -> bool {
        let has = |texts: &[&str]| {
            self.phrases.iter().all(|phrase| texts.iter().any(|text| !Words::of(text).places_of(phrase).is_empty()))
        };
        match self.claim(candidate) {
            None => has(&self.block_text(candidate).into_iter().collect::<Vec<_>>()),
            Some(at) => self
                .entry(candidate, at)
                .is_some_and(|entry| has(&entry.texts().map(|(_, text)| text).collect::<Vec<_>>())),
        }
    }

    fn entry(&self, candidate: &Candidate, at: usize) -> Option<Entry> {
        let entry = self.shelf(candidate).entry(at)?;
        Some(if self.reach == Reach::Told { entry.as_told() } else { entry })
    }

    fn block_text(&self, candidate: &Candidate) -> Option<&'a str> {
        let shelf = self.shelf(candidate);
        shelf.block_text(candidate.owner as usize - shelf.len())
    }

    fn hit(&self, candidate: &Candidate) -> Option<Hit> {
        let shelf = Arc::clone(self.shelf(candidate));
        let score = candidate.score;
        if let Some(at) = self.claim(candidate) {
            let entry = self.entry(candidate, at)?;
            let lit =
                entry.texts().filter_map(|(place, text)| self.lit(&shelf, place, text)).map(|(lit, _)| lit).collect();
            let at = match shelf.kind {
                ShelfKind::Project => HitAt::Claim(ClaimId::new(&entry.id).ok()?),
                ShelfKind::Neighbours => HitAt::Check(at),
            };
            return Some(Hit { shelf, at, article: entry.article.clone(), entry: Some(entry), score, lit });
        }
        let block = shelf.blocks[candidate.owner as usize - shelf.len()];
        let text = self.block_text(candidate)?;
        let (article_id, article) = shelf.articles.get(block.article as usize)?.clone();
        let (lit, shown) = self.lit(&shelf, Place::Article, text)?;
        let start = block.start as usize;
        let passage = start + shown.start..start + shown.end;
        Some(Hit {
            shelf,
            at: HitAt::Passage(ArticleId::new(&article_id).ok()?, passage),
            entry: None,
            article,
            score,
            lit: vec![lit],
        })
    }

    /// Where in a text the words stand, cut to what is around them, and from where to where it was cut.
    fn lit(&self, shelf: &Shelf, place: Place, text: &str) -> Option<(Lit, Range<usize>)> {
        let words = Words::of(text);
        let in_phrase: Vec<Range<usize>> = self.phrases.iter().flat_map(|phrase| words.places_of(phrase)).collect();
        let of_phrases: FxHashSet<&str> = self.phrases.iter().flatten().map(String::as_str).collect();
        let languages: Vec<Language> = shelf.languages.iter().map(|tag| Language::tagged(tag)).collect();
        let is_wanted = |folded: &str| {
            self.terms.iter().filter(|term| term.is_needed && !of_phrases.contains(term.folded.as_str())).any(|term| {
                term.folded == folded
                    || term.is_open && folded.starts_with(&term.folded)
                    || languages.iter().any(|language| {
                        term.stems.get(language.tag()).is_some_and(|stem| language.stem(folded) == *stem)
                    })
            })
        };
        let mut known: FxHashMap<&str, bool> = FxHashMap::default();
        let mut spans = in_phrase;
        for (place, folded) in words.found.iter() {
            if *known.entry(folded).or_insert_with(|| is_wanted(folded)) {
                spans.push(place.clone());
            }
        }
        spans.sort_by_key(|span| (span.start, span.end));
        spans.dedup_by(|next, before| {
            let overlaps = next.start < before.end;
            if overlaps {
                before.end = before.end.max(next.end);
            }
            overlaps
        });
        let shown = window(text, &spans, if place == Place::Statement { SHOWN_WHOLE } else { SHOWN })?;
        let inner = spans.into_iter().filter(|span| span.start >= shown.start && span.end <= shown.end);
        let spans = inner.map(|span| span.start - shown.start..span.end - shown.start).collect();
        Some((Lit { place, text: text[shown.clone()].to_owned(), spans }, shown))
    }
}

impl Term {
    /// The stems of a shelf that are this word's, and what each counts.
    fn stems_on(&self, shelf: &Shelf) -> Stems {
        let mut found: Stems = Vec::new();
        let mut add = |stem: usize, weight: f32| {
            if !found.iter().any(|(other, _)| *other == stem) {
                found.push((stem, weight));
            }
        };
        for tag in &shelf.languages {
            let stem = self.stems.get(tag.as_str()).map_or(self.folded.as_str(), String::as_str);
            if let Some(stem) = shelf.stem(stem) {
                add(stem, 1.0);
            }
        }
        if self.is_open {
            shelf.stems_from(&self.folded).for_each(|stem| add(stem, BEGINS));
        }
        found
    }
}

/// What each claim and block of a shelf scores.
#[derive(Default)]
struct Counting {
    means: [f32; Part::COUNT],
    told: bool,
    /// Which words it has, and the score.
    sums: Vec<(u32, f32)>,
    touched: Vec<u32>,
    /// How often it has the word that is counted now.
    times: Vec<f32>,
    touched_now: Vec<u32>,
}

impl Counting {
    fn begin(&mut self, owners: usize) {
        self.touched.drain(..).for_each(|owner| self.sums[owner as usize] = (0, 0.0));
        self.sums.resize(self.sums.len().max(owners), (0, 0.0));
        self.times.resize(self.times.len().max(owners), 0.0);
    }

    fn add(&mut self, unit: Unit, times: f32) {
        if self.told && unit.part == Part::Private {
            return;
        }
        let part = unit.part as usize;
        let length = 1.0 - B + B * f32::from(unit.words) / self.means[part];
        let sum = &mut self.times[unit.owner as usize];
        if *sum == 0.0 {
            self.touched_now.push(unit.owner);
        }
        *sum += WEIGHTS[part] * times / length;
    }

    fn settle(&mut self, term: usize, rarity: f32) {
        for owner in self.touched_now.drain(..) {
            let times = std::mem::take(&mut self.times[owner as usize]);
            let (has, score) = &mut self.sums[owner as usize];
            if *has == 0 {
                self.touched.push(owner);
            }
            *has |= 1 << term;
            *score += rarity * times * (K1 + 1.0) / (times + K1);
        }
    }
}

/// The words of a text and where they stand.
struct Words {
    found: Vec<(Range<usize>, String)>,
}

impl Words {
    fn of(text: &str) -> Self {
        let mut found = Vec::new();
        each_word(text, |place, folded| found.push((place, folded.to_owned())));
        Self { found }
    }

    /// Where these words stand one behind the other.
    fn places_of(&self, phrase: &[String]) -> Vec<Range<usize>> {
        let is_here =
            |words: &&[(Range<usize>, String)]| words.iter().zip(phrase).all(|((_, word), wanted)| word == wanted);
        let place = |words: &[(Range<usize>, String)]| Some(words.first()?.0.start..words.last()?.0.end);
        self.found.windows(phrase.len().max(1)).filter(is_here).filter_map(place).collect()
    }
}

/// Whether a folded text has all words of another.
fn has_words(text: &str, wanted: &str) -> bool {
    wanted.split_whitespace().all(|word| text.contains(word))
}

/// The part of a text that is shown: where most of the spans stand close together, from word to word. `None`: there are no spans.
fn window(text: &str, spans: &[Range<usize>], most: usize) -> Option<Range<usize>> {
    let first = spans.first()?;
    if text.len() <= most {
        return Some(0..text.len());
    }
    let within = |start: &Range<usize>| {
        let is_near = |span: &&Range<usize>| span.start >= start.start && span.end <= start.start + most * 2 / 3;
        spans.iter().filter(is_near).count()
    };
    let best = spans.iter().rev().max_by_key(|start| within(start)).unwrap_or(first);
    let start = text.floor_char_boundary(best.start.saturating_sub(most / 4));
    let end = text.ceil_char_boundary((start + most).max(best.end).min(text.len()));
    // Not in the middle of a word, where there is one.
    let start = if start == 0 { 0 } else { text[start..best.start].find(' ').map_or(start, |at| start + at + 1) };
    let end = if end == text.len() { end } else { text[best.end..end].rfind(' ').map_or(end, |at| best.end + at) };
    Some(start..end)
}
