//! What holds of the outputs of every vector, whatever the vector names: which objects the records have, and the
//! cardholder's languages on every request to the user interface.

use std::collections::BTreeSet;

use tapkernel_core::data::Database;
use tapkernel_core::kernel::{KernelConclusion, Output};
use tapkernel_core::outcome::UserInterfaceRequest;

use super::tag;

/// Data Record `FF8105` in EMV mode: Book C-2, A.1, then those of newer editions (`9F24`, `9F19`), then `9F06`, which we
/// add for the acquirer.
const DATA_RECORD: &str = "9F02 9F03 9F26 5F24 82 50 5A 5F34 9F12 9F36 9F07 9F09 9F27 9F34 84 9F1E 9F10 9F11 9F39 9F33 \
                           9F1A 9F35 95 57 9F53 5F2A 9A 9C 9F37 9F24 9F19 9F06";

/// Discretionary Data `FF8106` in EMV mode, without `DF8115`, which is always there.
const DISCRETIONARY_DATA: &str = "9F5D 9F42 DF8105 DF8104 DF8102 DF810B DF810E DF810F 9F6E";

/// The same in mag-stripe mode.
const MAG_STRIPE_DATA_RECORD: &str = "9F02 50 9F12 84 9F11 9F6D 9F39 56 9F6B";
const MAG_STRIPE_DISCRETIONARY_DATA: &str = "9F5D DF812A DF812B 9F6E";

/// What relay resistance measured, which we add once it has: time and tries.
const RELAY_RESISTANCE: &str = "DF8306 DF8307";

/// Checks the outputs against the database at the end.
pub(crate) fn check(case: &str, mag_stripe: bool, outputs: &[Output], database: &Database) {
    for output in outputs {
        match output {
            Output::Msg(request) => language(case, request, database),
            Output::Out(said) => conclusion(case, mag_stripe, said, database),
            _ => {}
        }
    }
}

fn conclusion(case: &str, mag_stripe: bool, said: &KernelConclusion, database: &Database) {
    let parameters = &said.parameters;
    let requests = parameters.ui_on_outcome.iter().chain(&parameters.ui_on_restart);
    requests.for_each(|request| language(case, request, database));
    let (record, discretionary) = if mag_stripe {
        (MAG_STRIPE_DATA_RECORD, MAG_STRIPE_DISCRETIONARY_DATA)
    } else {
        (DATA_RECORD, DISCRETIONARY_DATA)
    };
    let told = parameters.discretionary_data.as_ref().expect("Discretionary Data come with every outcome");
    let mut told = names(told);
    assert!(told.remove("DF8115"), "{case}: Error Indication");
    told.remove("FF8101"); // Torn Records: the vectors of torn transactions name them.
    let mut all = listed(discretionary, database);
    if database.get(tag("DF8306")).is_some() {
        all.extend(listed(RELAY_RESISTANCE, database));
    }
    match &parameters.data_record {
        Some(data) => {
            assert_eq!(names(data), listed(record, database), "{case}: Data Record");
            assert_eq!(told, all, "{case}: Discretionary Data");
        }
        // Before the mode is known there are none.
        None => assert!(told.is_subset(&all), "{case}: Discretionary Data {told:?}"),
    }
}

fn names(data: &Database) -> BTreeSet<String> {
    data.iter().map(|(tag, _)| tag.to_string()).collect()
}

/// Those of the list that the database has.
fn listed(list: &str, database: &Database) -> BTreeSet<String> {
    let there = |name: &&str| database.get(tag(name)).is_some();
    list.split_ascii_whitespace().filter(there).map(ToOwned::to_owned).collect()
}

/// `5F2D` from the card, filled up with zeros to eight bytes; none without one.
fn language(case: &str, request: &UserInterfaceRequest, database: &Database) {
    let told = database.get(tag("5F2D")).filter(|value| !value.is_empty());
    let wanted = told.map(|value| [value, &[0; 8][value.len()..]].concat());
    let said = request.language_preference.as_ref().map(|languages| languages.0.to_vec());
    assert_eq!(said, wanted, "{case}: language of {request:?}");
}
