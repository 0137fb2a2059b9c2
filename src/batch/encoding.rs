//! Files in another encoding than UTF-8, decoded strictly: a byte that is no text in it is a fault with
//! its line, and never a sign in its place.

use super::fault::ReadError;
use super::source::{Mark, refuse_no_text};
use crate::language::word;
use encoding_rs::{BIG5, Decoder, DecoderResult, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};
use std::io::{self, Read};

/// How much is decoded at a time; the first piece has the byte order mark.
const PIECE: usize = 16 * 1024;

/// Room for what a piece may become; where it is not enough, the rest comes next.
const ROOM: usize = 4 * PIECE;

/// How the text of a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without byte order mark.
    Utf8,
    /// UTF-16, whose byte order mark says the order.
    Utf16,
    /// UTF-16 with the low byte first.
    Utf16Le,
    /// UTF-16 with the high byte first.
    Utf16Be,
    /// Big5 with the signs of Hong Kong.
    Big5,
    /// GBK.
    Gbk,
    /// GB 18030.
    Gb18030,
}

impl Encoding {
    /// Every encoding.
    pub const ALL: [Self; 7] = [
        Self::Utf8,
        Self::Utf16,
        Self::Utf16Le,
        Self::Utf16Be,
        Self::Big5,
        Self::Gbk,
        Self::Gb18030,
    ];

    /// The names of all.
    pub const NAMES: [&str; 7] = [
        "utf-8", "utf-16", "utf-16le", "utf-16be", "big5", "gbk", "gb18030",
    ];

    /// Reads a name, in capitals or not.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let mut named = Self::ALL.into_iter().zip(Self::NAMES);
        let (encoding, _) = named.find(|(_, known)| known.eq_ignore_ascii_case(name))?;
        Some(encoding)
    }

    /// Says that bytes are no text in it, as a clause that follows "the file".
    fn broken(self) -> &'static str {
        match self {
            Self::Utf8 => word!("batch-not-utf8-here", "is not in UTF-8: it goes wrong"),
            Self::Utf16 | Self::Utf16Le | Self::Utf16Be => {
                word!("batch-not-utf16", "is not in UTF-16: it goes wrong")
            }
            Self::Big5 => word!("batch-not-big5", "is not in Big5: it goes wrong"),
            Self::Gbk => word!("batch-not-gbk", "is not in GBK: it goes wrong"),
            Self::Gb18030 => word!("batch-not-gb18030", "is not in GB 18030: it goes wrong"),
        }
    }
}

/// Reads a text in an encoding as UTF-8, without its byte order mark. What cannot be decoded is an error
/// that holds a [`ReadError`], after everything before it.
pub struct Decoded<R> {
    input: R,
    encoding: Encoding,
    decoder: Decoder,
    /// What is read and not decoded yet.
    raw: Vec<u8>,
    /// Whether nothing comes behind it.
    is_last: bool,
    /// What is decoded and not read yet, and where that begins.
    text: Vec<u8>,
    start: usize,
    /// The line of the next sign.
    line: u64,
    after_cr: bool,
    /// How it ends, once nothing more can be decoded.
    end: Option<End>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Whole,
    Broken,
}

impl<R: Read> Decoded<R> {
    /// Begins to read, with the byte order mark.
    ///
    /// # Errors
    /// When the file is no text, or its byte order mark is not that of the encoding; as an
    /// [`io::Error`] that holds the [`ReadError`]. Or when it cannot be read.
    pub fn new(mut input: R, encoding: Encoding) -> io::Result<Self> {
        let raw = piece(&mut input)?;
        refuse_no_text(&raw).map_err(held)?;
        let mark = Mark::of(&raw);
        let (kind, skipped) = match (encoding, mark) {
            (Encoding::Utf8, None) => (UTF_8, 0),
            (Encoding::Utf8, Some(Mark::Utf8)) => (UTF_8, 3),
            (Encoding::Utf16, None) if raw.is_empty() => (UTF_16LE, 0),
            (Encoding::Utf16 | Encoding::Utf16Le, Some(Mark::Utf16Le)) => (UTF_16LE, 2),
            (Encoding::Utf16 | Encoding::Utf16Be, Some(Mark::Utf16Be)) => (UTF_16BE, 2),
            (Encoding::Utf16Le, None) => (UTF_16LE, 0),
            (Encoding::Utf16Be, None) => (UTF_16BE, 0),
            (Encoding::Big5, None) => (BIG5, 0),
            (Encoding::Gbk, None) => (GBK, 0),
            (Encoding::Gb18030, None) => (GB18030, 0),
            (_, mark) => return Err(held(contradicted(mark))),
        };
        let mut new = Self {
            input,
            encoding,
            decoder: kind.new_decoder_without_bom_handling(),
            raw,
            is_last: false,
            text: Vec::new(),
            start: 0,
            line: 1,
            after_cr: false,
            end: None,
        };
        new.raw.drain(..skipped);
        Ok(new)
    }

