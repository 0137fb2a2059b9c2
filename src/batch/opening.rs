//! Opening a file of refunds, whatever it is.

use std::fs::File;
use std::io::{self, Chain, Cursor, Read};
use std::path::Path;
use std::time::Duration;

/// What was read while waiting, then the rest.
pub type Opened = Chain<Cursor<Vec<u8>>, File>;

/// Opens a file, a pipe or a device. A pipe with a name is waited for so long, until something comes
/// through it or somebody has opened it to write; without that it would be waited for for ever.
///
/// # Errors
/// When the operating system refuses; [`io::ErrorKind::TimedOut`] for a pipe that nobody writes to.
pub fn open(path: &Path, patience: Duration) -> io::Result<Opened> {
    let (first, file) = opened(path, patience)?;
    Ok(Cursor::new(first).chain(file))
}

#[cfg(unix)]
fn opened(path: &Path, patience: Duration) -> io::Result<(Vec<u8>, File)> {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::fs::{FileType, Mode, OFlags, fcntl_getfl, fcntl_setfl, fstat};
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let mut file = File::from(rustix::fs::open(path, flags, Mode::empty())?);
    let mut first = Vec::new();
    if FileType::from_raw_mode(fstat(&file)?.st_mode) == FileType::Fifo {
        let patience = Timespec::try_from(patience).map_err(io::Error::other)?;
        let mut pipe = [PollFd::new(&file, PollFlags::IN)];
        if poll(&mut pipe, Some(&patience))? == 0 {
            let mut byte = [0; 1];
            match file.read(&mut byte) {
                Ok(0) => return Err(io::ErrorKind::TimedOut.into()),
                Ok(_) => first.extend(byte),
                // A writer is there, and slow.
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
        }
    }
    let flags = fcntl_getfl(&file)?.difference(OFlags::NONBLOCK);
    fcntl_setfl(&file, flags)?;
    Ok((first, file))
}

#[cfg(not(unix))]
fn opened(path: &Path, _: Duration) -> io::Result<(Vec<u8>, File)> {
    Ok((Vec::new(), File::open(path)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    fn all(opened: io::Result<Opened>) -> io::Result<String> {
        let mut text = String::new();
        opened?.read_to_string(&mut text)?;
        Ok(text)
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_waited_for_until_somebody_writes() {
        use std::io::Write as _;
        use std::process::Command;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pipe");
        assert!(
            Command::new("mkfifo")
                .arg(&path)
                .status()
                .unwrap()
                .success()
        );
        let short = Duration::from_millis(50);
        let error = all(open(&path, short)).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        // A writer that is slower than our patience is waited for once it is there.
        for (patience, slow) in [(Duration::from_secs(60), 0), (short, 200)] {
            let to = path.clone();
            let writer = std::thread::spawn(move || {
                let mut pipe = std::fs::OpenOptions::new().write(true).open(to).unwrap();
                std::thread::sleep(Duration::from_millis(slow));
                pipe.write_all(b"syssn").unwrap();
            });
            let text = loop {
                match all(open(&path, patience)) {
                    Err(error) if error.kind() == io::ErrorKind::TimedOut => {}
                    text => break text.unwrap(),
                }
            };
            assert_eq!(text, "syssn");
            writer.join().unwrap();
        }
    }

    #[test]
    fn files_and_folders_open_as_ever() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let patience = Duration::ZERO;
        let error = open(&path, patience).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
        std::fs::write(&path, "x").unwrap();
        assert_eq!(all(open(&path, patience)).unwrap(), "x");
        let error = all(open(folder.path(), patience)).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::IsADirectory);
    }
}
