//! A sentence model out of a folder that the reader chose: texts to vectors, close where texts mean the same.
//!
//! Models of BERT's make (MiniLM, multilingual-e5-small) as they are handed on: `model.safetensors`, `config.json`, `tokenizer.json`. Nothing
//! of a model is in the program, and nothing is fetched. The files are foreign: what they say of sizes is checked before it is believed, and a
//! damaged one is an error in words. Nobody's work depends on one: without it the words alone rank.
//!
//! `weights` reads numbers, `tokens` takes text apart, `encoder` is the network, `kernel` its arithmetic on the vectors of the processor.

mod encoder;
mod kernel;
mod tokens;
mod weights;

use std::{
    io::{self, Read, Seek},
    num::NonZero,
    thread,
};

use claimdesk_core::recall::{Meaning, Side};
use serde::Deserialize;

use encoder::Encoder;
use tokens::Tokens;
use weights::Weights;

/// The files of a model, and how large each may be.
const CONFIG: (&str, u64) = ("config.json", 1 << 20);
const POOLING: (&str, u64) = ("1_Pooling/config.json", 1 << 20);
const TOKENS: (&str, u64) = ("tokenizer.json", 48 << 20);
const WEIGHTS: (&str, u64) = ("model.safetensors", 3 << 30);
const ABOUT: (&str, u64) = ("README.md", 1 << 20);
/// A model that knows fewer pieces of words than this knows one language.
const MANY_TONGUES: usize = 60_000;
/// Of how many texts one thread is given at least so many.
const SHARE: usize = 4;
/// No more threads than this.
const THREADS_MAX: usize = 4;

/// Why a folder cannot be used as a model.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// A file that every model has is not there.
    #[error("The folder has no {0}. A model has config.json, tokenizer.json and model.safetensors.")]
    Missing(&'static str),
    /// The model was only kept in a form that is not read.
    #[error("The folder has the model as ONNX only. It is read from model.safetensors.")]
    OnlyOnnx,
    /// A file could not be read.
    #[error("{0} could not be read: {1}.")]
    Read(&'static str, io::Error),
    /// A file is larger than any such file is.
    #[error("{0} is larger than {1} MB.")]
    TooLarge(&'static str, u64),
    /// A file does not hold what it should.
    #[error("{0} is damaged or of a kind that is not known: {1}.")]
    Damaged(&'static str, String),
}

/// A file of a model: read from, and in it gone to and fro.
pub trait ModelFile: Read + Seek {}
impl<T: Read + Seek> ModelFile for T {}

/// What opens a file in the folder of a model by its name; `None` where there is none, or it is no plain file.
pub type Open<'a> = dyn Fn(&str) -> io::Result<Option<Box<dyn ModelFile>>> + 'a;

/// A sentence model, ready to be asked.
#[derive(Debug)]
pub struct SentenceModel {
    tokens: Tokens,
    encoder: Encoder,
    /// What is put before a text, by its side: models of the family e5 were taught so.
    before: [&'static str; 2],
}

#[derive(Debug, Default, Deserialize)]
struct Pooling {
    #[serde(default)]
    pooling_mode_cls_token: bool,
}

impl SentenceModel {
    /// Reads a model; `name` is that of its folder.
    pub fn open(name: &str, open: &Open) -> Result<Self, ModelError> {
        let config = text(open, CONFIG)?.ok_or_else(|| missing(open))?;
        let config = serde_json::from_str(&config).map_err(|fault| damaged(CONFIG.0, &fault))?;
        let tokens = text(open, TOKENS)?.ok_or(ModelError::Missing(TOKENS.0))?;
        let tokens = Tokens::read(&tokens).map_err(|fault| damaged(TOKENS.0, &fault))?;
        let pooling: Pooling = match text(open, POOLING)? {
            Some(pooling) => serde_json::from_str(&pooling).map_err(|fault| damaged(POOLING.0, &fault))?,
            None => Pooling::default(),
        };
        let about = text(open, ABOUT).ok().flatten().unwrap_or_default();
        let file = opened(open, WEIGHTS)?.ok_or_else(|| missing(open))?;
        let weights = Weights::read(file).map_err(|fault| damaged(WEIGHTS.0, &fault))?;
        let encoder = Encoder::read(&config, weights, tokens.len(), pooling.pooling_mode_cls_token);
        let encoder = encoder.map_err(|fault| damaged(WEIGHTS.0, &fault))?;
        let is_e5 =
            [name, config.name.as_str(), about.get(..2_000).unwrap_or(&about)].iter().any(|text| names_e5(text));
        let before = if is_e5 { ["query: ", "passage: "] } else { ["", ""] };
        Ok(Self { tokens, encoder, before })
    }

    fn vector(&self, text: &str, side: Side) -> Vec<f32> {
        let text = format!("{}{text}", self.before[usize::from(side == Side::Text)]);
        self.encoder.vector(&self.tokens.of(&text, self.encoder.longest()))
    }
}

impl Meaning for SentenceModel {
    fn vectors(&self, texts: &[&str], side: Side) -> Vec<Vec<f32>> {
        let threads = thread::available_parallelism().map_or(1, NonZero::get).min(THREADS_MAX);
        let threads = threads.min(texts.len() / SHARE).max(1);
        let all = |texts: &[&str]| texts.iter().map(|text| self.vector(text, side)).collect::<Vec<_>>();
        if threads == 1 {
            return all(texts);
        }
        thread::scope(|scope| {
            let parts: Vec<_> =
                texts.chunks(texts.len().div_ceil(threads)).map(|part| scope.spawn(move || all(part))).collect();
            parts.into_iter().flat_map(|part| part.join().unwrap_or_default()).collect()
        })
    }

    fn knows(&self, language: &str) -> bool {
        self.tokens.len() >= MANY_TONGUES || language == "en"
    }
}

fn names_e5(text: &str) -> bool {
    text.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| word == "e5")
}

fn missing(open: &Open) -> ModelError {
    let has = |name: &str| open(name).is_ok_and(|file| file.is_some());
    if !has(CONFIG.0) {
        return ModelError::Missing(CONFIG.0);
    }
    if has("model.onnx") || has("onnx/model.onnx") { ModelError::OnlyOnnx } else { ModelError::Missing(WEIGHTS.0) }
}

fn damaged(name: &'static str, fault: &impl ToString) -> ModelError {
    ModelError::Damaged(name, fault.to_string())
}

fn opened(open: &Open, (name, most): (&'static str, u64)) -> Result<Option<Box<dyn ModelFile>>, ModelError> {
    let fails = |fault| ModelError::Read(name, fault);
    let Some(mut file) = open(name).map_err(fails)? else { return Ok(None) };
    let length = file.seek(io::SeekFrom::End(0)).map_err(fails)?;
    if length > most {
        return Err(ModelError::TooLarge(name, most >> 20));
    }
    file.rewind().map_err(fails)?;
    Ok(Some(file))
}

fn text(open: &Open, (name, most): (&'static str, u64)) -> Result<Option<String>, ModelError> {
    let Some(file) = opened(open, (name, most))? else { return Ok(None) };
    let mut text = String::new();
    file.take(most).read_to_string(&mut text).map_err(|fault| ModelError::Read(name, fault))?;
    Ok(Some(text))
}

#[cfg(test)]
mod tests;
