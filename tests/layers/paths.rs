//! The paths that code names, followed through modules and imports as the compiler follows them.
//!
//! A name stands for what its module's `use` lines, aliases and globs say, up to what nothing renames. What is only compiled for tests
//! is passed over. Macros are read as tokens, attributes as tokens and as the paths in their strings.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path as FilePath, PathBuf},
};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::visit::{self, Visit};

/// The segments of a path; an absolute one begins with the name of its crate.
pub type Path = Vec<String>;

/// A module of one of our crates.
#[derive(Debug, Default)]
struct Module {
    file: PathBuf,
    is_test: bool,
    /// What a name stands for here: imports and aliases.
    names: BTreeMap<String, BTreeSet<Path>>,
    /// What is imported whole.
    globs: BTreeSet<Path>,
    /// What is defined here.
    items: BTreeSet<String>,
    /// Every path that its code names.
    named: BTreeSet<Path>,
}

/// All modules of our crates.
#[derive(Debug, Default)]
pub struct Tree {
    modules: BTreeMap<Path, Module>,
}

/// Where a path leads: what it names at once, and what that stands for in turn.
pub type Steps = Vec<Path>;

impl Tree {
    /// Reads a crate from its first file on, along its `mod` lines.
    pub fn add_crate(&mut self, name: &str, root: &FilePath) {
        let source = fs::read_to_string(root).unwrap();
        self.add_source(vec![name.to_owned()], root, &source, false);
    }

    /// Reads one module and those below it.
    pub fn add_source(&mut self, module: Path, file: &FilePath, source: &str, is_test: bool) {
        let parsed = syn::parse_file(source).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let mut reader = CodeReader { tree: self, at: module, file: file.to_owned(), is_test };
        reader.open();
        reader.visit_file(&parsed);
    }

    /// The files that the compiler reads.
    pub fn files(&self) -> BTreeSet<&FilePath> {
        self.modules.values().map(|module| module.file.as_path()).collect()
    }

    /// Every module that is part of the program, its file, and every path that it names, with where each leads.
    pub fn named(&self) -> impl Iterator<Item = (&Path, &FilePath, Vec<Steps>)> {
        self.modules.iter().filter(|(_, module)| !module.is_test).map(|(at, module)| {
            (at, module.file.as_path(), module.named.iter().flat_map(|path| self.follow(at, path)).collect())
        })
    }

    /// Each file that names a module, with that module's file: by name, or behind what a name stands for. The first file of a crate only
    /// hands names on, and does not count.
    pub fn links(&self) -> BTreeSet<(&FilePath, &FilePath)> {
        let mut links = BTreeSet::new();
        for (at, module) in self.modules.iter().filter(|(at, module)| at.len() > 1 && !module.is_test) {
            for path in &module.named {
                let steps = [vec![self.absolute(at, path)], self.follow(at, path).concat()].concat();
                links.extend(steps.iter().filter_map(|step| Some((module.file.as_path(), self.file_of(step)?))));
            }
        }
        links
    }

    /// The file of the module in which a path ends.
    fn file_of(&self, path: &Path) -> Option<&FilePath> {
        (2..=path.len()).rev().find_map(|depth| self.modules.get(&path[..depth])).map(|module| module.file.as_path())
    }

    /// Every way in which a path may be read: most often one.
    fn follow(&self, module: &Path, path: &Path) -> Vec<Steps> {
        let mut ways = Vec::new();
        let mut open = vec![(module.clone(), path.clone(), Vec::new())];
        let mut seen = BTreeSet::new();
        while let Some((module, path, steps)) = open.pop() {
            let next = self.meanings(&module, &path);
            for (at, meaning) in next.iter().filter(|next| seen.insert((*next).clone())) {
                open.push((at.clone(), meaning.clone(), [&steps[..], &[self.absolute(at, meaning)]].concat()));
            }
            if next.is_empty() {
                ways.push([&steps[..], &[self.absolute(&module, &path)]].concat());
            }
        }
        ways
    }

    /// What a path stands for, one step on, each with the module in which that is to be read.
    fn meanings(&self, module: &Path, path: &Path) -> Vec<(Path, Path)> {
        let absolute = self.absolute(module, path);
        let Some(depth) = (1..absolute.len()).rev().find(|&depth| self.modules.contains_key(&absolute[..depth])) else {
            return self.named_here(module, path);
        };
        let (at, rest) = absolute.split_at(depth);
        self.named_here(&at.to_vec(), &rest.to_vec())
    }

