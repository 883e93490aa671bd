//! Where templates and assets come from.

use std::collections::BTreeMap;
use std::sync::Arc;

use include_dir::{Dir, File, include_dir};

use crate::diagnostic::{Code, Diagnostic};
use crate::page::view::CONTRACT;
use crate::settings::{Codes, Table, toml};
use crate::source::{ContentHash, SourcePath};

/// The theme that Daring comes with, as it was when Daring was compiled.
static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// One layer.
#[derive(Debug, Clone)]
pub struct Layer {
    /// What templates of this layer are called by, such as `default/`; empty for the project's own.
    pub prefix: String,
    /// Its templates.
    pub templates: Vec<LayerTemplate>,
    /// Its assets.
    pub assets: Vec<ThemeAsset>,
    /// `theme.toml`: its path and its text.
    pub manifest: Option<(SourcePath, Arc<str>)>,
}

/// One template.
#[derive(Debug, Clone)]
pub struct LayerTemplate {
    /// Its name in the layer, such as `page.html`.
    pub name: String,
    /// The file, from the project's root; for the built-in theme a path of that shape.
    pub path: SourcePath,
    /// Its text.
    pub text: Arc<str>,
}

/// A file that a theme brings along: a style sheet, a script, a font.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeAsset {
    /// Its name in the folder `assets`, such as `style.css`.
    pub name: String,
    /// The fingerprint of its bytes.
    pub hash: ContentHash,
    /// Where its bytes are.
    pub content: AssetContent,
}

/// Where the bytes of a theme's asset are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AssetContent {
    /// In the program.
    Embedded(&'static [u8]),
    /// On disk.
    File(SourcePath),
}

/// Returns the built-in theme as a layer.
pub fn built_in() -> Layer {
    let mut templates = Vec::new();
    let mut assets = Vec::new();
    for file in files(&BUILT_IN) {
        let path = file.path().to_str().expect("our own file names are UTF-8").replace('\\', "/");
        if let Some(name) = path.strip_prefix("templates/") {
            let text = file.contents_utf8().expect("our own templates are UTF-8");
            let path = SourcePath::new(&format!("default/{name}")).expect("our own names are paths");
            templates.push(LayerTemplate { name: name.to_owned(), path, text: text.into() });
        } else if let Some(name) = path.strip_prefix("assets/") {
            let content = AssetContent::Embedded(file.contents());
            assets.push(ThemeAsset {
                name: name.to_owned(),
                hash: ContentHash::of(file.contents()),
                content,
            });
        }
    }
    Layer { prefix: "default/".to_owned(), templates, assets, manifest: None }
}

fn files<'a>(folder: &'a Dir<'a>) -> Vec<&'a File<'a>> {
    folder.files().chain(folder.dirs().flat_map(files)).collect()
}

/// Returns the nearest asset of each name, by rising name.
pub(super) fn merge_assets(layers: &[Layer]) -> Vec<ThemeAsset> {
    let mut nearest = BTreeMap::new();
    for layer in layers.iter().rev() {
        for asset in &layer.assets {
            nearest.insert(asset.name.clone(), asset.clone());
        }
    }
    nearest.into_values().collect()
}

/// Returns the folder of the output for these assets.
pub(super) fn asset_folder(assets: &[ThemeAsset]) -> String {
    let parts: Vec<String> =
        assets.iter().map(|asset| format!("{}\0{:016x}\0", asset.name, asset.hash.0)).collect();
    let hash = ContentHash::of(parts.concat().as_bytes());
    format!("assets/{:08x}", hash.0 >> 32)
}

/// Reports a theme that was written for another contract, or a `theme.toml` with mistakes.
pub(super) fn contract_report(layer: &Layer) -> Option<Diagnostic> {
    const CODES: Codes =
        Codes { wrong_type: Code::ConfigType, unknown_key: Code::ConfigUnknownKey, noun: "key of a theme" };
    let (path, text) = layer.manifest.as_ref()?;
    let (fields, errors) = toml::parse(text, 0);
    if let Some(error) = errors.into_iter().next() {
        let report = Diagnostic::new(Code::ConfigSyntax, error.message).help("write `theme.toml` as TOML");
        return Some(match error.span {
            Some(span) => report.in_file(path, Some(span), ""),
            None => report.in_file(path, None, ""),
        });
    }
    let mut table = Table::new(&fields, text, CODES);
    for key in ["name", "description", "license", "homepage", "author"] {
        table.string(key);
    }
    let span = table.node("contract").map(|node| node.span);
    let contract = table.number("contract");
    if let Some(report) = table.finish(&["extra"]).into_iter().next() {
        return Some(report.within(path));
    }
    match contract {
        Some(number) if number == f64::from(CONTRACT) => None,
        Some(number) => Some(
            Diagnostic::new(
                Code::ThemeContract,
                format!("the theme is written for view contract {number}, and this is {CONTRACT}"),
            )
            .in_file(path, span, "")
            .help("use a version of the theme for this version of Daring, or adapt it and change the number"),
        ),
        None => Some(
            Diagnostic::new(
                Code::ThemeContract,
                "the theme does not say which view contract it is written for",
            )
            .in_file(path, None, "")
            .help(format!("add `contract = {CONTRACT}`")),
        ),
    }
}
