//! The network: BERT (Devlin et al. 2019), of which the mean over all places of a text is its vector.

use fearless_simd::Level;
use serde::Deserialize;

use crate::{
    kernel::{Layer, attended, gelu, normed},
    weights::Weights,
};

/// Longer texts are cut, in pieces of words: a sentence has thirty.
const LONGEST: usize = 160;
/// No model of sentences for a desk is larger.
const WIDTH_MAX: usize = 1_536;
const LAYERS_MAX: usize = 48;
const PIECES_MAX: usize = 1_000_000;

/// What `config.json` says of the network.
#[derive(Debug, Deserialize)]
pub(crate) struct Config {
    #[serde(rename = "_name_or_path", default)]
    pub(crate) name: String,
    model_type: String,
    hidden_size: usize,
    num_hidden_layers: usize,
    num_attention_heads: usize,
    intermediate_size: usize,
    max_position_embeddings: usize,
    #[serde(default = "tiny")]
    layer_norm_eps: f32,
    #[serde(default = "gelu_name")]
    hidden_act: String,
    #[serde(default)]
    pad_token_id: usize,
}

fn tiny() -> f32 {
    1e-12
}

fn gelu_name() -> String {
    "gelu".to_owned()
}

/// A network that makes vectors of texts.
#[derive(Debug)]
pub(crate) struct Encoder {
    level: Level,
    width: usize,
    heads: usize,
    tiny: f32,
    /// The numbers of each piece of a word in a byte each, with what a byte is worth: they are most of a model, and looked up one by one.
    pieces: Vec<i8>,
    worth: Vec<f32>,
    /// The numbers of each place, with those of the only kind of text.
    places: Vec<f32>,
    before: Norm,
    layers: Vec<Depth>,
    is_first: bool,
}

#[derive(Debug)]
struct Norm {
    scale: Vec<f32>,
    shift: Vec<f32>,
}

/// One of the layers that lie upon each other.
#[derive(Debug)]
struct Depth {
    ask: Layer,
    taken: Layer,
    between: Norm,
    wide: Layer,
    narrow: Layer,
    behind: Norm,
}

impl Config {
    fn check(&self, pieces: usize) -> Result<(), String> {
        let is_known =
            ["bert", "xlm-roberta", "roberta"].contains(&self.model_type.as_str()) && self.hidden_act == "gelu";
        let bounds = [
            (self.hidden_size, WIDTH_MAX),
            (self.intermediate_size, 4 * WIDTH_MAX),
            (self.num_hidden_layers, LAYERS_MAX),
            (self.num_attention_heads, WIDTH_MAX),
            (self.max_position_embeddings, 1 << 15),
            (pieces, PIECES_MAX),
        ];
        if !is_known {
            return Err(format!("a network of the make {} with {} is not known", self.model_type, self.hidden_act));
        }
        let fits = bounds.iter().all(|(size, most)| (1..=*most).contains(size));
        if !fits
            || !self.hidden_size.is_multiple_of(self.num_attention_heads)
            || self.first() + 2 > self.max_position_embeddings
        {
            return Err("its sizes are out of bounds".to_owned());
        }
        Ok(())
    }

    /// The number of the first place of a text.
    fn first(&self) -> usize {
        if self.model_type == "bert" { 0 } else { self.pad_token_id.saturating_add(1).min(1 << 15) }
    }
}

impl Encoder {
    pub(crate) fn read(config: &Config, mut weights: Weights, pieces: usize, is_first: bool) -> Result<Self, String> {
        config.check(pieces)?;
        let width = config.hidden_size;
        let head = ["", "bert.", "roberta."];
        let word = "embeddings.word_embeddings.weight";
        let head = head.into_iter().find(|head| weights.has(&format!("{head}{word}"))).unwrap_or_default();
        let name = |rest: &str| format!("{head}{rest}");
        // Some networks know more pieces than the list names.
        let rows = weights.shape(&name(word))?.first().copied().unwrap_or(0);
        if rows < pieces || rows > PIECES_MAX {
            return Err(format!("it knows {rows} pieces of words and tokenizer.json {pieces}"));
        }
        let (mut bytes, mut worth) = (Vec::with_capacity(rows * width), Vec::with_capacity(rows));
        weights.each(&name(word), &[rows, width], |numbers| {
            for row in numbers.chunks_exact(width) {
                let most = row.iter().fold(f32::MIN_POSITIVE, |most, number| most.max(number.abs()));
                worth.push(most / 127.0);
                bytes.extend(row.iter().map(|number| (number / most * 127.0).round() as i8));
            }
        })?;
        let mut places =
            weights.table(&name("embeddings.position_embeddings.weight"), &[config.max_position_embeddings, width])?;
        let kinds = name("embeddings.token_type_embeddings.weight");
        let count = weights.shape(&kinds)?.first().copied().unwrap_or(0);
        let kind = weights.table(&kinds, &[count.clamp(1, 16), width])?;
        for place in places.chunks_exact_mut(width) {
            place.iter_mut().zip(&kind).for_each(|(number, kind)| *number += kind);
        }
        places.drain(..config.first() * width);
        let before = Norm::read(&mut weights, &name("embeddings.LayerNorm"), width)?;
        let layers = (0..config.num_hidden_layers)
            .map(|at| Depth::read(&mut weights, &name(&format!("encoder.layer.{at}")), config));
        let layers = layers.collect::<Result<_, _>>()?;
        let (heads, tiny) = (config.num_attention_heads, config.layer_norm_eps);
        Ok(Self { level: Level::new(), width, heads, tiny, pieces: bytes, worth, places, before, layers, is_first })
    }

