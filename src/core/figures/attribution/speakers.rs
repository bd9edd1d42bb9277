//! Who says a quotation: the sentence around it says so, or the quotation before it does.

use super::{
    Quotation, Speaker, cues,
    people::{Name, introduced, is_role, name_at, surname},
    quotes::Quote,
};
use crate::figures::{
    token::{Sort, Tokens},
    tongue::Tongue,
};

/// Who is meant, by tokens.
#[derive(Clone, Copy, Debug)]
enum Who {
    Name(Name),
    Role(usize, usize),
    Pronoun(usize),
}

/// The quotations with their speakers.
pub(super) fn of(tokens: &Tokens<'_>, quotes: &[Quote], flags: &[bool], people: &[Name]) -> Vec<Quotation> {
    let around = Around { tokens, quotes, flags, people };
    let mut found: Vec<Option<Speaker>> = Vec::with_capacity(quotes.len());
    for k in 0..quotes.len() {
        let who = around.after(k).or_else(|| around.before(k));
        let speaker =
            who.and_then(|who| around.speaker(who, &found, k)).or_else(|| around.carried(k, who.is_some(), &found));
        found.push(speaker);
    }
    for k in (1..quotes.len()).rev() {
        if quotes[k].goes_on && found[k - 1].is_none() {
            found[k - 1] = found[k].clone();
        }
    }
    let spans = quotes.iter().map(|quote| tokens.start(quote.open)..tokens.end_before(quote.end));
    spans
        .zip(quotes)
        .zip(found)
        .map(|((span, quote), speaker)| Quotation { span, words: quote.words, speaker })
        .collect()
}

struct Around<'a, 'b> {
    tokens: &'a Tokens<'b>,
    quotes: &'a [Quote],
    flags: &'a [bool],
    people: &'a [Name],
}

impl Around<'_, '_> {
    /// A sentence ends with this token.
    fn ends_sentence(&self, i: usize) -> bool {
        let tokens = self.tokens;
        match tokens.mark(i) {
            Some('.' | '!' | '?' | '…') => {
                let short = tokens.is_glued(i)
                    && i > 0
                    && (tokens.is_any(
                        i - 1,
                        "mr mrs ms dr prof gen sen rep gov lt col sgt st jr sr no nr ca bzw vs u s d m p",
                    ) || tokens.word(i - 1).chars().count() == 1);
                let goes_on = tokens.is_word(i + 1) && !tokens.is_capital(i + 1)
                    || tokens.is_glued(i + 1) && tokens.is_word(i + 1)
                    || matches!(tokens.mark(i + 1), Some(','));
                !(goes_on || short && !tokens.begins_line(i + 1))
            }
            Some(';') => true,
            _ => tokens.begins_line(i + 1),
        }
    }

    /// The tokens of its sentence behind a quotation, up to the next one.
    fn region_after(&self, k: usize) -> (usize, usize) {
        let from = self.quotes[k].end;
        let limit = self.quotes.get(k + 1).map_or(self.tokens.all.len(), |next| next.open);
        let mut to = from;
        while to < limit && !self.tokens.begins_line(to) {
            to += 1;
            if self.ends_sentence(to - 1) {
                break;
            }
        }
        (from, to)
    }

    /// The tokens of its sentence before a quotation, back to the one before it.
    fn region_before(&self, k: usize) -> (usize, usize) {
        let open = self.quotes[k].open;
        let limit = k.checked_sub(1).map_or(0, |last| self.quotes[last].end);
        let mut from = open;
        while from > limit && !self.tokens.begins_line(from) && !self.ends_sentence(from - 1) {
            from -= 1;
        }
        (from, open)
    }

