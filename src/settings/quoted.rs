//! Texts as strings of TOML and YAML.

/// Returns a text between quotation marks, as TOML, YAML and JSON read it.
pub fn quoted(text: &str) -> String {
    // JSON leaves this one as it is; TOML does not take it.
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Value, toml, yaml};

    #[test]
    fn every_text_comes_back_from_toml_and_yaml() {
        for text in ["", "a \"b\" \\ c", "é\n\t\r\u{7f}\u{1}", "'''", "#", "\u{2028}\u{feff}"] {
            let line = format!("k = {}\n", quoted(text));
            let (fields, errors) = toml::parse(&line, 0);
            assert_eq!(errors, [], "{line}");
            assert_eq!(fields[0].node.value, Value::String(text.to_owned()));
            let fields = yaml::parse(&format!("k: {}\n", quoted(text)), 0).unwrap();
            assert_eq!(fields[0].node.value, Value::String(text.to_owned()), "{text:?}");
        }
    }
}
