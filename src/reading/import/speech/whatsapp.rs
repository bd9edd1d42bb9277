//! A chat as WhatsApp exports it: a text whose lines begin with date, time and name as the phone's language writes them, on Android
//! (`31.12.23, 21:15 - Name: …`) or iOS (`[31.12.23, 21:15:03] Name: …`). A message may have several lines.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::model::BlockKind;

use super::{
    Draft, DraftBlock, ImportError, Importer, Input, LeftOut, MAX_CUES, Steps, Told, Warning,
    lines::{head, lines},
    whatsapp_date::{Order, Stamp, order},
};

pub(super) const IMPORTER: Importer =
    Importer { id: "whatsapp", name: "WhatsApp chat", extensions: &[], has_lines: false, sniff, open };

/// The sign with which the program begins its own words, on iOS.
const MARK: char = '\u{200e}';

/// The beginning of a message.
static HEADER: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let marks = "[\u{200e}\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}\u{feff}]*";
    let date = r"(?<a>[0-9]{1,4})(?<sep>[./-])\s?(?<b>[0-9]{1,2})[./-]\s?(?<c>[0-9]{1,4})\.?";
    let half = r"(?<half>[AaPp]\.?\s?[Mm]\.?|πμ|μμ|π\.μ\.|μ\.μ\.)";
    let day = "(?<day>上午|下午|오전|오후|午前|午後)?";
    let time = |seconds: &str| format!(r"{day}\s?(?<h>[0-9]{{1,2}})[:.](?<m>[0-9]{{2}}){seconds}(?:\s?{half})?");
    let (with, without) = (time("(?:[:.][0-9]{2})?"), time(""));
    let patterns = [
        format!(r"^{marks}\[{date},?\s+{marks}{with}\]\s?(?<rest>.*)$"),
        format!(r"^{marks}{date}(?<comma>,)?\s+(?:um |à |às |at |kl\. )?{without}\s+[-–]\s(?<rest>.*)$"),
    ];
    patterns.iter().filter_map(|pattern| Regex::new(pattern).ok()).collect()
});

fn sniff(bytes: &[u8]) -> bool {
    let head = head(bytes);
    let mut worded = lines(&head).filter(|line| !line.trim().is_empty());
    let Some(first) = worded.next().and_then(header) else { return false };
    let (mut headers, mut others) = (1, 0);
    for line in worded {
        if header(line).is_some() { headers += 1 } else { others += 1 }
    }
    // One line alone may be anything; the first one of a chat is often the program's.
    (headers > 1 || first.1.contains(": ")) && others <= headers * 20
}

fn open(input: &Input<'_>) -> Result<Draft, ImportError> {
    let (text, mut draft) = super::decoded(input, IMPORTER.id, "text/plain")?;
    let messages = messages(&text, input.steps)?;
    if messages.is_empty() {
        return Err(ImportError::Damaged("the chat"));
    }
    let stamps: Vec<Stamp> = messages.iter().filter_map(|message| message.stamp).collect();
    let (order, is_sure) = order(&stamps);
    if !is_sure {
        let read = if order == Order::Mdy { "month/day" } else { "day/month" };
        draft
            .warnings
            .push(Warning::new(format!("The chat does not show which number is the day: dates were read as {read}.")));
    }
    draft.blocks = messages.into_iter().flat_map(|message| blocks(message, order)).collect();
    Ok(draft)
}

/// A message with all its lines.
struct Message<'a> {
    stamp: Option<Stamp>,
    first: &'a str,
    others: Vec<&'a str>,
}

fn messages<'a>(text: &'a str, steps: Steps<'_>) -> Result<Vec<Message<'a>>, ImportError> {
    let mut messages: Vec<Message<'_>> = Vec::new();
    let mut told = Told::to(steps);
    for line in lines(text) {
        told.one();
        match (header(line), messages.last_mut()) {
            (Some((stamp, first)), _) => {
                if messages.len() == MAX_CUES {
                    return Err(ImportError::TooMany("messages", MAX_CUES));
                }
                messages.push(Message { stamp: Some(stamp), first, others: Vec::new() });
            }
            (None, Some(last)) => last.others.push(line),
            (None, None) if line.trim().is_empty() => {}
            (None, None) => messages.push(Message { stamp: None, first: line, others: Vec::new() }),
        }
    }
    Ok(messages)
}

/// The date and time in front of a line, and what stands behind.
fn header(line: &str) -> Option<(Stamp, &str)> {
    if !line.bytes().take(24).any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let found = HEADER.iter().find_map(|pattern| pattern.captures(line))?;
    let stamp = stamp(&found)?;
    // A program's log has its dates like this, without a comma.
    let is_log = &found["sep"] == "-"
        && !line.trim_start_matches(|char: char| !char.is_ascii()).starts_with('[')
        && found.name("comma").is_none();
    (!is_log).then_some((stamp, found.name("rest")?.as_str()))
}