    /// What the first segment of a path stands for in a module.
    fn named_here(&self, at: &Path, path: &Path) -> Vec<(Path, Path)> {
        let Some((module, (head, rest))) = self.modules.get(at).zip(path.split_first()) else { return Vec::new() };
        if let Some(meanings) = module.names.get(head) {
            let below = [&at[..], std::slice::from_ref(head)].concat();
            let meaning = |meaning: &Path| match meaning.first() == Some(head) {
                false => (at.clone(), [&meaning[..], rest].concat()),
                // `use preview::preview`: the first is the module below, or another crate.
                true if self.modules.contains_key(&below) => (at.clone(), [&at[..], meaning, rest].concat()),
                true => (Path::new(), [&meaning[..], rest].concat()),
            };
            return meanings.iter().map(meaning).collect();
        }
        if module.items.contains(head) {
            return Vec::new();
        }
        let globs = module.globs.iter().map(|glob| self.absolute(at, glob));
        let has = |glob: &Path| self.modules.get(glob).is_some_and(|module| module.names.contains_key(head));
        globs.filter(has).map(|glob| (glob, path.clone())).collect()
    }

    /// A path from its crate on, where it begins with a place in a crate; as it is otherwise.
    fn absolute(&self, module: &Path, path: &Path) -> Path {
        let mut at = module.clone();
        let mut rest = &path[..];
        while let Some((head, after)) = rest.split_first() {
            match head.as_str() {
                "crate" => at.truncate(1),
                "super" => at.truncate(at.len().saturating_sub(1).max(1)),
                "self" => {}
                _ => break,
            }
            rest = after;
        }
        let is_below = |head: &String| self.modules.contains_key(&[&at[..], std::slice::from_ref(head)].concat());
        let begins_in_crate = rest.len() < path.len();
        let is_renamed = |head: &String| self.modules.get(&at).is_some_and(|module| module.names.contains_key(head));
        if begins_in_crate || rest.first().is_some_and(|head| is_below(head) && !is_renamed(head)) {
            [&at[..], rest].concat()
        } else {
            path.clone()
        }
    }
}

/// Reads the modules of a crate into the tree.
struct CodeReader<'a> {
    tree: &'a mut Tree,
    at: Path,
    file: PathBuf,
    is_test: bool,
}

impl CodeReader<'_> {
    fn open(&mut self) {
        // One module may be written once for each system, under conditions: what any of them names is held against the layers.
        if !self.module().file.as_os_str().is_empty() {
            return;
        }
        let (file, is_test) = (self.file.clone(), self.is_test);
        *self.module() = Module { file, is_test, ..Module::default() };
    }

    fn module(&mut self) -> &mut Module {
        self.tree.modules.entry(self.at.clone()).or_default()
    }

    fn name(&mut self, path: Path) {
        self.module().named.insert(path);
    }

    fn alias(&mut self, name: String, path: Path) {
        // `use a::b as b` in a module of that name stands for itself.
        if path != [name.as_str()] {
            self.module().names.entry(name).or_default().insert(path.clone());
        }
        self.name(path);
    }

    fn import(&mut self, before: &Path, tree: &syn::UseTree) {
        let with = |ident: &dyn ToString| [&before[..], &[ident.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.import(&with(&path.ident), &path.tree),
            syn::UseTree::Group(group) => group.items.iter().for_each(|item| self.import(before, item)),
            syn::UseTree::Name(name) if name.ident == "self" => {
                self.alias(before.last().cloned().unwrap_or_default(), before.clone());
            }
            syn::UseTree::Name(name) => self.alias(name.ident.to_string(), with(&name.ident)),
            syn::UseTree::Rename(name) if name.ident == "self" => self.alias(name.rename.to_string(), before.clone()),
            syn::UseTree::Rename(name) => self.alias(name.rename.to_string(), with(&name.ident)),
            syn::UseTree::Glob(_) => {
                self.module().globs.insert(before.clone());
                self.name(with(&"*"));
            }
        }
    }

    /// The folder in which the files of a module's children lie.
    fn folder(&self) -> PathBuf {
        let stem = self.file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let folder = self.file.parent().unwrap_or(FilePath::new(""));
        if ["mod", "lib", "main"].contains(&stem.as_str()) { folder.to_owned() } else { folder.join(stem) }
    }

    fn child(&mut self, item: &syn::ItemMod) {
        let name = item.ident.to_string();
        let below = [&self.at[..], std::slice::from_ref(&name)].concat();
        self.module().items.insert(name.clone());
        if let Some((_, items)) = &item.content {
            let mut reader = CodeReader { tree: self.tree, at: below, file: self.file.clone(), is_test: self.is_test };
            reader.open();
            return items.iter().for_each(|item| reader.visit_item(item));
        }
        assert!(!item.attrs.iter().any(|one| one.path().is_ident("path")), "a module says where its file lies");
        let files = [format!("{name}.rs"), format!("{name}/mod.rs")].map(|file| self.folder().join(file));
        let file = files.iter().find(|file| file.exists());
        let file = file.unwrap_or_else(|| panic!("{}: no file of the module {name}", self.file.display()));
        let source = fs::read_to_string(file).unwrap();
        self.tree.add_source(below, file, &source, self.is_test);
    }

    /// Paths of two names and more in tokens, groups of a `use` line among them.
    fn tokens(&mut self, before: &Path, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let is_colons = |at: usize| matches!(tokens.get(at..at + 2), Some([TokenTree::Punct(a), TokenTree::Punct(b)]) if a.as_char() == ':' && b.as_char() == ':');
        let mut at = 0;
        let mut is_field = false;
        while at < tokens.len() {
            let start = at;
            at += 1;
            match &tokens[start] {
                TokenTree::Group(group) => self.tokens(&Path::new(), group.stream()),
                TokenTree::Ident(ident) if !is_field => {
                    let mut path = [&before[..], &[ident.to_string()]].concat();
                    while is_colons(at) {
                        match tokens.get(at + 2) {
                            Some(TokenTree::Ident(ident)) => path.push(ident.to_string()),
                            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                                self.tokens(&path, group.stream());
                            }
                            Some(TokenTree::Punct(star)) if star.as_char() == '*' => path.push("*".into()),
                            _ => break,
                        }
                        at += 3;
                    }
                    if path.len() > 1 {
                        self.name(path);
                    }
                }
                TokenTree::Literal(literal) => {
                    if let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string()) {
                        self.text(&text.value());
                    }
                }
                _ => {}
            }
            is_field = matches!(&tokens[start], TokenTree::Punct(dot) if dot.as_char() == '.');
        }
    }

    /// The path that a string is, as in `#[serde(with = "crate::…")]`.
    fn text(&mut self, text: &str) {
        if let Ok(path) = syn::parse_str::<syn::Path>(text)
            && path.segments.len() > 1
        {
            self.name(segments(&path));
        }
    }
}

