//! Pages and pictures as they were drawn: kept within a bound, so that leafing to and fro draws nothing twice.

use std::sync::Arc;

use crate::picture::Picture;

use super::view::LookKey;

/// The most that is kept of what was drawn, in bytes.
const MOST: usize = 128 << 20;

/// What is kept of one that failed or holds few pixels counts as this much.
const LEAST: usize = 4 << 10;

/// A page or picture at a size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// Which.
    pub of: LookKey,
    /// How many pixels its longer side has, unless a picture has fewer by itself.
    pub longest: u32,
}

/// A page or picture, or why it cannot be had.
pub type Drawn = Result<Arc<Picture>, String>;

/// What was drawn, and what is being drawn. One at a time is: what is wanted last does not wait for all that was leafed past.
#[derive(Debug, Default)]
pub struct Looks {
    /// The one that was wanted last at the end.
    kept: Vec<(Drawing, Drawn)>,
    under_way: Option<Drawing>,
}

impl Looks {
    /// The sharpest that is at hand of a page or picture.
    pub fn best(&self, of: &LookKey) -> Option<&Arc<Picture>> {
        let all = self.kept.iter().filter(|(drawing, _)| drawing.of == *of);
        let drawn = all.filter_map(|(drawing, drawn)| Some((drawing.longest, drawn.as_ref().ok()?)));
        drawn.max_by_key(|(longest, _)| *longest).map(|(_, drawn)| drawn)
    }

    /// How many pages the PDF has that a page is of, where one of them is at hand.
    pub fn pages_of(&self, page: &LookKey) -> Option<u32> {
        let of_it = |(drawing, _): &&(Drawing, Drawn)| drawing.of.is_beside(page) && drawing.of.page.is_some();
        self.kept.iter().filter(of_it).find_map(|(_, drawn)| Some(drawn.as_ref().ok()?.about.frames))
    }

    /// Whether it was drawn so sharply or more, or was tried.
    pub fn has(&self, wanted: &Drawing) -> bool {
        self.kept.iter().any(|(drawing, _)| drawing.of == wanted.of && drawing.longest >= wanted.longest)
    }

    /// The first of these that is to be drawn now, if any: it is under way then.
    pub fn next(&mut self, wanted: impl IntoIterator<Item = Drawing>) -> Option<Drawing> {
        if self.under_way.is_some() {
            return None;
        }
        self.under_way = wanted.into_iter().find(|drawing| !self.has(drawing));
        self.under_way.clone()
    }

    /// It was drawn, or cannot be had. Those that were wanted longest ago go when there are too many.
    pub fn put(&mut self, drawing: Drawing, drawn: Drawn) {
        self.under_way.take_if(|under_way| *under_way == drawing);
        let is_less = |other: &Drawing| other.of == drawing.of && other.longest <= drawing.longest;
        self.kept.retain(|(other, _)| drawn.is_err() || !is_less(other));
        self.kept.push((drawing, drawn));
        let mut room = MOST;
        let fits = |kept: &&(Drawing, Drawn)| {
            let left = room.checked_sub(len(&kept.1));
            room = left.unwrap_or(0);
            left.is_some()
        };
        let many = self.kept.iter().rev().take_while(fits).count().max(1);
        self.kept.drain(..self.kept.len() - many);
    }

    /// Nothing is looked at any more: what is looked at next is read anew, and found out if it was changed meanwhile.
    pub fn clear(&mut self) {
        self.kept.clear();
    }

    /// It is looked at again: it goes last, and is tried once more where it could not be had.
    pub fn wanted_again(&mut self, of: &LookKey) {
        self.kept.retain(|(drawing, drawn)| drawing.of != *of || drawn.is_ok());
        // Stable: the others keep their order.
        self.kept.sort_by_key(|(drawing, _)| drawing.of == *of);
    }
}

fn len(drawn: &Drawn) -> usize {
    let raster = drawn.as_ref().ok().and_then(|picture| picture.drawn.as_ref().ok());
    raster.map_or(0, |raster| raster.pixels.len()).max(LEAST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::{About, Raster};

    fn drawing(page: u32, longest: u32) -> Drawing {
        Drawing { of: LookKey::new("ab", Some(page)), longest }
    }

    fn drawn(width: u32, height: u32) -> Drawn {
        let pixels = vec![0; width as usize * height as usize * 4];
        Ok(Arc::new(Picture { about: About::default(), drawn: Ok(Raster { width, height, pixels }) }))
    }

    #[test]
    fn one_is_drawn_at_a_time_and_what_is_at_hand_is_not_drawn_again() {
        let mut looks = Looks::default();
        assert_eq!(looks.next([drawing(1, 100)]), Some(drawing(1, 100)));
        assert_eq!(looks.next([drawing(2, 100)]), None, "one is under way");
        looks.put(drawing(1, 100), drawn(1, 1));
        assert_eq!(looks.next([drawing(1, 90), drawing(2, 100)]), Some(drawing(2, 100)));
        looks.put(drawing(2, 100), Err("no".into()));
        assert_eq!(looks.next([drawing(1, 100), drawing(2, 100)]), None, "what failed is not tried for ever");
        looks.wanted_again(&drawing(2, 100).of);
        assert_eq!(looks.next([drawing(2, 100)]), Some(drawing(2, 100)));
    }

    #[test]
    fn the_sharpest_is_shown_and_one_that_fails_takes_nothing_away() {
        let mut looks = Looks::default();
        looks.put(drawing(1, 100), drawn(2, 1));
        looks.put(drawing(1, 200), drawn(3, 1));
        looks.put(drawing(1, 300), Err("too large".into()));
        let best = looks.best(&drawing(1, 0).of).unwrap();
        assert_eq!(best.drawn.as_ref().unwrap().width, 3);
        assert_eq!(looks.next([drawing(1, 300)]), None);
        assert_eq!(looks.kept.len(), 2, "the one that was less sharp is gone");
    }

    #[test]
    fn what_was_wanted_longest_ago_goes_first() {
        let mut looks = Looks::default();
        (1..=20).for_each(|page| looks.put(drawing(page, 2048), drawn(2048, 1448)));
        assert_eq!(looks.kept.len(), MOST / (2048 * 1448 * 4));
        assert!(!looks.has(&drawing(1, 2048)) && looks.has(&drawing(20, 2048)));
        let oldest = looks.kept[0].0.clone();
        looks.wanted_again(&oldest.of);
        looks.put(drawing(21, 2048), drawn(2048, 1448));
        assert!(looks.has(&oldest));
        // The one that is shown stays, however large it is.
        looks.put(drawing(22, 4096), drawn(4096, 8193));
        assert_eq!(looks.kept.len(), 1);
    }
}
