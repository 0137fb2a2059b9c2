//! Whether a folder lies on a disk of this machine, and whether a file is mounted without its
//! folder. Pure, but for the files Linux shows it in.
//!
//! SQLite's locks and shared memory hold on a disk of this machine. On one that is shared, with
//! other machines or with the host of a virtual one, they do not reach the other side, and nothing
//! fails: so what is not known to be local counts as shared. A mount's name is any bytes; somebody
//! else's odd one must not switch the check off.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::{Path, PathBuf};

/// The kinds that are local, and the number by which `statfs` names each. An overlay is that of a
/// container, whose layers lie on one of the others.
const LOCAL: &[(&str, u32)] = &[
    ("bcachefs", 0xca45_1a4e),
    ("btrfs", 0x9123_683e),
    ("ext2", 0xef53),
    ("ext3", 0xef53),
    ("ext4", 0xef53),
    ("f2fs", 0xf2f5_2010),
    ("jfs", 0x3153_464a),
    ("nilfs2", 0x3434),
    ("overlay", 0x794c_7630),
    ("ramfs", 0x8584_58f6),
    ("reiserfs", 0x5265_4973),
    ("rootfs", 0x0102_1994),
    ("tmpfs", 0x0102_1994),
    ("xfs", 0x5846_5342),
    ("zfs", 0x2fc1_2fc1),
];

/// Where Linux shows what is mounted.
const TABLE: &str = "/proc/self/mountinfo";

/// Returns the kind of the file system a folder with this device number lies on, unless it is
/// known to be a disk of this machine.
pub(super) fn not_local(folder: &Path, device: u64) -> Option<String> {
    let listed = fs::read(TABLE).ok().and_then(|table| {
        let folder = folder.canonicalize().ok()?;
        kind(&table, numbers(device), &folder)
    });
    match listed {
        Some(kind) => (!LOCAL.iter().any(|(name, _)| *name == kind)).then_some(kind),
        // No table, or it does not list the folder: its number is all that is left.
        None => {
            let number = match rustix::fs::statfs(folder) {
                Ok(found) => format!("{:x}", found.f_type),
                Err(_) => "unknown".to_owned(),
            };
            let is_local = LOCAL
                .iter()
                .any(|(_, local)| format!("{local:x}") == number);
            (!is_local).then_some(number)
        }
    }
}

/// Splits a device number as Linux packs it.
fn numbers(device: u64) -> (u64, u64) {
    let major = ((device >> 8) & 0xfff) | ((device >> 32) & 0xffff_f000);
    let minor = (device & 0xff) | ((device >> 12) & 0xffff_ff00);
    (major, minor)
}

/// One line of `mountinfo`: `id parent MAJOR:MINOR root point options… - TYPE …`.
struct Mount {
    device: Vec<u8>,
    point: PathBuf,
    kind: String,
}

fn mounts(table: &[u8]) -> impl Iterator<Item = Mount> + '_ {
    table.split(|byte| *byte == b'\n').filter_map(|line| {
        let mut fields = line.split(|byte| *byte == b' ');
        let device = fields.nth(2)?.to_vec();
        let point = plain(fields.nth(1)?);
        let kind = fields.skip_while(|field| *field != b"-").nth(1)?;
        Some(Mount {
            device,
            point,
            kind: String::from_utf8_lossy(kind).into_owned(),
        })
    })
}

/// Reads a path in which blanks, line ends and backslashes are written as octals.
fn plain(written: &[u8]) -> PathBuf {
    let mut path = Vec::with_capacity(written.len());
    let mut rest = written;
    while let Some((first, after)) = rest.split_first() {
        let octal = after
            .get(..3)
            .filter(|_| *first == b'\\')
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 8).ok());
        path.push(octal.unwrap_or(*first));
        rest = match octal {
            Some(_) => after.get(3..).unwrap_or_default(),
            None => after,
        };
    }
    PathBuf::from(std::ffi::OsString::from_vec(path))
}

/// Finds the kind of a folder's file system: by its device, or, where a part of a file system has a
/// device of its own (btrfs), by the mount it is below. Of two at one place the later one counts.
fn kind(table: &[u8], (major, minor): (u64, u64), folder: &Path) -> Option<String> {
    let device = format!("{major}:{minor}");
    let of_device = mounts(table).find(|mount| mount.device == device.as_bytes());
    of_device
        .or_else(|| {
            mounts(table)
                .filter(|mount| folder.starts_with(&mount.point))
                .max_by_key(|mount| mount.point.as_os_str().len())
        })
        .map(|mount| mount.kind)
}

