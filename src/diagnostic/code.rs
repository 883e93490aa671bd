//! The stable names of everything that can be wrong, and what each means.

use std::fmt;

/// How bad a report is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Not reported at all; only through `[lints]`.
    Allowed,
    /// A reader would not meet anything broken. The site is published.
    Warning,
    /// A reader would meet something broken. Nothing is published.
    Error,
}

impl Severity {
    /// Returns the word shown to people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $summary:literal,)*) => {
        /// The stable name of a kind of report, such as `link/unknown-page`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code {
            $(#[doc = $summary] $variant,)*
        }

        impl Code {
            /// Every code, sorted by name.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Returns the stable name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Returns the severity it has unless the configuration says otherwise.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// Returns what it means, in one sentence.
            pub fn summary(self) -> &'static str {
                match self { $(Self::$variant => $summary,)* }
            }

            /// Returns the long explanation that `daring explain` prints, as Markdown.
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$variant => include_str!(concat!("explain/", $name, ".md")),)* }
            }
        }
    };
}

codes! {
    AnchorDuplicate "anchor/duplicate" Error "Two places of one page declare the same anchor.",
    ConfigNoEffect "config/no-effect" Warning "A setting changes nothing.",
    ConfigSyntax "config/syntax" Error "The configuration is not valid TOML.",
    ConfigType "config/type" Error "A setting has a value of the wrong type.",
    ConfigUnknownFile "config/unknown-file" Error "A setting names a file that is not published.",
    ConfigUnknownKey "config/unknown-key" Error "A setting is not one that Daring knows.",
    ConfigUnknownPage "config/unknown-page" Error "A setting names a page that does not exist.",
    ConfigValue "config/value" Error "A setting has the right type, but a value that cannot be used.",
    DatesShallow "dates/shallow" Warning "A shallow clone does not tell when pages changed last.",
    DatesUnavailable "dates/unavailable" Warning "Git cannot be asked when pages changed last.",
    DirectiveUnknown "directive/unknown" Error "A fenced block asks for a view that does not exist.",
    ExternalBroken "external/broken" Error "A link leads to something on another site that is not there.",
    ExternalMoved "external/moved" Warning "A link leads to an address on another site that has moved for good.",
    ExternalUnsure "external/unsure" Warning "It cannot be found out whether something on another site is there.",
    FootnoteDuplicate "footnote/duplicate" Warning "A footnote is defined more than once.",
    FootnoteUndefined "footnote/undefined" Warning "A footnote is referred to and never defined.",
    FrontMatterSyntax "front-matter/syntax" Error "The front matter is not valid YAML or TOML.",
    FrontMatterTooLarge "front-matter/too-large" Error "The front matter is larger than 64 KiB.",
    FrontMatterType "front-matter/type" Error "A front matter key has a value of the wrong type.",
    FrontMatterUnclosed "front-matter/unclosed" Error "The front matter starts and never ends.",
    FrontMatterUnknownKey "front-matter/unknown-key" Warning "A front matter key is not one that Daring knows.",
    FrontMatterUnquoted "front-matter/unquoted" Warning "YAML takes a part of a text in the front matter for something else.",
    FrontMatterValue "front-matter/value" Error "A front matter key has the right type, but a value that cannot be used.",
    GlossaryDuplicate "glossary/duplicate" Warning "Two terms of the glossary have the same name.",
    GlossaryUndefined "glossary/undefined" Error "A text refers to a term that the glossary does not have.",
    GlossaryUnused "glossary/unused" Warning "A term of the glossary is not used on any page.",
    IdentityContrast "identity/contrast" Warning "A configured colour is hard to read.",
    ImageUnknownFormat "image/unknown-format" Warning "The width and height of an image cannot be read.",
    IncludeCircle "include/circle" Error "A part of a page would include itself.",
    IncludeNothing "include/nothing" Error "An `include` block asks for nothing that can be shown.",
    LadderCircle "ladder/circle" Error "Parts of a ladder refer to each other in a circle.",
    LadderDuplicateCell "ladder/duplicate-cell" Error "What a competency means at a level is written twice.",
    LadderDuplicateId "ladder/duplicate-id" Error "Two parts of a ladder have the same id.",
    LadderDuplicateStatement "ladder/duplicate-statement" Warning "The same is stated twice in a ladder.",
    LadderEmpty "ladder/empty" Warning "A ladder has no levels or no competencies.",
    LadderFewNew "ladder/few-new" Warning "A level adds almost nothing to the one below it.",
    LadderFootnote "ladder/footnote" Warning "A footnote of a competency or level is not shown.",
    LadderLabel "ladder/label" Warning "The start of a list item is almost a label, or a label where none is read.",
    LadderLostId "ladder/lost-id" Error "An id that was published is gone, and nothing answers for it.",
    LadderMissingCell "ladder/missing-cell" Warning "A competency says nothing for some levels.",
    LadderNoExample "ladder/no-example" Allowed "An expectation has no example.",
    LadderNoSummary "ladder/no-summary" Allowed "A level has neither a tagline nor a summary.",
    LadderOverlayLevel "ladder/overlay-level" Warning "A family lacks a level between those that it has.",
    LadderPerson "ladder/person" Allowed "A ladder mixes first, second and third person.",
    LadderPromotion "ladder/promotion" Allowed "An expectation speaks of promotion.",
    LadderRaisesOrder "ladder/raises-order" Warning "An expectation raises one that is not of a lower level.",
    LadderRemovedReference "ladder/removed-reference" Error "A ladder refers to an id that was removed from it.",
    LadderRuleOrder "ladder/rule-order" Warning "A level requires less than the one below it.",
    LadderRuleRange "ladder/rule-range" Error "Ranges of points leave gaps, overlap, or hold nothing that can be reached.",
    LadderRuleUnreachable "ladder/rule-unreachable" Warning "A requirement asks for what nobody can have.",
    LadderSimilarStatement "ladder/similar-statement" Warning "Two levels state almost the same.",
    LadderSyntax "ladder/syntax" Error "A file of a ladder is not valid TOML or YAML.",
    LadderTenure "ladder/tenure" Warning "An expectation asks for a length of time.",
    LadderTooLarge "ladder/too-large" Error "A ladder has more levels or competencies than can be shown.",
    LadderType "ladder/type" Error "A key of a ladder has a value of the wrong type.",
    LadderUnknownCompetency "ladder/unknown-competency" Error "A ladder names a competency that it does not have.",
    LadderUnknownExpectation "ladder/unknown-expectation" Error "A ladder refers to an expectation that is not there.",
    LadderUnknownKey "ladder/unknown-key" Warning "A key of a ladder is not one that Daring knows.",
    LadderUnknownLevel "ladder/unknown-level" Error "A heading or reference names a level that the ladder does not have.",
    LadderUnknownName "ladder/unknown-name" Error "A ladder refers to a track, family, scale, step or band that it does not declare.",
    LadderVague "ladder/vague" Warning "An expectation depends on a vague adverb.",
    LadderValue "ladder/value" Error "A key of a ladder has the right type, but a value that cannot be used.",
    LinkAmbiguous "link/ambiguous" Error "A wikilink could mean more than one page.",
    LinkDraft "link/draft" Error "A link leads to a draft, which is not published.",
    LinkLetterCase "link/letter-case" Error "A link differs from its target in upper and lower case.",
    LinkMissingScheme "link/missing-scheme" Error "A link to another site lacks its `https://`.",
    LinkOutside "link/outside" Error "A link leads out of the handbook's folder.",
    LinkSlugDialect "link/slug-dialect" Error "A link uses an anchor that another tool would have made.",
    LinkUndefinedReference "link/undefined-reference" Warning "A reference link names a definition that does not exist.",
    LinkUnknownAnchor "link/unknown-anchor" Error "A link leads to a heading or anchor that the page does not have.",
    LinkUnknownAsset "link/unknown-asset" Error "An image or file that is linked to does not exist.",
    LinkUnknownPage "link/unknown-page" Error "A link leads to a page that does not exist.",
    LinkUnsafeScheme "link/unsafe-scheme" Error "A link uses a scheme that can run code.",
    MarkdownLineMark "markdown/line-mark" Warning "Lines that a code block marks are not there.",
    MarkdownTooComplex "markdown/too-complex" Warning "A part of a page is too large to be treated in full.",
    MarkdownUnparsable "markdown/unparsable" Error "The Markdown parser gave up on a file.",
    MovedAddress "moved/address" Error "An address that was published is gone, and nothing leads on from it.",
    MovedAnchor "moved/anchor" Warning "A page no longer has an anchor that was published.",
    PageDuplicateAlias "page/duplicate-alias" Error "Two pages claim the same former address.",
    PageDuplicateRoute "page/duplicate-route" Error "Two sources would be published at the same address.",
    PageReviewDue "page/review-due" Warning "A page is to be reviewed soon.",
    PageReviewOverdue "page/review-overdue" Warning "A page was to be reviewed by a day that is over.",
    PageRouteCase "page/route-case" Error "Two addresses differ only in upper and lower case.",
    PageUnknownTemplate "page/unknown-template" Error "A page asks for a template that the theme does not have.",
    PathDuplicatePage "path/duplicate-page" Error "A reading path has one page twice.",
    PathUnknown "path/unknown" Error "A fenced block asks for a reading path that is not declared.",
    PathUnknownPage "path/unknown-page" Error "A reading path names a page that does not exist.",
    SourceControlCharacter "source/control-character" Warning "A text file holds control characters.",
    SourceLineEnds "source/line-ends" Error "Lines of a text file end with a carriage return alone.",
    SourceLinkLoop "source/link-loop" Error "A symbolic link leads back to a folder that holds it.",
    SourceName "source/name" Error "A file name cannot be part of an address.",
    SourceNotUtf8 "source/not-utf8" Error "A text file is not UTF-8.",
    SourceNul "source/nul" Warning "A text file holds NUL characters.",
    SourceOutside "source/outside" Error "A symbolic link leads out of the project.",
    SourceSpecial "source/special" Error "Something that is not a file or a folder lies in the content.",
    SourceTooLarge "source/too-large" Error "A text file is larger than 64 MiB.",
    SourceUnreadable "source/unreadable" Error "A file or folder cannot be read.",
    TagSpelling "tag/spelling" Warning "A tag is spelled in more than one way.",
    TemplateBrokenLink "template/broken-link" Error "A template emits a link that leads nowhere.",
    TemplateDuplicateId "template/duplicate-id" Error "A page has the same id twice, once from a template.",
    TemplateEmpty "template/empty" Error "A template renders a page of nothing.",
    TemplateRecursive "template/recursive" Error "Templates or components call each other in a circle.",
    TemplateRender "template/render" Error "A template failed while a page was rendered.",
    TemplateSyntax "template/syntax" Error "A template cannot be read.",
    TemplateTooLarge "template/too-large" Error "A template's output is too large.",
    TemplateTooSlow "template/too-slow" Error "A template takes too long.",
    TemplateUnknownName "template/unknown-name" Error "A template uses a filter, test, function, component or template that does not exist.",
    TemplateUnknownVariable "template/unknown-variable" Error "A template uses a variable that it is not given.",
    ThemeContract "theme/contract" Error "A theme asks for another version of the view contract.",
    ThemeUnknown "theme/unknown" Error "The theme that is set does not exist.",
}

impl Code {
    /// Returns whether it is an error whatever the configuration says, because nothing can be rendered
    /// where it is found.
    pub fn is_firm(self) -> bool {
        matches!(
            self,
            Self::TemplateEmpty
                | Self::TemplateRecursive
                | Self::TemplateRender
                | Self::TemplateSyntax
                | Self::TemplateTooLarge
                | Self::TemplateTooSlow
                | Self::TemplateUnknownName
                | Self::TemplateUnknownVariable
                | Self::ThemeContract
        )
    }

    /// Returns the code with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_and_named_once() {
        assert!(Code::ALL.windows(2).all(|pair| pair[0].name() < pair[1].name()));
    }

    #[test]
    fn every_explanation_shows_a_mend() {
        for code in Code::ALL {
            let text = code.explanation();
            assert!(text.len() > 200, "{code} is hardly explained");
            assert!(text.ends_with('\n') && !text.contains("TODO"), "{code}");
        }
    }
}
