//! What tells a file, in this run of the machine and on this mount of its disk, from every other.
//!
//! What was written without a sync survives the process for as long as the kernel keeps it: until
//! the machine is restarted, or the file system goes away. One that comes back while the machine
//! runs on (a network or USB disk, a fault behind a container) may have lost it, under the same
//! device, inode and file system's id. Only the mount is another one then.

use std::fs::File;

/// Returns the origin of a file, or nothing where the system does not tell one mount from the
/// next: then nothing is proven by what the file lacks.
///
/// Linux before 6.8 has only a number of the mount that the next mount is given again.
#[cfg(target_os = "linux")]
pub(super) fn origin(file: &File) -> Option<String> {
    use rustix::fs::{AtFlags, StatxFlags, fstatvfs, statx};
    /// `STATX_MNT_ID_UNIQUE`, for which rustix has no name.
    const UNIQUE_MOUNT: StatxFlags = StatxFlags::from_bits_retain(0x4000);
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let boot = boot.trim();
    let asked = StatxFlags::INO | UNIQUE_MOUNT;
    let found = statx(file, c"", AtFlags::EMPTY_PATH, asked).ok()?;
    // A kernel that does not know what it is asked for leaves it out of the answer.
    let is_told = StatxFlags::from_bits_retain(found.stx_mask).contains(asked);
    let (major, minor) = (found.stx_dev_major, found.stx_dev_minor);
    let (mount, inode) = (found.stx_mnt_id, found.stx_ino);
    let disk = fstatvfs(file).ok()?.f_fsid;
    (is_told && !boot.is_empty())
        .then(|| format!("{boot} {mount} {disk:x} {major}:{minor} {inode}"))
}

/// Unknown there.
#[cfg(not(target_os = "linux"))]
pub(super) fn origin(_file: &File) -> Option<String> {
    None
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::print_stdout, reason = "a test that is skipped says so")]
    fn an_origin_is_the_same_for_one_file_and_another_for_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let [a, b] = ["a", "b"].map(|name| File::create(folder.path().join(name)).unwrap());
        let again = File::open(folder.path().join("a")).unwrap();
        assert_eq!(origin(&a), origin(&again));
        if let Some(origin_of_a) = origin(&a) {
            assert_ne!(Some(origin_of_a), origin(&b));
        } else {
            println!("skipped: this kernel does not tell one mount from the next");
        }
    }
}
