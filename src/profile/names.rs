//! What a profile may be called.

/// The name of the built-in profile, which needs no file.
pub(super) const BUILT_IN: &str = "simulator";

/// Whether a profile may have this name.
pub(super) fn is_name(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    (1..=64).contains(&text.len()) && text.chars().all(is_plain)
}
