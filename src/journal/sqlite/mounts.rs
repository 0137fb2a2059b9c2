//! Whether a folder lies on a network file system, and whether a file is mounted without its folder.
//! Pure, but for the files Linux shows it in.

use std::path::Path;

/// File systems whose locks and shared memory reach, or fail to reach, other machines.
const NETWORK: &[&str] = &[
    "9p",
    "afs",
    "beegfs",
    "ceph",
    "cifs",
    "fuse.ceph",
    "fuse.curlftpfs",
    "fuse.davfs",
    "fuse.gcsfuse",
    "fuse.glusterfs",
    "fuse.gvfsd-fuse",
    "fuse.rclone",
    "fuse.s3fs",
    "fuse.sshfs",
    "gpfs",
    "lustre",
    "ncpfs",
    "nfs",
    "nfs4",
    "smb3",
    "smbfs",
];

/// Returns the name of the network file system with this device number, if it is one.
///
/// A file system on a disk has a device with a major number of its own; only those without one
/// (major 0) need a look into the table of mounts.
#[cfg(target_os = "linux")]
pub(super) fn network(device: u64) -> Option<String> {
    let (major, minor) = numbers(device);
    if major != 0 {
        return None;
    }
    let table = std::fs::read_to_string("/proc/self/mountinfo").ok()?;
    find(&table, major, minor)
}

/// Splits a device number as Linux packs it.
fn numbers(device: u64) -> (u64, u64) {
    let major = ((device >> 8) & 0xfff) | ((device >> 32) & 0xffff_f000);
    let minor = (device & 0xff) | ((device >> 12) & 0xffff_ff00);
    (major, minor)
}

/// Finds a device in the text of `mountinfo`: `id parent MAJOR:MINOR root point options… - TYPE …`.
fn find(table: &str, major: u64, minor: u64) -> Option<String> {
    let device = format!("{major}:{minor}");
    table
        .lines()
        .find(|line| line.split(' ').nth(2) == Some(&device))
        .and_then(|line| line.split_once(" - "))
        .and_then(|(_, rest)| rest.split(' ').next())
        .filter(|kind| NETWORK.contains(kind))
        .map(str::to_owned)
}

/// Whether a file is mounted by itself, without the folder it stands in.
pub(super) fn is_mounted(file: &Path) -> bool {
    let (Ok(file), Ok(table)) = (file.canonicalize(), std::fs::read("/proc/self/mountinfo")) else {
        return false;
    };
    is_point(&String::from_utf8_lossy(&table), &file.to_string_lossy())
}

/// Finds a path among the mount points, which are written with blanks and backslashes as octals.
fn is_point(table: &str, path: &str) -> bool {
    let mut written = String::with_capacity(path.len());
    for letter in path.chars() {
        match letter {
            ' ' => written.push_str("\\040"),
            '\t' => written.push_str("\\011"),
            '\n' => written.push_str("\\012"),
            '\\' => written.push_str("\\134"),
            other => written.push(other),
        }
    }
    table
        .lines()
        .any(|line| line.split(' ').nth(4) == Some(written.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "\
22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
23 22 0:21 / /tmp rw - tmpfs tmpfs rw
24 22 0:53 / /home/mei/my\\040team rw,nosuid shared:7 master:2 - nfs4 server:/export rw,vers=4.2
26 22 254:1 /srv/q/journal.db /data/my\\040shop/journal.db rw,relatime - ext4 /dev/vda1 rw
25 22 0:531 / /mnt/share rw - fuse.sshfs me@host: rw
";

    #[test]
    fn network_folders_are_told_by_their_device() {
        assert_eq!(find(TABLE, 0, 53).as_deref(), Some("nfs4"));
        assert_eq!(find(TABLE, 0, 531).as_deref(), Some("fuse.sshfs"));
        for (major, minor) in [(254, 1), (0, 21), (0, 5), (9, 9)] {
            assert_eq!(find(TABLE, major, minor), None, "{major}:{minor}");
        }
        assert_eq!(find("", 0, 53), None);
        assert_eq!(find("a b 0:53\n - ", 0, 53), None);
    }

    #[test]
    fn a_file_that_is_mounted_by_itself_is_found_by_its_path() {
        assert!(is_point(TABLE, "/data/my shop/journal.db"));
        for path in [
            "/data/my shop",
            "/data/my\\040shop/journal.db",
            "/srv/q/journal.db",
            "",
            "ext4",
        ] {
            assert!(!is_point(TABLE, path), "{path}");
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
