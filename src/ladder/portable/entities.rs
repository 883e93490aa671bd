//! The forms of what is neither level nor competency.

use super::{forms, words};
use crate::ladder::model;
use crate::ladder::model::{Extra, Mode as ModelMode};
use crate::ladder::text::{Name, Text};

words! {
    /// Where a ladder is in its life; `active` unless said.
    Status { Draft "draft", Proposed "proposed", Active "active", Retired "retired", }
    /// How the cells of one competency at several levels belong together; `cumulative` unless said.
    Mode { Cumulative "cumulative", Replacing "replacing", Standalone "standalone", }
}

forms! {
    /// The ladder itself.
    Framework {
        id: Name,
        name: String,
        /// A label such as `2026.2`.
        version: Option<String>,
        status: model::Status,
        /// A date.
        effective_from: Option<String>,
        /// A date.
        effective_to: Option<String>,
        /// The id or version of the ladder that this one replaces.
        supersedes: Option<Name>,
        /// Who looks after it.
        owner: Option<String>,
        maintainers: Vec<String>,
        audience: Option<String>,
        licence: Option<String>,
        /// BCP 47.
        language: Option<String>,
        /// A date.
        review_by: Option<String>,
        /// Markdown.
        intro: Option<Text>,
        /// Markdown: what is said instead of "a ladder is not a checklist".
        note: Option<Text>,
        mode: ModelMode,
        /// Exports of former versions, as paths from the folder of the ladder.
        published: Vec<Name>,
        /// Values of the author's own.
        extra: Extra,
    }

    /// Ordered values, such as reach or proficiency.
    Scale {
        id: Name,
        name: String,
        /// `reach`, `autonomy`, `horizon`, `proficiency`, `rating` or `custom`.
        kind: String,
        /// Lowest first.
        values: Vec<model::ScaleValue>,
        /// Values of the author's own.
        extra: Extra,
    }

    /// One value of a scale.
    ScaleValue {
        id: Name,
        name: String,
        /// Markdown.
        summary: Option<Text>,
    }

    /// A line of progression.
    Track {
        id: Name,
        name: String,
        /// Markdown.
        summary: Option<Text>,
        /// How one gets onto it.
        entry: Option<String>,
        /// From where one gets onto it: ids of levels.
        from_levels: Vec<Name>,
        /// Values of the author's own.
        extra: Extra,
    }

    /// A discipline that adds to, replaces or hides parts of what it extends.
    Family {
        id: Name,
        name: String,
        /// The id of a family; the common ladder when absent.
        extends: Option<Name>,
        /// Ids of the levels that it has; all when absent.
        levels: Vec<Name>,
        /// What `{discipline}` in titles becomes.
        discipline: Option<String>,
        /// What takes the place of all titles.
        title_template: Option<String>,
        /// Markdown.
        summary: Option<Text>,
        /// Markdown.
        appendix: Option<Text>,
        /// Values of the author's own.
        extra: Extra,
    }

    /// A group of competencies.
    Area {
        id: Name,
        name: String,
        /// Other names.
        aliases: Vec<String>,
        icon: Option<String>,
        /// Markdown.
        summary: Option<Text>,
        /// The id of the area around it.
        parent: Option<Name>,
        /// Values of the author's own.
        extra: Extra,
    }

    /// A shape that a level can take.
    Archetype {
        id: Name,
        name: String,
        /// Markdown.
        summary: Option<Text>,
        /// Ids of the levels at which it occurs; all when absent.
        levels: Vec<Name>,
        emphasises: Vec<model::Emphasis>,
        /// Markdown.
        cautions: Option<Text>,
        /// Values of the author's own.
        extra: Extra,
    }

    /// What an archetype leans on.
    Emphasis {
        /// The id of a competency or an expectation.
        #[serde(rename = "id")]
        on: Name,
        /// Markdown.
        note: Option<Text>,
    }

    /// A role as it is described to candidates or colleagues.
    Profile {
        id: Name,
        name: String,
        /// The id of a family.
        family: Option<Name>,
        /// The id of a level.
        level: Option<Name>,
        /// `hiring`, `internal` or `public`.
        audience: Option<Name>,
        sections: Vec<model::Note>,
        /// Values of the author's own.
        extra: Extra,
    }

    /// A key of pay. Its numbers live elsewhere.
    PayBand {
        id: Name,
        label: Option<String>,
        visibility: Option<String>,
        /// Values of the author's own.
        extra: Extra,
    }

    /// How decisions about levels are made.
    Process {
        id: Name,
        name: String,
        /// Markdown.
        steps: Vec<Text>,
        /// Values of the author's own.
        extra: Extra,
    }

    /// A round of reviews, and the version that counts in it.
    Cycle {
        id: Name,
        name: String,
        /// A date.
        opens: Option<String>,
        /// A date.
        closes: Option<String>,
        version: Option<String>,
        /// What changes mean for it, in words.
        affects: Option<String>,
        /// Values of the author's own.
        extra: Extra,
    }

    /// An id that was published and is gone.
    Removed {
        id: Name,
        /// Ids of what answers for it.
        replaced_by: Vec<Name>,
        /// The version without it.
        since: Option<String>,
        /// Markdown.
        note: Option<Text>,
    }

    /// What the author says about a change.
    Change {
        id: Name,
        /// A version.
        from: Option<String>,
        /// A version.
        to: Option<String>,
        kind: Option<String>,
        /// Markdown.
        note: Option<Text>,
        /// What it means for reviews, in words.
        affects: Option<String>,
    }
}
