//! The sentence model in the folder that `CLAIMDESK_MODEL` names.

use std::{fs::File, io, path::PathBuf};

use anyhow::{Context, Result};
use claimdesk::recall::Remembering;
use claimdesk_meaning::{ModelFile, SentenceModel};

/// The model, where one is named. A folder that holds none is an error: nobody measures by words and believes it was a model.
pub fn named() -> Result<Option<Remembering<SentenceModel>>> {
    let Some(folder) = std::env::var_os("CLAIMDESK_MODEL").filter(|folder| !folder.is_empty()).map(PathBuf::from)
    else {
        return Ok(None);
    };
    let open = |name: &str| match File::open(folder.join(name)) {
        Ok(file) => Ok(Some(Box::new(file) as Box<dyn ModelFile>)),
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(fault) => Err(fault),
    };
    let model = SentenceModel::open(&folder.to_string_lossy(), &open).context("CLAIMDESK_MODEL")?;
    Ok(Some(Remembering::new(model)))
}
