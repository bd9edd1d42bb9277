//! The figures of a chart as a table: a column for the categories and one for each series, as the chart keeps them.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    import::{
        DraftBlock,
        xml::{Piece, Xml},
    },
    model::BlockKind,
};

use super::NAMESPACES;

/// A series of a chart.
#[derive(Debug, Default)]
struct Series {
    name: String,
    categories: BTreeMap<usize, String>,
    values: BTreeMap<usize, String>,
}

/// What the points that are being read are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Name,
    Categories,
    Values,
}

/// The titles and figures of a chart.
pub fn read(text: &str) -> Vec<DraftBlock> {
    let mut xml = Xml::new(text, NAMESPACES);
    let mut titles: Vec<String> = Vec::new();
    let mut series: Vec<Series> = Vec::new();
    let mut of = None;
    let mut at = 0;
    while let Some(piece) = xml.next() {
        let tag = match piece {
            Piece::Start(tag) => tag,
            Piece::End(name) => {
                if matches!(name.rsplit(':').next(), Some("tx" | "cat" | "xVal" | "val" | "yVal")) {
                    of = None;
                }
                continue;
            }
            Piece::Text(_) => continue,
        };
        match tag.local() {
            "ser" => series.push(Series::default()),
            "tx" if !series.is_empty() => of = Some(Of::Name),
            "cat" | "xVal" => of = Some(Of::Categories),
            "val" | "yVal" => of = Some(Of::Values),
            "pt" => at = tag.attr("idx").and_then(|at| at.parse().ok()).unwrap_or(at + 1),
            "v" => {
                let words = xml.text().split_whitespace().collect::<Vec<_>>().join(" ");
                let Some(last) = series.last_mut() else { continue };
                match of {
                    Some(Of::Name) => last.name = words,
                    Some(Of::Categories) => drop(last.categories.insert(at, words)),
                    Some(Of::Values) => drop(last.values.insert(at, words)),
                    _ => {}
                }
            }
            "p" => titles.push(xml.text()),
            _ => {}
        }
    }
    titles.retain(|title| !title.trim().is_empty());
    let mut blocks: Vec<DraftBlock> =
        titles.into_iter().map(|title| DraftBlock::kept(BlockKind::Caption, title)).collect();
    blocks.extend(table(&series).map(|lines| DraftBlock::kept(BlockKind::Table, lines)));
    blocks
}

fn table(series: &[Series]) -> Option<String> {
    let first = series.first()?;
    let mut lines = vec![series.iter().fold(String::new(), |line, series| format!("{line}\t{}", series.name))];
    let indices: BTreeSet<usize> =
        series.iter().flat_map(|series| series.values.keys()).chain(first.categories.keys()).copied().collect();
    for index in indices {
        let values = series.iter().map(|series| &series.values);
        let row = std::iter::once(&first.categories).chain(values).map(|points| points.get(&index).cloned());
        lines.push(row.map(Option::unwrap_or_default).collect::<Vec<_>>().join("\t"));
    }
    Some(lines.join("\n")).filter(|lines| lines.chars().any(char::is_alphanumeric))
}
