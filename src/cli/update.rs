//! `claimdesk update`: a new draft of an article, and where each claim went.

use std::{path::PathBuf, sync::Arc};

use anyhow::{Context, bail};
use serde_json::{Value, json};

use crate::{
    app::{
        Ids, Tally,
        draft_following::{FollowedClaim, follow_claims, new_draft},
        is_same_text,
    },
    import::Watch,
    io::{clock, random},
    model::{Anchor, Article, Claim, Mark, Placement, PositionMap, Project, Version, VersionId},
};

use super::{
    Failure,
    left_out::{self, Little},
    new, output,
    text::Reading,
};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The project, saved in place.
    project: PathBuf,
    /// The article: its id, or its number from 1.
    #[arg(value_name = "ARTICLE-ID")]
    article: String,
    /// The new draft: a file or a web address.
    #[arg(value_name = "NEW-FILE")]
    file: PathBuf,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// Only say where the claims would go; save nothing.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    little: Little,
    #[command(flatten)]
    waiting: super::Waiting,
}

pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut opened = match arguments.dry_run {
        true => super::open(&arguments.project)?,
        false => super::open_to_change(&arguments.project, "Could not add the draft", arguments.waiting)?,
    };
    let article = article(&opened.project, &arguments.article)?;
    let imported = super::text::import(&arguments.file, &arguments.reading)?;
    left_out::look(&imported, &arguments.file, arguments.little)?;
    let id = Ids::new(random::seed()).version(&opened.project);
    let version = Arc::new(imported.draft.to_version(id, imported.origin(clock::now().0)));
    if version.blocks().is_empty() {
        bail!("Could not add the draft: the file has no text.\n{}", arguments.file.display());
    }
    let claims: Vec<_> = opened.project.claims_of(&article.id).map(|(_, claim)| Arc::clone(claim)).collect();
    let followed = follow_claims(&article, &claims, &version, &Watch::default()).unwrap_or_default();
    let is_new = !is_same_text(article.latest(), &version);
    let told = match arguments.json {
        true => format!("{:#}", as_json(&article, &version, &followed)),
        false => as_lines(&claims, &followed),
    };
    let change = (is_new && !arguments.dry_run).then(|| new_draft(&article.id, &version, &followed));
    // Of a large project there is one in memory while it is saved.
    drop((article, version, claims, followed));
    if let Some(change) = change {
        opened.project.apply(&change)?;
        drop(change);
        new::save(arguments.project.clone(), opened.project, vec![imported.bytes], None, Some(opened.held))?;
    }
    match arguments.json {
        true => output::json_text(&told)?,
        false => output::text(&told)?,
    }
    if !is_new {
        output::warn("The draft is the same as the newest one. Nothing was added.");
    }
    Ok(())
}

/// The article with this id, or this number from 1.
fn article(project: &Project, name: &str) -> Result<Arc<Article>, Failure> {
    let articles = project.articles();
    let by_id = articles.iter().find(|article| article.id.as_str() == name);
    let by_number = || articles.get(name.parse::<usize>().ok()?.checked_sub(1)?);
    let found = by_id.or_else(by_number).with_context(|| {
        let known: Vec<_> = articles.iter().map(|article| article.id.as_str()).collect();
        format!(
            "Could not find the article: the project has none with the id or number “{name}”. Its articles are {}.",
            known.join(", ")
        )
    })?;
    Ok(Arc::clone(found))
}

/// Where each passage went, a line each, and how many of each kind.
fn as_lines(claims: &[Arc<Claim>], followed: &[FollowedClaim]) -> String {
    let mut lines = String::new();
    for (claim, followed) in claims.iter().zip(followed) {
        for mark in &followed.after {
            lines += &output::one_line(&as_line(claim, mark, followed));
            lines.push('\n');
        }
    }
    let tally = Tally::of(followed.iter().flat_map(|followed| &followed.after));
    lines + &if tally.all() == 0 { "no claims".to_owned() } else { tally.to_string() }
}

fn as_line(claim: &Claim, mark: &Mark, followed: &FollowedClaim) -> String {
    let score = mark.trace.map_or(0, |trace| trace.score);
    let words = mark.anchor.quote.split_whitespace().collect::<Vec<_>>().join(" ");
    let changed = followed.changes.words().join(", ");
    let changed = if changed.is_empty() { changed } else { format!("  (check again: {changed})") };
    format!("{:<7}  {score:>3} %  {:<12}  {words}{changed}", mark.placement.label(), claim.id)
}

fn as_json(article: &Article, version: &Version, followed: &[FollowedClaim]) -> Value {
    let old: Vec<(&VersionId, PositionMap<'_>)> =
        article.versions.iter().map(|version| (&version.id, PositionMap::new(version.text()))).collect();
    let new = PositionMap::new(version.text());
    let chars = |anchor: &Anchor, map: &PositionMap<'_>| {
        let chars = map.chars_from_span(anchor.span);
        json!([chars.start, chars.end])
    };
    let bytes = |anchor: &Anchor| json!([anchor.span.start(), anchor.span.end()]);
    let span = |((before, after), score): ((&Mark, &Mark), &f32)| {
        let map = old.iter().find(|(id, _)| **id == before.anchor.version).map(|(_, map)| map);
        let found = Some(&after.anchor).filter(|_| after.placement != Placement::Lost);
        json!({
            "old": map.map(|map| chars(&before.anchor, map)),
            "new": found.map(|anchor| chars(anchor, &new)),
            "old_bytes": bytes(&before.anchor),
            "new_bytes": found.map(bytes),
            "placement": after.placement.label(),
            "score": (f64::from(*score) * 1000.0).floor() / 1000.0,
            "reason": after.trace.map(|trace| trace.reason.slug()),
        })
    };
    let claim = |followed: &FollowedClaim| {
        let spans = followed.before.iter().zip(&followed.after).zip(&followed.scores);
        json!({
            "claim": followed.claim.as_str(),
            "spans": spans.map(span).collect::<Vec<_>>(),
            "changed": followed.changes.words(),
        })
    };
    Value::Array(followed.iter().map(claim).collect())
}