    /// How many pieces of words a text may have.
    pub(crate) fn longest(&self) -> usize {
        LONGEST.min(self.places.len() / self.width)
    }

    /// The vector of a text, of length 1; `pieces` are the numbers of its pieces of words.
    pub(crate) fn vector(&self, pieces: &[u32]) -> Vec<f32> {
        let width = self.width;
        let mut rows = self.places[..pieces.len() * width].to_vec();
        for (row, piece) in rows.chunks_exact_mut(width).zip(pieces) {
            let worth = self.worth[*piece as usize];
            let bytes = &self.pieces[*piece as usize * width..][..width];
            row.iter_mut().zip(bytes).for_each(|(number, byte)| *number += f32::from(*byte) * worth);
        }
        self.norm(&mut rows, &self.before);
        for depth in &self.layers {
            let all = depth.ask.of(self.level, &rows);
            let taken = attended(self.level, &all, width, self.heads);
            sum(&mut rows, &depth.taken.of(self.level, &taken));
            self.norm(&mut rows, &depth.between);
            let mut wide = depth.wide.of(self.level, &rows);
            gelu(self.level, &mut wide);
            sum(&mut rows, &depth.narrow.of(self.level, &wide));
            self.norm(&mut rows, &depth.behind);
        }
        let mut vector = vec![0.0; width];
        let counted = if self.is_first { 1 } else { pieces.len() };
        rows.chunks_exact(width).take(counted).for_each(|row| sum(&mut vector, row));
        let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        vector.iter_mut().for_each(|x| *x /= length);
        vector
    }

    fn norm(&self, rows: &mut [f32], norm: &Norm) {
        normed(self.level, rows, &norm.scale, &norm.shift, self.tiny);
    }
}

fn sum(rows: &mut [f32], more: &[f32]) {
    rows.iter_mut().zip(more).for_each(|(sum, number)| *sum += number);
}

impl Norm {
    fn read(weights: &mut Weights, name: &str, width: usize) -> Result<Self, String> {
        let mut read = |part: &str| weights.table(&format!("{name}.{part}"), &[width]);
        Ok(Self { scale: read("weight")?, shift: read("bias")? })
    }
}

impl Depth {
    fn read(weights: &mut Weights, name: &str, config: &Config) -> Result<Self, String> {
        let (width, wide) = (config.hidden_size, config.intermediate_size);
        let mut table = Vec::new();
        let mut bias = Vec::new();
        for part in ["query", "key", "value"] {
            let name = format!("{name}.attention.self.{part}");
            table.extend(weights.table(&format!("{name}.weight"), &[width, width])?);
            bias.extend(weights.table(&format!("{name}.bias"), &[width])?);
        }
        let ask = Layer::new(&table, bias, width, 3 * width);
        let mut layer = |part: &str, from: usize, to: usize| {
            let table = weights.table(&format!("{name}.{part}.weight"), &[to, from])?;
            let bias = weights.table(&format!("{name}.{part}.bias"), &[to])?;
            Ok::<_, String>(Layer::new(&table, bias, from, to))
        };
        Ok(Self {
            ask,
            taken: layer("attention.output.dense", width, width)?,
            wide: layer("intermediate.dense", width, wide)?,
            narrow: layer("output.dense", wide, width)?,
            between: Norm::read(weights, &format!("{name}.attention.output.LayerNorm"), width)?,
            behind: Norm::read(weights, &format!("{name}.output.LayerNorm"), width)?,
        })
    }
}
