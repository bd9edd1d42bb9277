//! A tiny random model is read and gives vectors; a damaged one is told.

use std::{collections::BTreeMap, io::Cursor};

use super::*;

const WIDTH: usize = 8;
const WIDE: usize = 12;
const PIECES: usize = 40;

type Files = BTreeMap<String, Vec<u8>>;

/// A model of one layer with numbers from a fixed beginning.
fn files() -> Files {
    let mut shapes: Vec<(String, Vec<usize>)> = Vec::new();
    let mut add = |name: &str, shape: &[usize]| shapes.push((name.to_owned(), shape.to_vec()));
    add("embeddings.word_embeddings.weight", &[PIECES, WIDTH]);
    add("embeddings.position_embeddings.weight", &[16, WIDTH]);
    add("embeddings.token_type_embeddings.weight", &[2, WIDTH]);
    let layer = "encoder.layer.0";
    for (name, from, to) in [
        ("attention.self.query", WIDTH, WIDTH),
        ("attention.self.key", WIDTH, WIDTH),
        ("attention.self.value", WIDTH, WIDTH),
        ("attention.output.dense", WIDTH, WIDTH),
        ("intermediate.dense", WIDTH, WIDE),
        ("output.dense", WIDE, WIDTH),
    ] {
        add(&format!("{layer}.{name}.weight"), &[to, from]);
        add(&format!("{layer}.{name}.bias"), &[to]);
    }
    for name in
        ["embeddings.LayerNorm", &format!("{layer}.attention.output.LayerNorm"), &format!("{layer}.output.LayerNorm")]
    {
        add(&format!("{name}.weight"), &[WIDTH]);
        add(&format!("{name}.bias"), &[WIDTH]);
    }
    let (mut table, mut numbers, mut state) = (serde_json::Map::new(), Vec::new(), 17_u32);
    for (name, shape) in shapes {
        let start = numbers.len();
        for _ in 0..shape.iter().product() {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            numbers.extend(((state >> 8) as f32 / (1 << 23) as f32 - 1.0).to_le_bytes());
        }
        let about = serde_json::json!({"dtype": "F32", "shape": shape, "data_offsets": [start, numbers.len()]});
        table.insert(name, about);
    }
    let table = serde_json::to_vec(&table).unwrap();
    let weights = [&(table.len() as u64).to_le_bytes()[..], &table, &numbers].concat();
    let letters = ('a'..='z').map(|c| (format!("{}{c}", if c < 'f' { "▁" } else { "" }), -3.0));
    let vocab: Vec<(String, f64)> = ["<s>", "<pad>", "</s>", "<unk>", "▁"]
        .map(|piece| (piece.to_owned(), -1.0))
        .into_iter()
        .chain(letters)
        .collect();
    let tokens = serde_json::json!({"model": {"type": "Unigram", "unk_id": 3, "vocab": vocab}});
    let config = serde_json::json!({
        "model_type": "bert", "hidden_size": WIDTH, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": WIDE,
        "max_position_embeddings": 16,
    });
    Files::from([
        ("config.json".to_owned(), config.to_string().into_bytes()),
        ("tokenizer.json".to_owned(), tokens.to_string().into_bytes()),
        ("model.safetensors".to_owned(), weights),
    ])
}

fn open(files: &Files) -> Result<SentenceModel, ModelError> {
    let file = |name: &str| files.get(name).map(|bytes| Box::new(Cursor::new(bytes.clone())) as Box<dyn ModelFile>);
    SentenceModel::open("tiny", &|name| Ok(file(name)))
}

#[test]
fn a_tiny_model_gives_vectors_of_length_one_the_same_each_time() {
    let model = open(&files()).unwrap();
    let texts = ["cabbage", "a", "", "bad cab", "zzz", "a very long text that is cut", "b", "c", "d"];
    let vectors = model.vectors(&texts, Side::Text);
    assert_eq!(vectors.len(), texts.len());
    for (text, vector) in texts.iter().zip(&vectors) {
        assert_eq!(&model.vectors(&[text], Side::Text)[0], vector);
        let length: f32 = vector.iter().map(|x| x * x).sum();
        assert!((length - 1.0).abs() < 1e-4, "{text}: {length}");
    }
    assert_ne!(vectors[0], vectors[1]);
    assert!(model.knows("en") && !model.knows("de"));
}

#[test]
fn what_is_missing_or_damaged_is_told() {
    let check = |name: &str, change: &dyn Fn(&mut Vec<u8>), expected: &str| {
        let mut files = files();
        change(files.get_mut(name).unwrap());
        files.retain(|_, bytes| !bytes.is_empty());
        let fault = open(&files).unwrap_err().to_string();
        assert!(fault.contains(expected), "{fault}");
    };
    let replace = |from: &'static str, to: &'static str| {
        move |bytes: &mut Vec<u8>| {
            let text = String::from_utf8(bytes.clone()).unwrap();
            assert!(text.contains(from));
            *bytes = text.replace(from, to).into_bytes();
        }
    };
    check("config.json", &|bytes| bytes.clear(), "has no config.json");
    check("tokenizer.json", &|bytes| bytes.clear(), "has no tokenizer.json");
    check("model.safetensors", &|bytes| bytes.clear(), "has no model.safetensors");
    check("model.safetensors", &|bytes| bytes.truncate(4), "model.safetensors is damaged");
    check("model.safetensors", &|bytes| bytes.truncate(bytes.len() - 1), "does not fit into the file");
    check("model.safetensors", &|bytes| bytes[..8].fill(255), "does not begin as safetensors do");
    check("model.safetensors", &|bytes| bytes[2000..].fill(255), "model.safetensors is damaged");
    check("config.json", &replace("\"hidden_size\":8", "\"hidden_size\":1000000000"), "out of bounds");
    check("config.json", &replace("\"hidden_size\":8", "\"hidden_size\":16"), "should be");
    check("config.json", &replace("\"num_attention_heads\":2", "\"num_attention_heads\":0"), "out of bounds");
    check("config.json", &replace("bert", "t5"), "t5");
    check("tokenizer.json", &replace("\"unk_id\":3", "\"unk_id\":4000000000"), "out of bounds");
    check("tokenizer.json", &replace("\"unk_id\":3", "\"unk_id\":300"), "pieces of words");
    check("model.safetensors", &|bytes| bytes.iter_mut().rev().take(4).for_each(|byte| *byte = 255), "no number");
}

#[test]
fn a_model_kept_as_onnx_only_is_told() {
    let mut files = files();
    files.remove("model.safetensors");
    files.insert("model.onnx".to_owned(), Vec::new());
    assert!(open(&files).unwrap_err().to_string().contains("ONNX"));
}
