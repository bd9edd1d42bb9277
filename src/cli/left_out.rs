//! What opening a file left out, told on the command line, and whether what came in is enough to be saved.

use std::path::Path;

use anyhow::bail;

use crate::{
    app::effect::Imported,
    import::{Draft, LeftOut},
};

use super::{Failure, output};

/// Whether little is taken for all there is.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub struct Little {
    /// Save also where nearly nothing of a file came in.
    #[arg(long)]
    accept_little: bool,
}

/// So many passages are told; `claimdesk text --json` lists all.
const MAX_TOLD: usize = 20;
/// So much of a passage is told, in characters.
const MAX_WORDS: usize = 100;

/// Tells warnings and what was left out, a line a passage.
///
/// # Errors
/// Where nearly nothing came in and that was not accepted.
pub fn look(imported: &Imported, path: &Path, little: Little) -> Result<(), Failure> {
    let draft = &imported.draft;
    let path_shown = path.display();
    for warning in &draft.warnings {
        let at = warning.locator.as_ref().map(|locator| format!(" ({locator})")).unwrap_or_default();
        output::warn(&format!("{}{at}\n{path_shown}", warning.message));
    }
    lines(draft).iter().for_each(|line| output::tell_line(line));
    if draft.is_little && !little.accept_little {
        bail!(
            "Could not take the text: nearly nothing of it came in. With --accept-little it is saved all the same.\n{path_shown}"
        );
    }
    Ok(())
}

/// How much was left out, then the longest passages in reading order with their reasons.
fn lines(draft: &Draft) -> Vec<String> {
    let left_out: Vec<(&str, &str)> = draft
        .blocks
        .iter()
        .filter(|block| !block.keep)
        .map(|block| (block.why.map_or("left out", LeftOut::label), block.block.text.as_str()))
        .collect();
    if left_out.is_empty() {
        return Vec::new();
    }
    let words: usize = left_out.iter().map(|(_, text)| text.split_whitespace().count()).sum();
    let passages = if left_out.len() == 1 { "1 passage".to_owned() } else { format!("{} passages", left_out.len()) };
    let mut lengths: Vec<usize> = left_out.iter().map(|(_, text)| text.len()).collect();
    lengths.sort_unstable_by(|a, b| b.cmp(a));
    let least = lengths.get(MAX_TOLD - 1).copied().unwrap_or(0);
    let told: Vec<String> = left_out
        .iter()
        .filter(|(_, text)| text.len() >= least)
        .take(MAX_TOLD)
        .map(|(why, text)| format!("  {why}: {}", beginning(text)))
        .collect();
    let more = left_out.len() - told.len();
    let head = match more {
        0 => format!("Left out: {passages}, {words} words."),
        more => {
            format!("Left out: {passages}, {words} words. {more} short ones are listed by claimdesk text --json alone.")
        }
    };
    std::iter::once(head).chain(told).collect()
}

fn beginning(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(MAX_WORDS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
