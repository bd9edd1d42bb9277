//! What projects are called beside each other.

use std::path::Path;

/// What the projects of these files are called: the name of the file without its ending, with the folder it is in where two have the
/// same, with a number where even that is the same.
pub fn names(paths: &[&Path]) -> Vec<String> {
    let text =
        |part: Option<&std::ffi::OsStr>| part.map(|part| part.to_string_lossy().into_owned()).unwrap_or_default();
    let stems: Vec<String> = paths.iter().map(|path| text(path.file_stem())).collect();
    let is_one = |names: &[String], name: &String| names.iter().filter(|other| *other == name).count() == 1;
    let with_folder: Vec<String> = (paths.iter().zip(&stems))
        .map(|(path, stem)| match text(path.parent().and_then(Path::file_name)) {
            folder if !is_one(&stems, stem) && !folder.is_empty() => format!("{folder}/{stem}"),
            _ => stem.clone(),
        })
        .collect();
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
}
