//! One value of a scale instead of another.

use super::{DimensionChange, DimensionValue, Proficiency, Shift, Trend};
use crate::ladder::model::{Dimension, Scale, ScaleValue, Step};
use crate::ladder::resolved::Resolved;
use crate::ladder::text::{Name, Text};
use crate::ladder::wording::folded;

pub(super) fn trend_of(from: f64, to: f64) -> Trend {
    match from.total_cmp(&to) {
        std::cmp::Ordering::Less => Trend::Up,
        std::cmp::Ordering::Greater => Trend::Down,
        std::cmp::Ordering::Equal => Trend::Sideways,
    }
}

pub(super) fn step_shift<'a>(from: Option<&'a Step>, to: Option<&'a Step>) -> Option<Shift<&'a Step>> {
    let number = |step: Option<&Step>| step.map_or(f64::NEG_INFINITY, |step| step.number);
    let is_same = from.map(|step| &step.id) == to.map(|step| &step.id);
    (!is_same).then(|| Shift { from, to, trend: trend_of(number(from), number(to)) })
}

pub(super) fn proficiency_shift<'a>(
    resolved: &Resolved<'a>,
    (from, to): (Option<&'a Name>, Option<&'a Name>),
) -> Option<Shift<Proficiency<'a>>> {
    if from == to {
        return None;
    }
    let place = |name: &Name| {
        let scales = resolved.ladder.declared.scales.iter();
        let places = scales.filter_map(|scale| Some((scale, position(scale, name.as_str())?)));
        places.max_by_key(|(scale, _)| scale.kind == "proficiency")
    };
    let places = (from.and_then(place), to.and_then(place));
    let trend = match places {
        (Some((a, low)), Some((b, high))) if a.id == b.id && low != high => {
            if low < high {
                Trend::Up
            } else {
                Trend::Down
            }
        }
        _ => Trend::Sideways,
    };
    let value = |name: &'a Name, place: Option<(&'a Scale, usize)>| Proficiency {
        name,
        value: place.map(|(scale, at)| &scale.values[at]),
    };
    let from = from.map(|name| value(name, places.0));
    Some(Shift { from, to: to.map(|name| value(name, places.1)), trend })
}

pub(super) fn dimensions<'a>(resolved: &Resolved<'a>, from: usize, to: usize) -> Vec<DimensionChange<'a>> {
    let levels = &resolved.ladder.declared.levels;
    let (old, new) = (&levels[from].dimensions, &levels[to].dimensions);
    let find = |list: &'a [Dimension], name: &Name| list.iter().find(|dimension| dimension.name == *name);
    let gone = old.iter().filter(|dimension| find(new, &dimension.name).is_none());
    let names = new.iter().chain(gone).map(|dimension| &dimension.name);
    names.filter_map(|name| dimension_change(resolved, name, (find(old, name), find(new, name)))).collect()
}

fn dimension_change<'a>(
    resolved: &Resolved<'a>,
    name: &'a Name,
    (from, to): (Option<&'a Dimension>, Option<&'a Dimension>),
) -> Option<DimensionChange<'a>> {
    let words = |dimension: Option<&Dimension>| -> Vec<String> {
        dimension.iter().flat_map(|dimension| &dimension.values).map(|text| folded(&text.written)).collect()
    };
    if words(from) == words(to) {
        return None;
    }
    let scale = resolved.ladder.declared.scales.iter().find(|scale| scale.id == *name);
    let places = |dimension: Option<&'a Dimension>| -> Vec<(&'a Text, Option<usize>)> {
        let values = dimension.into_iter().flat_map(|dimension| &dimension.values);
        values.map(|text| (text, scale.and_then(|scale| position(scale, &text.written)))).collect()
    };
    let value = |(text, at): (&'a Text, Option<usize>)| DimensionValue {
        text,
        value: scale.zip(at).map(|(scale, at)| &scale.values[at]),
    };
    let (old, new) = (places(from), places(to));
    Some(DimensionChange {
        name: scale.map_or(name.as_str(), |scale| &scale.name),
        trend: reach_trend(&old, &new),
        from: old.into_iter().map(value).collect(),
        to: new.into_iter().map(value).collect(),
    })
}

/// Which of two ranges on a scale goes further: at its upper end, then at its lower one.
fn reach_trend(old: &[(&Text, Option<usize>)], new: &[(&Text, Option<usize>)]) -> Trend {
    let ends = |values: &[(&Text, Option<usize>)]| {
        let at: Option<Vec<usize>> = values.iter().map(|(_, at)| *at).collect();
        let at = at?;
        Some((at.iter().max().copied()?, at.iter().min().copied()?))
    };
    match (ends(old), ends(new)) {
        (Some(old), Some(new)) if new > old => Trend::Up,
        (Some(old), Some(new)) if new < old => Trend::Down,
        _ => Trend::Sideways,
    }
}

fn position(scale: &Scale, written: &str) -> Option<usize> {
    let wanted = folded(written);
    let is_meant = |value: &ScaleValue| {
        value.id == *written || folded(&value.name) == wanted || folded(value.id.as_str()) == wanted
    };
    scale.values.iter().position(is_meant)
}
