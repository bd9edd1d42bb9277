//! The settings as a file, read so that what is wrong in one place costs that place alone.

use std::fmt;

use ron::value::RawValue;
use serde::{
    Deserializer,
    de::{MapAccess, SeqAccess, Visitor},
};

use super::prefs::Prefs;

/// Settings as they were found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PrefsRead {
    /// What could be read, and the defaults for the rest.
    pub prefs: Prefs,
    /// What could not: the names of the fields. Empty: all could.
    pub lost: Vec<String>,
}

/// Reads settings.
pub fn read_prefs(bytes: &[u8]) -> PrefsRead {
    let whole = std::str::from_utf8(bytes);
    if let Some(prefs) = whole.ok().and_then(parsed) {
        return PrefsRead { prefs: prefs.clamped(), lost: Vec::new() };
    }
    let text = whole.unwrap_or_else(|error| std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default());
    let mut lost = Vec::new();
    let good = good_part(text, "", &mut lost, &|text| parsed(text).is_some());
    PrefsRead { prefs: good.as_deref().and_then(parsed).unwrap_or_default().clamped(), lost }
}

/// Settings as they are written.
pub fn write_prefs(prefs: &Prefs) -> Option<String> {
    ron::ser::to_string_pretty(prefs, ron::ser::PrettyConfig::new()).ok()
}

fn parsed(text: &str) -> Option<Prefs> {
    ron::from_str(text).ok()
}

/// The parts of a struct or list that `is_good` takes, put together again. `None`: it is neither, or none of it is good.
/// `place` is where it stands; the names of what is left out go into `lost`.
fn good_part(text: &str, path: &str, lost: &mut Vec<String>, is_good: &dyn Fn(&str) -> bool) -> Option<String> {
    let parts = Parts::of(text);
    let (open, close) = if parts.is_list { ('[', ']') } else { ('(', ')') };
    let mut good = String::new();
    for (name, value) in &parts.found {
        let label = if parts.is_list { String::new() } else { format!("{name}:") };
        let inner = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let before = lost.len();
        let with = |value: &str| format!("{open}{good}{label}{value},{close}");
        if is_good(&with(value)) {
            good.push_str(&format!("{label}{value},"));
        } else if let Some(value) = good_part(value, &inner, lost, &|value| is_good(&with(value))) {
            good.push_str(&format!("{label}{value},"));
        } else {
            lost.truncate(before);
            lost.push(inner);
        }
    }
    if !parts.is_whole {
        lost.push(if path.is_empty() { "everything from a damaged place on".to_owned() } else { path.to_owned() });
    }
    let all = format!("{open}{good}{close}");
    (!parts.found.is_empty() && is_good(&all)).then_some(all)
}

/// The fields of a struct, or the entries of a list by their number, as text.
#[derive(Debug, Default)]
struct Parts {
    found: Vec<(String, String)>,
    is_list: bool,
    /// Whether they could be told apart to the end.
    is_whole: bool,
}

impl Parts {
    fn of(text: &str) -> Self {
        let mut parts = Self { is_list: text.trim_start().starts_with('['), ..Self::default() };
        let Ok(mut ron) = ron::Deserializer::from_str(text) else { return parts };
        let collect = Collect(&mut parts);
        // What was found before the damage is there whatever this says.
        let whole =
            if collect.0.is_list { ron.deserialize_seq(collect) } else { ron.deserialize_struct("", &[], collect) };
        parts.is_whole = whole.is_ok();
        parts
    }
}

struct Collect<'a>(&'a mut Parts);

impl<'de> Visitor<'de> for Collect<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("fields or entries")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some((name, value)) = map.next_entry::<String, Box<RawValue>>()? {
            self.0.found.push((name, value.get_ron().trim().to_owned()));
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(value) = list.next_element::<Box<RawValue>>()? {
            self.0.found.push(((self.0.found.len() + 1).to_string(), value.get_ron().trim().to_owned()));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{super::prefs::*, *};

    fn settings() -> Prefs {
        let recent = |n: usize| Recent { path: format!("/{n}.ron").into(), title: n.to_string(), done: 1, claims: 2 };
        let keys = [("save".to_owned(), "Ctrl+J".to_owned())].into();
        let layout = Layout { sidebar: 200.0, ..Layout::default() };
        Prefs { theme: Theme::Dark, zoom: 1.5, layout, keys, recent: vec![recent(1), recent(2)], ..Prefs::default() }
    }

    fn text() -> String {
        write_prefs(&settings()).unwrap()
    }

    #[test]
    fn what_was_written_is_read_and_nothing_is_lost() {
        assert_eq!(read_prefs(text().as_bytes()), PrefsRead { prefs: settings(), lost: Vec::new() });
        assert_eq!(read_prefs(b"()"), PrefsRead::default());
    }

    #[test]
    fn a_bad_field_costs_itself_alone() {
        let check = |from: &str, to: &str, lost: &str, change: &dyn Fn(&mut Prefs)| {
            let bad = text().replacen(from, to, 1);
            assert_ne!(bad, text(), "{from}");
            let mut prefs = settings();
            change(&mut prefs);
            assert_eq!(read_prefs(bad.as_bytes()), PrefsRead { prefs, lost: vec![lost.to_owned()] }, "{to}");
        };
        check("theme: Dark", "theme: Puce", "theme", &|prefs| prefs.theme = Theme::System);
        check("zoom: 1.5", "zoom: \"large\"", "zoom", &|prefs| prefs.zoom = 1.0);
        check("sidebar: 200.0", "sidebar: None", "layout.sidebar", &|prefs| prefs.layout.sidebar = 216.0);
        check("claims: 2", "claims: -2", "recent.1", &|prefs| drop(prefs.recent.remove(0)));
    }

    #[test]
    fn of_a_file_that_was_cut_what_stands_before_is_read() {
        let whole = text();
        let cut = &whole[..whole.find("reading:").unwrap() + 3];
        let read = read_prefs(cut.as_bytes());
        assert_eq!((read.prefs.theme, read.prefs.zoom, read.prefs.layout), (Theme::Dark, 1.5, settings().layout));
        assert_eq!(read.lost, ["everything from a damaged place on"]);
        for rubbish in [&b""[..], b"\xff\xfe", b"rubbish", &[0; 100]] {
            let read = read_prefs(rubbish);
            assert!(read.prefs == Prefs::default() && !read.lost.is_empty(), "{rubbish:?}");
        }
    }
}