    /// Decodes some more, which may be nothing.
    fn decode(&mut self) -> io::Result<()> {
        if self.raw.is_empty() && !self.is_last {
            self.raw = piece(&mut self.input)?;
            self.is_last = self.raw.is_empty();
        }
        self.text.resize(ROOM, 0);
        self.start = 0;
        let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(
            &self.raw,
            &mut self.text,
            self.is_last,
        );
        self.raw.drain(..read);
        self.text.truncate(written);
        self.count_lines();
        self.end = match result {
            DecoderResult::InputEmpty if self.is_last => Some(End::Whole),
            DecoderResult::InputEmpty | DecoderResult::OutputFull => None,
            DecoderResult::Malformed(..) => Some(End::Broken),
        };
        Ok(())
    }

    fn count_lines(&mut self) {
        for byte in &self.text {
            // CRLF is one line break, LF and CR alone are one each.
            let is_break = *byte == b'\r' || (*byte == b'\n' && !self.after_cr);
            self.line = self.line.saturating_add(u64::from(is_break));
            self.after_cr = *byte == b'\r';
        }
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let waiting = self.text.get(self.start..).unwrap_or_default();
            if let (Some(waiting), Some(target)) = (
                waiting.get(..buffer.len().min(waiting.len())),
                buffer.get_mut(..buffer.len().min(waiting.len())),
            ) && !waiting.is_empty()
            {
                target.copy_from_slice(waiting);
                self.start = self.start.saturating_add(waiting.len());
                return Ok(waiting.len());
            }
            match self.end {
                _ if buffer.is_empty() => return Ok(0),
                Some(End::Whole) => return Ok(0),
                Some(End::Broken) => {
                    return Err(held(ReadError::NotText {
                        line: Some(self.line),
                        problem: self.encoding.broken(),
                        remedy: word!(
                            "batch-encoding-fix",
                            "give the encoding that it is in, or save it as “CSV UTF-8”"
                        ),
                    }));
                }
                None => self.decode()?,
            }
        }
    }
}

/// Reads the next piece, whole unless it is the last; it is empty behind the end.
fn piece(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut raw = Vec::with_capacity(PIECE);
    let room = u64::try_from(PIECE).unwrap_or(u64::MAX);
    input.by_ref().take(room).read_to_end(&mut raw)?;
    Ok(raw)
}

fn held(error: ReadError) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}

/// Says that the beginning of a file is not that of its encoding.
fn contradicted(mark: Option<Mark>) -> ReadError {
    match mark {
        Some(Mark::Utf8) => ReadError::not_text(
            word!(
                "batch-mark-utf8",
                "begins with the byte order mark of UTF-8, which is another encoding than the one given"
            ),
            word!("batch-mark-utf8-fix", "give --encoding utf-8"),
        ),
        Some(Mark::Utf16Le | Mark::Utf16Be) => ReadError::not_text(
            word!(
                "batch-mark-utf16",
                "begins with a byte order mark of UTF-16, which is another encoding or order than the one given"
            ),
            word!("batch-mark-utf16-fix", "give --encoding utf-16"),
        ),
        None => ReadError::not_text(
            word!(
                "batch-no-mark",
                "has no byte order mark that says which byte of UTF-16 comes first"
            ),
            word!(
                "batch-no-mark-fix",
                "give --encoding utf-16le, which Windows writes, or utf-16be"
            ),
        ),
    }
}