impl<'ast> Visit<'ast> for CodeReader<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let was = self.is_test;
        self.is_test |= is_for_tests(attributes(item));
        match item {
            syn::Item::Mod(item) => self.child(item),
            _ if self.is_test && !was => {}
            _ => {
                if let Some(name) = defined(item) {
                    self.module().items.insert(name);
                }
                visit::visit_item(self, item);
            }
        }
        self.is_test = was;
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.import(&Path::new(), &item.tree);
    }

    fn visit_item_extern_crate(&mut self, item: &'ast syn::ItemExternCrate) {
        let name = item.rename.as_ref().map_or(&item.ident, |(_, name)| name);
        self.alias(name.to_string(), vec![item.ident.to_string()]);
    }

    fn visit_item_type(&mut self, item: &'ast syn::ItemType) {
        if let syn::Type::Path(path) = &*item.ty {
            self.alias(item.ident.to_string(), segments(&path.path));
        }
        visit::visit_item_type(self, item);
    }

    fn visit_impl_item(&mut self, item: &'ast syn::ImplItem) {
        let attributes = match item {
            syn::ImplItem::Fn(item) => &item.attrs[..],
            syn::ImplItem::Const(item) => &item.attrs,
            _ => &[],
        };
        if !is_for_tests(attributes) {
            visit::visit_impl_item(self, item);
        }
    }

    /// `pub(crate)` says who may use, not what is used.
    fn visit_vis_restricted(&mut self, _: &'ast syn::VisRestricted) {}

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.name(segments(path));
        visit::visit_path(self, path);
    }

    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        // `<Clock>::now`
        if let Some(syn::Type::Path(of)) = path.qself.as_ref().map(|of| &*of.ty) {
            self.name([segments(&of.path), segments(&path.path)].concat());
        }
        visit::visit_expr_path(self, path);
    }

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        self.name(segments(&called.path));
        self.tokens(&Path::new(), called.tokens.clone());
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        match &attribute.meta {
            syn::Meta::List(list) => self.tokens(&Path::new(), list.tokens.clone()),
            syn::Meta::NameValue(pair) if !pair.path.is_ident("doc") => visit::visit_attribute(self, attribute),
            _ => {}
        }
    }
}

fn segments(path: &syn::Path) -> Path {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect()
}

fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        syn::Meta::List(list) => list.path.is_ident("cfg") && list.tokens.to_string() == "test",
        meta => meta.path().is_ident("test"),
    })
}

fn attributes(item: &syn::Item) -> &[syn::Attribute] {
    match item {
        syn::Item::Const(item) => &item.attrs,
        syn::Item::Enum(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        syn::Item::Macro(item) => &item.attrs,
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Static(item) => &item.attrs,
        syn::Item::Struct(item) => &item.attrs,
        syn::Item::Trait(item) => &item.attrs,
        syn::Item::Type(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// The name that an item gives itself in its module.
fn defined(item: &syn::Item) -> Option<String> {
    let name = match item {
        syn::Item::Const(item) => &item.ident,
        syn::Item::Enum(item) => &item.ident,
        syn::Item::Fn(item) => &item.sig.ident,
        syn::Item::Static(item) => &item.ident,
        syn::Item::Struct(item) => &item.ident,
        syn::Item::Trait(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}
