//! `claimdesk formats`: every format that can be opened, imported or written.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    exchange::{READERS, sources::SOURCE_READERS},
    export::EXPORTERS,
    import::IMPORTERS,
};

use super::{Failure, output};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// One format with all that can be done with it.
#[derive(Debug, Default)]
struct Format {
    name: &'static str,
    extensions: Vec<&'static str>,
    open: bool,
    import: bool,
    export: bool,
}

pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let formats = formats();
    if arguments.json {
        let all = formats.iter().map(|(id, format)| {
            let Format { name, extensions, open, import, export } = format;
            json!({ "id": id, "name": name, "extensions": extensions, "open": open, "import": import, "export": export })
        });
        output::pretty_json(&Value::Array(all.collect()))?;
        return Ok(());
    }
    for (id, format) in &formats {
        let can = [(format.open, "open"), (format.import, "import"), (format.export, "export")];
        let can: Vec<_> = can.iter().filter(|(can, _)| *can).map(|(_, word)| *word).collect();
        output::line(&format!(
            "{id:<14} {:<30} .{:<24} {}",
            format.name,
            format.extensions.join(" ."),
            can.join(", ")
        ))?;
    }
    Ok(())
}

fn formats() -> BTreeMap<&'static str, Format> {
    let mut formats: BTreeMap<&str, Format> = BTreeMap::new();
    for importer in IMPORTERS {
        let format = formats.entry(importer.id).or_default();
        (format.name, format.open) = (importer.name, true);
        format.extensions = importer.extensions.to_vec();
    }
    for reader in READERS {
        let format = formats.entry(reader.id).or_default();
        (format.name, format.import) = (reader.name, true);
        format.extensions = reader.extensions.to_vec();
    }
    for reader in SOURCE_READERS {
        let format = formats.entry(reader.id).or_default();
        (format.name, format.import) = (reader.name, true);
        format.extensions = reader.extensions.to_vec();
    }
    for exporter in EXPORTERS {
        let format = formats.entry(exporter.id).or_default();
        format.export = true;
        format.open |= exporter.opens_again;
        // What opens as an article keeps its name; what is only imported goes by the exporter's.
        if format.name.is_empty() || format.import {
            format.name = exporter.name;
        }
        if !format.extensions.contains(&exporter.extension) {
            format.extensions.push(exporter.extension);
        }
    }
    formats
}
