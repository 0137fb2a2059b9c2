//! Which source file uses which, and the rings they form.
//!
//! Names are followed to the file that defines them: through `pub use` of a `mod.rs`, through an
//! import of the module above, through `super::`, `crate::` and modules imported by name. Code that
//! only tests see is left out. What is not followed is what the compiler finds by type alone, such
//! as the method of a value that some other file has handed over.

use super::tokens::tokens;
use std::collections::{BTreeMap, BTreeSet};

/// A file of the crate, as far as names go.
#[derive(Default)]
struct Module {
    path: String,
    children: BTreeSet<String>,
    imports: Vec<Import>,
    /// Every path in the code, imports left out: `["Kind", "find"]`.
    mentions: Vec<Vec<String>>,
}

struct Import {
    path: Vec<String>,
    /// The name it has here; `*` for all names.
    name: String,
    /// Whether it is handed on with `pub use`.
    is_shared: bool,
}

/// What a path leads to.
#[derive(Clone)]
enum Found {
    /// A module itself.
    Module(Vec<String>),
    /// Something that a module defines.
    ItemOf(Vec<String>),
}

/// Who uses whom: for each file, the files it uses and the names it uses of them.
pub type Uses = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

/// Reads the files of a crate, by path from `src/` on, and says which uses which.
pub fn uses(sources: &BTreeMap<String, String>) -> Uses {
    let modules: BTreeMap<Vec<String>, Module> = sources
        .iter()
        .map(|(path, text)| (module_of(path), Module::read(path, text)))
        .collect();
    let crate_ = Crate { modules };
    let mut uses = Uses::new();
    for (name, module) in &crate_.modules {
        // An import that is only handed on makes nothing depend on it here.
        let imports = module.imports.iter().filter(|import| !import.is_shared);
        let imports = imports.map(|import| (&import.path, true));
        let mentions = module.mentions.iter().map(|path| (path, path.len() > 1));
        for (path, may_be_module) in imports.chain(mentions) {
            let used = match crate_.resolve(name, path) {
                Some(Found::Module(used)) if may_be_module => used,
                Some(Found::ItemOf(used)) => used,
                // A value that happens to be called like a module.
                Some(Found::Module(_)) | None => continue,
            };
            // What stands in the file of a folder belongs to all files in the folder.
            if !name.starts_with(&used) {
                let used = crate_.modules[&used].path.clone();
                let names = uses.entry(module.path.clone()).or_default();
                names.entry(used).or_default().insert(path.join("::"));
            }
        }
    }
    uses
}

/// Returns every group of files that use each other in a ring.
pub fn rings(uses: &Uses) -> BTreeSet<BTreeSet<String>> {
    let reached = |from: &String| {
        let mut reached = BTreeSet::new();
        let mut ahead = vec![from];
        while let Some(file) = ahead.pop() {
            for next in uses.get(file).into_iter().flat_map(BTreeMap::keys) {
                if reached.insert(next) {
                    ahead.push(next);
                }
            }
        }
        reached
    };
    let reached: BTreeMap<_, _> = uses.keys().map(|file| (file, reached(file))).collect();
    uses.keys()
        .filter(|file| reached[file].contains(file))
        .map(|file| {
            let leads_back =
                |other: &&&String| reached.get(**other).is_some_and(|r| r.contains(file));
            let ring = reached[file].iter().filter(leads_back);
            ring.map(|other| (*other).clone()).collect()
        })
        .collect()
}

/// `src/a/mod.rs` and `src/a.rs` are the module `a`; `src/lib.rs` is the crate itself.
fn module_of(path: &str) -> Vec<String> {
    let inside = path.trim_start_matches("src/").trim_end_matches(".rs");
    let mut names: Vec<String> = inside.split('/').map(str::to_owned).collect();
    if matches!(names.last().unwrap().as_str(), "mod" | "lib") {
        names.pop();
    }
    names
}

struct Crate {
    modules: BTreeMap<Vec<String>, Module>,
}

impl Crate {
    /// Follows a path that stands in a module; `None` where it leads out of the crate.
    fn resolve(&self, from: &[String], path: &[String]) -> Option<Found> {
        self.follow(from, path, &mut Vec::new())
    }

