//! A link to a claim: the project's path, `#`, and the claim's number. A file that really has such a name wins.

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
};

use crate::store::Files;

/// The path and the number of a link, by its looks alone.
pub fn parts(link: &Path) -> Option<(PathBuf, u32)> {
    let (name, number) = link.file_name()?.to_str()?.rsplit_once('#')?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let number = number.parse().ok().filter(|_| is_number && !name.is_empty())?;
    Some((link.with_file_name(name), number))
}

/// The link to a claim.
pub fn of(path: &Path, number: u32) -> String {
    format!("{}#{number}", path.display())
}

/// The file that is meant, and the claim in it, if one is.
pub fn resolve(files: &dyn Files, path: PathBuf) -> (PathBuf, Option<u32>) {
    let is_there = !matches!(files.metadata(&path), Err(error) if error.kind() == ErrorKind::NotFound);
    match parts(&path).filter(|_| !is_there) {
        Some((file, number)) => (file, Some(number)),
        None => (path, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_behind_the_path_names_a_claim() {
        let is = |link: &str, file: &str, number| assert_eq!(parts(Path::new(link)), Some((file.into(), number)));
        is("/desk/a.ron#12", "/desk/a.ron", 12);
        is("a#1.ron#3", "a#1.ron", 3);
        for link in ["a.ron", "a.ron#", "a.ron#x", "#3", "a.ron#+3", "a.ron#99999999999"] {
            assert_eq!(parts(Path::new(link)), None, "{link}");
        }
    }
}
