//! `claimdesk text`: what opening an article would give.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::{
    app::{
        effect::{ImportFrom, ImportJob, Imported, OpenError, Purpose},
        jobs::{self, Came},
    },
    foreign,
    import::{ArchivedPage, Draft, LeftOut, LineMode, Watch, web::FetchError},
    io::Disk,
    media::Media,
    model::{Block, Note, Origin, PositionMap, SourceId, Speech, Version, VersionId, sentence, time_code},
};

use crate::{picture::Look, store::Files};

use super::{Failure, output};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Articles: files or web addresses.
    #[arg(required = true)]
    articles: Vec<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    /// Print one JSON object a line.
    #[arg(long)]
    json: bool,
    /// The address that the article was fetched from.
    #[arg(long)]
    url: Option<String>,
}

/// How articles are read.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Reading {
    /// Read the bytes in this encoding, by its name.
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Open this page of a web archive: its number in the list that is printed without this, or its address.
    #[arg(long, value_name = "NUMBER|ADDRESS")]
    page: Option<String>,
    /// Let web addresses lead into a private network.
    #[arg(long)]
    allow_private: bool,
    /// Recognise the text of pages that are only pictures. Needs the program tesseract.
    #[arg(long)]
    recognise: bool,
    /// In which languages the text is recognised, by tesseract's names, such as eng+deu.
    #[arg(long, value_name = "LANGUAGES", requires = "recognise")]
    lang: Option<String>,
}

/// Prints what opening articles would give. Returns the status.
pub fn run(arguments: &Arguments) -> Result<u8, Failure> {
    let mut failed = Vec::new();
    let mut status = 0;
    for path in &arguments.articles {
        match import(path, &arguments.reading) {
            Ok(imported) => print(arguments, &imported)?,
            Err(failure) if failure.is::<ChoosePage>() => {
                failure.downcast_ref::<ChoosePage>().map_or(Ok(()), |choose| choose.print(arguments.json))?;
                status = 2;
            }
            // One file that cannot be read does not keep the others from being printed.
            Err(failure) => {
                let about = about_picture(path).map(|about| format!("\n{about}")).unwrap_or_default();
                failed.push(format!("{failure}{about}"));
            }
        }
    }
    if failed.is_empty() { Ok(status) } else { Err(anyhow::anyhow!(failed.join("\n"))) }
}

/// What a picture is and says of itself.
fn about_picture(path: &Path) -> Option<String> {
    let bytes = Disk.read(path, jobs::MAX_INPUT).ok()?;
    Media::of(&bytes)?.kept_as()?;
    let add = format!("“claimdesk add PROJECT.ron --source new {}” keeps it so.", path.display());
    let Ok(picture) = foreign::look(super::reach().reader, Look { bytes: &bytes, longest: 0 }, &Watch::default())
    else {
        return Some(add);
    };
    let exif = picture.about.exif.iter().map(|(name, value)| format!("{name}: {value}"));
    Some(std::iter::once(picture.about.to_string()).chain(exif).chain([add]).collect::<Vec<_>>().join("\n"))
}

/// Opens an article as the program does.
pub fn import(path: &Path, reading: &Reading) -> Result<Imported, Failure> {
    let job = job(path, reading, Purpose::NewProject);
    let imported = jobs::import_article(&super::reach(), &job).map_err(|error| told(error, path))?;
    chosen(imported, path)
}

/// Opens the document of a source as the program does: a picture or a recording comes as it is.
pub fn import_document(path: &Path, reading: &Reading, source: SourceId) -> Result<Came, Failure> {
    let job = job(path, reading, Purpose::Document(source));
    match jobs::import_or_keep(&super::reach(), &job).map_err(|error| told(error, path))? {
        Came::Text(imported) => Ok(Came::Text(Box::new(chosen(*imported, path)?))),
        file => Ok(file),
    }
}

