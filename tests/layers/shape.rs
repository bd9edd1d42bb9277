//! What the house is measured by: the largest circle of files that name each other, the largest type, the longest function.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use syn::{GenericArgument, ImplItem, Item, PathArguments, Type};

use super::paths::Tree;

/// Files, and for each the others that its code names.
pub type Imports = BTreeMap<PathBuf, BTreeSet<PathBuf>>;

/// Which files of a folder name which others of it.
pub fn imports(tree: &Tree, folder: &Path) -> Imports {
    let mut imports = Imports::new();
    for (file, other) in tree.links() {
        if file != other && file.starts_with(folder) && other.starts_with(folder) {
            imports.entry(file.to_owned()).or_default().insert(other.to_owned());
        }
    }
    imports
}

/// The most files of which each leads to every other.
pub fn largest_circle(imports: &Imports) -> BTreeSet<&Path> {
    let reach: BTreeMap<&Path, BTreeSet<&Path>> =
        imports.keys().map(|file| (file.as_path(), reachable(imports, file))).collect();
    let leads_back = |file: &Path, other: &&Path| reach.get(other).is_some_and(|reach| reach.contains(file));
    let circles = reach.iter().map(|(file, others)| others.iter().copied().filter(|other| leads_back(file, other)));
    circles.map(Iterator::collect::<BTreeSet<_>>).max_by_key(BTreeSet::len).unwrap_or_default()
}

fn reachable<'a>(imports: &'a Imports, from: &'a Path) -> BTreeSet<&'a Path> {
    let (mut found, mut open) = (BTreeSet::new(), vec![from]);
    while let Some(file) = open.pop() {
        let next = imports.get(file).into_iter().flatten().map(PathBuf::as_path);
        open.extend(next.filter(|next| found.insert(*next)));
    }
    found
}

/// How many functions each type has in its own `impl`s, over all files. A room counts as a type: it is what a workbench is for.
pub fn functions_of_types(sources: &BTreeSet<PathBuf>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for source in sources {
        let parsed = syn::parse_file(&fs::read_to_string(source).unwrap()).unwrap();
        for item in parsed.items {
            let Item::Impl(item) = item else { continue };
            let Type::Path(path) = &*item.self_ty else { continue };
            let functions = item.items.iter().filter(|item| matches!(item, ImplItem::Fn(_))).count();
            let Some(name) = path.path.segments.last().filter(|_| item.trait_.is_none()) else { continue };
            let room = room_of(name).map_or_else(|| name.ident.to_string(), |room| format!("the room {room}"));
            *counts.entry(room).or_default() += functions;
        }
    }
    counts
}

/// `Claims` of `Workbench<'_, Claims>`.
fn room_of(name: &syn::PathSegment) -> Option<String> {
    let PathArguments::AngleBracketed(arguments) = &name.arguments else { return None };
    let GenericArgument::Type(Type::Path(room)) = arguments.args.last().filter(|_| name.ident == "Workbench")? else {
        return None;
    };
    room.path.get_ident().map(ToString::to_string).filter(|room| room != "Part")
}

/// How often something is open to more of its crate than its own module.
pub fn doors(sources: &BTreeSet<PathBuf>) -> usize {
    let count = |path: &PathBuf| {
        let code = fs::read_to_string(path).unwrap();
        code.matches("pub(crate)").count() + code.matches("pub(super)").count()
    };
    sources.iter().map(count).sum()
}

/// The longest function that is no test: its name, its file, and its lines, as rustfmt sets it.
pub fn longest_function(sources: &BTreeSet<PathBuf>) -> (String, PathBuf, usize) {
    let mut longest = (String::new(), PathBuf::new(), 0);
    let is_test = |path: &Path| path.components().any(|part| part.as_os_str() == "tests") || path.ends_with("tests.rs");
    for path in sources {
        let source = fs::read_to_string(path).unwrap();
        let inside = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap_or(path);
        if is_test(inside) {
            continue;
        }
        let mut parts = source.split("#[cfg(test)]\n");
        let is_module =
            |part: &&str| part.lines().next().is_some_and(|line| line.contains("mod ") && line.ends_with('{'));
        let first = parts.next().unwrap_or_default();
        let code: Vec<&str> =
            [first].into_iter().chain(parts.take_while(|part| !is_module(part))).flat_map(str::lines).collect();
        for (start, line) in code.iter().enumerate() {
            let head = line.trim_start();
            let indent = &line[..line.len() - head.len()];
            // A trait names functions that have no lines of their own.
            let ends_head = code[start..].iter().find(|line| line.ends_with(['{', '}', ';']));
            let is_function = (head.starts_with("fn ") || head.starts_with("pub"))
                && ends_head.is_some_and(|line| !line.ends_with(';'));
            let Some(name) = head.split("fn ").nth(1).filter(|_| is_function) else {
                continue;
            };
            let end = code[start..].iter().position(|line| *line == format!("{indent}}}"));
            let name = name.split(['(', '<']).next().unwrap_or_default().to_owned();
            if let Some(end) = end.filter(|end| end + 1 > longest.2) {
                longest = (name, path.clone(), end + 1);
            }
        }
    }
    longest
}
