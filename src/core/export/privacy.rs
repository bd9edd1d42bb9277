//! What stays at home: contacts that are marked private, and addresses of files on this machine.

use std::sync::Arc;

use crate::model::{Project, Version};

use super::Options;

/// The project without what is private, unless it is asked for, and what was left out, in sentences.
pub(super) fn cleaned(project: &Project, options: &Options) -> (Project, Vec<String>) {
    if options.include_private {
        return (project.clone(), Vec::new());
    }
    let mut parts = project.parts().clone();
    let (mut contacts, mut paths) = (0, 0);
    for source in &mut parts.sources {
        if source.contact_is_private && !source.contact.is_empty() {
            Arc::make_mut(source).contact.clear();
            contacts += 1;
        }
        if is_local(&source.url)
            || is_local(&source.archived_url)
            || source.seals.iter().any(|seal| is_local(&seal.url))
        {
            let source = Arc::make_mut(source);
            paths += clear(&mut source.url) + clear(&mut source.archived_url);
            paths += source.seals.iter_mut().map(|seal| clear(&mut seal.url)).sum::<usize>();
        }
        if source.versions.iter().any(|version| has_path(version)) {
            paths += Arc::make_mut(source).versions.iter_mut().map(clean_origin).sum::<usize>();
        }
    }
    for article in &mut parts.articles {
        if is_local(&article.meta.url) {
            paths += clear(&mut Arc::make_mut(article).meta.url);
        }
        if article.versions.iter().any(|version| has_path(version)) {
            paths += Arc::make_mut(article).versions.iter_mut().map(clean_origin).sum::<usize>();
        }
    }
    let warnings = [
        left_out(contacts, "private contact was", "private contacts were"),
        left_out(paths, "address of a file on this machine was", "addresses of files on this machine were"),
    ];
    (Project::from_parts(parts), warnings.into_iter().flatten().collect())
}

/// "1 private contact was left out."; nothing where there is none.
fn left_out(count: usize, one: &str, several: &str) -> Option<String> {
    (count > 0).then(|| format!("{count} {} left out.", if count == 1 { one } else { several }))
}

fn has_path(version: &Version) -> bool {
    is_local(&version.origin.url) || has_folder(&version.origin.file)
}

/// Takes the folder and the local address from where a version came; returns how many there were.
fn clean_origin(version: &mut Arc<Version>) -> usize {
    let origin = &mut Arc::make_mut(version).origin;
    let mut paths = clear(&mut origin.url);
    if let Some(name) = origin.file.rsplit(['/', '\\']).next().filter(|_| has_folder(&origin.file)) {
        origin.file = name.to_owned();
        paths += 1;
    }
    paths
}

fn clear(address: &mut String) -> usize {
    if !is_local(address) {
        return 0;
    }
    address.clear();
    1
}

fn has_folder(name: &str) -> bool {
    name.contains(['/', '\\'])
}

/// Whether an address leads to a file on a machine rather than to the web.
fn is_local(address: &str) -> bool {
    let address = address.trim();
    let bytes = address.as_bytes();
    let is_drive =
        bytes.len() > 2 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':' && matches!(bytes[2], b'/' | b'\\');
    address.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("file:"))
        || address.starts_with(['/', '~', '\\'])
        || is_drive
}

#[cfg(test)]
mod tests {
    use super::{super::testing::tricky, *};

    #[test]
    fn private_contacts_and_paths_stay_at_home_unless_asked_for() {
        let mut parts = tricky().parts().clone();
        Arc::make_mut(&mut parts.sources[0]).archived_url = "file:///home/ann/secret.pdf".into();
        let project = Project::from_parts(parts);
        let (clean, warnings) = cleaned(&project, &Options::default());
        assert_eq!((clean.sources()[0].contact.as_str(), clean.sources()[0].archived_url.as_str()), ("", ""));
        assert_eq!(warnings, ["1 private contact was left out.", "1 address of a file on this machine was left out."]);
        let all = Options { include_private: true, ..Options::default() };
        assert_eq!(cleaned(&project, &all), (project, Vec::new()));
    }

    #[test]
    fn web_addresses_are_no_paths() {
        for path in ["file:///a", "/home/ann/a.pdf", "C:\\Users\\ann\\a.pdf", "~/a", "\\\\server\\a"] {
            assert!(is_local(path), "{path}");
        }
        for web in ["https://example.org/a", "", "example.org", "doi:10.1/2", "mailto:a@example.org"] {
            assert!(!is_local(web), "{web}");
        }
    }
}