fn job(path: &Path, reading: &Reading, purpose: Purpose) -> ImportJob {
    let from = match ImportFrom::typed(path.to_owned()) {
        ImportFrom::Web { address, .. } => ImportFrom::Web { address, allow_private: reading.allow_private },
        from => from,
    };
    ImportJob {
        from,
        encoding: reading.encoding.clone().unwrap_or_default(),
        lines: LineMode::Auto,
        page: reading.page.clone(),
        recognise: reading.recognise.then(|| reading.lang.clone().unwrap_or_default()),
        purpose,
        watch: Watch::default(),
    }
}

fn told(error: OpenError, path: &Path) -> Failure {
    match error {
        OpenError::Fetch(FetchError::Private { .. }) => {
            anyhow::anyhow!("{error} With --allow-private it is opened all the same.\n{}", path.display())
        }
        OpenError::Import(error) if error.is_of_pictures() => {
            anyhow::anyhow!("{error} With --recognise its text is recognised.\n{}", path.display())
        }
        error => super::with_path(&error, path),
    }
}

/// A web archive waits until one of its pages is chosen.
fn chosen(imported: Imported, path: &Path) -> Result<Imported, Failure> {
    match imported.draft.waits_for_choice() {
        true => Err(ChoosePage { path: path.to_owned(), pages: imported.draft.pages }.into()),
        false => Ok(imported),
    }
}

/// A web archive of several pages, of which none was named.
#[derive(Debug, thiserror::Error)]
#[error(
    "Could not open the article: the web archive holds {} pages. Choose one with --page NUMBER or --page ADDRESS.\n{}\n{}",
    pages.len(), listed(pages).join("\n"), path.display()
)]
pub struct ChoosePage {
    path: PathBuf,
    pages: Vec<ArchivedPage>,
}

/// The pages of a web archive, a line each: number, time, address, title.
fn listed(pages: &[ArchivedPage]) -> Vec<String> {
    let line = |(number, ArchivedPage { title, capture }): (usize, &ArchivedPage)| {
        let at = capture.at.map_or_else(|| "-".to_owned(), |at| at.to_string());
        output::one_line(&format!("{number:>4}  {at}  {}  {title}", capture.url))
    };
    (1..).zip(pages).map(line).collect()
}

impl ChoosePage {
    fn print(&self, is_json: bool) -> Result<(), Failure> {
        let Self { path, pages } = self;
        if !is_json {
            output::text(&listed(pages).join("\n"))?;
            return Ok(());
        }
        let file = path.file_name().map(|name| name.to_string_lossy());
        let page = |(number, ArchivedPage { title, capture }): (usize, &ArchivedPage)| {
            let at = capture.at.map(|at| at.to_string());
            json!({ "number": number, "url": capture.url, "captured_at": at, "title": title })
        };
        let pages: Vec<Value> = (1..).zip(pages).map(page).collect();
        output::json(&json!({ "file": file, "pages": pages }))?;
        Ok(())
    }
}

fn print(arguments: &Arguments, imported: &Imported) -> Result<(), Failure> {
    let mut draft = imported.draft.clone();
    if let Some(url) = &arguments.url {
        draft.meta.url.clone_from(url);
    }
    let version = draft.to_version(VersionId::new("v-0").expect("v-0 is an id"), Origin::default());
    if let Some(recognised) = draft.recognised.as_ref().filter(|_| !arguments.json) {
        output::warn(&format!("{}\n{}", recognised.warning(), imported.name));
    }
    if arguments.json {
        output::json(&as_json(&imported.name, &draft, &version))?;
    } else {
        output::text(&with_notes(&version))?;
    }
    Ok(())
}

/// Who speaks in a block and when; `char` tells which code point of the text a byte of the block is.
fn add_speech(block: &mut Value, speech: &Speech, char: impl Fn(usize) -> usize) {
    let Speech { speaker, sent, times } = speech;
    if !speaker.is_empty() {
        block["speaker"] = speaker.as_str().into();
    }
    if !sent.is_empty() {
        block["sent"] = sent.as_str().into();
    }
    if let Some(first) = times.first() {
        block["time"] = time_code(first.ms).into();
        let times = times.iter().map(|moment| json!([char(moment.at as usize), moment.ms]));
        block["times"] = times.collect();
    }
}

