//! How a file of refunds is written: what the command line says of it, and else its profile.

use crate::batch::{ColumnNames, Delimiter, Encoding};
use crate::cli::FileShapeArgs;
use crate::commands::Failure;
use crate::language::{joined, text, word};
use crate::profile::Profile;
use crate::refund::in_shell;

/// How a file of refunds is written.
#[derive(Clone, Debug, Default)]
pub(in crate::commands) struct Shape {
    pub(super) columns: ColumnNames,
    pub(super) separator: Option<Delimiter>,
    pub(super) encoding: Option<Encoding>,
}

impl Shape {
    /// Takes what the command line says, and of what it says nothing the profile's word.
    pub(super) fn of(args: &FileShapeArgs, profile: &Profile) -> Result<Self, Failure> {
        let given = Self::given(args)?;
        let usual = Self::usual(profile)?;
        Ok(Self {
            columns: given.columns.over(usual.columns),
            separator: given.separator.or(usual.separator),
            encoding: given.encoding.or(usual.encoding),
        })
    }

    /// Takes what the command line says alone.
    pub(super) fn given(args: &FileShapeArgs) -> Result<Self, Failure> {
        let said = Said {
            columns: &args.column,
            ignored: &args.ignore_column,
            separator: args.separator.as_deref(),
            encoding: args.encoding.as_deref(),
        };
        said.read().map_err(|(key, problem)| {
            let option = match key {
                "columns" => "column",
                "ignore_columns" => "ignore-column",
                other => other,
            };
            Failure::usage(format!("--{option}: {problem}"))
        })
    }

    /// Takes the profile's word.
    pub(in crate::commands) fn usual(profile: &Profile) -> Result<Self, Failure> {
        let words = profile.files();
        let said = Said {
            columns: &words.columns,
            ignored: &words.ignore_columns,
            separator: words.separator.as_deref(),
            encoding: words.encoding.as_deref(),
        };
        said.read().map_err(|(key, problem)| {
            let name = profile.name();
            Failure::setup(text!(
                "batch-shape-in-profile",
                "`{key}` in the profile `{name}`: {problem}",
                key,
                name,
                problem
            ))
            .hint(word!(
                "batch-shape-hint",
                "Set it right in the config file; config.example.toml shows how it looks."
            ))
        })
    }
}

/// What is said of a file, as it is written.
struct Said<'a> {
    columns: &'a [String],
    ignored: &'a [String],
    separator: Option<&'a str>,
    encoding: Option<&'a str>,
}

impl Said<'_> {
    /// Reads it; an error comes with its key.
    fn read(&self) -> Result<Shape, (&'static str, String)> {
        let columns = ColumnNames::parse(self.columns).map_err(|error| ("columns", error))?;
        let columns = columns.ignoring(self.ignored);
        let unknown = |name: &str, known: &[&str]| {
            let name = name.escape_debug();
            text!(
                "batch-shape-unknown",
                "`{name}` is unknown; there are {known}",
                name,
                known = joined(known)
            )
        };
        let separator = self.separator.map(|name| {
            let known = Delimiter::parse(name);
            known.ok_or_else(|| ("separator", unknown(name, &Delimiter::NAMES)))
        });
        let encoding = self.encoding.map(|name| {
            let known = Encoding::parse(name);
            known.ok_or_else(|| ("encoding", unknown(name, &Encoding::NAMES)))
        });
        Ok(Shape {
            columns: columns.map_err(|error| ("ignore_columns", error))?,
            separator: separator.transpose()?,
            encoding: encoding.transpose()?,
        })
    }
}

/// Writes the options of the command line, as a shell takes them, for a command that is shown.
pub(super) fn in_a_command(args: &FileShapeArgs) -> Vec<String> {
    let listed = |option: &str, values: &[String]| {
        let values = values.iter();
        values
            .map(|value| in_shell(&format!("--{option}={value}")).into_owned())
            .collect::<Vec<_>>()
    };
    let separator: Vec<String> = args.separator.iter().cloned().collect();
    let encoding: Vec<String> = args.encoding.iter().cloned().collect();
    [
        listed("column", &args.column),
        listed("ignore-column", &args.ignore_column),
        listed("separator", &separator),
        listed("encoding", &encoding),
    ]
    .concat()
}
