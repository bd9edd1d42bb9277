//! A part of a picture, or of a page as it looks, as the place of evidence.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::is_default;

/// A part of a picture that is kept with a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Region {
    /// SHA-256 of the file that it lies on.
    pub sha256: String,
    /// The page, from 1, where the file has pages.
    #[serde(default, skip_serializing_if = "is_default")]
    pub page: Option<u32>,
    /// Which part of it.
    pub area: Area,
}

/// A rectangle in parts of ten thousand of a picture's width and height, from its upper left corner, as the picture is shown: turned
/// the way up that it says. Never empty, and never beyond the edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(try_from = "(u16, u16, u16, u16)", into = "(u16, u16, u16, u16)")]
pub struct Area {
    left: u16,
    top: u16,
    width: u16,
    height: u16,
}

/// Four numbers that are no area of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the area {0}, {1}, {2} × {3} is empty or goes beyond the picture")]
pub struct NoArea(u16, u16, u16, u16);

impl Area {
    /// The width and height of a whole picture.
    pub const FULL: u16 = 10_000;

    /// The whole picture.
    pub const WHOLE: Self = Self { left: 0, top: 0, width: Self::FULL, height: Self::FULL };

    /// Makes an area.
    ///
    /// # Errors
    /// [`NoArea`] when it is empty or goes beyond the picture.
    pub fn new(left: u16, top: u16, width: u16, height: u16) -> Result<Self, NoArea> {
        let fits = |from: u16, len: u16| len > 0 && from.checked_add(len).is_some_and(|end| end <= Self::FULL);
        let area = Self { left, top, width, height };
        if fits(left, width) && fits(top, height) { Ok(area) } else { Err(NoArea(left, top, width, height)) }
    }

    /// The area between two corners, given in parts of the picture from 0 to 1; `None` when nothing of it lies on the picture.
    pub fn between(a: [f32; 2], b: [f32; 2]) -> Option<Self> {
        let part = |value: f32| (value.clamp(0.0, 1.0) * f32::from(Self::FULL)).round() as u16;
        let [left, right] = [a[0].min(b[0]), a[0].max(b[0])].map(part);
        let [top, bottom] = [a[1].min(b[1]), a[1].max(b[1])].map(part);
        Self::new(left, top, right.saturating_sub(left), bottom.saturating_sub(top)).ok()
    }

    /// The upper left and the lower right corner, in parts of the picture from 0 to 1.
    pub fn corners(self) -> [[f32; 2]; 2] {
        let part = |value: u16| f32::from(value) / f32::from(Self::FULL);
        let Self { left, top, width, height } = self;
        [[part(left), part(top)], [part(left + width), part(top + height)]]
    }

    /// The same area moved by so many parts of ten thousand, as far as the picture goes.
    #[must_use]
    pub fn moved(self, right: i32, down: i32) -> Self {
        let along = |from: u16, by: i32, len: u16| (i32::from(from) + by).clamp(0, i32::from(Self::FULL - len)) as u16;
        let Self { left, top, width, height } = self;
        Self { left: along(left, right, width), top: along(top, down, height), ..self }
    }

    /// The same area with its lower right corner moved by so many parts of ten thousand, as far as the picture goes.
    #[must_use]
    pub fn grown(self, wider: i32, higher: i32) -> Self {
        let along = |len: u16, by: i32, from: u16| (i32::from(len) + by).clamp(1, i32::from(Self::FULL - from)) as u16;
        let Self { left, top, width, height } = self;
        Self { width: along(width, wider, left), height: along(height, higher, top), ..self }
    }

    /// How much of the picture it is, in parts of a hundred million.
    pub fn size(self) -> u32 {
        u32::from(self.width) * u32::from(self.height)
    }
}

impl TryFrom<(u16, u16, u16, u16)> for Area {
    type Error = NoArea;

    fn try_from((left, top, width, height): (u16, u16, u16, u16)) -> Result<Self, NoArea> {
        Self::new(left, top, width, height)
    }
}

impl From<Area> for (u16, u16, u16, u16) {
    fn from(Area { left, top, width, height }: Area) -> Self {
        (left, top, width, height)
    }
}

/// In words: "12–40 % from the left, 5–20 % from the top".
impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::WHOLE {
            return f.write_str("the whole picture");
        }
        let percent = |part: u16| (u32::from(part) + 50) / 100;
        let Self { left, top, width, height } = *self;
        let (right, bottom) = (percent(left + width), percent(top + height));
        write!(f, "{}–{right} % from the left, {}–{bottom} % from the top", percent(left), percent(top))
    }
}

/// In words: "page 3, 12–40 % from the left, 5–20 % from the top".
impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.page {
            Some(page) if self.area == Area::WHOLE => write!(f, "the whole of page {page}"),
            Some(page) => write!(f, "page {page}, {}", self.area),
            None => self.area.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_area_lies_on_its_picture() {
        assert!(Area::new(0, 0, 10_000, 10_000).is_ok());
        for (left, top, width, height) in [(0, 0, 0, 5), (0, 0, 5, 0), (9_999, 0, 2, 5), (u16::MAX, 0, 1, 1)] {
            assert!(Area::new(left, top, width, height).is_err());
            assert!(serde_json::from_str::<Area>(&format!("[{left},{top},{width},{height}]")).is_err());
        }
        assert_eq!(Area::between([2.0, 2.0], [3.0, 3.0]), None);
        assert_eq!(Area::between([0.5, 0.4], [0.25, -1.0]), Area::new(2_500, 0, 2_500, 4_000).ok());
        assert_eq!(Area::between([f32::NAN, 0.0], [f32::NAN, 1.0]), None);
    }

    #[test]
    fn a_place_is_said_in_words() {
        let area = Area::new(1_234, 0, 2_766, 555).unwrap();
        let region = |page, area| Region { sha256: "0".into(), page, area }.to_string();
        assert_eq!(region(None, area), "12–40 % from the left, 0–6 % from the top");
        assert_eq!(region(Some(3), area), "page 3, 12–40 % from the left, 0–6 % from the top");
        assert_eq!(region(None, Area::WHOLE), "the whole picture");
        assert_eq!(region(Some(2), Area::WHOLE), "the whole of page 2");
    }

    proptest! {
        #[test]
        fn an_area_stays_one_wherever_it_goes(parts in any::<[u16; 4]>(), right in -20_000..20_000, down in -20_000..20_000) {
            let [left, top, width, height] = parts.map(|part| part % 12_000);
            let Ok(area) = Area::new(left, top, width, height) else { return Ok(()) };
            for area in [area.moved(right, down), area.grown(right, down)] {
                prop_assert_eq!(Area::try_from(<(u16, u16, u16, u16)>::from(area)), Ok(area));
                let [from, to] = area.corners();
                prop_assert_eq!(Area::between(from, to), Some(area));
            }
        }
    }
}
