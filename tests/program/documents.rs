//! The documents name what there is, no more and no less: verbs, options, rules, formats, keys.

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use claimdesk::{
    app::{Command as Act, keys::Shortcut},
    check::{self, Severity},
    exchange, export, import,
};

fn document(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// What the program prints for these arguments.
fn printed(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_claimdesk")).args(arguments).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

fn verbs() -> BTreeSet<String> {
    let help = printed(&["--help"]);
    let listed = help.split("Commands:\n").nth(1).unwrap().lines().take_while(|line| !line.trim().is_empty());
    listed.map(|line| line.split_whitespace().next().unwrap().to_owned()).collect()
}

fn options(text: &str) -> BTreeSet<String> {
    let is_of_option = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '-';
    let named = text
        .split(|char| !is_of_option(char))
        .filter(|word| word.starts_with("--") && !word[2..].starts_with('-') && word.len() > 2);
    named.map(str::to_owned).collect()
}

fn owned<'a>(words: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    words.into_iter().map(str::to_owned).collect()
}

/// The ids in the first column of the table under a heading.
fn first_column(text: &str, heading: &str) -> BTreeSet<String> {
    let section = text.split(&format!("\n{heading}\n")).nth(1).expect(heading);
    let section = section.split("\n#").next().unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| ")).skip(1);
    rows.flat_map(|row| row.split(" |").next().unwrap().split(", ")).map(str::to_owned).collect()
}

#[test]
fn the_command_line_is_described_as_it_is() {
    let text = document("docs/cli.md");
    let block = text.split("```").nth(1).unwrap();
    let words = block.lines().filter_map(|line| line.strip_prefix("claimdesk ")?.split_whitespace().next());
    let named = words.filter(|word| word.chars().all(|char| char.is_ascii_lowercase() || char == '-'));
    assert_eq!(owned(named), verbs());

    let general = owned(["--help", "--version"]);
    let there: BTreeSet<String> = verbs().iter().flat_map(|verb| options(&printed(&[verb, "--help"]))).collect();
    let there: BTreeSet<String> = there.union(&general).cloned().collect();
    assert_eq!(options(&text), there);
}

#[test]
fn every_rule_is_named_under_how_grave_it_is() {
    let text = document("docs/cli.md");
    for (severity, head) in [(Severity::Block, "*block*: "), (Severity::Warn, "*warn*: "), (Severity::Note, "*note*: ")]
    {
        let line = text.split(head).nth(1).unwrap().lines().next().unwrap();
        let named = line.split('`').skip(1).step_by(2);
        let there = check::checks().filter(|check| check.severity == severity).map(|check| check.id.as_str());
        assert_eq!(owned(named), owned(there), "{head}");
    }
}

#[test]
fn every_format_is_named_where_it_is_opened_written_or_taken_in() {
    let text = document("docs/formats.md");
    let opened = first_column(&text, "## Opened as articles");
    assert_eq!(opened, owned(import::IMPORTERS.iter().map(|importer| importer.id)));
    let written = first_column(&text, "## Written");
    assert_eq!(written, owned(export::EXPORTERS.iter().map(|exporter| exporter.id)));
    let taken_in = first_column(&text, "## Taken in");
    let readers = exchange::READERS.iter().map(|reader| reader.id);
    assert_eq!(taken_in, owned(readers.chain(exchange::sources::SOURCE_READERS.iter().map(|reader| reader.id))));
}

#[test]
fn the_keys_that_are_printed_are_those_of_the_commands() {
    let label =
        |command: Act| command.entry().shortcuts.first().copied().map(|key: Shortcut| key.label(false)).unwrap();
    let text = document("README.md");
    for (command, words) in [(Act::MarkClaim, "press `"), (Act::Help, "confidence. `"), (Act::Palette, "keys, `")] {
        let key = text.split(words).nth(1).unwrap().split('`').next().unwrap();
        assert_eq!(key, label(command), "{words}");
    }
    assert!(document("docs/reliability.md").contains(&format!("by {}", label(Act::Save).replace(' ', "+"))));
    // In the guide a key is `{id}`, so that it is the reviewer's own; what stands there besides belongs to no command.
    let guide = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/guide")).unwrap();
    for page in guide.map(|page| page.unwrap().path()) {
        let text = fs::read_to_string(&page).unwrap();
        for entry in claimdesk::app::COMMANDS {
            for key in entry.shortcuts.iter().map(|key| key.label(false)).filter(|key| key.contains("Ctrl ")) {
                let spellings = [key.clone(), key.replace(' ', "+")];
                assert!(!spellings.iter().any(|key| text.contains(key.as_str())), "{} on {}", key, page.display());
            }
        }
    }
}

#[test]
#[cfg(target_os = "linux")]
fn what_works_without_a_display_is_every_verb() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_claimdesk"));
    let program = program.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").env_remove("WAYLAND_SOCKET");
    let told = String::from_utf8(program.output().unwrap().stderr).unwrap();
    let named = told.split("Without a display these work: claimdesk ").nth(1).unwrap().split('.').next().unwrap();
    assert_eq!(owned(named.split(", ")), verbs());
}