    fn follow(
        &self,
        from: &[String],
        path: &[String],
        seen: &mut Vec<(Vec<String>, String)>,
    ) -> Option<Found> {
        let supers = path.iter().take_while(|name| *name == "super").count();
        let (mut found, rest) = match path[0].as_str() {
            "crate" => (Found::Module(Vec::new()), &path[1..]),
            "self" => (Found::Module(from.to_vec()), &path[1..]),
            "super" => {
                let above = from.len().checked_sub(supers).expect("super of the crate");
                (Found::Module(from[..above].to_vec()), &path[supers..])
            }
            first => (self.look_up(from, first, seen)?, &path[1..]),
        };
        for name in rest {
            let Found::Module(module) = &found else {
                break;
            };
            found = self
                .look_up(module, name, seen)
                .unwrap_or_else(|| Found::ItemOf(module.clone()));
        }
        Some(found)
    }

    /// Finds a name that is a module's child or is imported there.
    fn look_up(
        &self,
        at: &[String],
        name: &str,
        seen: &mut Vec<(Vec<String>, String)>,
    ) -> Option<Found> {
        let module = &self.modules[at];
        if module.children.contains(name) {
            let mut child = at.to_vec();
            child.push(name.to_owned());
            return Some(Found::Module(child));
        }
        for import in &module.imports {
            let visit = (at.to_vec(), import.name.clone());
            if !(import.name == name || import.name == "*") || seen.contains(&visit) {
                continue;
            }
            seen.push(visit);
            let found = self.follow(at, &import.path, seen);
            match found {
                Some(Found::Module(all)) if import.name == "*" => {
                    if let Some(found) = self.look_up(&all, name, seen) {
                        return Some(found);
                    }
                }
                Some(found) if import.name == name => return Some(found),
                _ => {}
            }
        }
        None
    }
}

impl Module {
    fn read(path: &str, text: &str) -> Self {
        let mut module = Self {
            path: path.to_owned(),
            ..Self::default()
        };
        module.take_in(&tokens(text), 0);
        module
    }

    /// Takes in code that stands so many modules deep inside the file.
    fn take_in(&mut self, tokens: &[&str], depth: usize) {
        let mut rest = tokens;
        let mut is_shared = false;
        while let [token, tail @ ..] = rest {
            rest = match (*token, tail) {
                ("#", ["[", "cfg", ..]) => after_attribute(tail),
                ("pub", ["(", inner @ ..]) => after_closing(inner),
                ("mod", [name, ";", ..]) => {
                    self.children.insert((*name).to_owned());
                    &tail[2..]
                }
                ("mod", [_, "{", inner @ ..]) => {
                    let after = after_closing(inner);
                    self.take_in(&inner[..inner.len() - after.len() - 1], depth + 1);
                    after
                }
                ("use", [first, ..]) if *first != "<" => self.import(tail, &[], is_shared, depth),
                (first, _) if is_name(first) => {
                    let (path, after) = path_from(rest);
                    self.mentions.extend(seen_from_file(path, depth));
                    after
                }
                // A field or a method, found by type and not by name.
                (".", [name, ..]) if is_name(name) => &tail[1..],
                _ => tail,
            };
            is_shared = *token == "pub";
        }
    }

    /// Reads what follows `use`, or a part of it in braces; returns what follows.
    fn import<'a, 'b>(
        &mut self,
        tokens: &'a [&'b str],
        before: &[String],
        is_shared: bool,
        depth: usize,
    ) -> &'a [&'b str] {
        let (path, mut rest) = path_from(tokens);
        let mut path = [before, &path].concat();
        if let ["::", "{", inner @ ..] | ["{", inner @ ..] = rest {
            rest = inner;
            while rest[0] != "}" {
                rest = self.import(rest, &path, is_shared, depth);
                rest = rest.strip_prefix(&[","]).unwrap_or(rest);
            }
            return &rest[1..];
        }
        if path.len() > 1 && path.last().unwrap() == "self" {
            path.pop();
        }
        let mut name = path.last().unwrap().clone();
        match rest {
            ["::", "*", after @ ..] => (name, rest) = ("*".to_owned(), after),
            ["as", other, after @ ..] => (name, rest) = ((*other).to_owned(), after),
            _ => {}
        }
        self.imports
            .extend(seen_from_file(path, depth).map(|path| Import {
                path,
                name,
                is_shared,
            }));
        rest
    }
}