    /// `"…," said X`, `"…," X said`, `«…», explique X`.
    fn after(&self, k: usize) -> Option<Who> {
        let (quote, tokens) = (&self.quotes[k], self.tokens);
        if !quote.is_closed {
            return None;
        }
        let (mut from, to) = self.region_after(k);
        let inner = tokens.mark(quote.end - 2);
        let comma = tokens.mark(from).is_some_and(|mark| matches!(mark, ',' | '-' | '–' | '—'));
        let begins = tokens.is_capital(from) || !tokens.is_word(from);
        let stopped = inner == Some('.') && !comma && begins;
        if stopped || tokens.begins_line(from) {
            return None;
        }
        let open = inner.is_some_and(|mark| matches!(mark, ',' | '?' | '!')) || comma || tokens.mark(from) == Some(',');
        from += usize::from(comma);
        let cue = (from..to.min(from + 16)).find(|i| self.flags[*i])?;
        if !open && cue > from + 1 {
            return None;
        }
        if let Some(who) = self.source_phrase(cue, to) {
            return (cue <= from + 1).then_some(who);
        }
        let left = self.left(cue, from);
        if left.is_some() || cue > from + 4 {
            return left;
        }
        let mut next = cue + 1;
        while next < to
            && (self.flags[next]
                || tokens.is_hyphen(next)
                || tokens.is_any(next, "t later also then dazu dazu dann aussi también ayer hier auf gestern am"))
        {
            next += 1;
        }
        if tokens.is_any(cue, "told tells telling teilte teilten informó") && tokens.lexicon.tongue != Tongue::German {
            return None;
        }
        self.right(next, to)
    }

    /// `X said: "…"`, `According to X, "…"`, `X: "…"`.
    fn before(&self, k: usize) -> Option<Who> {
        let tokens = self.tokens;
        let (from, to) = self.region_before(k);
        if from >= to {
            return None;
        }
        let near = to.saturating_sub(26).max(from);
        for cue in (near..to).rev().filter(|i| self.flags[*i]) {
            let first = (near..=cue).rev().take_while(|i| self.flags[*i]).last().unwrap_or(cue);
            if let Some(who) = self.source_phrase(first, to) {
                return Some(who);
            }
            let split = k > 0 && from == self.quotes[k - 1].end;
            let left = self.left(first, from);
            if left.is_some() {
                return left;
            }
            if tokens.word(cue).ends_with("ing") && tokens.mark(first.wrapping_sub(1)) == Some(',') {
                continue;
            }
            return if split || tokens.is_any(cue, "told tells") { None } else { self.right(cue + 1, to) };
        }
        if tokens.mark(to - 1) == Some(':') {
            let end = to - 1;
            let name = (from..end).find_map(|i| name_at(tokens, i, end).map(|last| Name { first: i, end: last }))?;
            return (name.first <= from + 1 && name.end == end && end - name.first >= 2).then_some(Who::Name(name));
        }
        None
    }

    /// "according to X", "laut X", "selon X", "según X" with X.
    fn source_phrase(&self, cue: usize, to: usize) -> Option<Who> {
        let tokens = self.tokens;
        let next = if tokens.is(cue, "according") && tokens.is(cue + 1, "to") {
            cue + 2
        } else if tokens.is_any(cue, "laut selon según") {
            cue + 1
        } else {
            return None;
        };
        self.right(next, to)
    }

    /// Whoever stands right of a verb.
    fn right(&self, i: usize, to: usize) -> Option<Who> {
        let tokens = self.tokens;
        let pronoun = cues::PRONOUNS[tokens.lexicon.tongue as usize];
        if i < to && tokens.is_any(i, pronoun) {
            return Some(Who::Pronoun(i));
        }
        let mut at = i;
        while at < to
            && at < i + 8
            && tokens.is_word(at)
            && !tokens.is_any(at, "that in on at to about after when as during dass im bei que en à dans de para")
        {
            if let Some(end) = name_at(tokens, at, to) {
                return self.is_speaking_name(at, end).then_some(Who::Name(Name { first: at, end }));
            }
            if is_role(tokens, at) {
                let beyond = at + 1;
                if let Some(end) = name_at(tokens, beyond, to).filter(|_| beyond < to) {
                    return Some(Who::Name(Name { first: beyond, end }));
                }
                let article = at > i || tokens.is_any(i, "the a an");
                return (article || is_role(tokens, i)).then_some(Who::Role(i, beyond));
            }
            at += 1;
        }
        None
    }