fn stamp(found: &Captures<'_>) -> Option<Stamp> {
    let number = |name: &str| found.name(name)?.as_str().parse::<u16>().ok();
    let half = found.name("half").map_or("", |half| half.as_str());
    let day = found.name("day").map_or("", |day| day.as_str());
    let is_half_day = !half.is_empty() || !day.is_empty();
    let is_after_noon = half.starts_with(['p', 'P', 'μ']) || ["下午", "오후", "午後"].contains(&day);
    let hour = match (number("h")?, is_half_day, is_after_noon) {
        (hour @ 0..=23, false, _) => hour,
        (hour @ 0..=12, true, after) => hour % 12 + if after { 12 } else { 0 },
        _ => return None,
    };
    let minute = number("m").filter(|minute| *minute < 60)?;
    Some(Stamp {
        date: [number("a")?, number("b")?, number("c")?],
        has_stops: &found["sep"] == ".",
        time: (u8::try_from(hour).ok()?, u8::try_from(minute).ok()?),
        is_half_day,
    })
}

/// The words of a message, and what of it is none.
fn blocks(message: Message<'_>, order: Order) -> Vec<DraftBlock> {
    let Message { stamp, first, others } = message;
    let sent = stamp.map(|stamp| order.sent(&stamp)).unwrap_or_default();
    let (speaker, words) = match sender(first) {
        Some((speaker, words)) => (speaker, words),
        None => ("", first),
    };
    let text = [words].into_iter().chain(others).collect::<Vec<_>>().join("\n");
    let pieces = if speaker.is_empty() && stamp.is_some() {
        vec![(text.as_str(), Some(LeftOut::ChatProgram))]
    } else {
        pieces(&text)
    };
    let made = pieces.into_iter().filter(|(text, _)| text.chars().any(|char| !char.is_whitespace() && !is_mark(char)));
    made.map(|(text, why)| {
        let mut block = DraftBlock::kept(
            BlockKind::Paragraph,
            text.trim_matches(|char: char| char.is_whitespace() || is_mark(char)),
        );
        if let Some(why) = why {
            block.drop(why);
        }
        speaker.clone_into(&mut block.block.speech.speaker);
        block.block.speech.sent.clone_from(&sent);
        block
    })
    .collect()
}

/// Who sent a message, and its words. `None`: the program itself says something.
fn sender(first: &str) -> Option<(&str, &str)> {
    let (name, words) = first.split_once(": ").or_else(|| Some((first.strip_suffix(':')?, "")))?;
    let name = name.trim_matches(|char: char| char.is_whitespace() || is_mark(char) || char == '~');
    let is_name = !name.is_empty() && name.chars().count() <= 80 && !name.contains(['"', '“', '”', '„', '«', '»']);
    is_name.then_some((name, words))
}

