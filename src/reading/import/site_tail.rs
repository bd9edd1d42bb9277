//! What a site adds under an article: comment boxes, disclaimers, addresses. Proposed to stay out, never removed.

use super::{LeftOut, draft::DraftBlock};

/// The end of an article is looked for in no more than this share of its last blocks (or the last eight).
const TAIL_SHARE: usize = 3;

/// Proposes to leave out a site's tail: everything from the first block in the last part that can only be the site's.
pub fn propose(blocks: &mut [DraftBlock]) {
    let first_possible = blocks.len().saturating_sub((blocks.len() / TAIL_SHARE).max(8)).max(1);
    let Some(start) = (first_possible..blocks.len()).find(|&at| opens_tail(&blocks[at].block.text)) else { return };
    // An article that goes on at length behind such a line was not over.
    let long_after = blocks[start..].iter().filter(|block| block.block.text.split_whitespace().count() > 60).count();
    if long_after > 0 {
        return;
    }
    for block in &mut blocks[start..] {
        block.drop(LeftOut::Tail);
    }
}

/// Whether a line can only stand under an article.
fn opens_tail(text: &str) -> bool {
    let line = text.trim().trim_end_matches(['.', ':', '!', '…']).to_lowercase();
    let line = line.as_str();
    if line.split_whitespace().count() > 25 {
        return false;
    }
    const WHOLE: &[&str] = &[
        "no comments",
        "comments",
        "leave a comment",
        "leave a reply",
        "post a comment",
        "add a comment",
        "0 comments",
        "share this",
        "share this article",
        "related articles",
        "related posts",
        "related stories",
        "read more",
        "read next",
        "you may also like",
        "more from this author",
        "about the author",
        "newsletter",
        "advertisement",
        "keine kommentare",
        "kommentare",
        "kommentar schreiben",
        "aucun commentaire",
        "sin comentarios",
    ];
    const START: &[&str] = &[
        "thanks for viewing",
        "thank you for reading",
        "thanks for reading",
        "your comments are appreciated",
        "disclaimer: comments",
        "sign up for our newsletter",
        "sign up to our newsletter",
        "subscribe to our",
        "follow us on",
        "join our",
        "like this article?",
        "click here to",
        "need to contact us",
        "email us",
        "e-mail us",
        "copyright ©",
        "© ",
        "all rights reserved",
    ];
    WHOLE.contains(&line) || START.iter().any(|start| line.starts_with(start)) || is_comment_count(line)
}

/// "3 comments".
fn is_comment_count(line: &str) -> bool {
    line.split_once(' ').is_some_and(|(count, word)| {
        count.chars().all(|char| char.is_ascii_digit()) && matches!(word, "comment" | "comments" | "replies")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::BlockKind;

    fn check(lines: &[&str], kept: usize) {
        let mut blocks: Vec<_> = lines.iter().map(|line| DraftBlock::kept(BlockKind::Paragraph, *line)).collect();
        propose(&mut blocks);
        assert_eq!(blocks.iter().filter(|block| block.keep).count(), kept, "{lines:?}");
    }

    #[test]
    fn finds_the_tail_of_a_blog() {
        check(&["Head", "The mayor said no.", "No comments", "Thanks for reading, come again.", "Mail us"], 2);
        check(&["Head", "The mayor said no.", "12 comments", "Anna: nonsense!"], 2);
    }

    #[test]
    fn leaves_articles_alone() {
        check(&["No comments", "were made by the ministry."], 2);
        check(&["Head", "Comments by the mayor were not to be had on Monday.", "He left."], 3);
        let long = "word ".repeat(80);
        check(&["Head", "One.", "Related stories", &long], 4);
    }
}
