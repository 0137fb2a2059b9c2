//! The little of HTTP a gateway needs: request heads in, response heads out.
//!
//! Pure. What it does not understand for certain it refuses: two readings of one length would be
//! two readings of one refund.

use crate::gateway::form;

/// Longest request head taken, in bytes.
pub(super) const HEAD_MAX: usize = 16 * 1024;
/// Longest request body taken, in bytes.
pub(super) const BODY_MAX: usize = 64 * 1024;
const HEADERS_MAX: usize = 64;

/// A request head.
#[derive(Clone, Debug, Default)]
pub(super) struct RequestHead {
    pub(super) method: String,
    pub(super) path: String,
    /// What follows the `?`, still encoded.
    pub(super) query: String,
    headers: Vec<(String, String)>,
    /// Length of the body in bytes.
    pub(super) length: usize,
    /// Whether the connection stays open afterwards.
    pub(super) keep_alive: bool,
    /// Whether the client waits for `100 Continue`.
    pub(super) waits: bool,
}

impl RequestHead {
    /// Returns a header's value, its name written in any case.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

/// A whole request.
#[derive(Clone, Debug, Default)]
pub(super) struct HttpRequest {
    pub(super) head: RequestHead,
    pub(super) body: Vec<u8>,
}

/// Reads a head from the first bytes of a connection: its length and what it says, `None` while
/// it is incomplete, or the HTTP status it is refused with.
pub(super) fn parse_head(bytes: &[u8]) -> Result<Option<(usize, RequestHead)>, u16> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS_MAX];
    let mut request = httparse::Request::new(&mut headers);
    let length = match request.parse(bytes) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) if bytes.len() >= HEAD_MAX => return Err(431),
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(httparse::Error::TooManyHeaders) => return Err(431),
        Err(httparse::Error::Version) => return Err(505),
        Err(_) => return Err(400),
    };
    let target = request.path.ok_or(400_u16)?;
    let target = target.strip_prefix("http://").map_or(target, |rest| {
        rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/")
    });
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut head = RequestHead {
        method: request.method.unwrap_or_default().to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        headers: request
            .headers
            .iter()
            .map(|header| {
                let value = String::from_utf8_lossy(header.value);
                (header.name.to_owned(), value.trim().to_owned())
            })
            .collect(),
        ..RequestHead::default()
    };
    let is_1_1 = request.version == Some(1);
    head.frame(is_1_1)?;
    Ok(Some((length, head)))
}

impl RequestHead {
    fn frame(&mut self, is_1_1: bool) -> Result<(), u16> {
        if self.header("Transfer-Encoding").is_some() {
            return Err(501);
        }
        let mut lengths = self
            .headers
            .iter()
            .filter(|(name, _)| name.eq_ignore_ascii_case("Content-Length"));
        let length = lengths.next().map(|(_, value)| value.as_str());
        if lengths.next().is_some() {
            return Err(400);
        }
        let length = length.unwrap_or("0");
        if length.is_empty() || !length.bytes().all(|b| b.is_ascii_digit()) {
            return Err(400);
        }
        let length: usize = length.parse().map_err(|_| 413_u16)?;
        if length > BODY_MAX {
            return Err(413);
        }
        let connection = self.header("Connection").unwrap_or_default();
        let says = |word: &str| {
            connection
                .split(',')
                .any(|said| said.trim().eq_ignore_ascii_case(word))
        };
        let keep_alive = if is_1_1 {
            !says("close")
        } else {
            says("keep-alive")
        };
        let waits = match self.header("Expect") {
            None => false,
            Some(what) if what.eq_ignore_ascii_case("100-continue") => is_1_1 && length > 0,
            Some(_) => return Err(417),
        };
        self.length = length;
        self.keep_alive = keep_alive;
        self.waits = waits;
        Ok(())
    }
}

/// The decoded parameters of a request, in the order received.
#[derive(Clone, Debug, Default)]
pub(super) struct Params(pub(super) Vec<(String, String)>);

impl Params {
    /// Decodes the query string and the form body; `None` when either is not UTF-8.
    pub(super) fn decode(query: &str, body: &[u8]) -> Option<Self> {
        let mut pairs = form::decode(query.as_bytes())?;
        // Some senders end the body with a line break that belongs to nothing.
        let body = body.strip_suffix(b"\n").unwrap_or(body);
        let body = body.strip_suffix(b"\r").unwrap_or(body);
        pairs.extend(form::decode(body)?);
        Some(Self(pairs))
    }

    /// Returns a parameter that is there and not empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// Returns a name that stands more than once.
    pub(super) fn repeated(&self) -> Option<&str> {
        let mut names: Vec<&str> = self.0.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        names.windows(2).find_map(|pair| match pair {
            [a, b] if a == b => Some(*a),
            _ => None,
        })
    }
}

/// An answer before it is put on the wire.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct HttpResponse {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Vec<u8>,
}

impl HttpResponse {
    /// Makes the kind of page a web server shows for its own errors.
    pub(super) fn page(status: u16) -> Self {
        let title = format!("{status} {}", reason(status));
        Self {
            status,
            headers: vec![("Content-Type", "text/html".to_owned())],
            body: format!(
                "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n</body>\r\n</html>\r\n"
            )
            .into_bytes(),
        }
    }

    /// Writes the head with its framing: a length, or chunks when `chunked`.
    pub(super) fn head(&self, keep_alive: bool, chunked: bool) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {} {}\r\n", self.status, reason(self.status));
        head.push_str(concat!(
            "Server: qfrefund-simulator/",
            env!("CARGO_PKG_VERSION"),
            "\r\n"
        ));
        for (name, value) in &self.headers {
            // A line break in a value would be a header of its own.
            let value: String = value.chars().filter(|c| !c.is_control()).collect();
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if chunked {
            head.push_str("Transfer-Encoding: chunked\r\n");
        } else {
            head.push_str(&format!("Content-Length: {}\r\n", self.body.len()));
        }
        let connection = if keep_alive { "keep-alive" } else { "close" };
        head.push_str(&format!("Connection: {connection}\r\n\r\n"));
        head.into_bytes()
    }
}

const fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        413 => "Content Too Large",
        417 => "Expectation Failed",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        505 => "HTTP Version Not Supported",
        _ => "Status",
    }
}
