//! What a journal keeps, bounds and heals.

use super::{
    super::{sha256, testing::MemoryFiles},
    *,
};
use crate::model::{ClaimField, ClaimId, Edit, Signature};

fn records() -> Vec<Record> {
    let edit = |title: &str| Record::Edit { edit: Edit::SetTitle(title.into()), at_ms: 7 };
    let fingerprint = Fingerprint::of(b"x");
    let base = Base::File(fingerprint.clone());
    let begin = Record::Begin { at: Timestamp::UNIX_EPOCH, path: Some("/a.ron".into()), base };
    let saved = Record::Saved { fingerprint, path: "/a.ron".into(), at: None };
    vec![begin, edit("a\n\"é👩‍👩‍👧‍👦"), Record::Saving, edit("b"), saved, Record::Undo, Record::LeaveField]
}

#[test]
fn tells_where_it_was_about_to_be_written() {
    let journal = |records: Vec<Record>| Journal { records, ..Journal::default() };
    let to = |path: &str| Record::SavingTo { path: path.into() };
    assert_eq!(journal(vec![Record::Saving, to("/b.ron"), Record::Undo]).written_to(), Some(Path::new("/b.ron")));
    assert_eq!(journal([vec![to("/b.ron")], records()].concat()).written_to(), None);
}

#[test]
fn gives_back_what_it_wrote() {
    let bytes: Vec<u8> = records().iter().flat_map(encode).collect();
    let journal = decode(&bytes);
    assert_eq!((journal.records.clone(), journal.valid_len), (records(), bytes.len() as u64));
    assert_eq!((journal.unsaved_changes(), journal.path()), (2, Some(Path::new("/a.ron"))));
}

#[test]
fn a_tail_torn_anywhere_is_cut_at_the_first_bad_record() {
    let lines: Vec<Vec<u8>> = records().iter().map(encode).collect();
    let bytes = lines.concat();
    for cut in 0..bytes.len() {
        let journal = decode(&bytes[..cut]);
        let whole: usize = lines
            .iter()
            .scan(0, |sum, line| {
                *sum += line.len();
                Some(*sum)
            })
            .filter(|end| *end <= cut)
            .count();
        assert_eq!(journal.records, records()[..whole], "cut at {cut}");
    }
}

#[test]
fn a_flipped_bit_costs_one_record_and_is_told() {
    let lines: Vec<Vec<u8>> = records().iter().map(encode).collect();
    let (start, len) = (lines[0].len(), lines[1].len());
    let mut without = records();
    without.remove(1);
    for at in start..start + len {
        for bit in 0..8 {
            let mut bytes = lines.concat();
            bytes[at] ^= 1 << bit;
            let journal = decode(&bytes);
            // The length may be written in capitals, and the end of a line is believed unseen; every other flip is told.
            if journal.records == records() {
                assert_eq!(journal.damaged, 0, "byte {at} bit {bit}");
            } else {
                assert_eq!((&journal.records, journal.damaged), (&without, 1), "byte {at} bit {bit}");
                assert_eq!(journal.valid_len, start as u64);
            }
        }
    }
}

#[test]
fn zeros_and_rubbish_in_the_middle_cost_nothing_but_themselves() {
    let lines: Vec<Vec<u8>> = records().iter().map(encode).collect();
    for rubbish in [vec![0; 4096], b"rubbish\n".to_vec(), [vec![b'x'; 300], vec![b'\n']].concat()] {
        let bytes = [lines[..2].concat(), rubbish, lines[2..].concat()].concat();
        let journal = decode(&bytes);
        assert_eq!((journal.records, journal.damaged), (records(), 1));
    }
    let torn = [lines.concat(), vec![0; 4096]].concat();
    assert_eq!(decode(&torn).damaged, 0, "what was being written when the program ended");
}

/// A long note is typed into, at several places, in two claims by turns, with characters of many bytes.
fn typed() -> Vec<Record> {
    let note = |claim: &str, words: String| {
        let (claim, field) = (ClaimId::new(claim).unwrap(), ClaimField::Notes(words));
        let signature = Signature { by: None, at: Timestamp::UNIX_EPOCH };
        let edit = Box::new(Edit::SetClaim { claim, field });
        Record::Edit { edit: Edit::Signed { signature, edit }, at_ms: 7 }
    };
    let long = "Ämter sagen „nein“. ".repeat(500);
    let mut texts = [long.clone(), long.to_uppercase()];
    let mut records = records();
    for key in 0..400 {
        let text = &mut texts[key % 2];
        let mut at = if key % 40 < 20 { text.len() / 3 } else { text.len() - 1 };
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        if key % 7 == 6 {
            text.remove(at);
        } else {
            text.insert(at, 'é');
        }
        records.push(note(if key % 2 == 0 { "c-00000001" } else { "c-00000002" }, text.clone()));
    }
    records
}

#[test]
fn a_key_into_a_long_text_is_written_as_a_difference_and_played_back_exactly() {
    let mut encoder = Encoder::default();
    let lines: Vec<Vec<u8>> = typed().iter().map(|record| encoder.line(record)).collect();
    let (bytes, whole) = (lines.concat(), typed().iter().map(|record| encode(record).len()).sum::<usize>());
    assert_eq!(decode(&bytes).records, typed());
    assert!(bytes.len() * 5 < whole, "{} of {whole} bytes", bytes.len());
    // As older programs wrote it, each text whole.
    let old: Vec<u8> = typed().iter().flat_map(encode).collect();
    assert_eq!(decode(&old).records, typed());
}

