//! Several files of refunds, or a folder of them, in one command.

use super::file::BatchFile;
use super::parts::{self, Part, Parts};
use super::shape;
use crate::batch::{Folder, RowFault};
use crate::cli::BatchFilesArgs;
use crate::commands::{Desk, Failure};
use crate::language::{text, word};
use crate::output::LeftOutFile;
use crate::output::text::{clean, counted};
use crate::refund::in_shell;
use crate::trust::of_system;
use std::path::{Path, PathBuf};

/// Each is open for as long as the command runs.
const MOST_FILES: usize = 100;

/// One of the files of a command.
pub(super) struct OneFile {
    /// By whose its rows are.
    pub(super) parts: Parts,
    /// Its result file, where one is wanted.
    pub(super) results: Option<PathBuf>,
}

/// The files of a command.
pub(super) struct Files {
    /// Each of them, in their order.
    pub(super) all: Vec<OneFile>,
    /// What is no file of refunds in the folders that were named.
    pub(super) left_out: Vec<LeftOutFile>,
    /// Whether just one file was named: it is told alone.
    pub(super) is_one: bool,
    /// The arguments that name them, as a shell takes them.
    named: String,
}

/// Opens them all, and finds out whose their rows are.
pub(super) fn open(
    args: &BatchFilesArgs,
    desk: &mut Desk<'_>,
    on_fault: &mut dyn FnMut(&RowFault),
) -> Result<Files, Failure> {
    let (paths, left_out) = listed(&args.file)?;
    let is_one = args.file.len() == 1 && args.file == paths;
    if !is_one {
        tell_left_out(&left_out, desk);
    }
    let mut all = Vec::new();
    for file in paths {
        all.push(OneFile {
            parts: parts::open(&file, &args.shape, desk, on_fault)?,
            results: None,
        });
    }
    let given = args.file.iter();
    let mut named: Vec<String> = given
        .map(|path| in_shell(&path.display().to_string()).into_owned())
        .collect();
    named.extend(shape::in_a_command(&args.shape));
    let files = Files {
        all,
        left_out,
        is_one,
        named: named.join(" "),
    };
    parts::are_different(&files.parts(), word!("batch-of-the-files", "the files"))?;
    Ok(files)
}

/// Lists the files that are named, those of a folder by their names.
fn listed(given: &[PathBuf]) -> Result<(Vec<PathBuf>, Vec<LeftOutFile>), Failure> {
    if let [one] = given
        && !one.is_dir()
    {
        return Ok((vec![one.clone()], Vec::new()));
    }
    let (mut paths, mut left_out) = (Vec::new(), Vec::new());
    for path in given {
        if path.as_os_str() == "-" {
            return Err(
                Failure::usage(word!("batch-stdin-alone", "standard input is read alone")).hint(
                    word!(
                        "batch-stdin-alone-fix",
                        "Give - as the only file, or write it to a file first."
                    ),
                ),
            );
        }
        if !path.is_dir() {
            paths.push(path.clone());
            continue;
        }
        let found = Folder::read(path).map_err(|(path, error)| {
            Failure::file(text!("batch-folder-unread", "cannot read {path}: {error}", path = path.display(), error = of_system(&error)))
                .hint(word!("batch-folder-unread-fix", "Give this account the right to read what is in the folder, or name the files one by one."))
        })?;
        let others = found.left_out.into_iter();
        left_out.extend(others.map(|(path, why)| LeftOutFile {
            file: clean(&path.display().to_string()),
            why: why.to_owned(),
        }));
        paths.extend(found.files);
    }
    let mut places: Vec<PathBuf> = Vec::new();
    for path in &paths {
        let place = path.canonicalize().unwrap_or_else(|_| path.clone());
        if places.contains(&place) {
            return Err(Failure::usage(text!(
                "batch-named-twice",
                "{path} is named twice",
                path = path.display()
            ))
            .hint(word!(
                "batch-named-twice-fix",
                "Name each file once; a folder names all its files."
            )));
        }
        places.push(place);
    }
    if paths.is_empty() {
        let folders: Vec<String> = given
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        let others = left_out.len();
        return Err(Failure::file(text!(
            "batch-no-files",
            "no file of refunds in {folders} ({others} left out)",
            folders = folders.join(" "),
            others = counted(others, "other")
        ))
        .hint(word!(
            "batch-no-files-fix",
            "Give the path of a CSV or JSONL file, or of a folder with some."
        )));
    }
    if paths.len() > MOST_FILES {
        return Err(Failure::file(text!(
            "batch-too-many-files",
            "{count} files are too many for one command, which takes {most}",
            count = paths.len(),
            most = MOST_FILES
        ))
        .hint(word!(
            "batch-too-many-files-fix",
            "Give them in several portions."
        )));
    }
    Ok((paths, left_out))
}

