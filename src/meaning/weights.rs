//! The numbers of a model, out of a file of safetensors: a length, a table of names in JSON, and the numbers one after the other.

use std::{
    collections::BTreeMap,
    io::{Read, SeekFrom},
};

use serde::Deserialize;

use crate::ModelFile;

/// How long the table of names may be, in bytes.
const TABLE_MAX: u64 = 8 << 20;
/// How many numbers are read at once.
const AT_ONCE: usize = 1 << 16;

/// A file of numbers, of which one table after the other is read.
pub(crate) struct Weights {
    file: Box<dyn ModelFile>,
    tables: BTreeMap<String, Table>,
    /// Where the numbers begin and end in the file.
    start: u64,
    end: u64,
}

#[derive(Debug, Clone, Deserialize)]
struct Table {
    dtype: String,
    shape: Vec<usize>,
    data_offsets: [u64; 2],
}

/// How a number is written.
#[derive(Debug, Clone, Copy)]
enum Kind {
    F32,
    F16,
    Bf16,
}

impl Weights {
    pub(crate) fn read(mut file: Box<dyn ModelFile>) -> Result<Self, String> {
        let end = file.seek(SeekFrom::End(0)).map_err(|fault| fault.to_string())?;
        file.rewind().map_err(|fault| fault.to_string())?;
        let mut length = [0; 8];
        file.read_exact(&mut length).map_err(|fault| fault.to_string())?;
        let length = u64::from_le_bytes(length);
        if length > TABLE_MAX || length + 8 > end {
            return Err("it does not begin as safetensors do".to_owned());
        }
        let mut table = vec![0; length as usize];
        file.read_exact(&mut table).map_err(|fault| fault.to_string())?;
        let table: BTreeMap<String, serde_json::Value> =
            serde_json::from_slice(&table).map_err(|fault| fault.to_string())?;
        let tables = table.into_iter().filter(|(name, _)| name != "__metadata__");
        let tables = tables.map(|(name, table)| Ok((name, serde_json::from_value(table)?)));
        let tables = tables.collect::<Result<_, serde_json::Error>>().map_err(|fault| fault.to_string())?;
        Ok(Self { file, tables, start: length + 8, end })
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.tables.contains_key(name)
    }

    /// How many rows and columns a table has.
    pub(crate) fn shape(&self, name: &str) -> Result<&[usize], String> {
        Ok(&self.tables.get(name).ok_or_else(|| format!("it has no {name}"))?.shape)
    }

    /// All numbers of a table of this shape.
    pub(crate) fn table(&mut self, name: &str, shape: &[usize]) -> Result<Vec<f32>, String> {
        let mut numbers = Vec::new();
        self.each(name, shape, |more| numbers.extend_from_slice(more))?;
        Ok(numbers)
    }

    /// Calls back with the numbers of a table of this shape, some whole rows at once.
    pub(crate) fn each(&mut self, name: &str, shape: &[usize], mut is: impl FnMut(&[f32])) -> Result<(), String> {
        let found = self.shape(name)?;
        if found != shape {
            return Err(format!("{name} is {found:?} and should be {shape:?}"));
        }
        let table = self.tables[name].clone();
        let kind = match table.dtype.as_str() {
            "F32" => Kind::F32,
            "F16" => Kind::F16,
            "BF16" => Kind::Bf16,
            other => return Err(format!("{name} is of {other}")),
        };
        let width = if matches!(kind, Kind::F32) { 4 } else { 2 };
        let count = shape.iter().try_fold(1_usize, |count, side| count.checked_mul(*side)).unwrap_or(usize::MAX);
        let [from, to] = table.data_offsets;
        let fits = count.checked_mul(width).is_some_and(|bytes| to.checked_sub(from) == Some(bytes as u64));
        if !fits || self.start.checked_add(to).is_none_or(|to| to > self.end) {
            return Err(format!("{name} does not fit into the file"));
        }
        let fails = |fault: std::io::Error| format!("{name}: {fault}");
        self.file.seek(SeekFrom::Start(self.start + from)).map_err(fails)?;
        let row = shape.last().copied().unwrap_or(1).max(1);
        let at_once = (AT_ONCE / row).max(1) * row;
        let (mut bytes, mut numbers) = (vec![0; at_once.min(count) * width], Vec::new());
        let mut left = count;
        while left > 0 {
            let some = left.min(at_once);
            let bytes = &mut bytes[..some * width];
            self.file.read_exact(bytes).map_err(fails)?;
            numbers.clear();
            numbers.extend(bytes.chunks_exact(width).map(|bytes| kind.number(bytes)));
            if !numbers.iter().all(|number| number.is_finite()) {
                return Err(format!("{name} holds what is no number"));
            }
            is(&numbers);
            left -= some;
        }
        Ok(())
    }
}

impl Kind {
    fn number(self, bytes: &[u8]) -> f32 {
        let two = || u16::from_le_bytes([bytes[0], bytes[1]]);
        match self {
            Self::F32 => f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]),
            Self::Bf16 => f32::from_bits(u32::from(two()) << 16),
            Self::F16 => half(two()),
        }
    }
}

/// A number of 16 bits (IEEE 754).
fn half(bits: u16) -> f32 {
    let sign = if bits >> 15 == 1 { -1.0 } else { 1.0 };
    let (power, rest) = (i32::from(bits >> 10 & 31), f32::from(bits & 1023));
    sign * match power {
        0 => rest * 2.0_f32.powi(-24),
        31 if rest == 0.0 => f32::INFINITY,
        31 => f32::NAN,
        power => (1.0 + rest / 1024.0) * 2.0_f32.powi(power - 15),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_read() {
        let check = |bits: u16, expected: f32| assert_eq!(half(bits), expected, "{bits:x}");
        check(0x3c00, 1.0);
        check(0xc000, -2.0);
        check(0x3555, 0.333_251_95);
        check(0x0001, 5.960_464_5e-8);
        check(0, 0.0);
    }
}