/// The text, and behind it the notes with the words at which they stand.
fn with_notes(version: &Version) -> String {
    let mut text = version.text().to_string();
    for (number, note) in (1..).zip(version.notes()) {
        let from = if note.author.is_empty() { String::new() } else { format!("{}: ", note.author) };
        text.push_str(&format!("\n\n[{number}] “{}” {from}{}", note.span.of(version.text()), note.text));
    }
    text
}

fn as_json(file: &str, draft: &Draft, version: &Version) -> Value {
    let meta = &draft.meta;
    let known = |text: &str| if text.is_empty() { Value::Null } else { Value::from(text) };
    let origin: serde_json::Map<String, Value> =
        draft.found.iter().map(|found| (found.field.slug().to_owned(), Value::from(found.found_in.as_ref()))).collect();
    let map = PositionMap::new(version.text());
    let blocks: Vec<Value> = version.blocks().iter().map(|block| block_as_json(block, version, &map)).collect();
    let dropped = draft.blocks.iter().filter(|block| !block.keep);
    let dropped: Vec<Value> = dropped
        .map(|block| json!({ "kind": block.block.kind.slug(), "text": block.block.text, "why": block.why.map(LeftOut::label) }))
        .collect();
    let sentences = sentence::sentences(version, &meta.language);
    let sentences: Vec<[usize; 2]> =
        sentences.into_iter().map(|span| map.chars_from_span(span)).map(|r| [r.start, r.end]).collect();
    let warnings: Vec<Value> = draft
        .warnings
        .iter()
        .map(|warning| match &warning.locator {
            Some(locator) => json!({ "message": warning.message, "place": locator }),
            None => json!({ "message": warning.message }),
        })
        .collect();
    let links = version.links().iter().map(|link| {
        let chars = map.chars_from_span(link.span);
        json!({ "start": chars.start, "end": chars.end, "url": link.url })
    });
    let notes = version.notes().iter().map(|note| note_as_json(note, &map));
    let captured = draft.captured.as_ref();
    let captured = captured.map(|page| json!({ "url": page.url, "at": page.at.map(|at| at.to_string()) }));
    let (links, notes) = (links.collect::<Vec<_>>(), notes.collect::<Vec<_>>());
    let mut value = json!({
        "file": file,
        "title": known(&meta.title),
        "authors": meta.authors,
        "published": known(&meta.published),
        "publisher": known(&meta.publisher),
        "language": known(&meta.language),
        "url": known(&meta.url),
        "origin": origin,
        "text": version.text().as_ref(),
        "blocks": blocks,
        "links": links,
        "notes": notes,
        "dropped": dropped,
        "sentences": sentences,
        "warnings": warnings,
    });
    if let Some(captured) = captured {
        value["captured"] = captured;
    }
    if let Some(recognised) = &draft.recognised {
        value["recognised"] = json!(recognised);
    }
    value
}

fn block_as_json(block: &Block, version: &Version, map: &PositionMap) -> Value {
    let chars = map.chars_from_span(block.span);
    let mut value = json!({
        "kind": block.kind.slug(), "text": version.block_text(block), "start": chars.start, "end": chars.end,
    });
    if let Some(page) = block.page {
        value["page"] = page.into();
    }
    if let Some(cell) = block.cells.and_then(|_| version.cell_at(block.span.start())) {
        value["sheet"] = cell.sheet.into();
        value["cell"] = cell.address().into();
    }
    if let Some(speech) = &block.speech {
        add_speech(&mut value, speech, |at| map.char_from_byte(block.span.start() + at));
    }
    value
}

fn note_as_json(note: &Note, map: &PositionMap) -> Value {
    let chars = map.chars_from_span(note.span);
    let mut value = json!({ "start": chars.start, "end": chars.end, "text": note.text, "kind": note.kind.slug() });
    if !note.urls.is_empty() {
        value["urls"] = note.urls.clone().into();
    }
    for (name, known) in [("author", &note.author), ("date", &note.date)] {
        if !known.is_empty() {
            value[name] = known.as_str().into();
        }
    }
    value
}
