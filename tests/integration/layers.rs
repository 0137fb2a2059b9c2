//! Reads `src/` and fails when a layer imports upward, files import each other in a ring, or a
//! pure module touches the world.

mod imports;
mod tokens;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The layers, top first: each imports only from those below it.
const LAYERS: [&str; 24] = [
    "main",
    "app",
    "commands",
    "cli",
    "output",
    "plan",
    "runner",
    "attempt",
    "batch",
    "profile",
    "simulator",
    "gateway",
    "journal",
    "world",
    "interrupt",
    "exit",
    "spreadsheet",
    "trust",
    "refund",
    "money",
    "unseen",
    "language",
    "lib",
    "",
];

/// Modules that may touch neither clock, environment, randomness, files, network nor streams.
const PURE: [&str; 11] = [
    "src/unseen.rs",
    "src/money/",
    "src/refund/",
    "src/exit.rs",
    "src/spreadsheet.rs",
    "src/cli/",
    "src/gateway/codes/",
    "src/gateway/environment.rs",
    "src/gateway/form.rs",
    "src/gateway/redact.rs",
    "src/gateway/signature.rs",
];
const ALSO_PURE: [&str; 4] = [
    "src/gateway/wire.rs",
    "src/gateway/verdict.rs",
    "src/gateway/enquiry/reply.rs",
    "src/gateway/enquiry/find.rs",
];

/// What a pure module must not name.
const WORLDLY: [&str; 16] = [
    "std::env",
    "std::fs",
    "TcpStream",
    "TcpListener",
    "ToSocketAddrs",
    "std::process",
    "std::thread",
    "SystemTime",
    "Instant::now",
    "now_utc",
    "now_local",
    "rand::",
    "ureq::",
    "println!",
    "eprintln!",
    "std::io::stdout",
];

fn sources() -> BTreeMap<String, String> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found)
            } else {
                found.push(path)
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    walk(&root.join("src"), &mut found);
    found
        .into_iter()
        .filter(|path| path.extension().is_some_and(|e| e == "rs"))
        .map(|path| {
            (
                path.strip_prefix(root)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .replace('\\', "/"),
                std::fs::read_to_string(&path).unwrap(),
            )
        })
        .collect()
}

