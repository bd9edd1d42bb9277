//! `claimdesk import` of another project: what comes in of it, what becomes a second check, what is to be settled.

use std::{collections::HashSet, path::PathBuf};

use anyhow::bail;
use serde_json::{Value, json};

use crate::{
    app::{
        Ids,
        taking_in::{Fate, Same, TakenClaim, TakenIn, Tense, Wanted, take_in},
    },
    io::{clock, random},
    model::{ClaimId, Edit, PassId, Project},
};

use super::{Failure, new, output};

/// How it is taken in.
pub struct How {
    pub project: PathBuf,
    pub file: PathBuf,
    pub is_dry: bool,
    pub json: bool,
    /// Whether claims on almost the same words are the same.
    pub same: bool,
}

/// Takes the project in and says what came of it. Ends with status 1 when something did not come in.
pub fn run(how: &How, mut opened: super::Opened) -> Result<(), Failure> {
    let theirs = super::open(&how.file)?.project;
    let same = if how.same { Same::All } else { Same::These(Default::default()) };
    let wanted = Wanted {
        ours: &opened.project,
        theirs: &theirs,
        same,
        hidden: &HashSet::new(),
        by: None,
        from: how.file.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        at: clock::now().0,
        ids: Ids::new(random::seed()),
    };
    let taken = take_in(wanted).map_err(|error| anyhow::anyhow!("{error}.\n{}", how.file.display()))?;
    let before = opened.project.clone();
    if !how.is_dry && !taken.is_nothing(&before) {
        let parts = Box::new(taken.project.parts().clone());
        opened.project.apply(&Edit::Replace { label: "import project".into(), parts })?;
        // The files of sources that came in lie beside the other project.
        let beside = Some(how.file.clone());
        new::save(how.project.clone(), opened.project, Vec::new(), beside, Some(opened.held))?;
    }
    if how.json {
        output::json(&as_json(&taken, &before))?;
    } else {
        tell(&taken, how)?;
    }
    match taken.count(|fate| matches!(fate, Fate::Missing(_))) {
        0 => Ok(()),
        1 => bail!("1 claim did not come in."),
        missing => bail!("{missing} claims did not come in."),
    }
}

fn tell(taken: &TakenIn, how: &How) -> std::io::Result<()> {
    output::line(&taken.sentence(if how.is_dry { Tense::ToCome } else { Tense::Done }))?;
    for claim in &taken.claims {
        if let Some(line) = line_of(taken, claim) {
            output::line(&line)?;
        }
    }
    for word in &taken.tagged {
        output::line(&format!("“{word}” is no verdict of the scale and became a tag."))?;
    }
    if taken.sources > 0 {
        let noun = if taken.sources == 1 { "source" } else { "sources" };
        output::line(&format!("{} {noun} came in.", taken.sources))?;
    }
    if let Some(pass) = taken.pass.as_ref().and_then(|id| taken.project.passes().iter().find(|pass| pass.id == *id)) {
        let who = taken.project.reviewer(&pass.reviewer).map_or("?", |reviewer| reviewer.short());
        output::line(&format!("The first pass of {who} is on record with {} claims.", pass.opinions.len()))?;
    }
    match taken.opened {
        0 => Ok(()),
        1 => output::line("1 difference is open: settle it in the window."),
        opened => output::line(&format!("{opened} differences are open: settle them in the window.")),
    }
}

/// What became of a claim, where there is more to say than the counts do.
fn line_of(taken: &TakenIn, claim: &TakenClaim) -> Option<String> {
    let words = output::one_line(&claim.quote);
    let number = claim.into.as_ref().and_then(|id| taken.project.claim(id)).map_or(0, |claim| claim.number);
    Some(match claim.fate {
        Fate::New | Fate::Known => return None,
        Fate::Almost => {
            let (_, near, near_words) = claim.almost.as_ref()?;
            let near_words = output::one_line(near_words);
            format!("Claim {number} (“{words}”) is almost claim {near} (“{near_words}”); with --same they are one.")
        }
        Fate::Second => format!("Second check of claim {number}: {words}"),
        Fate::Open => format!("To settle in claim {number}, {}: {words}", claim.what.join(", ")),
        Fate::More => format!("More for claim {number}, {}: {words}", claim.what.join(", ")),
        Fate::Missing(why) => format!("{}: {words}", why.words()),
    })
}

fn as_json(taken: &TakenIn, before: &Project) -> Value {
    let of = |is_it: &dyn Fn(Fate) -> bool| -> Vec<Value> {
        let claims = taken.claims.iter().filter(|claim| is_it(claim.fate));
        claims
            .map(|claim| {
                let now = claim.into.as_ref().and_then(|id| taken.project.claim(id));
                json!({
                    "id": claim.into.as_ref().map(ClaimId::as_str), "number": now.map(|claim| claim.number), "quote": claim.quote,
                    "what": claim.what, "almost": claim.almost.as_ref().map(|(_, number, _)| number),
                })
            })
            .collect()
    };
    let lost: Vec<&str> = taken
        .claims
        .iter()
        .filter(|claim| matches!(claim.fate, Fate::Missing(_)))
        .map(|claim| claim.quote.as_str())
        .collect();
    let articles: Vec<&str> = before.articles().iter().map(|article| article.id.as_str()).collect();
    json!({
        "format": "Claimdesk project", "article": articles.first(), "articles": articles,
        "placed": taken.count(|fate| matches!(fate, Fate::New | Fate::Almost)), "moved": 0,
        "known": taken.count(|fate| fate == Fate::Known), "lost": lost, "tagged": taken.tagged,
        "came_in": of(&|fate| matches!(fate, Fate::New | Fate::Almost)), "second_checks": of(&|fate| fate == Fate::Second),
        "to_settle": of(&|fate| fate == Fate::Open), "more": of(&|fate| fate == Fate::More),
        "sources": taken.sources, "opened": taken.opened, "first_pass": taken.pass.as_ref().map(PassId::as_str),
    })
}
