//! Limits that only a laboratory may leave out, and the place of a problem in the text.

use super::problems::{changed, problems};
use crate::profile::{Profile, built_in};

#[test]
fn only_a_laboratory_may_leave_limits_out() {
    for name in ["max", "floor"] {
        let path = "currencies[0].rules.purchase";
        let text = changed(&format!("/currencies/0/rules/purchase/{name}"), None);
        let found = problems(&text);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].0 == path && found[0].1.contains(&format!("has no `{name}`")), "{found:?}");
        assert!(Profile::from_json(&text.replace("\"test\",", "\"laboratory\",")).is_ok());
    }
}

#[test]
fn problems_have_their_place_in_the_text() {
    let text = built_in::TEXTS[0].1.replacen("\"40.00\"", "\"40.0\"", 1);
    let error = Profile::from_json(&text).unwrap_err();
    let position = error.problems()[0].position.unwrap();
    let line = text.lines().nth(position.line - 1).unwrap();
    let rest: String = line.chars().skip(position.column - 1).collect();
    assert!(rest.starts_with("\"40.0\" }, \"max\""), "{rest}");
    assert!(error.to_string().starts_with(&format!("line {}, column {}: ", position.line, position.column)));
    let escaped = "{ \"na\\u006de\": 1, \"\\\"x\": [ {}, [ 2 ] ] }";
    let positions = crate::profile::Positions::in_json(escaped);
    let column = |path: &str| positions.of(path).map(|position| position.column);
    let columns = ["", "name", "\"x", "\"x[0]", "\"x[1][0]", "y"].map(column);
    assert_eq!(columns, [Some(1), Some(16), Some(26), Some(28), Some(34), None]);
    assert_eq!(crate::profile::Positions::in_json("{ \"a\": }").of("a"), None);
}
