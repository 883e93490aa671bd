use super::*;
use crate::ladder::model::Removed;

fn lost(sample: Sample, had: &[&str]) -> Vec<Diagnostic> {
    let name = Name::new("old.json", Span::new(0, 3));
    let earlier = [(name, had.iter().map(|id| (Sort::Expectation, (*id).to_owned())).collect())];
    let path = SourcePath::new("ladder.toml").unwrap();
    lost_ids(&sample.build(), &earlier, &|_| Some(path.clone()))
}

#[test]
fn an_id_is_there_or_has_a_tombstone() {
    let removed = Removed { id: Name::generated("gone"), replaced_by: Vec::new(), since: None, note: None };
    let sample = Sample::of("engineer")
        .cell("depth@engineer", &["a {#kept}", "example: b {#child}", "c {#lm-lists}"])
        .with(|ladder| ladder.declared.removed.push(removed));
    let found = lost(sample, &["engineer", "depth", "kept", "child", "gone", "lm-list", "lost"]);
    let messages: Vec<&str> = found.iter().map(|report| report.message.as_str()).collect();
    assert_eq!(messages, ["`lm-list` was in `old.json` and is gone", "`lost` was in `old.json` and is gone"]);
    assert_eq!(found[0].help[0], "if `lm-lists` is the same, give it its former id back");
}

#[test]
fn a_ladder_of_other_ids_is_summed_up() {
    let had: Vec<String> = (0..60).map(|n| format!("id-{n}")).collect();
    let had: Vec<&str> = had.iter().map(String::as_str).collect();
    let found = lost(Sample::of("engineer"), &had);
    assert_eq!(found.len(), 51);
    assert_eq!(found[50].message, "10 more ids were in `old.json` and are gone");
}

#[test]
fn a_level_is_no_expectation_by_another_name() {
    let sample = Sample::of("engineer").cell("depth@engineer", &["a {#seniors}"]);
    let path = SourcePath::new("ladder.toml").unwrap();
    let earlier = [(Name::new("old.json", Span::new(0, 3)), vec![(Sort::Level, "senior".to_owned())])];
    let found = lost_ids(&sample.build(), &earlier, &|_| Some(path.clone()));
    assert_eq!(found[0].message, "the level `senior` was in `old.json` and is gone");
    assert!(found[0].help[0].starts_with("say that it was removed"), "{:?}", found[0].help);
}
