//! Heights of a long column of pieces: sums of the first n, and the piece at a height, both in logarithmic time (Fenwick
//! tree). Heights are estimates until a piece has been laid out.

/// The heights of a column of pieces, in points.
#[derive(Debug, Clone, Default)]
pub struct Heights {
    own: Vec<f32>,
    /// Partial sums, 1-based. Sums of ten thousands of pieces need more than an `f32` holds.
    sums: Vec<f64>,
}

impl Heights {
    /// A column of these heights.
    pub fn new(own: Vec<f32>) -> Self {
        let mut sums = vec![0.0; own.len() + 1];
        for (index, height) in own.iter().enumerate() {
            let at = index + 1;
            sums[at] += f64::from(*height);
            let parent = at + (at & at.wrapping_neg());
            if parent < sums.len() {
                sums[parent] += sums[at];
            }
        }
        Self { own, sums }
    }

    /// The height of a piece; 0 beyond the end.
    pub fn get(&self, index: usize) -> f32 {
        self.own.get(index).copied().unwrap_or(0.0)
    }

    /// Corrects the height of a piece.
    pub fn set(&mut self, index: usize, height: f32) {
        let Some(own) = self.own.get_mut(index) else { return };
        let change = f64::from(height - *own);
        if change == 0.0 {
            return;
        }
        *own = height;
        let mut at = index + 1;
        while at < self.sums.len() {
            self.sums[at] += change;
            at += at & at.wrapping_neg();
        }
    }

    /// The height of the first `count` pieces.
    pub fn sum(&self, count: usize) -> f64 {
        let mut at = count.min(self.own.len());
        let mut sum = 0.0;
        while at > 0 {
            sum += self.sums[at];
            at -= at & at.wrapping_neg();
        }
        sum
    }

    /// The height of all.
    pub fn total(&self) -> f64 {
        self.sum(self.own.len())
    }

    /// The piece at a height, and how far into it; the last piece for a height beyond the end.
    pub fn find(&self, height: f64) -> (usize, f32) {
        let mut index = 0;
        let mut rest = height.max(0.0);
        let mut step = self.own.len().next_power_of_two();
        while step > 0 {
            if index + step <= self.own.len() && self.sums[index + step] <= rest {
                index += step;
                rest -= self.sums[index];
            }
            step /= 2;
        }
        match self.own.len().checked_sub(1) {
            Some(last) if index > last => (last, self.own[last]),
            _ => (index, rest as f32),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sums_and_finds_as_a_plain_list_would(
            mut own in proptest::collection::vec(1.0f32..50.0, 1..60),
            changes in proptest::collection::vec((0usize..60, 1.0f32..50.0), 0..20),
            height in 0.0f64..3000.0,
        ) {
            let mut heights = Heights::new(own.clone());
            for (index, height) in changes {
                heights.set(index, height);
                if let Some(own) = own.get_mut(index) { *own = height; }
            }
            let sum = |count: usize| own[..count].iter().map(|h| f64::from(*h)).sum::<f64>();
            for count in 0..=own.len() {
                prop_assert!((heights.sum(count) - sum(count)).abs() < 0.01);
            }
            let (index, within) = heights.find(height);
            if height < heights.total() {
                prop_assert!((sum(index) + f64::from(within) - height).abs() < 0.01);
            } else {
                prop_assert_eq!(index, own.len() - 1);
            }
        }
    }
}
