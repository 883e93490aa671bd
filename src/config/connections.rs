//! `[connections]`: what leads from page to page besides the links that authors write.

use super::CODES;
use crate::diagnostic::Diagnostic;
use crate::settings::{Field, Table};

/// `[connections]`: what is made of the links, tags and titles of a handbook. All of it is on by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConnectionsConfig {
    /// `mentions`: whether a page says which others speak of it, with the sentence. Default: `true`.
    pub mentions: bool,
    /// `related`: whether a page names others that have to do with it, and why. Default: `true`.
    pub related: bool,
    /// `tags`: whether each tag has a page that lists its pages. Default: `true`.
    pub tags: bool,
    /// `map`: whether a handbook of some size, and each of its large parts, has a page that draws it.
    /// Default: `true`.
    pub map: bool,
    /// `previews`: whether links within the handbook show what they lead to, before a reader follows
    /// them. Default: `true`.
    pub previews: bool,
}

impl Default for ConnectionsConfig {
    fn default() -> Self {
        Self { mentions: true, related: true, tags: true, map: true, previews: true }
    }
}

impl ConnectionsConfig {
    /// Reads the table.
    pub(super) fn read(&mut self, fields: &[Field], text: &str) -> Vec<Diagnostic> {
        let mut table = Table::new(fields, text, CODES);
        for (key, value) in [
            ("mentions", &mut self.mentions),
            ("related", &mut self.related),
            ("tags", &mut self.tags),
            ("map", &mut self.map),
            ("previews", &mut self.previews),
        ] {
            *value = table.boolean(key).unwrap_or(*value);
        }
        table.finish(&[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, parse};

    #[test]
    fn each_is_switched_off_alone() {
        let all = ConnectionsConfig::default();
        for (key, wanted) in [
            ("mentions", ConnectionsConfig { mentions: false, ..all }),
            ("related", ConnectionsConfig { related: false, ..all }),
            ("tags", ConnectionsConfig { tags: false, ..all }),
            ("map", ConnectionsConfig { map: false, ..all }),
            ("previews", ConnectionsConfig { previews: false, ..all }),
        ] {
            let read = parse(&format!("[connections]\n{key} = false\n"), Config::new("x"));
            assert_eq!((read.value.connections, read.diagnostics), (wanted, Vec::new()));
        }
    }
}
