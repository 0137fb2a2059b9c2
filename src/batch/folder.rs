//! What of a folder is a file of refunds.

use super::safe_file::beginning;
use super::source::Format;
use super::{faults_file, results};
use crate::language::word;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The files of a folder.
#[derive(Debug, Default)]
pub struct Folder {
    /// Those of refunds, by name.
    pub files: Vec<PathBuf>,
    /// The others, and why they are none.
    pub left_out: Vec<(PathBuf, &'static str)>,
}

impl Folder {
    /// Reads what is in a folder. What cannot be read is an error: it may be a file of refunds.
    ///
    /// # Errors
    /// Those of the system, with what it was about.
    pub fn read(path: &Path) -> Result<Self, (PathBuf, io::Error)> {
        let of_folder = |error| (path.to_owned(), error);
        let mut paths = Vec::new();
        for entry in fs::read_dir(path).map_err(of_folder)? {
            paths.push(entry.map_err(of_folder)?.path());
        }
        paths.sort();
        let mut folder = Self::default();
        for path in paths {
            match why_none(&path) {
                Ok(None) => folder.files.push(path),
                Ok(Some(why)) => folder.left_out.push((path, why)),
                Err(error) => return Err((path, error)),
            }
        }
        Ok(folder)
    }
}

/// Says why it is no file of refunds, if it is none.
fn why_none(path: &Path) -> io::Result<Option<&'static str>> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if name.starts_with('.') {
        return Ok(Some(word!("batch-why-hidden", "it is hidden")));
    }
    let found = fs::metadata(path)?;
    if found.is_dir() {
        return Ok(Some(word!("batch-why-folder", "it is a folder")));
    }
    if !found.is_file() {
        return Ok(Some(word!("batch-why-odd", "it is no ordinary file")));
    }
    if Format::of_name(&name).is_none() {
        return Ok(Some(word!(
            "batch-why-name",
            "its name ends neither in .csv or .tsv nor in .jsonl or .ndjson"
        )));
    }
    let head = beginning(path)?;
    let kinds = [results::KIND, faults_file::KIND];
    let ours = kinds.into_iter().find(|kind| (kind.is_ours)(&head));
    Ok(ours.map(|kind| (kind.why_left_out)()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_refunds_are_taken_in_the_order_of_their_names() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        for name in ["b.csv", "a.jsonl", "C.CSV", "empty.csv"] {
            write(name, "");
        }
        write("notes.txt", "");
        write(".hidden.csv", "");
        write("list.csv", "line,column,value,problem,remedy\r\n");
        let result = "\u{feff}syssn,amount,out_trade_no,refund_syssn,state,respcd,meaning,sent_at,updated_at\n";
        write("x.csv", result);
        fs::create_dir(folder.path().join("old.csv")).unwrap();
        let found = Folder::read(folder.path()).unwrap();
        let names = |paths: Vec<PathBuf>| {
            let names = paths.into_iter();
            let names = names.map(|path| path.file_name().unwrap().to_str().unwrap().to_owned());
            names.collect::<Vec<_>>()
        };
        assert_eq!(
            names(found.files),
            ["C.CSV", "a.jsonl", "b.csv", "empty.csv"]
        );
        let (others, why): (Vec<_>, Vec<_>) = found.left_out.into_iter().unzip();
        let others = names(others);
        assert_eq!(
            others,
            [".hidden.csv", "list.csv", "notes.txt", "old.csv", "x.csv"]
        );
        assert!(
            why[1].contains("list of faults") && why[4].contains("result file"),
            "{why:?}"
        );
    }

    #[cfg(unix)]
    #[test]
    fn what_cannot_be_read_is_not_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("lost.csv");
        std::os::unix::fs::symlink("nowhere", &link).unwrap();
        assert_eq!(Folder::read(folder.path()).unwrap_err().0, link);
    }
}
