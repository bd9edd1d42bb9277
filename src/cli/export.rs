//! `claimdesk export`: the claims for other programs and readers.

use std::{io::Write, path::PathBuf};

use clap::builder::PossibleValuesParser;

use crate::{
    export::{self, EXPORTERS, Options, Table},
    io::Disk,
    store,
};

use super::{Failure, output};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The project.
    project: PathBuf,
    /// The format; `claimdesk formats` lists them.
    #[arg(long = "to", value_name = "FORMAT", value_parser = PossibleValuesParser::new(EXPORTERS.iter().map(|e| e.id)))]
    format: String,
    /// Where to write it; else to standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// CSV: which table.
    #[arg(long, value_enum, default_value_t = TableName::Claims)]
    table: TableName,
    /// CSV: cells exactly as they are, even those that a spreadsheet would take for a formula.
    #[arg(long)]
    raw: bool,
    /// CSV: begin with a byte order mark.
    #[arg(long)]
    bom: bool,
    /// With contacts that are marked private.
    #[arg(long)]
    private: bool,
}

/// A table of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum TableName {
    /// A row a claim.
    Claims,
    /// A row a piece of evidence.
    Evidence,
}

pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let project = super::open(&arguments.project)?.project;
    let options = Options {
        table: if arguments.table == TableName::Evidence { Table::Evidence } else { Table::Claims },
        raw_cells: arguments.raw,
        byte_order_mark: arguments.bom,
        include_private: arguments.private,
    };
    let exported = export::export(&project, &arguments.format, &options)?;
    exported.warnings.iter().for_each(|warning| output::warn(warning));
    match &arguments.output {
        Some(path) => {
            let saved = store::save(&Disk, path, &exported.bytes, None);
            saved.map(drop).map_err(|error| anyhow::anyhow!("{error}\n{}", path.display()))
        }
        None => Ok(std::io::stdout().lock().write_all(&exported.bytes)?),
    }
}
