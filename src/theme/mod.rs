//! Templates and assets in layers: the project's own, a named theme's, the built-in one's.
//!
//! The only home of `tera`. A template of a nearer layer replaces the one of the same name further
//! away, and can extend it: `{% extends "default/page.html" %}`. [`load`] finds what is wrong with
//! the templates before any page is rendered: syntax, names, circles, and, by rendering a sample of
//! each page kind, variables that the view contract does not have.

mod check;
mod circles;
mod direction;
mod error;
mod layer;
mod sample;
mod stop;

use std::io::{self, Write};
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::Serialize;
use tera::{Context, Kwargs, State, Tera, Value};

use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::source::{ContentHash, SourcePath, Span};

pub use direction::direction;
pub use layer::{AssetContent, Layer, LayerTemplate, ThemeAsset, built_in};
pub use stop::Stop;

/// The most bytes that one template may write for one page (256 MiB): a template that never ends
/// ends here.
const MAX_OUTPUT_BYTES: usize = 256 << 20;

/// The templates that pages are rendered with.
pub const ENTRY_TEMPLATES: [&str; 21] = [
    "page.html",
    "section.html",
    "home.html",
    "404.html",
    "print.html",
    "redirect.html",
    "search.html",
    "paths.html",
    "path.html",
    "paths-list.html",
    "path-stops.html",
    "tags.html",
    "tag.html",
    "map.html",
    "ladder-home.html",
    "ladder-matrix.html",
    "ladder-level.html",
    "ladder-competency.html",
    "ladder-changes.html",
    "ladder-compare.html",
    "ladder-diagram.html",
];

/// Compiled templates and the assets beside them.
pub struct Theme {
    tera: Tera,
    /// By rising name.
    assets: Vec<ThemeAsset>,
    /// The folder of the output that the assets lie in. It names their content, so that browsers
    /// may keep them for ever, and hrefs from one to another stay as they are.
    asset_folder: String,
    templates: FxHashMap<String, LayerTemplate>,
    /// Names without a layer, sorted: what a page may ask for.
    names: Vec<String>,
    hash: ContentHash,
}

/// The value of a variable that all pages share, converted once.
#[derive(Clone)]
pub struct SharedValue(Value);

impl SharedValue {
    /// Converts a view.
    pub fn new(view: &impl Serialize) -> Self {
        Self(Value::from_serializable(view))
    }

    /// Puts values that are converted already into a list.
    pub fn list(values: impl IntoIterator<Item = Self>) -> Self {
        Self(Value::from(values.into_iter().map(|value| value.0).collect::<Vec<Value>>()))
    }

