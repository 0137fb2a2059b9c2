//! Takes source text apart, as far as reading imports needs it.

/// Takes Rust apart into names, `::` and single characters; comments are left out, and of texts
/// only a quotation mark stays.
pub fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let word = rest
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(rest.len());
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if let Some(length) = literal(rest) {
            tokens.push("\"");
            length
        } else if word > 0 {
            tokens.push(&rest[..word]);
            word
        } else if rest.starts_with("::") {
            tokens.push("::");
            2
        } else {
            if !first.is_whitespace() {
                tokens.push(&rest[..first.len_utf8()]);
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    tokens
}

/// Returns the length of a text or character that stands at the beginning.
fn literal(text: &str) -> Option<usize> {
    let begin = text.strip_prefix('b').unwrap_or(text);
    let raw = begin.strip_prefix('r').map(|raw| {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        (hashes, &raw[hashes..])
    });
    if let Some((hashes, raw)) = raw
        && let Some(inside) = raw.strip_prefix('"')
    {
        let end = format!("\"{}", "#".repeat(hashes));
        let length = inside.find(&end).expect("a raw text ends") + end.len();
        return Some(text.len() - inside.len() + length);
    }
    let quote = begin.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inside = &begin[1..];
    let mut escaped = false;
    let end = inside.char_indices().position(|(_, c)| {
        let ends = c == quote && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    })?;
    // `'a` is a lifetime: a character has one sign between its marks, or an escape.
    if quote == '\'' && end != 1 && !inside.starts_with('\\') {
        return None;
    }
    let (end, _) = inside.char_indices().nth(end)?;
    Some(text.len() - inside.len() + end + 1)
}
