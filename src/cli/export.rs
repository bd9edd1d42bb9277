//! `claimdesk export`: the claims for other programs and readers.

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::builder::PossibleValuesParser;

use crate::{
    app::jobs,
    export::{self, EXPORTERS, Form, Options, Table},
    io::Disk,
    store,
};

use super::{Failure, output};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The project. Several go into one stream of csv or jsonl rows, one project in memory at a time.
    #[arg(required = true)]
    projects: Vec<PathBuf>,
    /// The format; `claimdesk formats` lists them.
    #[arg(long = "to", value_name = "FORMAT", value_parser = PossibleValuesParser::new(EXPORTERS.iter().map(|e| e.id)))]
    format: String,
    /// Where to write it; else to standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// CSV and JSON Lines: which table. `all` is the whole project, a part a line (JSON Lines only).
    #[arg(long, value_enum, default_value_t = TableName::Claims)]
    table: TableName,
    /// The letter: as what.
    #[arg(long = "as", value_name = "FORM", value_enum, default_value_t = FormName::Markdown)]
    form: FormName,
    /// CSV: cells exactly as they are, even those that a spreadsheet would take for a formula.
    #[arg(long)]
    raw: bool,
    /// CSV: begin with a byte order mark.
    #[arg(long)]
    bom: bool,
    /// Web annotations: count positions in UTF-16 units, as Recogito does, not in code points, as the standard says.
    #[arg(long)]
    utf16: bool,
    #[command(flatten)]
    reader: super::SeenAs,
    #[command(flatten)]
    replacing: super::Replacing,
    /// With contacts that are marked private and addresses of this machine and its network.
    #[arg(long)]
    private: bool,
    /// Web page: with the pictures of sources, untouched: with all that they say of when, where and by whom they were taken.
    #[arg(long)]
    with_pictures: bool,
}

/// A table of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum TableName {
    /// A row a claim.
    Claims,
    /// A row a piece of evidence.
    Evidence,
    /// A line for every part of the project, which opens again.
    All,
}

/// What the letter is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum FormName {
    /// Text with Markdown.
    Markdown,
    /// A web page.
    Html,
    /// A Word document.
    Docx,
}

pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let options = Options {
        table: match arguments.table {
            TableName::Claims => Table::Claims,
            TableName::Evidence => Table::Evidence,
            TableName::All => Table::Everything,
        },
        raw_cells: arguments.raw,
        byte_order_mark: arguments.bom,
        utf16_positions: arguments.utf16,
        include_private: arguments.private,
        with_pictures: arguments.with_pictures,
        letter: match arguments.form {
            FormName::Markdown => Form::Markdown,
            FormName::Html => Form::Html,
            FormName::Docx => Form::Docx,
        },
        ..Options::default()
    };
    let tables = export::exporter(&arguments.format).map_or(&[][..], |exporter| exporter.tables);
    if !tables.contains(&options.table) && options.table != Table::default() {
        bail!("Could not export: {} does not have this table.", arguments.format);
    }
    match arguments.projects.as_slice() {
        [only] => one(only, arguments, &options),
        _ if tables.is_empty() || options.table == Table::Everything => {
            bail!(
                "Could not export: several projects go into one file only as rows. Use --to csv or --to jsonl, or export each on its own."
            )
        }
        several => stream(several, arguments, &options),
    }
}

fn one(path: &Path, arguments: &Arguments, options: &Options) -> Result<(), Failure> {
    // Before the work: an output that may not land needs none.
    let landing = arguments.output.as_deref().map(|to| super::landing(to, &[path], arguments.replacing)).transpose()?;
    let project = arguments.reader.see(super::open(path)?.project)?.project;
    let mut options = Options { file_name: jobs::file_name(path), ..options.clone() };
    jobs::read_pictures(&Disk, path, &project, &mut options);
    let exported = export::export(&project, &arguments.format, &options)?;
    exported.warnings.iter().for_each(|warning| output::warn(warning));
    match landing {
        Some(landing) => super::write(&landing, &exported.bytes),
        None => Ok(output::data(&exported.bytes)?),
    }
}

/// Writes the rows of one project after another. One that cannot be read is told and does not stop the rest.
fn stream(paths: &[PathBuf], arguments: &Arguments, options: &Options) -> Result<(), Failure> {
    let mut out = Out::new(paths, arguments)?;
    let (mut failed, mut is_first) = (0, true);
    for path in paths {
        let project = match super::open(path).and_then(|opened| arguments.reader.see(opened.project)) {
            Ok(seen) => seen.project,
            Err(failure) => {
                output::error(&format!("{failure:#}"));
                failed += 1;
                continue;
            }
        };
        let options = Options {
            file_name: jobs::file_name(path),
            without_header: !is_first,
            byte_order_mark: options.byte_order_mark && is_first,
            ..options.clone()
        };
        let exported = export::export(&project, &arguments.format, &options)?;
        exported.warnings.iter().for_each(|warning| output::warn(&format!("{warning}\n{}", path.display())));
        out.write(&exported.bytes)?;
        is_first = false;
    }
    out.finish()?;
    if failed > 0 {
        bail!("{failed} of {} projects could not be read and are not in the export.", paths.len());
    }
    Ok(())
}

/// Where a stream goes: standard output, or a file that takes its place only when it is whole.
enum Out<'a> {
    Standard,
    File { file: Box<store::LandingFile>, path: &'a Path },
}

impl<'a> Out<'a> {
    fn new(inputs: &[PathBuf], arguments: &'a Arguments) -> Result<Self, Failure> {
        let Some(path) = arguments.output.as_deref() else { return Ok(Self::Standard) };
        let inputs: Vec<&Path> = inputs.iter().map(PathBuf::as_path).collect();
        let landing = super::landing(path, &inputs, arguments.replacing)?;
        let file = landing.begin(&Disk).map_err(|error| anyhow::anyhow!("{error}\n{}", path.display()))?;
        Ok(Self::File { file: Box::new(file), path })
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        match self {
            Self::Standard => Ok(output::data(bytes)?),
            Self::File { file, path } => file.write(bytes).map_err(|error| told(path, &error)),
        }
    }

    fn finish(self) -> Result<(), Failure> {
        match self {
            Self::Standard => Ok(()),
            Self::File { file, path } => {
                let finished = file.finish().map_err(|error| anyhow::anyhow!("{error}\n{}", path.display()))?;
                super::tell_unkept(&finished);
                Ok(())
            }
        }
    }
}

fn told(path: &Path, error: &std::io::Error) -> Failure {
    anyhow::anyhow!("Could not write the export: {}\n{}", store::describe_io(error), path.display())
}
