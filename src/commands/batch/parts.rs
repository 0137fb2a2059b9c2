//! Whose the rows of a file are: all the profile's of the command, or each its own profile's.

use super::file::BatchFile;
use super::shape::Shape;
use crate::batch::{Capped, Divider, Layout, RowFault, Share, Whose};
use crate::cli::FileShapeArgs;
use crate::commands::merchant::{self, Named, Party};
use crate::commands::{Desk, Failure, books};
use crate::exit::Exit;
use crate::language::{joined, text, word};
use std::path::Path;

/// The rows of one merchant.
pub(super) struct Part {
    pub(super) party: Party,
    /// The file, of which these rows are read.
    pub(super) file: BatchFile,
}

/// A file by whose its rows are.
pub(super) enum Parts {
    /// One merchant's.
    One(Box<Part>),
    /// Of many, or of one that the rows name.
    Many(Box<Divided>),
}

/// A file whose rows name their merchants.
pub(super) struct Divided {
    /// One for each merchant, in the order in which the file names them.
    pub(super) parts: Vec<Part>,
    /// The file as a whole.
    pub(super) whole: BatchFile,
    pub(super) layout: Layout,
    /// Rows of which nobody can tell whose they are. No other part has them.
    pub(super) faults: Capped<RowFault>,
}

/// Opens the file and finds out. Where the command names no profile, the rows may.
pub(super) fn open(
    file: &Path,
    given: &FileShapeArgs,
    desk: &mut Desk<'_>,
    on_fault: &mut dyn FnMut(&RowFault),
) -> Result<Parts, Failure> {
    let chosen = match merchant::choose(desk) {
        // Before standard input is waited for.
        Err(unchosen) if desk.profile.is_some() => return Err(unchosen),
        chosen => chosen,
    };
    let shape = match &chosen {
        Ok(party) => Shape::of(given, &party.profile)?,
        Err(_) => Shape::given(given)?,
    };
    let whole = match (
        BatchFile::open(file, given, &shape, desk.console.stdin),
        chosen,
    ) {
        (Ok(whole), Ok(party)) if desk.profile.is_some() => {
            return one(&whole, party, desk);
        }
        (Ok(whole), Ok(party)) => match divider(&whole, party.profile.mchid()) {
            Ok(Some(divider)) => return divide(whole, divider, desk, on_fault),
            // What is wrong with its headings is told as ever.
            Ok(None) | Err(_) => return one(&whole, party, desk),
        },
        (Ok(whole), Err(unchosen)) => (whole, unchosen),
        (Err(unread), Ok(_)) => return Err(unread),
        (Err(_), Err(unchosen)) => return Err(unchosen),
    };
    let (whole, unchosen) = whole;
    match divider(&whole, None)? {
        Some(divider) => divide(whole, divider, desk, on_fault),
        None => Err(unchosen),
    }
}

impl Parts {
    /// Returns each merchant's rows.
    pub(super) fn list(&self) -> &[Part] {
        match self {
            Self::One(part) => std::slice::from_ref(part),
            Self::Many(divided) => &divided.parts,
        }
    }

    /// The same, to give them what was looked up.
    pub(super) fn list_mut(&mut self) -> &mut [Part] {
        match self {
            Self::One(part) => std::slice::from_mut(part),
            Self::Many(divided) => &mut divided.parts,
        }
    }

    /// Returns the file as a whole.
    pub(super) fn file(&self) -> &BatchFile {
        match self {
            Self::One(part) => &part.file,
            Self::Many(divided) => &divided.whole,
        }
    }

    /// Returns what keeps the whole file back: rows of which nobody can tell whose they are.
    pub(super) fn is_sound(&self) -> bool {
        match self {
            Self::One(_) => true,
            Self::Many(divided) => divided.faults.is_empty(),
        }
    }
}

fn one(whole: &BatchFile, party: Party, desk: &Desk<'_>) -> Result<Parts, Failure> {
    let file = whole.of(&party.profile, None);
    books::know_merchant(&party, desk)?;
    Ok(Parts::One(Box::new(Part { party, file })))
}

/// Finds the column by which the rows name their merchants: `profile`, or else `mchid` where a row has
/// another than the default profile's own.
fn divider(whole: &BatchFile, own: Option<&str>) -> Result<Option<Divider>, Failure> {
    let reader = whole.reader()?;
    match reader.has_column(Divider::Profile) {
        Some(true) => return Ok(Some(Divider::Profile)),
        Some(false) if reader.has_column(Divider::Mchid) == Some(false) => return Ok(None),
        _ => {}
    }
    let mut found = None;
    let read = reader.survey(&mut |whose| {
        if whose.profile.is_some() {
            found = Some(Divider::Profile);
        } else if let Some((_, mchid)) = &whose.mchid
            && !mchid.trim().is_empty()
            && Some(mchid.as_str()) != own
        {
            found = Some(Divider::Mchid);
        }
        found != Some(Divider::Profile)
    });
    read.map_err(|error| whole.unread(error))?;
    Ok(found)
}

