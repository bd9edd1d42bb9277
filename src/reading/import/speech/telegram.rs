//! A chat as Telegram Desktop exports it (JSON): one chat, or all of an account.

use serde::Deserialize;

use crate::model::BlockKind;

use super::{Draft, DraftBlock, ImportError, Importer, Input, LeftOut, MAX_CUES, MetaField, Told, json};

pub(super) const IMPORTER: Importer =
    Importer { id: "telegram", name: "Telegram chat (JSON)", extensions: &[], has_lines: false, sniff, open };

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    messages: Vec<Message>,
    #[serde(default)]
    chats: Option<List>,
    #[serde(default)]
    left_chats: Option<List>,
}

#[derive(Deserialize)]
struct List {
    #[serde(default)]
    list: Vec<Chat>,
}

#[derive(Deserialize)]
struct Chat {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    messages: Vec<Message>,
}

#[derive(Deserialize)]
struct Message {
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default)]
    date: String,
    #[serde(default)]
    from: Option<String>,
    #[serde(default)]
    actor: Option<String>,
    #[serde(default)]
    action: Option<String>,
    #[serde(default)]
    forwarded_from: Option<String>,
    #[serde(default)]
    text: Text,
    #[serde(default)]
    poll: Option<Poll>,
    #[serde(default)]
    media_type: Option<String>,
    #[serde(default)]
    file: Option<String>,
    #[serde(default)]
    photo: Option<String>,
}

/// The words of a message: plain, or in pieces of which some have a look or an address.
#[derive(Deserialize)]
#[serde(untagged)]
enum Text {
    Plain(String),
    Pieces(Vec<Piece>),
}

