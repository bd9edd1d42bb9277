//! What a condition asks, in words.

use crate::model::{ClaimColumn, Project, Test};

use super::columns::{self, ColumnKind};

/// "Verdict is ✓ Confirmed", "Evidence at most 1", "Changed from 2025-02-01".
pub fn condition(project: &Project, column: ClaimColumn, test: &Test) -> String {
    let name = column.label();
    let list = |keys: &[String]| {
        let labels: Vec<String> = keys.iter().map(|key| columns::label(project, column, key)).collect();
        match labels.as_slice() {
            [first, second, third, rest @ ..] if !rest.is_empty() => {
                format!("{first}, {second}, {third} and {} more", rest.len())
            }
            [start @ .., last] if !start.is_empty() => format!("{} or {last}", start.join(", ")),
            labels => labels.concat(),
        }
    };
    match test {
        test if test.is_blank() => format!("{name}: any"),
        Test::Contains(words) => format!("{name} contains “{}”", words.trim()),
        Test::Lacks(words) => format!("{name} does not contain “{}”", words.trim()),
        Test::Is(keys) => format!("{name} is {}", list(keys)),
        Test::IsNot(keys) => format!("{name} is not {}", list(keys)),
        Test::IsEmpty => format!("{name} is empty"),
        Test::IsFilled => format!("{name} is not empty"),
        Test::Between { from, to } => {
            let is_date = columns::kind(project, column) == ColumnKind::Date;
            let (least, most) = if is_date { ("from", "until") } else { ("at least", "at most") };
            let part = |word: &str, bound: &str| match bound.trim() {
                "" => String::new(),
                bound => format!(" {word} {bound}"),
            };
            format!("{name}{}{}", part(least, from), part(most, to))
        }
    }
}
