//! Owners, modes, and the way to a file, folder by folder.

use super::{Distrust, Guard, Reason};
use rustix::fs::{Mode, OFlags, StatVfsMountFlags};
use std::ffi::OsString;
use std::fs::{self, File, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Component, Path, PathBuf};

/// Group and others may write.
const WRITE: u32 = 0o022;
/// Group and others may do something.
const ANYTHING: u32 = 0o077;
/// Others than owner and group may read.
const WORLD_READ: u32 = 0o004;
const STICKY: u32 = 0o1000;
/// As many links as Linux follows.
const MOST_LINKS: u32 = 40;

fn mode(found: &Metadata) -> u32 {
    found.mode() & 0o7777
}

/// Whether the file system is mounted read-only here, so that no mode gives the right to write.
fn is_frozen(path: &Path) -> bool {
    rustix::fs::statvfs(path).is_ok_and(|found| found.f_flag.contains(StatVfsMountFlags::RDONLY))
}

/// Whether nobody but its owner may write to a file or folder.
fn is_closed(path: &Path, found: &Metadata) -> bool {
    mode(found) & WRITE == 0 || is_frozen(path)
}

/// Checks that something belongs to root or to us.
pub(super) fn owned(path: &Path, found: &Metadata) -> Result<(), Distrust> {
    let (theirs, ours) = (found.uid(), rustix::process::geteuid().as_raw());
    if theirs == 0 || theirs == ours {
        return Ok(());
    }
    Err(Distrust::new(path, Reason::Owner { theirs, ours }))
}

/// Checks a file against what it is for.
pub(super) fn allows(path: &Path, found: &Metadata, guard: Guard) -> Result<(), Distrust> {
    owned(path, found)?;
    let open = mode(found);
    let is_kept = match guard {
        Guard::Config | Guard::Authorities | Guard::Program => is_closed(path, found),
        Guard::Secret => {
            // A group that root lets read a key that is not ours was chosen on purpose.
            let is_given = found.uid() != rustix::process::geteuid().as_raw()
                && open & (WRITE | WORLD_READ) == 0;
            open & ANYTHING == 0 || is_given || is_frozen(path)
        }
    };
    if is_kept {
        Ok(())
    } else {
        Err(Distrust::new(path, Reason::OpenFile(guard, open)))
    }
}

/// Follows a path from the root, through every link, and checks each folder on the way. Returns
/// where it leads; what stands there belongs to root or to us, and nothing else is known of it.
pub(super) fn follow(path: &Path) -> Result<PathBuf, Distrust> {
    let look = |path: &Path| fs::symlink_metadata(path).map_err(|error| Distrust::io(path, &error));
    let mut here = PathBuf::from("/");
    let mut its = look(&here)?;
    let mut ahead = steps(path);
    let mut links = 0_u32;
    owned(&here, &its)?;
    while let Some(step) = ahead.pop() {
        if step == ".." {
            here.pop();
            its = look(&here)?;
            continue;
        }
        let next = here.join(&step);
        let found = look(&next)?;
        stands_safely(&here, &its, &found)?;
        owned(&next, &found)?;
        if !found.is_symlink() {
            (here, its) = (next, found);
            continue;
        }
        links = links.saturating_add(1);
        if links > MOST_LINKS {
            return Err(Distrust::new(path, Reason::Io(io::ErrorKind::InvalidInput)));
        }
        let target = fs::read_link(&next).map_err(|error| Distrust::io(&next, &error))?;
        if target.is_absolute() {
            here = PathBuf::from("/");
            its = look(&here)?;
        }
        ahead.append(&mut steps(&target));
    }
    Ok(here)
}

/// The parts of a path that lead somewhere, the first one last.
fn steps(path: &Path) -> Vec<OsString> {
    path.components()
        .rev()
        .filter(|part| matches!(part, Component::Normal(_) | Component::ParentDir))
        .map(|part| part.as_os_str().to_owned())
        .collect()
}

/// Whether nobody else can put something in the place of what was found in a folder.
fn stands_safely(folder: &Path, its: &Metadata, found: &Metadata) -> Result<(), Distrust> {
    if is_closed(folder, its) || (mode(its) & STICKY != 0 && found.is_dir()) {
        return Ok(());
    }
    Err(Distrust::new(folder, Reason::OpenFolder(mode(its))))
}

/// Opens a file by its true path. A link that has come into its place is not followed, and a pipe
/// is not waited for.
pub(super) fn open_real(path: &Path) -> io::Result<File> {
    let flags =
        OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    Ok(File::from(rustix::fs::open(path, flags, Mode::empty())?))
}

/// Checks a folder in which files of ours are made and changed, and the way to it. One that is
/// [shared](shared_group) may be written by its group.
///
/// # Errors
/// When others may write there, or it belongs to somebody else.
pub fn folder(path: &Path) -> Result<(), Distrust> {
    let absolute = std::path::absolute(path).map_err(|error| Distrust::io(path, &error))?;
    let real = follow(&absolute)?;
    let found = fs::symlink_metadata(&real).map_err(|error| Distrust::io(path, &error))?;
    if is_closed(&real, &found) || shared_by(&found).is_some() {
        return Ok(());
    }
    Err(Distrust::new(&real, Reason::OpenFolder(mode(&found))))
}

/// Checks a file of ours in such a folder; in one that is shared by a group it may be that group's.
///
/// # Errors
/// When others may write to it, or it belongs to somebody else.
pub fn in_folder(path: &Path, found: &Metadata, shared: Option<u32>) -> Result<(), Distrust> {
    let is_shared = shared == Some(found.gid()) && mode(found) & 0o002 == 0;
    if is_shared {
        return Ok(());
    }
    owned(path, found)?;
    if is_closed(path, found) {
        return Ok(());
    }
    Err(Distrust::new(
        path,
        Reason::OpenFile(Guard::Config, mode(found)),
    ))
}

/// Returns the group whose accounts share a folder on purpose: root has made it, given it to the
/// group, and shut everybody else out (owner root, mode 2770, so that what is made in it is the
/// group's as well).
#[must_use]
pub fn shared_group(folder: &Path) -> Option<u32> {
    shared_by(&fs::metadata(folder).ok()?)
}

fn shared_by(found: &Metadata) -> Option<u32> {
    (found.is_dir() && found.uid() == 0 && mode(found) == 0o2770).then(|| found.gid())
}
