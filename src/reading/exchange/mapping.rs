//! Which label of another tool becomes which verdict or tag.

use std::collections::HashMap;

use crate::model::{Project, Scale, VerdictId};

use super::Note;

/// What a label becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Becomes {
    /// The claim's verdict.
    Verdict(VerdictId),
    /// A tag of the claim.
    Tag(String),
    /// Nothing: the word is left out.
    Nothing,
}

/// One word of the other tool, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The word.
    pub word: String,
    /// Whether it is a free tag there rather than a label.
    pub is_tag: bool,
    /// How many notes have it.
    pub count: usize,
    /// What it becomes.
    pub becomes: Becomes,
}

/// Every label and tag of a file with what becomes of it, labels first, in the order in which the file has them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    /// A row a word.
    pub rows: Vec<Row>,
}

/// Labels of our own exports that say nothing.
const SAYS_NOTHING: [&str; 2] = ["Open", "Claim"];

impl Mapping {
    /// The mapping to start from: a label named like a verdict of the project's scale becomes that verdict, every other label and
    /// tag a tag of the same name.
    pub fn new(project: &Project, notes: &[Note]) -> Self {
        let scale = project.scale();
        let mut indices: HashMap<(bool, &str), usize> = HashMap::new();
        let mut rows: Vec<Row> = Vec::new();
        for (is_tag, words) in [(false, labels as fn(&Note) -> &Vec<String>), (true, tags)] {
            for word in notes.iter().flat_map(words).filter(|word| !word.is_empty()) {
                let index = *indices.entry((is_tag, word)).or_insert_with(|| {
                    let becomes = if is_tag { Becomes::Tag(word.clone()) } else { proposal(&scale, word) };
                    rows.push(Row { word: word.clone(), is_tag, count: 0, becomes });
                    rows.len() - 1
                });
                rows[index].count += 1;
            }
        }
        Self { rows }
    }

    /// Says what a word becomes, as label and as tag. Returns whether the file has the word.
    pub fn set(&mut self, word: &str, becomes: &Becomes) -> bool {
        let mut is_there = false;
        for row in self.rows.iter_mut().filter(|row| row.word == word) {
            row.becomes = becomes.clone();
            is_there = true;
        }
        is_there
    }

    /// Labels that became tags of the same name since no verdict is called so.
    pub fn tagged(&self) -> impl Iterator<Item = &str> {
        let is_tagged = |row: &&Row| !row.is_tag && row.becomes == Becomes::Tag(row.word.clone());
        self.rows.iter().filter(is_tagged).map(|row| row.word.as_str())
    }

    /// Made for looking many words up.
    pub(super) fn lookup(&self) -> HashMap<(bool, &str), &Becomes> {
        self.rows.iter().map(|row| ((row.is_tag, row.word.as_str()), &row.becomes)).collect()
    }
}

fn labels(note: &Note) -> &Vec<String> {
    &note.labels
}

fn tags(note: &Note) -> &Vec<String> {
    &note.tags
}

fn proposal(scale: &Scale, label: &str) -> Becomes {
    let is_named = |name: &str| name.eq_ignore_ascii_case(label);
    let verdict = scale.verdicts.iter().find(|verdict| is_named(&verdict.label) || is_named(verdict.id.as_str()));
    match verdict {
        Some(verdict) => Becomes::Verdict(verdict.id.clone()),
        None if SAYS_NOTHING.contains(&label) => Becomes::Nothing,
        None => Becomes::Tag(label.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::VerdictId;

    #[test]
    fn labels_named_like_a_verdict_become_it_and_tags_stay_tags() {
        let note = |label: &str, tag: &str| Note {
            labels: vec![label.to_owned()],
            tags: vec![tag.to_owned()],
            ..Note::default()
        };
        let notes = [note("WRONG", "Wrong"), note("Open", ""), note("Money", "b"), note("Money", "b")];
        let mut mapping = Mapping::new(&Project::new("p"), &notes);
        let wrong = Becomes::Verdict(VerdictId::new("wrong").unwrap());
        let tag = |word: &str| Becomes::Tag(word.to_owned());
        let row = |word: &str, is_tag, count, becomes: &Becomes| Row {
            word: word.to_owned(),
            is_tag,
            count,
            becomes: becomes.clone(),
        };
        let expected = [
            row("WRONG", false, 1, &wrong),
            row("Open", false, 1, &Becomes::Nothing),
            row("Money", false, 2, &tag("Money")),
            row("Wrong", true, 1, &tag("Wrong")),
            row("b", true, 2, &tag("b")),
        ];
        assert_eq!(mapping.rows, expected);
        assert_eq!(mapping.tagged().collect::<Vec<_>>(), ["Money"]);
        assert!(mapping.set("b", &wrong) && !mapping.set("c", &wrong));
        assert_eq!(mapping.rows[4].becomes, wrong);
    }
}