/// Signs of direction.
fn is_mark(char: char) -> bool {
    matches!(char, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A message parted into its words and what the program has put for a picture or says of the message.
fn pieces(text: &str) -> Vec<(&str, Option<LeftOut>)> {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let own = line.trim_start().strip_prefix(MARK);
    if let Some(own) = own {
        return vec![(line, Some(program_or_media(own))), (rest, None)];
    }
    if let Some(at) = text.find("\u{200e}<").or_else(|| text.find("\u{200e}[")) {
        return vec![(&text[..at], None), (&text[at..], Some(program_or_media(&text[at + MARK.len_utf8()..])))];
    }
    if is_stand_in(line.trim()) {
        return vec![(line, Some(LeftOut::ChatMedia)), (rest, None)];
    }
    vec![(text, None)]
}

/// What the program says behind its mark: that a file is missing, or something of the chat.
fn program_or_media(words: &str) -> LeftOut {
    const MISSING: &[&str] = &[
        "omitted",
        "attached",
        "weggelassen",
        "ausgeschlossen",
        "angehängt",
        "omitid",
        "omitted",
        "adjunt",
        "absent",
        "omis",
        "joint",
        "ocult",
        "anexad",
        "omess",
        "allegat",
        "weggelaten",
        "bijgevoegd",
        "pominięt",
    ];
    let words = words.to_lowercase();
    if MISSING.iter().any(|missing| words.contains(missing)) { LeftOut::ChatMedia } else { LeftOut::ChatProgram }
}

/// Whether a line stands for a file: `<Media omitted>`, `IMG-1.jpg (file attached)`.
fn is_stand_in(line: &str) -> bool {
    let is_bracketed =
        line.starts_with('<') && line.ends_with('>') && line.matches('<').count() == 1 && line.len() < 80;
    let attached = line.strip_suffix(')').and_then(|line| line.rsplit_once(" (")).is_some_and(|(name, note)| {
        let is_file = name.rsplit_once('.').is_some_and(|(stem, end)| {
            !stem.is_empty() && (2..=5).contains(&end.len()) && end.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
        is_file && program_or_media(note) == LeftOut::ChatMedia
    });
    is_bracketed || attached
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::open;

    fn check(text: &str, expected: &[(Option<LeftOut>, &str, &str, &str)]) -> Draft {
        let draft = open(&Input { bytes: text.as_bytes(), name: "_chat.txt", ..Input::default() }).unwrap();
        assert_eq!(draft.format, "whatsapp", "{text}");
        let told = draft.blocks.iter().map(|block| (block.why, &block.block));
        let told: Vec<_> = told
            .map(|(why, it)| (why, it.speech.speaker.as_str(), it.speech.sent.as_str(), it.text.as_str()))
            .collect();
        assert_eq!(told, expected);
        draft
    }

    #[test]
    fn a_chat_of_android_is_read() {
        check(
            "31.12.23, 21:10 - Nachrichten sind Ende-zu-Ende-verschlüsselt.\n\
             31.12.23, 21:15 - Anna Holm: Die Brücke ist zu.\nSeit: heute.\n\
             31.12.23, 21:16 - Bo: <Medien ausgeschlossen>\n\
             31.12.23, 21:17 - +49 170 1234567: IMG-1.jpg (Datei angehängt)\nDas Schild\n\
             01.01.24, 09:05 - Bo hat die Gruppe „A: b“ erstellt\n",
            &[
                (Some(LeftOut::ChatProgram), "", "2023-12-31T21:10", "Nachrichten sind Ende-zu-Ende-verschlüsselt."),
                (None, "Anna Holm", "2023-12-31T21:15", "Die Brücke ist zu.\nSeit: heute."),
                (Some(LeftOut::ChatMedia), "Bo", "2023-12-31T21:16", "<Medien ausgeschlossen>"),
                (Some(LeftOut::ChatMedia), "+49 170 1234567", "2023-12-31T21:17", "IMG-1.jpg (Datei angehängt)"),
                (None, "+49 170 1234567", "2023-12-31T21:17", "Das Schild"),
                (Some(LeftOut::ChatProgram), "", "2024-01-01T09:05", "Bo hat die Gruppe „A: b“ erstellt"),
            ],
        );
    }

    #[test]
    fn a_chat_of_ios_is_read() {
        check(
            "[12/31/23, 9:15:03\u{202f}PM] Ann Lee: \u{200e}Messages and calls are end-to-end encrypted.\n\
             \u{200e}[12/31/23, 9:15:10\u{202f}PM] Ann Lee: \u{200e}image omitted\n\
             [12/31/23, 9:16:03\u{202f}PM] ~\u{a0}Bo: It is closed. \u{200e}<This message was edited>\n\
             [1/1/24, 12:01:00\u{202f}AM] Ann Lee: The sign \u{200e}<attached: 1.jpg>\n",
            &[
                (
                    Some(LeftOut::ChatProgram),
                    "Ann Lee",
                    "2023-12-31T21:15",
                    "Messages and calls are end-to-end encrypted.",
                ),
                (Some(LeftOut::ChatMedia), "Ann Lee", "2023-12-31T21:15", "image omitted"),
                (None, "Bo", "2023-12-31T21:16", "It is closed."),
                (Some(LeftOut::ChatProgram), "Bo", "2023-12-31T21:16", "<This message was edited>"),
                (None, "Ann Lee", "2024-01-01T00:01", "The sign"),
                (Some(LeftOut::ChatMedia), "Ann Lee", "2024-01-01T00:01", "<attached: 1.jpg>"),
            ],
        );
    }

    #[test]
    fn dates_of_several_regions_are_read() {
        for (stamp, sent) in [
            ("31/12/2023, 9:15 p. m. - ", "2023-12-31T21:15"),
            ("31/12/2023 21:15 - ", "2023-12-31T21:15"),
            ("2023-12-31, 21:15 - ", "2023-12-31T21:15"),
            ("[2023-12-31 21:15:03] ", "2023-12-31T21:15"),
            ("12/31/23, 12:15 AM - ", "2023-12-31T00:15"),
            ("[31.12.23, 21:15:03] ", "2023-12-31T21:15"),
            ("2023. 12. 31. 오후 9:15 - ", "2023-12-31T21:15"),
            ("[2023/12/31 下午9:15:03] ", "2023-12-31T21:15"),
            ("31-12-2023, 21.15 - ", "2023-12-31T21:15"),
        ] {
            check(
                &format!("{stamp}Ann: Yes.\n{stamp}Bo: No."),
                &[(None, "Ann", sent, "Yes."), (None, "Bo", sent, "No.")],
            );
        }
    }

    #[test]
    fn a_day_that_cannot_be_told_from_the_month_is_said() {
        let draft = check("3/4/24, 21:15 - Ann: Yes.\n", &[(None, "Ann", "2024-04-03T21:15", "Yes.")]);
        assert!(draft.warnings[0].message.contains("read as day/month"));
    }

    #[test]
    fn a_log_is_no_chat() {
        for text in [
            "2024-03-05 14:32 - INFO: started\n2024-03-05 14:33 - INFO: ended\n",
            "5.3.2024, 14:32\nThe council met.\n",
            "The council met.\n3/4/24, 21:15 - Ann: Yes.",
        ] {
            let draft = open(&Input { bytes: text.as_bytes(), name: "a.txt", ..Input::default() }).unwrap();
            assert_eq!(draft.format, "text", "{text}");
        }
    }
}