#[test]
fn a_damaged_difference_costs_itself_alone() {
    let mut encoder = Encoder::default();
    let lines: Vec<Vec<u8>> = typed().iter().map(|record| encoder.line(record)).collect();
    let is_short = |line: &Vec<u8>| line[26..].starts_with(b"{\"Short\"");
    for damaged in (0..lines.len()).filter(|at| is_short(&lines[*at])).step_by(17) {
        let mut bad = lines.clone();
        let middle = bad[damaged].len() / 2;
        bad[damaged][middle] ^= 1;
        let journal = decode(&bad.concat());
        let mut without = typed();
        without.remove(damaged);
        assert_eq!((journal.damaged, journal.records == without), (1, true), "line {damaged}");
    }
    // Without the whole text that they start from, differences are told as damaged, and reading goes on behind them.
    let first = lines.iter().position(is_short).unwrap() - 1;
    let mut bad = lines.clone();
    bad[first][40] ^= 1;
    let journal = decode(&bad.concat());
    assert!(journal.damaged > 1 && !journal.is_foreign);
    assert_eq!(journal.records.last(), typed().last());
}

/// 687 keys into a note of 400 kB, as it was done to a real window: each key wrote the whole note.
#[test]
#[expect(clippy::print_stdout, reason = "it prints its figure")]
fn a_note_of_400_kilobytes_may_be_typed_into() {
    let mut text = "0123456789abcde\n".repeat(25_000);
    let mut encoder = Encoder::default();
    let mut bytes = 0;
    for key in 0..687 {
        text.insert(200_000 + key, 'x');
        let (claim, field) = (ClaimId::new("c-00000001").unwrap(), ClaimField::Notes(text.clone()));
        bytes += encoder.line(&Record::Edit { edit: Edit::SetClaim { claim, field }, at_ms: 0 }).len();
    }
    println!("687 keys into a note of 400 kB: {bytes} bytes of journal");
    assert!(bytes < 2_000_000, "{bytes}");
}

#[test]
fn changes_that_were_put_together_count_as_many() {
    let mut records = vec![records()[0].clone()];
    let labels = vec!["mark claim".to_owned(), "change notes".to_owned()];
    records.push(Record::State { fingerprint: Fingerprint::of(b"y"), changes: 12, labels });
    let mut journal = Journal { records, ..Journal::default() };
    assert_eq!(journal.unsaved_changes(), 12);
    journal.records.push(Record::Undo);
    let labels = ["mark claim", "change notes", "undo"].map(str::to_owned).to_vec();
    assert_eq!((journal.unsaved_changes(), journal.unsaved_labels()), (13, (13, labels)));
    assert_eq!(journal.needs().count(), 2);
    journal.records.push(Record::Saving);
    journal.records.push(Record::Saved { fingerprint: Fingerprint::of(b"z"), path: "/a.ron".into(), at: None });
    assert_eq!((journal.unsaved_changes(), journal.unsaved_labels()), (0, (0, Vec::new())));
}

#[test]
fn journals_of_deleted_projects_go_ninety_days_after_everything_in_them_was_saved() {
    let disk = MemoryFiles::default();
    let state = StateDir("/state".into());
    let put = |name: &str, path: &str, is_saved: bool, day: i64| {
        let at = Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_hours(24 * day);
        let mut records = vec![Record::Begin { at, path: Some(path.into()), base: Base::File(Fingerprint::of(b"x")) }];
        records.push(Record::Edit { edit: Edit::SetTitle("a".into()), at_ms: 0 });
        if is_saved {
            let fingerprint = Fingerprint::of(b"y");
            records.push(Record::Saving);
            records.push(Record::Saved { fingerprint, path: path.into(), at: Some(at) });
        }
        let bytes: Vec<u8> = records.iter().flat_map(encode).collect();
        disk.put(&format!("/state/journals/{name}.journal"), &bytes);
    };
    disk.put("/there.ron", b"y");
    put("gone", "/gone.ron", true, 0);
    put("gone-later", "/gone.ron", true, 1);
    put("unsaved", "/gone.ron", false, 0);
    put("there", "/there.ron", true, 0);
    let left = |days: i64| {
        clear_old(&disk, &state, Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_hours(24 * days));
        let names = disk.list(&state.journals()).unwrap();
        let mut names: Vec<_> =
            names.into_iter().filter_map(|name| Some(name.strip_suffix(".journal")?.to_owned())).collect();
        names.sort();
        names.join(" ")
    };
    assert_eq!(left(89), "gone gone-later there unsaved");
    assert_eq!(left(90), "gone-later there unsaved");
    assert_eq!(left(1000), "there unsaved");
}

#[test]
fn a_record_of_a_newer_program_is_told_from_damage() {
    let json = "{\"Fly\":1}";
    let line = format!("{:08x} {} {json}\n", json.len(), &sha256(json.as_bytes())[..16]);
    assert!(decode(line.as_bytes()).is_foreign);
    assert!(!decode(&line.as_bytes()[..20]).is_foreign);
}
