//! Arithmetic on rows of numbers, by the widest vectors that the processor has.

use fearless_simd::{Level, dispatch, prelude::*};

/// How many rows are worked on at once.
const ROWS: usize = 6;
/// Vectors of numbers are packed in panels of this many columns: two of the widest vectors, or more of narrower ones.
const PANEL: usize = 32;

/// A layer of a network: each row in gives `y = x · w + b`.
#[derive(Debug)]
pub(crate) struct Layer {
    /// How many numbers a row has before and after.
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// For each panel of columns, its numbers row by row; zeros where there are no more columns.
    packed: Vec<f32>,
    bias: Vec<f32>,
}

impl Layer {
    /// Packs a table of `to` rows of `from` numbers.
    pub(crate) fn new(table: &[f32], bias: Vec<f32>, from: usize, to: usize) -> Self {
        let panels = to.div_ceil(PANEL);
        let mut packed = vec![0.0; panels * from * PANEL];
        for (column, row) in table.chunks_exact(from).enumerate() {
            let panel = &mut packed[column / PANEL * from * PANEL..][..from * PANEL];
            for (number, place) in row.iter().zip(panel.chunks_exact_mut(PANEL)) {
                place[column % PANEL] = *number;
            }
        }
        let mut padded = bias;
        padded.resize(panels * PANEL, 0.0);
        Self { from, to, packed, bias: padded }
    }

    /// `rows` of `from` numbers each to rows of `to` numbers.
    pub(crate) fn of(&self, level: Level, rows: &[f32]) -> Vec<f32> {
        let count = rows.len() / self.from;
        let blocks = interleaved(rows, self.from);
        let mut out = vec![0.0; count * self.to];
        dispatch!(level, simd => self.product(simd, &blocks, count, &mut out));
        out
    }

    #[inline(always)]
    fn product<S: Simd>(&self, simd: S, blocks: &[[f32; ROWS]], count: usize, out: &mut [f32]) {
        let two = 2 * S::f32s::LEN;
        for (at, panel) in self.packed.chunks_exact(self.from * PANEL).enumerate() {
            for start in (0..PANEL).step_by(two) {
                let first = at * PANEL + start;
                if first >= self.to {
                    break;
                }
                for (block, rows) in blocks.chunks_exact(self.from).enumerate() {
                    let sums = six(simd, rows, &panel[start..], &self.bias[first..first + two]);
                    for (row, sum) in sums.iter().enumerate() {
                        let row = block * ROWS + row;
                        if row >= count {
                            break;
                        }
                        store(sum, &mut out[row * self.to..][first..self.to.min(first + two)]);
                    }
                }
            }
        }
    }
}

/// The sums of six rows and two vectors of columns.
#[inline(always)]
fn six<S: Simd>(simd: S, rows: &[[f32; ROWS]], panel: &[f32], bias: &[f32]) -> [[S::f32s; 2]; ROWS] {
    let n = S::f32s::LEN;
    let bias = [S::f32s::from_slice(simd, &bias[..n]), S::f32s::from_slice(simd, &bias[n..2 * n])];
    let mut sums = [bias; ROWS];
    for (numbers, columns) in rows.iter().zip(panel.chunks(PANEL)) {
        let columns = &columns[..2 * n];
        let (one, two) = (S::f32s::from_slice(simd, &columns[..n]), S::f32s::from_slice(simd, &columns[n..]));
        for (sum, number) in sums.iter_mut().zip(numbers) {
            let number = S::f32s::splat(simd, *number);
            sum[0] = number.mul_add(one, sum[0]);
            sum[1] = number.mul_add(two, sum[1]);
        }
    }
    sums
}

#[inline(always)]
fn store<V: SimdBase<S, Element = f32>, S: Simd>(sum: &[V; 2], out: &mut [f32]) {
    let n = V::LEN;
    for (vector, place) in sum.iter().zip(out.chunks_mut(n)) {
        match place.len() == n {
            true => vector.store_slice(place),
            false => place.copy_from_slice(&vector.as_slice()[..place.len()]),
        }
    }
}

/// Six rows at a time, number by number; zeros where there are no more rows.
fn interleaved(rows: &[f32], width: usize) -> Vec<[f32; ROWS]> {
    let mut blocks = Vec::with_capacity(rows.len() / ROWS + width);
    for six in rows.chunks(width * ROWS) {
        let start = blocks.len();
        blocks.resize(start + width, [0.0; ROWS]);
        for (at, row) in six.chunks_exact(width).enumerate() {
            blocks[start..].iter_mut().zip(row).for_each(|(block, number)| block[at] = *number);
        }
    }
    blocks
}

/// What each place of a text takes from all others: rows of `[query, key, value]` of all heads to rows of what was taken.
pub(crate) fn attended(level: Level, all: &[f32], width: usize, heads: usize) -> Vec<f32> {
    let mut out = vec![0.0; all.len() / 3];
    dispatch!(level, simd => attend(simd, all, width, heads, &mut out));
    out
}

