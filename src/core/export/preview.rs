//! The first lines of an export, to look at before it is made: of a few claims only, so that it costs nothing.

use std::{collections::HashSet, sync::Arc};

use crate::model::{Article, Project, Version};

use super::{ExportError, Options, export, zipped::unzipped};

/// How many claims are shown.
const CLAIMS: usize = 3;
/// How much of the article is read, in bytes, unless the claims stand further on.
const TEXT: usize = 2_000;
/// How many characters are shown.
const SHOWN: usize = 3_000;

/// The first lines of an export of the project's first claims. Of packed formats the parts are shown, the longest text first.
///
/// # Errors
/// [`ExportError::UnknownFormat`].
pub fn preview(project: &Project, id: &str, options: &Options) -> Result<String, ExportError> {
    let bytes = export(&beginning(project), id, options)?.bytes;
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(packed) => packed_text(packed.as_bytes()),
    };
    Ok(text.chars().take(SHOWN).collect())
}

fn packed_text(bytes: &[u8]) -> String {
    let files = unzipped(bytes);
    let names: Vec<_> = files.iter().map(|(name, bytes)| format!("{name} ({} bytes)", bytes.len())).collect();
    // What a person can read there: brat's annotations, else the words themselves.
    let wanted = |ending: &str| files.iter().find(|(name, _)| name.ends_with(ending));
    let shown = [".ann", ".xmi", "word/comments.xml"].into_iter().find_map(wanted);
    let shown =
        shown.map(|(name, bytes)| format!("\n\n{name}:\n{}", String::from_utf8_lossy(bytes))).unwrap_or_default();
    format!("{}{shown}", names.join("\n"))
}

/// The first claims with what they need, and no more of their article than that.
fn beginning(project: &Project) -> Project {
    let mut parts = project.parts().clone();
    parts.claims.truncate(CLAIMS);
    let used: HashSet<_> =
        parts.claims.iter().flat_map(|claim| &claim.evidence).map(|evidence| evidence.source.clone()).collect();
    let mut spare = CLAIMS;
    parts.sources.retain(|source| {
        let keep = used.contains(&source.id) || spare > 0;
        spare = spare.saturating_sub(1);
        keep
    });
    let first = parts.claims.first().map(|claim| claim.article.clone());
    parts.articles.retain(|article| first.as_ref().is_none_or(|id| article.id == *id));
    parts.articles.truncate(1);
    parts.claims.retain(|claim| Some(&claim.article) == first.as_ref());
    let ends = parts.claims.iter().flat_map(|claim| &claim.marks).map(|mark| mark.anchor.span.end());
    let needed = ends.max().unwrap_or(0).max(TEXT);
    for article in &mut parts.articles {
        let versions = article.versions.iter().map(|version| shortened(version, needed)).collect();
        *article = Arc::new(Article { id: article.id.clone(), meta: article.meta.clone(), versions });
    }
    Project::from_parts(parts)
}

fn shortened(version: &Arc<Version>, needed: usize) -> Arc<Version> {
    if version.text().len() <= needed {
        return Arc::clone(version);
    }
    let blocks = version.blocks().iter().take_while(|block| block.span.start() < needed);
    let blocks = blocks.map(|block| version.to_block_text(block));
    Arc::new(Version::new(version.id.clone(), version.origin.clone(), blocks))
}

#[cfg(test)]
mod tests {
    use super::{
        super::{EXPORTERS, Form, testing::tricky},
        *,
    };

    #[test]
    fn every_format_can_be_looked_at() {
        for exporter in EXPORTERS {
            for letter in Form::ALL {
                let shown = preview(&tricky(), exporter.id, &Options { letter, ..Options::default() }).unwrap();
                assert!(!shown.trim().is_empty() && shown.chars().count() <= SHOWN, "{}", exporter.id);
            }
        }
    }

    #[test]
    fn a_preview_is_of_the_first_claims() {
        let shown = preview(&tricky(), "csv", &Options::default()).unwrap();
        assert_eq!(shown.matches("\r\n").count(), 1 + CLAIMS, "{shown}");
    }
}
