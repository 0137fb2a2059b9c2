//! A small disk of its own that can be full, fail, and come back: an ext4 in a file.

use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// What a file system without power does, at once: nothing that is not synced reaches the disk.
const SHUT_DOWN: &str = "\
import fcntl, os, struct, sys
fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587d, struct.pack('I', 2))";

/// A mounted disk.
pub struct Disk {
    folder: TempDir,
}

impl Disk {
    /// Makes and mounts one of this size, or says aloud why the test is skipped: it takes root,
    /// a loop device and the tools.
    pub fn mount(megabytes: u64) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let disk = Self { folder };
        std::fs::create_dir(disk.path()).unwrap();
        let image = std::fs::File::create(disk.image()).unwrap();
        image.set_len(megabytes << 20).unwrap();
        let made =
            run("mkfs.ext4", &["-q", "-m", "0"], &[&disk.image()]).and_then(|()| disk.try_mount());
        if let Err(why) = made {
            println!("skipped: no disk can be mounted here ({why})");
            return None;
        }
        Some(disk)
    }

    /// Where it is mounted.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("disk")
    }

    fn image(&self) -> PathBuf {
        self.folder.path().join("image")
    }

    fn try_mount(&self) -> Result<(), String> {
        run("mount", &["-o", "loop"], &[&self.image(), &self.path()])
    }

    /// Brings what was written so far onto it.
    pub fn sync(path: &Path) {
        run("sync", &["-f"], &[path]).unwrap();
    }

    /// Takes its power away.
    pub fn shut_down(path: &Path) {
        run("python3", &["-c", SHUT_DOWN], &[path]).unwrap();
    }

    /// Mounts it again, as it is after [`Self::shut_down`].
    pub fn come_back(&self) {
        run("umount", &[], &[&self.path()]).unwrap();
        self.try_mount().unwrap();
    }

    /// Writes a file that takes all the room there is.
    pub fn fill(path: &Path) {
        let filler = path.join("filler");
        for block in ["64k", "4k", "512"] {
            let of = format!("of={}", filler.display());
            let bs = format!("bs={block}");
            let options = ["if=/dev/zero", &of, &bs, "oflag=append", "conv=notrunc"];
            // It ends when there is no room left.
            let _ = run("dd", &options, &[]);
        }
        Self::sync(path);
    }

    /// Takes that file away.
    pub fn make_room(path: &Path) {
        std::fs::remove_file(path.join("filler")).unwrap();
        Self::sync(path);
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = run("umount", &["-l"], &[&self.path()]);
    }
}

fn run(program: &str, options: &[&str], paths: &[&Path]) -> Result<(), String> {
    let output = Command::new(program)
        .args(options)
        .args(paths)
        .output()
        .map_err(|error| format!("{program}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!(
        "{program}: {}",
        String::from_utf8_lossy(&output.stderr).trim()
    ))
}