    /// Whoever stands left of a verb, no further back than `from`.
    fn left(&self, cue: usize, from: usize) -> Option<Who> {
        let tokens = self.tokens;
        let mut end = cue;
        while end > from && tokens.is_word(end - 1) && is_helper(tokens, end - 1) {
            end -= 1;
        }
        if end > from && tokens.is_any(end - 1, "who qui quien") {
            end -= 1;
        }
        if end > from && tokens.mark(end - 1) == Some(',') {
            let close = end - 1;
            let open = (from..close).rev().take(22).find(|i| tokens.mark(*i) == Some(','));
            end = open?;
        }
        if end <= from {
            return None;
        }
        if tokens.is_any(end - 1, cues::PRONOUNS[tokens.lexicon.tongue as usize]) {
            return Some(Who::Pronoun(end - 1));
        }
        let mut start = end;
        while start > from && !self.is_boundary(start - 1) {
            start -= 1;
        }
        let mut name = None;
        let mut at = start;
        while at < end {
            match name_at(tokens, at, end) {
                Some(last) => {
                    let fresh = Name { first: at, end: last };
                    if name.is_none() || last == end {
                        name = Some(fresh);
                    }
                    at = last;
                }
                None => at += 1,
            }
        }
        let role = (start..end).find(|i| is_role(tokens, *i));
        match (name, role) {
            (Some(name), _) if name.end == end && self.is_speaking_name(name.first, name.end) => Some(Who::Name(name)),
            (Some(name), None)
                if end - name.end <= 5
                    && name.first <= start + 2
                    && tokens.is_any(name.end, "of from for at with in von aus vom de du des d del")
                    && self.is_speaking_name(name.first, name.end) =>
            {
                Some(Who::Name(name))
            }
            (_, Some(role)) if end - role <= 8 => {
                let first = (start..role + 1).find(|i| !tokens.is_any(*i, "in on at but and so then")).unwrap_or(role);
                Some(Who::Role(first, end))
            }
            _ => None,
        }
    }

    /// A clause begins behind this token.
    fn is_boundary(&self, i: usize) -> bool {
        let tokens = self.tokens;
        match tokens.sort(i) {
            Some(Sort::Mark(mark)) => matches!(mark, ',' | ';' | ':' | '—' | '–' | '(' | ')' | '"' | '“' | '”' | '«' | '»' | '„' | '!' | '?'),
            Some(Sort::Word) => self.flags[i] || tokens.is_any(i, "and but that as when while because if where after before although which whether und aber dass als wenn während weil et mais que quand y pero cuando porque"),
            _ => false,
        }
    }

    /// A name that can speak: no country's adjective, no day, no word that only begins a sentence.
    fn is_speaking_name(&self, first: usize, end: usize) -> bool {
        let tokens = self.tokens;
        if end - first == 1 {
            let word = tokens.word(first);
            let begins = first == 0 || tokens.begins_line(first) || self.ends_sentence(first - 1);
            let again = self.people.iter().any(|name| name.first != first && surname(tokens, *name) == word);
            let plain = word.ends_with("ly")
                || word.ends_with("ing")
                || matches!(word, "Nobody" | "Everyone" | "Someone" | "Neither" | "Anyone" | "God");
            return word.chars().count() > 2
                && !plain
                && (!begins || again || is_role(tokens, first) || tokens.lexicon.tongue != Tongue::English);
        }
        true
    }

    fn speaker(&self, who: Who, found: &[Option<Speaker>], k: usize) -> Option<Speaker> {
        let tokens = self.tokens;
        let of = |name: Name, is_pronoun: bool| Speaker {
            span: tokens.start(name.first)..tokens.end_before(name.end),
            introduced: introduced(tokens, self.people, name),
            is_named: true,
            is_pronoun,
        };
        match who {
            Who::Name(name) => Some(of(name, false)),
            Who::Role(first, end) => {
                let span = tokens.start(first)..tokens.end_before(end);
                Some(Speaker { introduced: span.clone(), span, is_named: false, is_pronoun: false })
            }
            Who::Pronoun(at) => self.antecedent(at, found, k),
        }
    }