/// Whether a file is mounted by itself, without the folder it stands in.
pub(super) fn is_mounted(file: &Path) -> bool {
    let (Ok(file), Ok(table)) = (file.canonicalize(), fs::read(TABLE)) else {
        return false;
    };
    is_point(&table, file.as_os_str())
}

fn is_point(table: &[u8], path: &OsStr) -> bool {
    mounts(table).any(|mount| mount.point.as_os_str().as_bytes() == path.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &[u8] = b"\
22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
23 22 0:21 / /tmp rw - tmpfs tmpfs rw
98 22 0:999 / /mnt/\xb2\xe2\xca\xd4 rw - tmpfs none rw
24 22 0:53 / /home/mei/my\\040team rw,nosuid shared:7 master:2 - nfs4 server:/export rw,vers=4.2
26 22 254:1 /srv/q/journal.db /data/my\\040shop/journal.db rw,relatime - ext4 /dev/vda1 rw
25 22 0:531 / /mnt/share rw - fuse.sshfs me@host: rw
27 22 8:17 / /cluster rw - ocfs2 /dev/sdb1 rw
28 22 0:40 /a /subvolumes rw - btrfs /dev/sdc rw
29 22 0:41 / /over rw - autofs none rw
30 29 0:42 / /over rw - virtiofs share rw
";

    fn of(major: u64, minor: u64) -> Option<String> {
        kind(TABLE, (major, minor), Path::new("relative"))
    }

    fn below(path: &str) -> Option<String> {
        kind(TABLE, (9, 9), Path::new(path))
    }

    #[test]
    fn the_kind_of_a_disk_is_found_by_its_device() {
        for (major, minor, kind) in [
            (254, 1, "ext4"),
            (0, 21, "tmpfs"),
            (0, 53, "nfs4"),
            (0, 531, "fuse.sshfs"),
            (8, 17, "ocfs2"),
        ] {
            assert_eq!(of(major, minor).as_deref(), Some(kind));
        }
        assert_eq!(of(0, 5), None);
        assert_eq!(kind(b"", (0, 53), Path::new("/")), None);
        assert_eq!(kind(b"a b 0:53\n - ", (0, 53), Path::new("/")), None);
    }

    #[test]
    fn the_kind_of_a_disk_is_found_by_the_mount_above() {
        for (path, kind) in [
            ("/srv", "ext4"),
            ("/subvolumes/inner/books", "btrfs"),
            ("/home/mei/my team/books", "nfs4"),
            ("/home/mei/my teams", "ext4"),
            ("/over/books", "virtiofs"),
        ] {
            assert_eq!(below(path).as_deref(), Some(kind), "{path}");
        }
    }

    #[test]
    fn only_what_is_known_to_be_local_is() {
        for kind in ["ext4", "xfs", "overlay", "tmpfs", "btrfs", "zfs"] {
            assert!(LOCAL.iter().any(|(name, _)| *name == kind), "{kind}");
        }
        let shared = "nfs nfs4 9p virtiofs vboxsf prl_fs drvfs cifs smb3 ocfs2 gfs2 ceph lustre \
                      fuse fuseblk fuse.sshfs fuse.anything fakeowner autofs beegfs gpfs";
        for kind in shared.split_whitespace() {
            assert!(!LOCAL.iter().any(|(name, _)| *name == kind), "{kind}");
        }
        // Where the table says nothing, the number does: this test's own disk.
        let folder = tempfile::tempdir().unwrap();
        let number = rustix::fs::statfs(folder.path()).unwrap().f_type;
        let number = format!("{number:x}");
        let listed = not_local(folder.path(), 0);
        let is_known = LOCAL
            .iter()
            .any(|(_, local)| format!("{local:x}") == number);
        assert_eq!(listed.is_none(), is_known, "{number}: {listed:?}");
    }

    #[test]
    fn a_file_that_is_mounted_by_itself_is_found_by_its_path() {
        let is_point = |path: &[u8]| is_point(TABLE, OsStr::from_bytes(path));
        assert!(is_point(b"/data/my shop/journal.db"));
        assert!(is_point(b"/mnt/\xb2\xe2\xca\xd4"));
        for path in [
            "/data/my shop",
            "/data/my\\040shop/journal.db",
            "/srv/q/journal.db",
            "",
            "ext4",
        ] {
            assert!(!is_point(path.as_bytes()), "{path}");
        }
        assert!(!is_mounted(Path::new("/proc/self/mountinfo")));
    }

    #[test]
    fn device_numbers_are_split_as_linux_packs_them() {
        assert_eq!(numbers(0xfe01), (254, 1));
        assert_eq!(numbers(53), (0, 53));
        assert_eq!(numbers(0x0020_0013), (0, 531));
    }
}
