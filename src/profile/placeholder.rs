//! Words of the example file that stand where a merchant's own values belong.

use super::error::ProfileError;
use super::file::{ConfigFile, ConfigValue};
use crate::language::{text, word};

/// What they begin with.
const BEGINS: &str = "REPLACE-";

/// Whether a value is one of the example's.
pub(super) fn is_placeholder(text: &str) -> bool {
    text.starts_with(BEGINS)
}

impl ConfigFile {
    /// Returns what is wrong with a profile that has an example's value in it still. A client key is
    /// looked at when it is fetched.
    #[must_use]
    pub fn placeholder(&self, name: &str) -> Option<ProfileError> {
        let section = self
            .sections()
            .iter()
            .find(|section| section.name == name)?;
        let fields = section.fields.as_ref().ok()?;
        let field = fields.iter().find(
            |field| matches!(&field.value, ConfigValue::Text(text) if is_placeholder(text)),
        )?;
        let hint = match field.name.as_str() {
            "app_code" => word!(
                "profile-placeholder-app-code",
                "Write the app code that QFPay issued for this environment."
            ),
            "mchid" => word!(
                "profile-placeholder-mchid",
                "Write the shop number that QFPay issued; if it issued none, remove the line."
            ),
            _ => word!("profile-placeholder-other", "Write your own value."),
        };
        let problem = text!(
            "profile-placeholder",
            "`{key}` still has the words of the example",
            key = field.name
        );
        Some(ProfileError::new(problem, hint).in_file(self.path(), Some(field.at)))
    }
}
