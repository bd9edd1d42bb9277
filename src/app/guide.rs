//! The user guide: its pages, their order, and the search in them.

/// A page of the guide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Its name in links.
    pub id: &'static str,
    /// Its text as Markdown, the title first. `{id}` stands for the key of the command with that id.
    pub text: &'static str,
}

macro_rules! pages {
    ($($id:literal),* $(,)?) => {
        /// Every page, in the order of the contents.
        pub const PAGES: &[Page] = &[$(Page { id: $id, text: include_str!(concat!("../../docs/guide/", $id, ".md")) }),*];
    };
}

pages! {
    "first-claim", "opening", "transcripts", "sheets", "recognition", "web-archives", "marking", "verdicts", "sources", "library", "pictures", "sentences", "drafts", "annotated", "table", "together", "readiness",
    "handing-on",
    "safety", "reading",
}

impl Page {
    /// Its title.
    pub fn title(&self) -> &'static str {
        self.text.lines().next().unwrap_or_default().trim_start_matches("# ")
    }

    /// What follows the title.
    pub fn body(&self) -> &'static str {
        self.text.split_once('\n').map_or("", |(_, body)| body)
    }
}

/// The page with this id.
pub fn page(id: &str) -> Option<&'static Page> {
    PAGES.iter().find(|page| page.id == id)
}

/// A place in the guide that fits a search: the page, and the line in which the words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// The page.
    pub page: &'static Page,
    /// The paragraph with the words; empty where they stand in the title.
    pub line: &'static str,
}

/// The pages in which every word of a query stands, those with it in the title first, then those that speak most of it.
pub fn search(query: &str) -> Vec<Hit> {
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let holds = |text: &str, word: &str| text.to_lowercase().contains(word);
    let mut found: Vec<(bool, usize, Hit)> = (PAGES.iter())
        .filter(|page| words.iter().all(|word| holds(page.text, word)))
        .map(|page| {
            let in_title = words.iter().all(|word| holds(page.title(), word));
            let count = |line: &str| words.iter().filter(|word| holds(line, word)).count();
            let best = page.body().split("\n\n").max_by_key(|paragraph| count(paragraph)).unwrap_or_default();
            let text = page.text.to_lowercase();
            let often = words.iter().map(|word| text.matches(word.as_str()).count()).sum();
            (in_title, often, Hit { page, line: if in_title { "" } else { best.trim() } })
        })
        .collect();
    found.sort_by_key(|(in_title, often, _)| (!in_title, std::cmp::Reverse(*often)));
    found.into_iter().map(|(.., hit)| hit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_a_title_and_names_keys_by_their_commands() {
        for page in PAGES {
            assert!(page.text.starts_with("# ") && !page.title().is_empty(), "{}", page.id);
            assert!(super::super::tour::names_only_commands(page.text), "{}", page.id);
            assert!(page.body().len() > 300, "{} says next to nothing", page.id);
        }
    }

    #[test]
    fn links_lead_to_pages_and_commands_that_exist() {
        for page in PAGES {
            for link in page.text.split("](").skip(1).filter_map(|rest| rest.split_once(')')) {
                let target = link.0;
                let is_there = match target.strip_prefix("command:") {
                    Some(id) => super::super::COMMANDS.iter().any(|entry| entry.id == id),
                    None => target.strip_suffix(".md").is_some_and(|id| super::page(id).is_some()),
                };
                assert!(is_there, "{} links to {target}", page.id);
            }
        }
    }

    #[test]
    fn a_search_finds_pages_by_all_words_titles_first() {
        assert_eq!(search("  "), []);
        assert_eq!(search("blind check")[0].page.id, "together");
        assert_eq!(search("sentence")[0].page.id, "sentences");
        assert!(search("journal")[0].line.contains("journal"));
        assert_eq!(search("words that no page has: zyxwv"), []);
    }
}