    /// The person that a pronoun stands for: the last named one, when only one comes into question.
    fn antecedent(&self, at: usize, found: &[Option<Speaker>], k: usize) -> Option<Speaker> {
        let tokens = self.tokens;
        if tokens.is_any(at, "they ils elles ellos ellas")
            || tokens.lexicon.tongue == Tongue::German && tokens.is(at, "sie")
        {
            return None;
        }
        let from = self.two_paragraphs_back(at);
        let persons: Vec<Name> = self
            .people
            .iter()
            .copied()
            .filter(|name| name.end <= at && name.first >= from && self.is_person(*name))
            .collect();
        let last = found[..k].iter().rev().flatten().find(|speaker| speaker.is_named);
        let known = last.filter(|speaker| speaker.span.start >= tokens.start(from) || speaker.is_pronoun);
        let latest = persons.last().copied();
        match (known, latest) {
            (Some(speaker), None) => Some(Speaker { is_pronoun: true, ..speaker.clone() }),
            (Some(speaker), Some(name)) => {
                let of_speaker = &tokens.text[speaker.span.clone()];
                let same = of_speaker.contains(surname(tokens, name))
                    || self.people.iter().any(|other| {
                        surname(tokens, *other) == surname(tokens, name)
                            && tokens.text[tokens.start(other.first)..tokens.end_before(other.end)].contains(of_speaker)
                    });
                if same || tokens.start(name.first) < speaker.span.start {
                    return Some(Speaker { is_pronoun: true, ..speaker.clone() });
                }
                self.is_subject(name).then(|| self.named(name))
            }
            (None, Some(name)) => {
                let others = persons.iter().any(|other| surname(tokens, *other) != surname(tokens, name));
                (!others || self.is_subject(name)).then(|| self.named(name))
            }
            (None, None) => None,
        }
    }

    fn named(&self, name: Name) -> Speaker {
        let tokens = self.tokens;
        Speaker {
            span: tokens.start(name.first)..tokens.end_before(name.end),
            introduced: introduced(tokens, self.people, name),
            is_named: true,
            is_pronoun: true,
        }
    }

    /// The name begins its sentence.
    fn is_subject(&self, name: Name) -> bool {
        let mut first = name.first;
        while first > 0
            && !self.tokens.begins_line(first)
            && (is_role(self.tokens, first - 1) || self.tokens.is_any(first - 1, "the former"))
        {
            first -= 1;
        }
        self.tokens.begins_line(first) || first == 0 || self.ends_sentence(first - 1)
    }

    fn two_paragraphs_back(&self, at: usize) -> usize {
        let (mut from, mut lines) = (at, 0);
        while from > 0 {
            lines += usize::from(self.tokens.begins_line(from));
            if lines == 3 {
                break;
            }
            from -= 1;
        }
        from
    }

    /// A name of a person rather than of a place or a body: two words and more, none of them a body's; or the surname of such a one.
    fn is_person(&self, name: Name) -> bool {
        let tokens = self.tokens;
        let body = "party university department street house court council committee states kingdom city county times post news bank group inc ltd association ministry office union league club party school college hospital company institute center centre church \
             republic state north south east west new united world america american democrats republicans congress senate parliament commission agency police national international federal world day war river lake park island road avenue twitter facebook google";
        let words = (name.first..name.end).filter(|i| tokens.is_word(*i)).count();
        let clean = (name.first..name.end).all(|i| !tokens.is_any(i, body));
        let full = |other: &Name| (other.first..other.end).filter(|i| tokens.is_word(*i)).count() >= 2;
        clean
            && ((2..=6).contains(&words)
                || self.people.iter().any(|other| {
                    other.first < name.first && full(other) && surname(tokens, *other) == surname(tokens, name)
                }))
    }

    /// The speaker of the quotation before, where this one follows it at once, goes on with it, or is a paragraph by itself behind it.
    fn carried(&self, k: usize, was_named: bool, found: &[Option<Speaker>]) -> Option<Speaker> {
        let tokens = self.tokens;
        let (quote, last) = (&self.quotes[k], k.checked_sub(1)?);
        let speaker = found[last].clone()?;
        if quote.goes_on {
            return Some(speaker);
        }
        if was_named {
            return None;
        }
        let (_, sentence_end) = self.region_after(last);
        let at_once = quote.open <= sentence_end && !tokens.begins_line(quote.open);
        let split = self.region_before(k).0 == self.quotes[last].end && !tokens.begins_line(quote.open);
        let whole = tokens.begins_line(quote.open) && tokens.begins_line(quote.end) && quote.is_closed;
        let lines = (self.quotes[last].end..=quote.open).filter(|i| tokens.begins_line(*i)).count();
        (at_once || split && quote.words >= 3 || whole && lines == 1).then_some(speaker)
    }
}

/// Words between a speaker and the verb.
fn is_helper(tokens: &Tokens<'_>, i: usize) -> bool {
    let word = tokens.word(i);
    tokens.is_any(i, "has have had also later then been was is repeatedly already never often once even not would did further again quickly soon still recently himself herself hat haben hatte a ont avait ha han había t se ne s also later auch am est été")
        || word.len() > 4 && (word.ends_with("ly") || word.ends_with("mente")) && !tokens.is_capital(i)
}
