//! `claimdesk compare`: what several people marked and found in the same article, and how far they agree.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::{
    agreement::{Coefficient, Level, NotComputable, Weights},
    app::{
        SeenBy,
        comparison::{self, PairFigures, ProjectComparison, Side, Unit, UnitClaim, UnitKind, headings, names, number},
        table::columns::HIDDEN,
        taking_in::sides_of_passes,
    },
    export,
    import::Watch,
    model::{PositionMap, Project, ReviewerId},
};

use super::{Failure, SeenAs, output};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The projects, two or more; or one that holds the first passes of several people.
    #[arg(num_args = 1.., required = true)]
    projects: Vec<PathBuf>,
    #[command(flatten)]
    reader: SeenAs,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut projects = Vec::new();
    for path in &arguments.projects {
        projects.push(super::open(path)?.project);
    }
    let reader = reader(&arguments.reader, &projects)?;
    if let [project] = projects.as_slice() {
        return of_passes(arguments, project, reader.as_ref());
    }
    let names = names(&arguments.projects.iter().map(PathBuf::as_path).collect::<Vec<_>>());
    let sides: Vec<_> = (projects.into_iter().zip(names))
        .map(|(project, name)| seen_by(reader.as_ref(), &project).into_side(name))
        .collect();
    tell(arguments, &sides, &arguments.projects)
}

/// What a reader, or whoever settles the review, is to see of a project. It is pasted and handed on, as what `list` prints is.
fn seen_by(reader: Option<&ReviewerId>, project: &Project) -> SeenBy {
    let seen = match reader {
        Some(reader) => SeenBy::new(project, Some(reader)),
        None => SeenBy::whole(project.clone()),
    };
    SeenBy { project: export::discreet(&seen.project), ..seen }
}

fn tell(arguments: &Arguments, sides: &[Side], paths: &[PathBuf]) -> Result<(), Failure> {
    let found = comparison::compare(sides, &Watch::default())?;
    if arguments.json {
        return Ok(output::pretty_json(&as_json(&found, paths))?);
    }
    print(&found)?;
    Ok(())
}

/// One project is named, and there is nothing in it to compare: wrong use.
#[derive(Debug, thiserror::Error)]
#[error(
    "Could not compare: the project holds {0} first passes that came back, and two are needed. Name a second project to compare it with.\n{path}",
    path = .1.display()
)]
pub struct TooFew(usize, PathBuf);

/// The first passes that one project holds, as they were given.
fn of_passes(arguments: &Arguments, project: &Project, reader: Option<&ReviewerId>) -> Result<(), Failure> {
    let sides = sides_of_passes(&seen_by(reader, project).into_side(project.title().to_owned()));
    if sides.len() < 2 {
        return Err(TooFew(sides.len(), arguments.projects[0].clone()).into());
    }
    let paths = vec![arguments.projects[0].clone(); sides.len()];
    tell(arguments, &sides, &paths)
}

/// Who is to see it: a reviewer of any of the projects. In those that do not know them they are somebody else.
fn reader(asked: &SeenAs, projects: &[Project]) -> Result<Option<ReviewerId>, Failure> {
    let mut first_failure = None;
    for project in projects {
        match asked.reviewer(project) {
            Ok(found) => return Ok(found.map(|reviewer| reviewer.id.clone())),
            Err(failure) => first_failure = first_failure.or(Some(failure)),
        }
    }
    first_failure.map_or(Ok(None), Err)
}

fn print(found: &ProjectComparison) -> std::io::Result<()> {
    output::line(&comparison::head(found))?;
    for unit in &found.units {
        output::line(&unit_line(found, unit))?;
    }
    for pair in &found.pairs {
        let [a, b] = pair.of.map(|at| found.projects[at].name.as_str());
        output::line("")?;
        output::line(&format!("{a} and {b}: {}", comparison::pair_head(found, pair)))?;
        for line in table(found, pair) {
            output::line(&line)?;
        }
    }
    output::line("")?;
    for figure in comparison::figures(found) {
        let (name, value) = (figure.title(found), number(&figure.coefficient));
        output::line(&format!("{name:<40} {value:>8}  n = {}, {}", figure.rests_on(), figure.empty()))?;
    }
    output::line("")?;
    output::line(&comparison::methods(found))
}

/// How the passages lie, and of each project number and verdict; then the words.
fn unit_line(found: &ProjectComparison, unit: &Unit) -> String {
    let kind = match unit.kind {
        UnitKind::Same => "same".to_owned(),
        UnitKind::Overlapping => "overlapping".to_owned(),
        UnitKind::Only(at) => format!("only {}", found.projects[at].name),
    };
    let claims: Vec<String> = (unit.claims.iter().zip(&found.projects))
        .map(|(claim, project)| match claim {
            Some(claim) => format!("{} {}: {}", project.name, claim.number, verdict(found, claim)),
            None => format!("{}: –", project.name),
        })
        .collect();
    let differ = if unit.verdicts_differ() { "≠" } else { " " };
    let words = unit.claims.iter().flatten().next().map(|claim| claim.quote.as_str()).unwrap_or_default();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{differ} {kind:<12}  {}  {words}", claims.join("  "))
}

fn verdict<'a>(found: &'a ProjectComparison, claim: &UnitClaim) -> &'a str {
    match claim.verdict {
        Some(verdict) => &found.categories[verdict].label,
        None if claim.is_hidden => HIDDEN,
        None => "no verdict",
    }
}