/// Writes a path from inside a module of the file as it would stand in the file itself.
fn seen_from_file(path: Vec<String>, depth: usize) -> Option<Vec<String>> {
    let supers = path.iter().take_while(|name| *name == "super").count();
    let path = match supers.min(depth) {
        0 => path,
        inside => path[inside..].to_vec(),
    };
    (!path.is_empty()).then_some(path)
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Reads `a::b::c`; what follows may be `::{`, `::<` or `::*`.
fn path_from<'a, 'b>(tokens: &'a [&'b str]) -> (Vec<String>, &'a [&'b str]) {
    let mut path = Vec::new();
    let mut rest = tokens;
    while let [name, tail @ ..] = rest
        && is_name(name)
    {
        path.push((*name).to_owned());
        rest = tail;
        match rest {
            ["::", next, ..] if is_name(next) => rest = &rest[1..],
            _ => break,
        }
    }
    (path, rest)
}

/// Goes past an attribute, and past the item behind it if only tests see that.
fn after_attribute<'a, 'b>(tokens: &'a [&'b str]) -> &'a [&'b str] {
    let mut rest = after_closing(&tokens[1..]);
    let attribute = &tokens[..tokens.len() - rest.len()];
    if !attribute.contains(&"test") {
        return rest;
    }
    loop {
        match rest {
            [";", after @ ..] => return after,
            ["{", inner @ ..] => return after_closing(inner),
            ["(" | "[", inner @ ..] => rest = after_closing(inner),
            _ => rest = &rest[1..],
        }
    }
}

/// Goes past the bracket that closes the one before these tokens.
fn after_closing<'a, 'b>(tokens: &'a [&'b str]) -> &'a [&'b str] {
    let mut open = 1;
    let closes = tokens.iter().position(|token| {
        match *token {
            "(" | "[" | "{" => open += 1,
            ")" | "]" | "}" => open -= 1,
            _ => {}
        }
        open == 0
    });
    &tokens[closes.expect("brackets come in pairs") + 1..]
}

#[test]
fn a_ring_is_found_whatever_way_a_name_takes() {
    let found = |files: &[(&str, &str)]| {
        let owned = |(path, text): &(&str, &str)| (format!("src/{path}"), (*text).to_owned());
        let rings = rings(&uses(&files.iter().map(owned).collect()));
        let rings = rings.into_iter().map(|ring| Vec::from_iter(ring).join(" "));
        rings.collect::<Vec<_>>()
    };
    let root = ("lib.rs", "mod m;");
    let a = ("m/a.rs", "use super::b::B; pub struct A(B);");
    let folder = (
        "m/mod.rs",
        "mod a; mod b; pub use a::A; use b::{self as other};",
    );
    for b in [
        "use super::a::A; pub struct B;",
        "use crate::m::{c, a::{self, A as Other}}; pub struct B;",
        "pub struct B; fn f() { super::A::new('{', \"}\") }",
        "pub struct B; mod inner { use super::super::A; }",
        "use super::*; pub struct B(A);",
    ] {
        let ring = found(&[root, folder, a, ("m/b.rs", b)]);
        assert_eq!(ring, ["src/m/a.rs src/m/b.rs"], "{b}");
    }
    for b in [
        "pub struct B; // super::A",
        "pub struct B; const TEXT: &str = r#\"super::A\"#;",
        "pub struct B; #[cfg(test)] mod tests { use super::super::A; }",
        "pub struct B; fn f<'a>(a: &'a str, b: C) { a.a(b.A) }",
        "pub use super::A; pub struct B;",
    ] {
        assert!(found(&[root, folder, a, ("m/b.rs", b)]).is_empty(), "{b}");
    }
    let user = (
        "m/mod.rs",
        "mod a; mod b; pub use a::A; struct M(A); fn f() { b::g() }",
    );
    let b = ("m/b.rs", "use super::M; pub struct B(M);");
    assert!(
        found(&[root, user, a, b]).is_empty(),
        "a folder and its files"
    );
}
