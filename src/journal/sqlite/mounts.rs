//! Whether a folder lies on a network file system. Pure, but for the two files Linux shows it in.

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

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "\
22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
23 22 0:21 / /tmp rw - tmpfs tmpfs rw
24 22 0:53 / /home/mei/my\\040team rw,nosuid shared:7 master:2 - nfs4 server:/export rw,vers=4.2
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
    fn device_numbers_are_split_as_linux_packs_them() {
        assert_eq!(numbers(0xfe01), (254, 1));
        assert_eq!(numbers(53), (0, 53));
        assert_eq!(numbers(0x0020_0013), (0, 531));
    }
}
