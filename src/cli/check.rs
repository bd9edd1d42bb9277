//! `claimdesk check`: what still blocks publication.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::{
    app,
    check::{self, Audience, Finding, Readiness, Severity},
    model::{Project, Subject},
};

use super::{Failure, output};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The project.
    project: PathBuf,
    #[command(flatten)]
    reader: super::SeenAs,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Prints what is found and returns the status: 1 when something blocks.
pub fn run(arguments: &Arguments) -> Result<u8, Failure> {
    let seen = arguments.reader.see(super::open(&arguments.project)?.project)?;
    // What is printed is pasted and handed on: a confidential source goes by no name there.
    let findings = check::findings_for(Audience::Others, &seen.project, &app::coverage(&seen.project));
    let findings = check::without_hidden(findings, &seen.project, &seen.hidden);
    if arguments.json {
        output::pretty_json(&findings.iter().map(as_json).collect())?;
    } else {
        print(&seen.project, &findings, seen.hidden.len())?;
    }
    Ok(u8::from(findings.iter().any(Finding::blocks)))
}

fn print(project: &Project, findings: &[Finding], hidden: usize) -> std::io::Result<()> {
    for check in check::checks() {
        let mut found = findings.iter().filter(|finding| finding.rule == check.id).peekable();
        if found.peek().is_none() {
            continue;
        }
        output::line(&format!("{:<5}  {} ({})", check.severity.slug(), check.title, check.id))?;
        for finding in found {
            let waived = finding.waived.as_ref().map(|reason| format!(" Waived: {reason}")).unwrap_or_default();
            output::line(&format!("       {}: {}{waived}", subject(project, &finding.subject), finding.message))?;
        }
    }
    output::line(&verdict(findings, hidden))
}

/// Whether the project is ready, in a sentence.
fn verdict(findings: &[Finding], hidden: usize) -> String {
    let count =
        |severity| findings.iter().filter(|finding| finding.severity == severity && finding.waived.is_none()).count();
    let (block, warn, note) = (count(Severity::Block), count(Severity::Warn), count(Severity::Note));
    let waived = findings.iter().filter(|finding| finding.waived.is_some()).count();
    let state = Readiness::of(findings, hidden).words();
    format!("{state}. {block} to block, {warn} to warn, {note} to note, {waived} waived.")
}

fn subject(project: &Project, subject: &Subject) -> String {
    match subject {
        Subject::Project => "Project".to_owned(),
        Subject::Article(_) => "Article".to_owned(),
        Subject::Source(_) => "Source".to_owned(),
        Subject::Claim(claim_id) => match project.claim(claim_id) {
            Some(claim) => format!("Claim {}", claim.number),
            None => format!("Claim {claim_id}"),
        },
    }
}

fn as_json(finding: &Finding) -> Value {
    let mut value = json!({
        "rule": finding.rule.as_str(),
        "severity": finding.severity.slug(),
        "message": finding.message,
    });
    let (key, id) = match &finding.subject {
        Subject::Project => ("", ""),
        Subject::Article(id) => ("article", id.as_str()),
        Subject::Claim(id) => ("claim", id.as_str()),
        Subject::Source(id) => ("source", id.as_str()),
    };
    if !key.is_empty() {
        value[key] = id.into();
    }
    if let Some(reason) = &finding.waived {
        value["waived"] = reason.as_str().into();
    }
    value
}
