//! The rule, folder by folder. What needs another owner is tested as root, in `tests/integration/`
//! and by the first half of the tests here.

use super::*;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown, symlink};

fn set(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// A folder of ours, and a file in a folder in it.
fn nest() -> (tempfile::TempDir, PathBuf) {
    let base = tempfile::tempdir().unwrap();
    let file = base.path().join("inner").join("file");
    fs::create_dir(file.parent().unwrap()).unwrap();
    fs::write(&file, "text").unwrap();
    set(&file, 0o600);
    set(file.parent().unwrap(), 0o700);
    (base, file)
}

fn ours() -> u32 {
    rustix::process::geteuid().as_raw()
}

#[track_caller]
fn refused(path: &Path, place: &Path, reason: &Reason) {
    let error = open(path).map(|_| ()).unwrap_err();
    assert_eq!((&*error.path, &error.reason), (place, reason));
}

#[test]
fn every_bit_that_is_too_much_is_refused() {
    let (_base, file) = nest();
    let verdict = |mode, guard| {
        set(&file, mode);
        open(&file).unwrap().check(guard)
    };
    for bit in 0..6 {
        let mode = 0o600 | (1 << bit);
        let error = verdict(mode, Guard::Secret).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "the file holds a client key and others may read or change it (mode {mode:04o})"
            )
        );
        assert_eq!(error.remedy("/a b"), "Run: chmod 600 '/a b'");
        let is_write = bit == 1 || bit == 4;
        for guard in [Guard::Config, Guard::Authorities, Guard::Program] {
            assert_eq!(verdict(mode, guard).is_err(), is_write, "{mode:o}");
        }
    }
    let error = verdict(0o664, Guard::Config).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the file says where refunds are sent and others may change it (mode 0664)"
    );
    assert_eq!(error.remedy("/a"), "Run: chmod go-w /a");
    for mode in [0o400, 0o600, 0o700] {
        assert_eq!(verdict(mode, Guard::Secret), Ok(()));
    }
}

#[test]
fn a_folder_on_the_way_that_others_may_write_is_refused() {
    let (base, file) = nest();
    let inner = file.parent().unwrap();
    for (folder, mode, is_refused) in [
        (inner, 0o755, false),
        (inner, 0o770, true),
        (inner, 0o707, true),
        (base.path(), 0o720, true),
        (base.path(), 0o702, true),
        // Nobody can replace a folder of ours in a sticky one, but anybody can make a file.
        (base.path(), 0o1777, false),
        (inner, 0o1777, true),
    ] {
        set(folder, mode);
        if is_refused {
            refused(&file, folder, &Reason::OpenFolder(mode));
            assert_eq!(program(&file).unwrap_err().path, folder);
        } else {
            open(&file).unwrap();
        }
        set(folder, 0o700);
    }
}

#[test]
fn a_link_is_followed_step_by_step() {
    let (base, file) = nest();
    let (open_folder, link) = (base.path().join("open"), base.path().join("link"));
    fs::create_dir(&open_folder).unwrap();
    symlink("inner/../inner/./file", &link).unwrap();
    assert_eq!(&**open(&link).unwrap().read(9).unwrap(), b"text");
    // Where the link leads by way of a folder that is open, others may lead it elsewhere.
    let detour = open_folder.join("detour");
    symlink(&file, &detour).unwrap();
    fs::remove_file(&link).unwrap();
    symlink(&detour, &link).unwrap();
    open(&link).unwrap();
    for mode in [0o777, 0o1777] {
        set(&open_folder, mode);
        refused(&link, &open_folder, &Reason::OpenFolder(mode));
    }
    set(&open_folder, 0o700);
    let round = base.path().join("round");
    symlink("round", &round).unwrap();
    refused(&round, &round, &Reason::Io(io::ErrorKind::InvalidInput));
    let lost = base.path().join("lost");
    symlink("/nowhere/x", &lost).unwrap();
    let error = open(&lost).unwrap_err();
    assert_eq!(error.reason, Reason::Io(io::ErrorKind::NotFound));
}

#[test]
fn what_belongs_to_somebody_else_is_refused() {
    let (base, file) = nest();
    if ours() != 0 {
        // Root's things are as good as ours.
        open(Path::new("/etc/passwd")).unwrap();
        // Only root can give a file to somebody else; the tests of the program see to it that root has run them.
        return;
    }
    let theirs = 4711;
    let owner = Reason::Owner { theirs, ours: 0 };
    let link = base.path().join("link");
    symlink(&file, &link).unwrap();
    for place in [&*file, file.parent().unwrap(), base.path()] {
        chown(place, Some(theirs), None).unwrap();
        refused(&file, place, &owner);
        refused(&link, place, &owner);
        chown(place, Some(0), None).unwrap();
    }
    std::os::unix::fs::lchown(&link, Some(theirs), None).unwrap();
    refused(&link, &link, &owner);
    assert_eq!(
        open(&link).unwrap_err().to_string(),
        "it belongs to another account (uid 4711), neither to root nor to this one (uid 0)"
    );
}