/// The code that ships: comments and the test module at the end left out.
fn shipped(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    code.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn layer_of(path: &str) -> &str {
    let inside = path.strip_prefix("src/").unwrap();
    inside.split('/').next().unwrap().trim_end_matches(".rs")
}

fn rank(layer: &str) -> usize {
    LAYERS.iter().position(|l| *l == layer).unwrap_or_else(|| {
        panic!("`{layer}` is in no layer: name it in LAYERS and in docs/architecture.md")
    })
}

fn is_test_code(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("/tests.rs")
}

#[test]
fn no_layer_imports_upward() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        if path == "src/lib.rs" || is_test_code(&path) {
            continue;
        }
        let from = layer_of(&path);
        for piece in shipped(&text).split("crate::").skip(1) {
            // `use crate::{a, b}` would hide who depends on whom.
            assert!(
                !piece.starts_with('{'),
                "{path} imports a list from the crate's root"
            );
            let to: String = piece
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            if to != from && rank(&to) <= rank(from) {
                wrong.push(format!("{path} uses {to}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Of two files that know each other neither can be read, tested or changed by itself.
///
/// One pair is no ring: the file of a folder (`mod.rs`, or `issue.rs` of `issue/`) uses its files,
/// and they use what it defines. That is how Rust writes one module in several files, and what
/// stands there is the folder's own vocabulary. Files of a folder among each other, and files of
/// two folders, form rings like any others, also by way of a `pub use`.
#[test]
fn no_files_import_each_other_in_a_ring() {
    let sources = sources()
        .into_iter()
        .filter(|(path, _)| path != "src/main.rs" && !is_test_code(path))
        .collect();
    let uses = imports::uses(&sources);
    assert!(uses.len() > 100, "the files are no longer read");
    let mut found = String::new();
    for ring in imports::rings(&uses) {
        found += "\na ring:\n";
        for from in &ring {
            for (to, names) in uses[from].iter().filter(|(to, _)| ring.contains(*to)) {
                found += &format!("  {from} uses {to} for {names:?}\n");
            }
        }
    }
    assert!(found.is_empty(), "{found}");
}

#[test]
fn pure_modules_touch_nothing() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (path, text) in sources() {
        if !PURE
            .iter()
            .chain(&ALSO_PURE)
            .any(|pure| path.starts_with(pure))
            || is_test_code(&path)
        {
            continue;
        }
        seen += 1;
        let code = shipped(&text);
        wrong.extend(
            WORLDLY
                .iter()
                .filter(|word| code.contains(**word))
                .map(|word| format!("{path} names {word}")),
        );
    }
    assert!(seen > 15, "the list of pure modules has gone stale");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn one_place_each_for_the_world() {
    for (word, allowed) in [
        (
            "expose_secret()",
            vec![
                "src/gateway/redact.rs",
                "src/gateway/signature.rs",
                "src/profile/key_source.rs",
                "src/profile/keyring.rs",
            ],
        ),
        (
            "ureq::",
            vec!["src/gateway/transport.rs", "src/gateway/transport/"],
        ),
        ("std::env::", vec!["src/main.rs"]),
        ("now_utc()", vec!["src/main.rs"]),
        ("SysRng", vec!["src/main.rs"]),
        ("io::stdout()", vec!["src/main.rs"]),
        ("process::exit", vec!["src/main.rs"]),
        ("rusqlite::", vec!["src/journal/sqlite/"]),
    ] {
        for (path, text) in sources() {
            if shipped(&text).contains(word) && !is_test_code(&path) {
                assert!(
                    allowed.iter().any(|place| path.starts_with(place)),
                    "{path} uses {word}"
                );
            }
        }
    }
}

/// Folders whose files import each other in no ring, neither directly nor around a corner.
const WITHOUT_RINGS: [&str; 3] = ["src/batch", "src/commands/batch", "src/plan"];

/// The files of a folder, each with those it imports.
fn imports(folder: &str) -> BTreeMap<String, Vec<String>> {
    let inside = |path: &str| {
        let file = path.strip_prefix(folder)?.strip_prefix('/')?;
        (!file.contains('/')).then(|| file.trim_end_matches(".rs").to_owned())
    };
    let texts: BTreeMap<String, String> = sources()
        .iter()
        .filter_map(|(path, text)| Some((inside(path)?, shipped(text))))
        .collect();
    let word = |text: &str| -> String {
        text.chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect()
    };
    let names = |text: &str| {
        let pieces = text.split("super::").skip(1);
        let named = pieces.flat_map(|piece| match piece.strip_prefix('{') {
            Some(list) => list
                .split('}')
                .next()
                .unwrap()
                .split(',')
                .map(str::trim)
                .collect(),
            None => vec![piece],
        });
        let named: Vec<String> = named.map(word).collect();
        // What is taken from the root of the folder hides whose it is.
        let hidden: Vec<_> = named
            .iter()
            .filter(|name| !texts.contains_key(*name))
            .collect();
        assert!(hidden.is_empty(), "{folder}: {hidden:?} without their file");
        named
    };
    texts
        .iter()
        .map(|(file, text)| (file.clone(), names(text)))
        .collect()
}

#[test]
fn no_files_of_a_folder_import_each_other_in_a_ring() {
    for folder in WITHOUT_RINGS {
        let mut left = imports(folder);
        assert!(left.len() > 3, "{folder} is not where it was");
        while !left.is_empty() {
            let names: Vec<String> = left.keys().cloned().collect();
            left.retain(|_, imported| imported.iter().any(|name| names.contains(name)));
            assert!(
                left.len() < names.len(),
                "a ring in {folder}, with what leads to it: {left:#?}"
            );
        }
    }
}
