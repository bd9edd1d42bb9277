//! What projects are called beside each other.

use std::path::Path;

/// What the projects of these files are called: the name of the file without its ending, with the folder it is in where two have the
/// same, with a number where even that is the same.
pub fn names(paths: &[&Path]) -> Vec<String> {
    told_apart(&paths.iter().map(|path| name_and_folder(path)).collect::<Vec<_>>())
}

/// The same with a project before them that is in no file and goes by its title, dots and all.
pub fn names_beside(title: &str, paths: &[&Path]) -> Vec<String> {
    let unsaved = [(title.to_owned(), String::new())];
    told_apart(&unsaved.into_iter().chain(paths.iter().map(|path| name_and_folder(path))).collect::<Vec<_>>())
}

fn name_and_folder(path: &Path) -> (String, String) {
    let text =
        |part: Option<&std::ffi::OsStr>| part.map(|part| part.to_string_lossy().into_owned()).unwrap_or_default();
    (text(path.file_stem()), text(path.parent().and_then(Path::file_name)))
}

fn told_apart(named: &[(String, String)]) -> Vec<String> {
    let is_one = |name: &String| named.iter().filter(|(other, _)| other == name).count() == 1;
    let with_folder = named.iter().map(|(name, folder)| match folder {
        folder if !is_one(name) && !folder.is_empty() => format!("{folder}/{name}"),
        _ => name.clone(),
    });
    let with_folder: Vec<String> = with_folder.collect();
    let numbered = |(at, name): (usize, &String)| match with_folder[..at].iter().filter(|other| *other == name).count()
    {
        0 => name.clone(),
        before => format!("{name} ({})", before + 1),
    };
    with_folder.iter().enumerate().map(numbered).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn projects_of_one_name_are_told_apart() {
        let of = |paths: &[&str]| names(&paths.iter().map(Path::new).collect::<Vec<_>>());
        assert_eq!(of(&["a/ann.ron", "a/bob.ron"]), ["ann", "bob"]);
        assert_eq!(of(&["ann/review.ron", "bob/review.ron", "c.ron"]), ["ann/review", "bob/review", "c"]);
        assert_eq!(of(&["review.ron", "review.ron"]), ["review", "review (2)"]);
    }

    #[test]
    fn a_project_that_is_in_no_file_goes_by_its_whole_title() {
        let of = |title: &str, paths: &[&str]| names_beside(title, &paths.iter().map(Path::new).collect::<Vec<_>>());
        assert_eq!(of("Budget 2.5, part 1/2", &["a/ann.ron"]), ["Budget 2.5, part 1/2", "ann"]);
        assert_eq!(of("ann", &["a/ann.ron"]), ["ann", "a/ann"]);
    }
}