    /// Puts values that are converted already into a table.
    pub fn table<const N: usize>(fields: [(&'static str, Self); N]) -> Self {
        let map: tera::Map = fields.into_iter().map(|(name, value)| (name.into(), value.0)).collect();
        Self(Value::from(map))
    }
}

/// The variables of one page.
#[derive(Default)]
pub struct Variables(Context);

impl Variables {
    /// Adds a view of this page.
    pub fn insert(&mut self, name: &'static str, view: &impl Serialize) {
        self.0.insert(name, view);
    }

    /// Adds a view that pages share.
    pub fn insert_shared(&mut self, name: &'static str, value: &SharedValue) {
        self.0.insert_value(name, value.0.clone());
    }
}

impl Theme {
    /// Returns the assets with the path of each in the output, in the order of their names.
    pub fn asset_paths(&self) -> Vec<(String, String)> {
        self.assets
            .iter()
            .map(|asset| (asset.name.clone(), format!("{}/{}", self.asset_folder, asset.name)))
            .collect()
    }

    /// Returns the assets in the order of [`Theme::asset_paths`].
    pub fn assets(&self) -> &[ThemeAsset] {
        &self.assets
    }

    /// Returns the assets that lie on disk: their files, and their names among the assets.
    pub fn own_files(&self) -> Vec<(&SourcePath, &str)> {
        let on_disk = self.assets.iter().filter_map(|asset| match &asset.content {
            AssetContent::File(path) => Some((path, asset.name.as_str())),
            AssetContent::Embedded(_) => None,
        });
        on_disk.collect()
    }

    /// Returns whether there is a template of this name.
    pub fn has_template(&self, name: &str) -> bool {
        self.tera.contains_template(name)
    }

    /// Returns the names that a page may ask for.
    pub fn template_names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Returns whether every page can be rendered: no template is without its text because a theme
    /// has mistakes.
    pub fn is_whole(&self) -> bool {
        is_whole(&self.tera)
    }

    /// Returns the fingerprint of every template and asset, and of whether the theme is whole.
    pub fn hash(&self) -> ContentHash {
        self.hash
    }

    /// Renders a template at the end of `out`.
    ///
    /// # Errors
    /// A report with the place in the template. It does not name the page: the caller adds that.
    pub fn render(
        &self,
        template: &str,
        variables: &Variables,
        out: &mut Vec<u8>,
    ) -> Result<(), Box<Diagnostic>> {
        let mut bounded = Bounded { out, limit: MAX_OUTPUT_BYTES };
        self.tera
            .render_to(template, &variables.0, &mut bounded)
            .map_err(|error| Box::new(error::report(&error, template, &self.templates)))
    }

    /// As [`Theme::render`], for a template that is a page, not a part of one.
    ///
    /// # Errors
    /// Those of [`Theme::render`], and a report if the page is blank.
    fn render_page(
        &self,
        template: &str,
        variables: &Variables,
        out: &mut Vec<u8>,
    ) -> Result<(), Box<Diagnostic>> {
        let start = out.len();
        self.render(template, variables, out)?;
        if out[start..].iter().all(u8::is_ascii_whitespace) {
            return Err(Box::new(self.blank(template)));
        }
        Ok(())
    }

    fn blank(&self, template: &str) -> Diagnostic {
        let rendered = self.nearest(template);
        let message = match rendered {
            Some(rendered) if !rendered.text.trim().is_empty() => "a page with this template is blank",
            _ => "the template is empty, and so would be each page with it",
        };
        let report = Diagnostic::new(Code::TemplateEmpty, message).help(format!(
            "extend the built-in one, `{{% extends \"default/{template}\" %}}`, or delete the file to have it back"
        ));
        match rendered {
            Some(rendered) => report.in_file(&rendered.path, None, ""),
            None => report,
        }
    }
}

impl Theme {
    /// The names of all templates, the built-in ones last: what is wrong was hardly made there.
    fn nearest_first(&self) -> Vec<&String> {
        let mut names: Vec<&String> = self.templates.keys().collect();
        names.sort_by_key(|name| (name.starts_with("default/"), *name));
        names
    }

    /// The template that is meant by a name: that of the nearest layer which has it.
    fn nearest(&self, template: &str) -> Option<&LayerTemplate> {
        let is_meant = |name: &str| {
            name.strip_suffix(template).is_some_and(|prefix| prefix.is_empty() || prefix.ends_with('/'))
        };
        self.nearest_first().into_iter().find(|name| is_meant(name)).map(|name| &self.templates[name])
    }

    /// Points a report at the first place in the templates where `needle` is written, or else at
    /// the template that was rendered.
    pub fn place(&self, report: Diagnostic, template: &str, needle: &str) -> Diagnostic {
        let names = self.nearest_first();
        let found = names.iter().find_map(|name| {
            self.templates[*name].text.find(needle).map(|at| (&self.templates[*name].path, at))
        });
        if let Some((path, at)) = found {
            return report.in_file(path, Some(Span::new(at, at + needle.len())), "");
        }
        match self.nearest(template) {
            Some(template) => report.in_file(&template.path, None, ""),
            None => report,
        }
    }
}

/// Compiles the layers, nearest first. The last one must be complete.
pub fn load(layers: Vec<Layer>) -> Checked<Theme> {
    load_watched(layers, |_| {})
}

/// As [`load`], and tells `watch` the name of each template before it is tried on a sample: that may
/// take for ever.
pub fn load_watched(layers: Vec<Layer>, watch: impl Fn(&'static str)) -> Checked<Theme> {
    let mut diagnostics = layers.iter().filter_map(layer::contract_report).collect::<Vec<_>>();
    let assets = layer::merge_assets(&layers);
    let asset_folder = layer::asset_folder(&assets);
    let mut templates = FxHashMap::default();
    let mut names = Vec::new();
    let mut prefixes = Vec::new();
    for layer in layers {
        if !layer.prefix.is_empty() {
            prefixes.push(layer.prefix.clone());
        }
        for template in layer.templates {
            names.push(template.name.clone());
            templates.insert(format!("{}{}", layer.prefix, template.name), template);
        }
    }
    names.sort();
    names.dedup();
    let mut tera = empty_tera(&assets, &asset_folder);
    tera.set_fallback_prefixes(prefixes.clone()).expect("no template was added yet");
    diagnostics.extend(check::syntax(&templates));
    diagnostics.extend(circles::find(&templates, &prefixes));
    if diagnostics.is_empty() {
        let mut sorted: Vec<(&str, &str)> =
            templates.iter().map(|(name, template)| (name.as_str(), &*template.text)).collect();
        sorted.sort_unstable();
        if let Err(error) = tera.add_raw_templates(sorted) {
            diagnostics.extend(error::load_reports(&error, &templates));
        }
    }
    let hash = fingerprint(&templates, &asset_folder, &tera);
    let theme = Theme { tera, assets, asset_folder, templates, names, hash };
    if diagnostics.is_empty() {
        diagnostics.extend(check::variables(&theme, watch));
    }
    Checked { value: theme, diagnostics }
}

fn is_whole(tera: &Tera) -> bool {
    ENTRY_TEMPLATES.iter().all(|name| tera.contains_template(name))
}

/// The same templates and assets make another theme where a `theme.toml` has mistakes: an empty one.
fn fingerprint(templates: &FxHashMap<String, LayerTemplate>, asset_folder: &str, tera: &Tera) -> ContentHash {
    let mut parts: Vec<String> =
        templates.iter().map(|(name, template)| format!("{name}\0{}\0", template.text)).collect();
    parts.sort_unstable();
    parts.push(asset_folder.to_owned());
    parts.push(if is_whole(tera) { "\0whole" } else { "\0broken" }.to_owned());
    ContentHash::of(parts.concat().as_bytes())
}

/// An engine with our functions and no templates.
fn empty_tera(assets: &[ThemeAsset], asset_folder: &str) -> Tera {
    let mut tera = Tera::default();
    tera.set_escape_fn(stop::escape);
    tera.register_function("range", stop::range);
    tera.register_filter("direction", |language: &str, _: Kwargs, _: &State| direction(language).to_owned());
    let paths: FxHashMap<String, String> =
        assets.iter().map(|asset| (asset.name.clone(), format!("{asset_folder}/{}", asset.name))).collect();
    let known: Vec<String> = assets.iter().map(|asset| asset.name.clone()).collect();
    let paths = Arc::new(paths);
    tera.register_function("asset", move |arguments: Kwargs, _: &State| -> tera::TeraResult<String> {
        let name: &str = arguments.must_get("path")?;
        paths.get(name).cloned().ok_or_else(|| {
            let hint = match crate::diagnostic::nearest(name, known.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "assets lie in the folder `assets` of a theme or of the project".to_owned(),
            };
            tera::Error::message(format!("no asset `{name}`; {hint}"))
        })
    });
    tera
}

/// A writer that refuses more than a number of bytes.
struct Bounded<'a> {
    out: &'a mut Vec<u8>,
    limit: usize,
}

impl Write for Bounded<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        stop::check()?;
        if self.out.len() + bytes.len() > self.limit {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        self.out.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Reports a theme that does not exist, naming the nearest that does. `set_at` is where the
/// configuration names it.
pub fn unknown(name: &str, set_at: Option<Span>, known: &[String]) -> Diagnostic {
    let is_there = known.iter().any(|known| known == name);
    let message = if is_there {
        format!("the theme `{name}` has no file in `templates` or `assets`")
    } else {
        format!("there is no theme `{name}`")
    };
    let report = Diagnostic::new(Code::ThemeUnknown, message);
    let path = SourcePath::new(crate::config::FILE_NAME).expect("the name of the configuration is a path");
    let report = report.in_file(&path, set_at, "set here");
    if is_there {
        return report.help(format!("put a file into `themes/{name}/templates`, or use `default`"));
    }
    match crate::diagnostic::nearest(name, known.iter().map(String::as_str)) {
        Some(near) => report.help(format!("did you mean `{near}`?")),
        None => {
            report.help(format!("make a folder `themes/{name}` with `templates` in it, or use `default`"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_without_files_is_not_proposed_instead_of_itself() {
        let help = |known: &[&str]| {
            let known: Vec<String> = known.iter().map(|name| (*name).to_owned()).collect();
            unknown("mine", None, &known).help.concat()
        };
        assert!(help(&["default", "mine"]).starts_with("put a file into `themes/mine/templates`"));
        assert_eq!(help(&["default", "mines"]), "did you mean `mines`?");
    }
}
