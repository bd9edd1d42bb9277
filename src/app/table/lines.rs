//! The lines of the table: claims, and the heads of groups over them. Worked out once for each state of the project.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use crate::{
    Visible,
    cached::Cached,
    model::{ClaimColumn, ClaimId, ClaimQuery, Project},
    state_id::StateId,
};

use super::{columns, rows::rows};

/// A line of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// The head of a group, by its place.
    Group(usize),
    /// A claim, by its place in [`Project::claims`].
    Claim(usize),
}

/// Claims with the same value in the column by which they are grouped. A claim with several tags is in several groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The word that stays; empty for claims without a value.
    pub key: String,
    /// The word for people.
    pub label: String,
    /// How many claims it has.
    pub count: usize,
    /// Whether its claims are folded away.
    pub is_folded: bool,
}

/// What the table shows, from top to bottom.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Lines {
    /// The lines.
    pub lines: Vec<Line>,
    /// The groups that the lines name.
    pub groups: Vec<Group>,
    /// The claims that pass, each once, in order; those in folded groups too.
    pub rows: Vec<usize>,
    /// The ids of all claims of the project when this was worked out.
    ids: Vec<ClaimId>,
}

impl Lines {
    /// What a query shows of a project.
    pub fn of<'a>(visible: impl Into<Visible<'a>>, query: &ClaimQuery, folded: &BTreeSet<String>) -> Self {
        let visible = visible.into();
        Self::of_rows(visible, rows(visible, query), query.group, folded)
    }

    fn of_rows(visible: Visible<'_>, rows: Vec<usize>, group: Option<ClaimColumn>, folded: &BTreeSet<String>) -> Self {
        let ids = visible.project.claims().iter().map(|claim| claim.id.clone()).collect();
        let Some(column) = group else {
            return Self { lines: rows.iter().copied().map(Line::Claim).collect(), groups: Vec::new(), rows, ids };
        };
        let (mut groups, mut lines) = (Vec::new(), Vec::new());
        for (key, label, members) in grouped(visible, &rows, column) {
            let is_folded = folded.contains(&key);
            lines.push(Line::Group(groups.len()));
            groups.push(Group { key, label, count: members.len(), is_folded });
            if !is_folded {
                lines.extend(members.into_iter().map(Line::Claim));
            }
        }
        Self { lines, groups, rows, ids }
    }

    /// The claim on a line.
    pub fn claim(&self, line: usize) -> Option<usize> {
        match self.lines.get(line) {
            Some(Line::Claim(index)) => Some(*index),
            _ => None,
        }
    }

    /// The claims that have a line: those in folded groups have none. A claim can have several.
    pub fn claims(&self) -> impl Iterator<Item = usize> {
        (0..self.lines.len()).filter_map(|line| self.claim(line))
    }

    /// The first line of a claim.
    pub fn line_of(&self, index: usize) -> Option<usize> {
        self.lines.iter().position(|line| *line == Line::Claim(index))
    }

    fn fits(&self, project: &Project) -> bool {
        let claims = project.claims();
        self.ids.len() == claims.len() && self.ids.iter().zip(claims).all(|(id, claim)| *id == claim.id)
    }
}

/// Rows by their value in a column, in the order in which values are offered, those without a value at the end.
fn grouped(visible: Visible<'_>, rows: &[usize], column: ClaimColumn) -> Vec<(String, String, Vec<usize>)> {
    let mut members: HashMap<String, Vec<usize>> = HashMap::new();
    for &index in rows {
        let keys = columns::keys(visible, &visible.project.claims()[index], column);
        if keys.is_empty() {
            members.entry(String::new()).or_default().push(index);
        }
        for key in keys {
            match members.get_mut(key.as_ref()) {
                Some(list) => list.push(index),
                None => drop(members.insert(key.into_owned(), vec![index])),
            }
        }
    }
    let offered = columns::choices(visible, column).into_iter().map(|choice| (choice.key, choice.label));
    let none = (String::new(), format!("No {}", column.label().to_lowercase()));
    offered.chain([none]).filter_map(|(key, label)| members.remove(&key).map(|list| (key, label, list))).collect()
}

/// The lines that were worked out last.
#[derive(Debug, Default)]
pub struct Cache {
    rows: Cached<(StateId, ClaimQuery), Vec<usize>>,
    lines: Cached<(ClaimQuery, BTreeSet<String>), (StateId, Arc<Lines>)>,
}

impl Cache {
    /// The lines for now. While `is_held`, lines stay where they are although values change: somebody types in one.
    pub fn lines<'a>(
        &mut self,
        visible: impl Into<Visible<'a>>,
        state: StateId,
        query: &ClaimQuery,
        folded: &BTreeSet<String>,
        is_held: bool,
    ) -> Arc<Lines> {
        let visible = visible.into();
        let key = (query.clone(), folded.clone());
        if let Some((of, lines)) = self.lines.known(&key) {
            let is_held = is_held && of.of_project() == state.of_project() && lines.fits(visible.project);
            if *of == state || is_held {
                return Arc::clone(lines);
            }
        }
        let ungrouped = ClaimQuery { group: None, columns: Vec::new(), ..query.clone() };
        let rows = self.rows.of((state, ungrouped), || rows(visible, query)).clone();
        let lines = Arc::new(Lines::of_rows(visible, rows, query.group, folded));
        self.lines.put(key, (state, Arc::clone(&lines)));
        lines
    }
}