#[inline(always)]
fn attend<S: Simd>(_: S, all: &[f32], width: usize, heads: usize, out: &mut [f32]) {
    let (head, places) = (width / heads, out.len() / width);
    let scale = 1.0 / (head as f32).sqrt();
    let (mut keys, mut weights) = (vec![0.0; head * places], vec![0.0; places]);
    for from in (0..width).step_by(head) {
        for (place, row) in all.chunks_exact(3 * width).enumerate() {
            let key = &row[width + from..][..head];
            key.iter().enumerate().for_each(|(at, number)| keys[at * places + place] = *number);
        }
        for (row, out) in all.chunks_exact(3 * width).zip(out.chunks_exact_mut(width)) {
            weights.fill(0.0);
            for (number, keys) in row[from..][..head].iter().zip(keys.chunks_exact(places)) {
                add(&mut weights, keys, number * scale);
            }
            softmax(&mut weights);
            let out = &mut out[from..][..head];
            for (row, weight) in all.chunks_exact(3 * width).zip(&weights) {
                add(out, &row[2 * width + from..][..head], *weight);
            }
        }
    }
}

#[inline(always)]
fn add(sums: &mut [f32], numbers: &[f32], weight: f32) {
    sums.iter_mut().zip(numbers).for_each(|(sum, number)| *sum += number * weight);
}

#[inline(always)]
fn softmax(weights: &mut [f32]) {
    let most = weights.iter().copied().fold(f32::MIN, f32::max);
    weights.iter_mut().for_each(|weight| *weight = (*weight - most).exp());
    let sum: f32 = weights.iter().sum();
    weights.iter_mut().for_each(|weight| *weight /= sum);
}

/// Lets through what is large and stops what is small: `x · Φ(x)`.
pub(crate) fn gelu(level: Level, numbers: &mut [f32]) {
    dispatch!(level, simd => gelus(simd, numbers));
}

#[inline(always)]
fn gelus<S: Simd>(_: S, numbers: &mut [f32]) {
    numbers.iter_mut().for_each(|x| *x *= 0.5 * (1.0 + erf(*x * std::f32::consts::FRAC_1_SQRT_2)));
}

/// The error function, by a fraction of two polynomials (as Eigen has it); off by less than one in a million.
#[inline(always)]
fn erf(x: f32) -> f32 {
    const OVER: [f32; 7] =
        [-2.726_142_3e-10, 2.770_681_5e-8, -2.101_024e-6, -5.692_506_4e-5, -7.349_906e-4, -2.954_6e-3, -1.609_603_3e-2];
    const UNDER: [f32; 5] = [-1.456_607_2e-5, -2.133_740_6e-4, -1.682_827e-3, -7.373_329e-3, -1.426_473_9e-2];
    let x = x.clamp(-4.0, 4.0);
    let square = x * x;
    let of = |numbers: &[f32]| numbers.iter().fold(0.0, |sum, number| sum * square + number);
    x * of(&OVER) / of(&UNDER)
}

/// Brings each row to mean 0 and deviation 1, and then to where it was taught to be.
pub(crate) fn normed(level: Level, rows: &mut [f32], scale: &[f32], shift: &[f32], tiny: f32) {
    dispatch!(level, simd => norm(simd, rows, scale, shift, tiny));
}

#[inline(always)]
fn norm<S: Simd>(_: S, rows: &mut [f32], scale: &[f32], shift: &[f32], tiny: f32) {
    let count = scale.len() as f32;
    for row in rows.chunks_exact_mut(scale.len()) {
        let mean = row.iter().sum::<f32>() / count;
        let spread = row.iter().map(|x| (x - mean) * (x - mean)).sum::<f32>() / count;
        let one = 1.0 / (spread + tiny).sqrt();
        for ((x, scale), shift) in row.iter_mut().zip(scale).zip(shift) {
            *x = (*x - mean) * one * scale + shift;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layer_multiplies_and_adds_whatever_its_size() {
        let check = |count: usize, from: usize, to: usize| {
            let number = |at: usize| ((at * 37 + 11) % 17) as f32 - 8.0;
            let rows: Vec<f32> = (0..count * from).map(number).collect();
            let table: Vec<f32> = (0..from * to).map(|at| number(at + 5)).collect();
            let bias: Vec<f32> = (0..to).map(number).collect();
            let layer = Layer::new(&table, bias.clone(), from, to);
            let found = layer.of(Level::new(), &rows);
            let expected: Vec<f32> = rows
                .chunks_exact(from)
                .flat_map(|row| {
                    let dot = |other: &[f32]| row.iter().zip(other).map(|(a, b)| a * b).sum::<f32>();
                    table.chunks_exact(from).zip(&bias).map(|(column, bias)| dot(column) + bias).collect::<Vec<_>>()
                })
                .collect();
            assert_eq!(found, expected, "{count} rows of {from} to {to}");
        };
        check(1, 3, 1);
        check(6, 8, 32);
        check(7, 5, 33);
        check(13, 40, 70);
    }

    #[test]
    fn the_error_function_is_near() {
        let check = |x: f32, expected: f32| assert!((erf(x) - expected).abs() < 1e-6, "{x}: {}", erf(x));
        check(0.0, 0.0);
        check(0.5, 0.520_499_9);
        check(-1.0, -0.842_700_8);
        check(2.0, 0.995_322_3);
        check(9.0, 1.0);
    }
}
