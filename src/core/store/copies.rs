//! The copies that programs which keep folders the same on several machines make of a file that was changed on two of them: by what their
//! names say.

use super::landing::PROJECT_ENDINGS;

/// A copy of a project that was put beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConflictedCopy {
    /// The name of the project's file.
    pub original: String,
    /// What the name says of the copy: "Ann's conflicted copy", "sync-conflict-20261130-120000-ABC", "DESK-3".
    pub what: String,
    /// Whether the name alone does not say it for sure: one that somebody gave could look the same.
    pub is_guess: bool,
}

/// Of which file a name says that this is a conflicted copy: "bridge (Ann's conflicted copy 2026-11-30).ron" (Dropbox, Nextcloud),
/// "bridge.sync-conflict-20261130-120000-ABC.ron" (Syncthing), "bridge-DESK-3.ron" (OneDrive). "bridge (1).ron" is none.
pub fn conflicted_copy(name: &str) -> Option<ConflictedCopy> {
    let (stem, ending) = name.rsplit_once('.')?;
    let is_project = PROJECT_ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending));
    if !is_project || stem.starts_with('.') {
        return None;
    }
    let copy = |original: &str, what: &str, is_guess| {
        let original = original.trim_end();
        (!original.is_empty()).then(|| ConflictedCopy {
            original: format!("{original}.{ending}"),
            what: what.trim().to_owned(),
            is_guess,
        })
    };
    if let Some((original, rest)) = stem.rsplit_once(".sync-conflict-") {
        return is_syncthing(rest).then(|| copy(original, &stem[original.len() + 1..], false)).flatten();
    }
    if let Some((original, what)) = in_brackets(stem) {
        return copy(original, what, false);
    }
    let at = stem.char_indices().filter(|(_, char)| *char == '-').map(|(at, _)| at);
    let machine = at.map(|at| (&stem[..at], &stem[at + 1..])).find(|(_, rest)| is_machine(rest))?;
    copy(machine.0, machine.1, true)
}

/// "bridge (Ann's conflicted copy 2026-11-30)", also with a number behind it.
fn in_brackets(stem: &str) -> Option<(&str, &str)> {
    let open = stem.rfind('(')?;
    let what = stem[open + 1..].strip_suffix(')')?;
    if !what.is_empty() && what.bytes().all(|byte| byte.is_ascii_digit()) {
        return in_brackets(stem[..open].trim_end());
    }
    what.to_lowercase().contains("conflicted copy").then(|| (&stem[..open], what))
}

/// "20261130-120000-ABC": a day, a time and the machine.
fn is_syncthing(rest: &str) -> bool {
    let parts: Vec<&str> = rest.split('-').collect();
    let [day, time, machine] = parts.as_slice() else { return false };
    let is_number = |text: &str, len: usize| text.len() == len && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_machine = !machine.is_empty() && machine.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_number(day, 8) && is_number(time, 6) && is_machine
}

/// Whether words look like the name that Windows and macOS give a machine: capitals, digits and dashes, at most fifteen, no plain word.
fn is_machine(words: &str) -> bool {
    let is_of = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-';
    let has_letter = words.bytes().any(|byte| byte.is_ascii_uppercase());
    let is_no_word = words.bytes().any(|byte| byte.is_ascii_digit() || byte == b'-');
    (4..=15).contains(&words.len()) && words.bytes().all(is_of) && has_letter && is_no_word && !words.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> Option<(String, String)> {
        conflicted_copy(name).map(|copy| (copy.original, copy.what))
    }

    #[test]
    fn copies_of_four_programs_are_known_by_their_names() {
        for (name, original, what) in [
            ("bridge (Ann's conflicted copy).ron", "bridge.ron", "Ann's conflicted copy"),
            ("bridge (Ann's conflicted copy 2026-11-30).ron", "bridge.ron", "Ann's conflicted copy 2026-11-30"),
            ("bridge (Ann’s Conflicted Copy 2026-11-30) (1).ron", "bridge.ron", "Ann’s Conflicted Copy 2026-11-30"),
            (
                "a (b) (conflicted copy 2026-11-30 120000).claimdesk",
                "a (b).claimdesk",
                "conflicted copy 2026-11-30 120000",
            ),
            ("bridge.sync-conflict-20261130-120000-ABC.ron", "bridge.ron", "sync-conflict-20261130-120000-ABC"),
            ("bridge-DESK-3.ron", "bridge.ron", "DESK-3"),
            ("my-bridge-DESKTOP-4F2K1AB.ron", "my-bridge.ron", "DESKTOP-4F2K1AB"),
        ] {
            assert_eq!(of(name), Some((original.to_owned(), what.to_owned())), "{name}");
        }
        assert!(conflicted_copy("bridge-DESK-3.ron").unwrap().is_guess);
    }

    #[test]
    fn other_names_are_no_copies() {
        for name in [
            "bridge.ron",
            "bridge (1).ron",
            "bridge (Ann).ron",
            "bridge-mine.ron",
            "bridge-2026.ron",
            "bridge-ANN.ron",
            "bridge (Ann's conflicted copy).docx",
            "bridge.sync-conflict-yesterday.ron",
            " (conflicted copy).ron",
            ".bridge (conflicted copy).ron.lock",
        ] {
            assert_eq!(of(name), None, "{name}");
        }
    }
}
