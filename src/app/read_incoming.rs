//! The job that reads another tool's file and looks for its claims.

use crate::{
    exchange::{self, Mapping, Placing, ReadError},
    foreign::{self, List, Listed},
};

use super::{
    effect::{JobResult, OpenError},
    incoming::{Incoming, ReadIncoming},
    reach::{self, Reach},
};

/// What reading the file brought.
pub(crate) fn run(reach: &Reach<'_>, job: ReadIncoming) -> JobResult {
    let (path, watch) = (job.path.clone(), job.watch.clone());
    JobResult::IncomingRead(path, watch, read(reach, job).map(Box::new))
}

/// Does the job.
///
/// # Errors
/// [`OpenError::Io`], [`OpenError::Import`], [`OpenError::Exchange`] and [`OpenError::TooMuch`].
fn read(reach: &Reach<'_>, job: ReadIncoming) -> Result<Incoming, OpenError> {
    let ReadIncoming { path, project, article, before, watch } = job;
    let (format, notes, mapping) = match before {
        Some(before) => (before.format, before.notes, before.mapping),
        None => {
            let bytes = reach::read(reach.files, &path, "Could not import")?;
            let list = List { bytes: &bytes, ..List::default() };
            let Listed { format, items } = foreign::read_claims(reach.reader, list, &watch)?;
            let reader = exchange::reader(&format).ok_or(ReadError::NoReader(format))?;
            reach::must_fit("Could not import", &items)?;
            let mapping = Mapping::new(&project, &items);
            (reader.name, items.into(), mapping)
        }
    };
    let placing = Placing::watched(&project, &notes, article.as_ref(), &watch);
    let placing = placing.ok_or_else(|| ReadError::Damaged("the project has no article".to_owned()))?;
    let tally = placing.tally();
    Ok(Incoming { path, format, notes, article, placing: placing.into(), mapping, tally })
}