/// Reads whose each row is.
fn divide(
    whole: BatchFile,
    divider: Divider,
    desk: &mut Desk<'_>,
    on_fault: &mut dyn FnMut(&RowFault),
) -> Result<Parts, Failure> {
    let profiles = merchant::every(desk)?;
    let mut names: Vec<String> = Vec::new();
    let mut faults = Capped::default();
    let mut broken = None;
    let reader = whole.reader()?;
    let layout = reader.survey(&mut |whose| {
        let fault = match named(&whose, divider) {
            Ok(name) if names.iter().any(|known| known == name) => return true,
            Ok(name) => match profile_of(name, divider, &profiles) {
                Ok(Ok(_)) => {
                    names.push(name.to_owned());
                    return true;
                }
                Ok(Err((problem, remedy))) => {
                    let heading = whose.by(divider).map_or("", |(heading, _)| heading);
                    RowFault::new(whose.line, heading, name, problem, remedy)
                }
                Err(failure) => {
                    broken = Some(failure);
                    return false;
                }
            },
            Err(fault) => fault,
        };
        on_fault(&fault);
        faults.push(fault);
        true
    });
    let layout = layout.map_err(|error| whole.unread(error))?;
    if let Some(failure) = broken {
        return Err(failure);
    }
    let mut parts = Vec::new();
    for name in names {
        let profile = match profile_of(&name, divider, &profiles)? {
            Ok(profile) => profile.to_owned(),
            Err((problem, _)) => return Err(Failure::file(problem)),
        };
        let party = merchant::named(&profile, desk)?;
        books::know_merchant(&party, desk)?;
        let file = whole.of(&party.profile, Some(Share { divider, name }));
        parts.push(Part { party, file });
    }
    if parts.is_empty() && faults.is_empty() {
        return Err(Failure::file(text!(
            "batch-file-no-row",
            "{file} has no row",
            file = whole.name
        ))
        .hint(word!("batch-line-each", "Give one line for each refund.")));
    }
    are_different(
        &parts.iter().collect::<Vec<_>>(),
        word!("batch-of-the-file", "the file"),
    )?;
    Ok(Parts::Many(Box::new(Divided {
        parts,
        whole,
        layout,
        faults,
    })))
}

/// Returns what a row says of its merchant, or why it says nothing.
fn named(whose: &Whose, divider: Divider) -> Result<&str, RowFault> {
    if let Some(flaw) = &whose.flaw {
        return Err(flaw.clone());
    }
    let (name, remedy) = match divider {
        Divider::Profile => (
            "profile",
            word!(
                "batch-write-profile",
                "write the name of its profile in every row"
            ),
        ),
        Divider::Mchid => (
            "mchid",
            word!("batch-write-shop", "write its shop number in every row"),
        ),
    };
    match whose.by(divider) {
        Some((_, cell)) if !cell.trim().is_empty() => Ok(cell),
        Some((heading, cell)) => Err(RowFault::new(
            whose.line,
            heading,
            cell,
            word!(
                "batch-merchant-empty",
                "is empty, and other rows name their merchant"
            ),
            remedy,
        )),
        None => Err(RowFault::new(
            whose.line,
            name,
            "",
            word!(
                "batch-merchant-missing",
                "is missing, and other rows name their merchant"
            ),
            remedy,
        )),
    }
}

/// The name of a configured profile, or what is wrong with the cell and what to do.
type Found<'a> = Result<&'a str, (String, String)>;

/// Finds the one profile that a cell means.
///
/// # Errors
/// Where a profile that it may mean cannot be read.
fn profile_of<'a>(
    cell: &str,
    divider: Divider,
    profiles: &'a [Named],
) -> Result<Found<'a>, Failure> {
    let all = || {
        let names = profiles.iter().map(|(name, _)| name.as_str());
        joined(names)
    };
    if divider == Divider::Profile {
        return match profiles.iter().find(|(name, _)| name == cell) {
            Some((_, Err(error))) => Err(error.clone().into()),
            Some((name, Ok(_))) => Ok(Ok(name)),
            None => Ok(Err((
                word!("batch-no-profile", "is no profile of the config file").to_owned(),
                text!("batch-write-one-of", "write one of: {all}", all = all()),
            ))),
        };
    }
    let mut found = Vec::new();
    for (name, read) in profiles {
        match read {
            // It may be the one that is meant.
            Err(error) => return Err(error.clone().into()),
            Ok(party) if party.profile.mchid() == Some(cell) => found.push(name.as_str()),
            Ok(_) => {}
        }
    }
    Ok(match found.as_slice() {
        [one] => Ok(one),
        [] => Err((
            word!("batch-mchid-none", "is the mchid of no profile").to_owned(),
            word!(
                "batch-mchid-none-fix",
                "set mchid in the profile of that shop, or mend the cell"
            )
            .to_owned(),
        )),
        several => Err((
            text!(
                "batch-mchid-several",
                "is the mchid of the profiles {profiles}",
                profiles = several.join(word!("batch-profiles-and", " and "))
            ),
            word!("batch-mchid-several-fix", "say which in a column profile").to_owned(),
        )),
    })
}

/// Refuses one merchant by two profiles: its references would stand for one refund in both.
pub(super) fn are_different(parts: &[&Part], of_what: &str) -> Result<(), Failure> {
    for (index, part) in parts.iter().enumerate() {
        let name = part.party.profile.name();
        let mut earlier = parts.iter().take(index);
        let other = earlier.find(|other| {
            other.party.key() == part.party.key() && other.party.profile.name() != name
        });
        if let Some(other) = other {
            let first = other.party.profile.name();
            let problem = text!(
                "batch-same-merchant",
                "the profiles {first} and {name} of {of_what} are the same merchant",
                first,
                name,
                of_what
            );
            return Err(
                Failure::new(Exit::Refused, anyhow::Error::msg(problem)).hint(word!(
                    "batch-same-merchant-fix",
                    "Name one of the two in all rows."
                )),
            );
        }
    }
    Ok(())
}
