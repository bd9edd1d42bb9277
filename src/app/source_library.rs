//! The project's sources as a library: which are the same, made one; and lists of other programs taken in.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use crate::{
    exchange,
    model::{Edit, Project, Source, SourceId},
};

use crate::ids::Ids;

/// What taking in a list of sources does.
#[derive(Debug, Clone, PartialEq)]
pub struct SourcesPlan {
    /// How many come in.
    pub added: usize,
    /// How many the project has already.
    pub known: usize,
    /// The whole as one change; `None` when nothing comes in.
    pub edit: Option<Edit>,
}

/// How the files end that hold lists of sources, without the dot.
pub fn endings() -> impl Iterator<Item = &'static str> {
    exchange::sources::SOURCE_READERS.iter().flat_map(|reader| reader.extensions.iter().copied())
}

/// Says what taking in a list would do. Sources that the project or the list itself has already do not come in.
pub fn plan_sources(project: &Project, list: &[Source], ids: &mut Ids) -> SourcesPlan {
    let mut known = Known::default();
    project.sources().iter().enumerate().for_each(|(index, source)| known.add(index, source));
    let mut given: HashSet<SourceId> = HashSet::new();
    let mut edits = Vec::new();
    for source in list {
        if known.find(source).is_some() {
            continue;
        }
        known.add(0, source);
        let source_id = loop {
            let source_id = ids.source(project);
            if given.insert(source_id.clone()) {
                break source_id;
            }
        };
        edits.push(Edit::PutSource(Arc::new(Source { id: source_id, ..source.clone() })));
    }
    let added = edits.len();
    let edit = (added > 0).then(|| Edit::Batch { label: "import sources".into(), edits });
    SourcesPlan { added, known: list.len() - added, edit }
}

/// The sources that seem to be the same as another one, each group in the order of the project, two or more in each.
///
/// Two are the same by address (whatever the scheme, `www.`, case of the host, fragment, campaign marks and a slash at the end),
/// or by title where one of them has no address: one site may have many pages of one title.
pub fn duplicates(project: &Project) -> Vec<Vec<SourceId>> {
    let sources = project.sources();
    let mut known = Known::default();
    let mut groups: Vec<Vec<SourceId>> = Vec::new();
    for source in sources {
        match known.find(source) {
            Some(group) => {
                groups[group].push(source.id.clone());
                known.add(group, source);
            }
            None => {
                known.add(groups.len(), source);
                groups.push(vec![source.id.clone()]);
            }
        }
    }
    groups.retain(|group| group.len() > 1);
    groups
}

/// By what sources are known, and to which number each belongs.
#[derive(Debug, Default)]
struct Known {
    addresses: HashMap<String, usize>,
    titles: HashMap<String, usize>,
    /// The titles of those without an address.
    bare_titles: HashMap<String, usize>,
}

impl Known {
    fn add(&mut self, number: usize, source: &Source) {
        let (address, title) = (normal_address(&source.url), normal_title(&source.title));
        if !title.is_empty() {
            self.titles.entry(title.clone()).or_insert(number);
            if address.is_empty() {
                self.bare_titles.entry(title).or_insert(number);
            }
        }
        if !address.is_empty() {
            self.addresses.entry(address).or_insert(number);
        }
    }

    fn find(&self, source: &Source) -> Option<usize> {
        let (address, title) = (normal_address(&source.url), normal_title(&source.title));
        let by_title = if address.is_empty() { self.titles.get(&title) } else { self.bare_titles.get(&title) };
        self.addresses.get(&address).or(by_title).copied()
    }
}

/// An address as it is compared.
fn normal_address(url: &str) -> String {
    let url = url.trim();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = ["doi:", "DOI:"]
        .iter()
        .find_map(|start| rest.strip_prefix(start))
        .map_or(rest.to_owned(), |doi| format!("doi.org/{doi}"));
    let rest = rest.split('#').next().unwrap_or_default();
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = path.split_once('/').unwrap_or((path, ""));
    let host = host.to_lowercase();
    let host = ["www.", "m.", "dx."].iter().find_map(|start| host.strip_prefix(start)).unwrap_or(&host).to_owned();
    let is_mark = |part: &&str| {
        let name = part.split('=').next().unwrap_or_default();
        part.is_empty() || name.starts_with("utm_") || matches!(name, "fbclid" | "gclid" | "ref" | "mc_cid" | "mc_eid")
    };
    let query: Vec<&str> = query.split('&').filter(|part| !is_mark(part)).collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    let path = path.trim_end_matches('/');
    if host.is_empty() { String::new() } else { format!("{host}/{path}{query}") }
}

/// Letters and digits alone, in lower case.
fn normal_title(title: &str) -> String {
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(sources: &[(&str, &str)]) -> Project {
        let mut project = Project::new("t");
        for (number, (title, url)) in (1..).zip(sources) {
            let mut source = Source::new(SourceId::new(&format!("s-{number}")).unwrap());
            (source.title, source.url) = ((*title).to_owned(), (*url).to_owned());
            project.apply(&Edit::PutSource(Arc::new(source))).unwrap();
        }
        project
    }

    fn check(sources: &[(&str, &str)], expected: &[&[&str]]) {
        let found = duplicates(&project(sources));
        let found: Vec<Vec<&str>> = found.iter().map(|group| group.iter().map(SourceId::as_str).collect()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_same_address_in_other_dress_is_the_same_source() {
        check(
            &[
                ("A", "https://www.Example.org/a/?utm_source=x&id=1#top"),
                ("B", "http://example.org/a?id=1"),
                ("C", "https://example.org/a?id=2"),
                ("D", "example.org/a?id=1"),
                ("E", "doi:10.1000/182"),
                ("F", "https://doi.org/10.1000/182"),
            ],
            &[&["s-1", "s-2", "s-4"], &["s-5", "s-6"]],
        );
    }

    #[test]
    fn a_title_counts_where_one_of_two_has_no_address() {
        check(&[("The Report!", ""), ("the report", ""), ("", ""), ("", "")], &[&["s-1", "s-2"]]);
        check(&[("The Report!", "https://example.org/r"), ("the report", "")], &[&["s-1", "s-2"]]);
        check(&[("Home", "https://example.org/a"), ("Home", "https://example.org/b")], &[]);
    }

    #[test]
    fn what_is_known_does_not_come_in_again() {
        let project = project(&[("A", "https://example.org/a")]);
        let list = [
            Source { url: "http://example.org/a/".into(), ..project.sources()[0].as_ref().clone() },
            Source { url: "https://example.org/b".into(), ..project.sources()[0].as_ref().clone() },
            Source { url: "https://example.org/b#x".into(), ..project.sources()[0].as_ref().clone() },
        ];
        let plan = plan_sources(&project, &list, &mut Ids::new(1));
        assert_eq!((plan.added, plan.known), (1, 2));
        let mut with = project.clone();
        with.apply(&plan.edit.unwrap()).unwrap();
        assert_eq!(with.sources()[1].url, "https://example.org/b");
        assert_eq!(with.problems(), []);
    }
}