fn tell_left_out(left_out: &[LeftOutFile], desk: &mut Desk<'_>) {
    for other in left_out {
        desk.console.note(&text!(
            "batch-is-left-out",
            "{file} is left out: {why}",
            file = other.file,
            why = other.why
        ));
    }
}

impl Files {
    /// Returns each file by whose its rows are.
    pub(super) fn each(&self) -> impl Iterator<Item = &Parts> {
        self.all.iter().map(|file| &file.parts)
    }

    /// Returns the rows of each merchant of each file.
    pub(super) fn parts(&self) -> Vec<&Part> {
        self.each().flat_map(Parts::list).collect()
    }

    /// The same, to give them what was looked up.
    pub(super) fn parts_mut(&mut self) -> Vec<&mut Part> {
        let each = self.all.iter_mut().map(|file| &mut file.parts);
        each.flat_map(Parts::list_mut).collect()
    }

    /// Returns the only file, where just one was named.
    pub(super) fn only(&self) -> Option<&Parts> {
        self.each().next().filter(|_| self.is_one)
    }

    /// Says of which of several files something is said.
    pub(super) fn said_of(&self, file: &BatchFile, words: String) -> String {
        match self.is_one {
            true => words,
            false => text!(
                "batch-file-words",
                "{file}: {words}",
                file = file.name,
                words
            ),
        }
    }

    /// Returns what keeps everything back: rows of which nobody can tell whose they are.
    pub(super) fn is_sound(&self) -> bool {
        self.each().all(Parts::is_sound)
    }

    /// Writes the arguments that name the files, and the profile where that was given.
    pub(super) fn in_a_command(&self, desk: &Desk<'_>) -> String {
        match &desk.profile {
            Some(profile) => format!("{} --profile {}", self.named, in_shell(profile)),
            None => self.named.clone(),
        }
    }

    /// Refuses a file to be written that would take the place of one of them.
    pub(super) fn stay(&self, target: &Path, option: &str) -> Result<(), Failure> {
        let mut files = self.each().map(Parts::file);
        files.try_for_each(|file| file.stays(target, option))
    }

    /// Takes where the result files go: the file of the only one, or a folder for those of several.
    pub(super) fn write_to(&mut self, path: &Path) -> Result<(), Failure> {
        if self.is_one {
            self.stay(path, "--results")?;
            let only = self.all.iter_mut();
            only.for_each(|file| file.results = Some(path.to_owned()));
            return Ok(());
        }
        if !path.is_dir() {
            return Err(Failure::usage(text!(
                "batch-results-no-folder",
                "--results {path} is no folder, and several files have a result file each",
                path = path.display()
            ))
            .hint(word!(
                "batch-results-no-folder-fix",
                "Make the folder first; of `a.csv` the result is `a.results.csv` in it."
            )));
        }
        let mut results: Vec<PathBuf> = Vec::new();
        for file in self.each().map(Parts::file) {
            let target = path.join(result_name(file));
            // Some file systems do not tell letters of two cases apart.
            let lower = |path: &Path| path.to_string_lossy().to_lowercase();
            if results.iter().any(|one| lower(one) == lower(&target)) {
                let name = target.display();
                return Err(Failure::usage(text!("batch-results-same", "two of the files would have the result file {name}", name))
                    .hint(word!("batch-results-same-fix", "Give the files different names, or run them one by one with a --results file each.")));
            }
            self.stay(&target, "--results")?;
            results.push(target);
        }
        for (file, target) in self.all.iter_mut().zip(results) {
            file.results = Some(target);
        }
        Ok(())
    }
}

/// The name of a file's result file.
fn result_name(file: &BatchFile) -> String {
    let name = Path::new(&file.name).file_name().unwrap_or_default();
    let name = name.to_string_lossy();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, "csv"));
    let ending = match ending.to_ascii_lowercase().as_str() {
        "jsonl" | "ndjson" => "jsonl",
        _ => "csv",
    };
    format!("{stem}.results.{ending}")
}