#[test]
fn only_ordinary_files_are_opened_and_none_is_waited_for() {
    let (base, file) = nest();
    let pipe = base.path().join("pipe");
    assert!(
        std::process::Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    refused(&pipe, &pipe, &Reason::NotRegular);
    refused(base.path(), base.path(), &Reason::Folder);
    refused(
        Path::new("/dev/zero"),
        Path::new("/dev/zero"),
        &Reason::NotRegular,
    );
    let below = file.join("x");
    let error = open(&below).unwrap_err();
    assert!(matches!(error.reason, Reason::Io(_)), "{error:?}");
}

#[test]
fn no_more_is_read_than_was_asked_for() {
    let (_base, file) = nest();
    assert_eq!(&**open(&file).unwrap().read(4).unwrap(), b"text");
    let error = open(&file).unwrap().read(3).unwrap_err();
    assert_eq!(error.reason, Reason::TooLong(3));
    assert_eq!(read_at_most(io::repeat(7), 100_000).unwrap(), None);
    for length in [0, 1, 4095, 4096] {
        let bytes = read_at_most(io::repeat(7).take(length), 4096)
            .unwrap()
            .unwrap();
        assert_eq!(u64::try_from(bytes.len()).unwrap(), length);
        assert_eq!(bytes.capacity(), 4096 + 64, "it was moved");
    }
}

#[test]
fn a_file_takes_no_more_room_than_it_needs_and_is_read_whole_where_it_has_grown() {
    let (_base, file) = nest();
    let bytes = open(&file).unwrap().read(100_000).unwrap();
    assert_eq!((bytes.as_slice(), bytes.capacity()), (&b"text"[..], 4 + 64));
    let mut opened = open(&file).unwrap();
    let more = "text".repeat(100);
    fs::write(&file, &more).unwrap();
    let bytes = opened.read(100_000).unwrap();
    assert_eq!(
        (bytes.as_slice(), bytes.capacity()),
        (more.as_bytes(), 100_064),
        "it was moved"
    );
    let mut opened = open(&file).unwrap();
    assert_eq!(opened.read(399).unwrap_err().reason, Reason::TooLong(399));
}

#[test]
fn a_folder_of_ours_may_be_no_sticky_one_but_the_way_to_it_may() {
    let (base, file) = nest();
    let inner = file.parent().unwrap();
    set(base.path(), 0o1777);
    folder(inner).unwrap();
    for mode in [0o1777, 0o770, 0o702] {
        set(inner, mode);
        assert_eq!(folder(inner).unwrap_err().reason, Reason::OpenFolder(mode));
    }
    for (mode, is_refused) in [(0o600, false), (0o644, false), (0o660, true), (0o602, true)] {
        set(&file, mode);
        let found = fs::metadata(&file).unwrap();
        assert_eq!(
            in_folder(&file, &found, None).is_err(),
            is_refused,
            "{mode:o}"
        );
        let group = Some(found.gid());
        assert_eq!(
            in_folder(&file, &found, group).is_err(),
            mode == 0o602,
            "{mode:o}"
        );
        let another = Some(found.gid() + 1);
        assert_eq!(
            in_folder(&file, &found, another).is_err(),
            is_refused,
            "{mode:o}"
        );
    }
}

#[test]
fn a_folder_is_shared_only_where_root_has_shut_everybody_else_out() {
    let (_base, file) = nest();
    let inner = file.parent().unwrap();
    for mode in [0o2770, 0o2775, 0o3770, 0o770, 0o2750, 0o2700] {
        set(inner, mode);
        let is_shared = mode == 0o2770 && ours() == 0;
        assert_eq!(shared_group(inner).is_some(), is_shared, "{mode:o}");
        let is_refused = mode & 0o020 != 0 && !is_shared;
        assert_eq!(folder(inner).is_err(), is_refused, "{mode:o}");
    }
    if ours() != 0 {
        // Only root can make a folder that is shared; the tests of the program see to it that root has run them.
        return;
    }
    set(inner, 0o2770);
    chown(inner, Some(4711), Some(4712)).unwrap();
    set(inner, 0o2770);
    assert_eq!(shared_group(inner), None, "not made by root");
    chown(inner, Some(0), None).unwrap();
    set(inner, 0o2770);
    assert_eq!(shared_group(inner), Some(4712));
}

#[test]
fn a_path_with_blanks_is_quoted_for_the_shell() {
    assert_eq!(shell_word("/a/b.toml"), "/a/b.toml");
    assert_eq!(shell_word("/a b"), "'/a b'");
    assert_eq!(shell_word("/it's"), r"'/it'\''s'");
    assert_eq!(shell_word("-x"), "'-x'");
}

#[test]
fn what_the_standard_library_has_no_word_for_has_one() {
    let nameless = io::Error::from_raw_os_error(5).kind();
    assert_eq!(in_words(nameless), "an input/output error of the system");
    let named = io::ErrorKind::PermissionDenied;
    assert_eq!(in_words(named), "permission denied");
}