impl Default for Text {
    fn default() -> Self {
        Self::Plain(String::new())
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Piece {
    Plain(String),
    Entity {
        #[serde(default)]
        text: String,
    },
}

impl Text {
    fn into_words(self) -> String {
        match self {
            Self::Plain(text) => text,
            Self::Pieces(pieces) => {
                let words = |piece| match piece {
                    Piece::Plain(text) | Piece::Entity { text } => text,
                };
                pieces.into_iter().map(words).collect()
            }
        }
    }
}

#[derive(Deserialize)]
struct Poll {
    #[serde(default)]
    question: Text,
    #[serde(default)]
    answers: Vec<Answer>,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    text: Text,
}

fn sniff(bytes: &[u8]) -> bool {
    json::has(bytes, &["messages", "type", "date", "text"])
        && (json::has(bytes, &["from"]) || json::has(bytes, &["actor"]))
}

fn open(input: &Input<'_>) -> Result<Draft, ImportError> {
    let (text, mut draft) = super::decoded(input, IMPORTER.id, "application/json")?;
    let file: File = json::read(&text, "the chat")?;
    let listed = [file.chats, file.left_chats].into_iter().flatten().flat_map(|list| list.list);
    let chats: Vec<Chat> = [Chat { name: file.name, messages: file.messages }]
        .into_iter()
        .chain(listed)
        .filter(|chat| !chat.messages.is_empty())
        .collect();
    if chats.iter().map(|chat| chat.messages.len()).sum::<usize>() > MAX_CUES {
        return Err(ImportError::TooMany("messages", MAX_CUES));
    }
    let is_one = chats.len() == 1;
    let mut told = Told::to(input.steps);
    for chat in chats {
        let name = chat.name.unwrap_or_default();
        if is_one && !name.is_empty() {
            draft.meta.title = name;
            draft.note(MetaField::Title, "name of the chat");
        } else if !name.is_empty() {
            draft.blocks.push(DraftBlock::kept(BlockKind::Heading, name));
        }
        draft.blocks.extend(chat.messages.into_iter().inspect(|_| told.one()).filter_map(block));
    }
    Ok(draft)
}

/// A message as a block; what the program says of people is left out, and what has no words.
fn block(message: Message) -> Option<DraftBlock> {
    let is_media = message.photo.is_some() || message.file.is_some() || message.media_type.is_some();
    let mut words = message.text.into_words();
    if let Some(poll) = message.poll {
        let lines =
            [poll.question].into_iter().chain(poll.answers.into_iter().map(|answer| answer.text)).map(Text::into_words);
        words = [words].into_iter().chain(lines).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    }
    let named = |name: Option<String>| name.filter(|name| !name.trim().is_empty());
    let forwarded = named(message.forwarded_from);
    // Who forwards words has not said them.
    let speaker = match (named(message.from).or(named(message.actor)), forwarded) {
        (Some(from), Some(by)) => format!("{by} (forwarded by {from})"),
        (from, by) => by.or(from).unwrap_or_default(),
    };
    let why = if message.kind == "service" {
        let action = message.action.unwrap_or_default().replace('_', " ");
        words = [speaker.as_str(), action.trim(), words.trim()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        Some(LeftOut::ChatProgram)
    } else if words.trim().is_empty() && is_media {
        words = message.media_type.or(message.file).or(message.photo).unwrap_or_default();
        Some(LeftOut::ChatMedia)
    } else {
        None
    };
    if words.trim().is_empty() {
        return None;
    }
    let mut block = DraftBlock::kept(BlockKind::Paragraph, words);
    if let Some(why) = why {
        block.drop(why);
    }
    block.block.speech.speaker = speaker;
    block.block.speech.sent = minute(&message.date);
    Some(block)
}

/// `2024-03-05T14:32:10` to the minute.
fn minute(date: &str) -> String {
    let is_date = date.parse::<jiff::civil::DateTime>().is_ok();
    date.get(..16).filter(|_| is_date).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::open;

    #[test]
    fn messages_are_turns_and_the_program_is_left_out() {
        let text = r#"{"name": "Bridge", "type": "private_group", "id": 1, "messages": [
            {"id": 1, "type": "service", "date": "2024-03-05T14:30:00", "actor": "Ann Lee", "action": "create_group", "text": ""},
            {"id": 2, "type": "message", "date": "2024-03-05T14:32:10", "from": "Ann Lee", "from_id": "user1", "text": ["See ", {"type": "link", "text": "https://example.org"}, " now."]},
            {"id": 3, "type": "message", "date": "2024-03-05T14:33:00", "from": null, "text": "Two\nlines."},
            {"id": 4, "type": "message", "date": "2024-03-05T14:34:00", "from": "Bo", "photo": "photos/1.jpg", "text": ""},
            {"id": 5, "type": "message", "date": "never", "from": "Bo", "forwarded_from": "Cy", "text": "It is so."}]}"#;
        let draft = open(&Input { bytes: text.as_bytes(), name: "result.json", ..Input::default() }).unwrap();
        assert_eq!((draft.format, draft.meta.title.as_str()), ("telegram", "Bridge"));
        let told = draft.blocks.iter().map(|block| (block.why, &block.block));
        let told: Vec<_> = told
            .map(|(why, block)| (why, block.speech.speaker.as_str(), block.speech.sent.as_str(), block.text.as_str()))
            .collect();
        let expected = [
            (Some(LeftOut::ChatProgram), "Ann Lee", "2024-03-05T14:30", "Ann Lee create group"),
            (None, "Ann Lee", "2024-03-05T14:32", "See https://example.org now."),
            (None, "", "2024-03-05T14:33", "Two\nlines."),
            (Some(LeftOut::ChatMedia), "Bo", "2024-03-05T14:34", "photos/1.jpg"),
            (None, "Cy (forwarded by Bo)", "", "It is so."),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn all_chats_of_an_account_have_headings() {
        let chat = |name: &str| {
            format!(
                r#"{{"name": "{name}", "messages": [{{"type": "message", "date": "2024-03-05T14:32:10", "from": "Bo", "text": "Yes."}}]}}"#
            )
        };
        let text = format!(r#"{{"about": "x", "chats": {{"list": [{}, {}]}}}}"#, chat("One"), chat("Two"));
        let draft = open(&Input { bytes: text.as_bytes(), name: "result.json", ..Input::default() }).unwrap();
        let words: Vec<_> = draft.blocks.iter().map(|block| block.block.text.as_str()).collect();
        assert_eq!(words, ["One", "Yes.", "Two", "Yes."]);
    }
}