/// The verdicts of the first against those of the second; what neither ever gave is left out.
fn table(found: &ProjectComparison, pair: &PairFigures) -> Vec<String> {
    let names = headings(&found.categories);
    let is_used =
        |at: &usize| pair.table[*at].iter().any(|count| *count > 0) || pair.table.iter().any(|row| row[*at] > 0);
    let used: Vec<usize> = (0..names.len()).filter(is_used).collect();
    let [a, b] = pair.of.map(|at| found.projects[at].name.as_str());
    let first = used.iter().map(|at| names[*at].chars().count()).max().unwrap_or(0);
    let cells = |cell: &dyn Fn(usize) -> String| -> String {
        used.iter().map(|at| format!("  {:>1$}", cell(*at), names[*at].chars().count())).collect()
    };
    let head = format!("{:first$}{}", "", cells(&|at| names[at].to_owned()));
    let row = |row: &usize| format!("{:<first$}{}", names[*row], cells(&|at| pair.table[*row][at].to_string()));
    let about = format!("Verdicts, rows {a}, columns {b}:");
    [about, head].into_iter().chain(used.iter().map(row)).collect()
}

fn as_json(found: &ProjectComparison, paths: &[PathBuf]) -> Value {
    let projects: Vec<Value> = found
        .projects
        .iter()
        .zip(paths)
        .map(|(project, path)| {
            let left_out = project.left_out.iter().map(|left_out| {
                json!({ "id": left_out.id.as_str(), "number": left_out.number, "quote": left_out.quote, "why": left_out.why.words() })
            });
            json!({
                "file": path.display().to_string(), "name": project.name, "title": project.title, "claims": project.claims,
                "compared": project.compared(), "hidden": project.hidden, "left_out": left_out.collect::<Vec<_>>(),
            })
        })
        .collect();
    let texts = found.texts.iter().map(
        |text| json!({ "title": text.title, "draft": text.version.id.as_str(), "words": text.words, "in": text.is_in }),
    );
    let verdicts = found.categories.iter().map(|category| json!({ "label": category.label, "rank": category.rank }));
    let maps: Vec<PositionMap<'_>> = found.texts.iter().map(|text| PositionMap::new(text.version.text())).collect();
    let [nominal, ordinal, interval, ratio] =
        Level::ALL.map(|level| coefficient(&found.verdicts.alpha[level as usize]));
    json!({
        "projects": projects,
        "texts": texts.collect::<Vec<_>>(),
        "verdicts": verdicts.collect::<Vec<_>>(),
        "units": found.units.iter().map(|unit| unit_json(found, &maps, unit)).collect::<Vec<_>>(),
        "pairs": found.pairs.iter().map(|pair| pair_json(found, pair)).collect::<Vec<_>>(),
        "agreement": {
            "raw": coefficient(&found.verdicts.raw),
            "fleiss": coefficient(&found.verdicts.fleiss),
            "alpha_nominal": nominal,
            "alpha_ordinal": ordinal,
            "alpha_interval": interval,
            "alpha_ratio": ratio,
            "alpha_words": coefficient(&found.words),
        },
        "methods": comparison::methods(found),
    })
}

/// Its value, or null and why; what it rests on.
fn coefficient(coefficient: &Coefficient) -> Value {
    let Coefficient { value, units, missing } = coefficient;
    let why = value.err().map(NotComputable::slug);
    json!({ "value": value.ok(), "n": units, "missing": missing, "not_computable": why })
}

fn unit_json(found: &ProjectComparison, maps: &[PositionMap<'_>], unit: &Unit) -> Value {
    let (kind, only) = match unit.kind {
        UnitKind::Same => ("same", None),
        UnitKind::Overlapping => ("overlapping", None),
        UnitKind::Only(at) => ("only", Some(at)),
    };
    let claim = |claim: &UnitClaim| {
        let spans = claim.spans.iter().map(|span| {
            let chars = maps[unit.text].chars_from_span(*span);
            json!({ "start": chars.start, "end": chars.end })
        });
        json!({
            "number": claim.number, "id": claim.id.as_str(), "spans": spans.collect::<Vec<_>>(), "quote": claim.quote,
            "verdict": claim.verdict.map(|at| found.categories[at].label.as_str()), "hidden": claim.is_hidden,
        })
    };
    json!({
        "text": unit.text, "match": kind, "only": only, "verdicts_differ": unit.verdicts_differ(),
        "claims": unit.claims.iter().map(|own| own.as_ref().map(claim)).collect::<Vec<_>>(),
    })
}

fn pair_json(found: &ProjectComparison, pair: &PairFigures) -> Value {
    let PairFigures { of, same, overlapping, only, passages, table, raw, cohen } = pair;
    let [plain, linear, quadratic] = Weights::ALL.map(|weights| coefficient(&cohen[weights as usize]));
    let matches = |count: usize| json!({ "matches": count, "f1": passages.share(count) });
    json!({
        "of": of, "same": same, "overlapping": overlapping, "only": only,
        "passages": { "counts": passages.counts, "exact": matches(passages.exact), "half": matches(passages.half) },
        "table": { "verdicts": headings(&found.categories), "counts": table },
        "raw": coefficient(raw), "cohen_plain": plain, "cohen_linear": linear, "cohen_quadratic": quadratic,
    })
}
