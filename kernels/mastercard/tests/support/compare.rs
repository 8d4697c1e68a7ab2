//! What the kernel said against what a vector says.

use tapkernel_core::data::Database;
use tapkernel_core::kernel::{KernelConclusion, Output};
use tapkernel_core::oda::OdaResult;
use tapkernel_core::outcome::{AlternateInterface, UserInterfaceRequest};
use tapkernel_mastercard::DataExchangeRequest;

use super::vector::{Conclusion, Objects, Out, Ui};
use super::{activation, hex, tag};

/// One output.
pub(crate) fn output(case: &str, wanted: &Out, said: &Output) {
    match (wanted, said) {
        (Out::Ca { bytes }, Output::Ca(command)) => assert_eq!(hex(command.as_bytes()), *bytes, "{case}: CA"),
        (Out::Msg { ui }, Output::Msg(request)) => assert_eq!(coded(request), *ui, "{case}: MSG"),
        (Out::Dek { needed, to_send }, Output::Dek(data)) => {
            let request = DataExchangeRequest::decode(data).expect("a DEK of this kernel");
            let tags: Vec<_> = request.needed.iter().map(ToString::to_string).collect();
            assert_eq!(tags, *needed, "{case}: Data Needed");
            assert_eq!(
                listed(&request.to_send),
                listed(&activation::objects(to_send)),
                "{case}: Data To Send"
            );
        }
        (Out::Un, Output::UnpredictableNumber) => {}
        (Out::Outcome(wanted), Output::Out(said)) => conclusion(case, wanted, said),
        (wanted, said) => panic!("{case}: {wanted:?} was to come, {said:?} came"),
    }
}

fn listed(data: &Database) -> Vec<(String, String)> {
    data.iter().map(|(tag, value)| (tag.to_string(), hex(value))).collect()
}

fn coded(request: &UserInterfaceRequest) -> Ui {
    Ui {
        message: request.message.map(|message| format!("{:02X}", message.code())),
        status: request.status.map(|status| format!("{:02X}", status.code())),
        hold: request.hold.0,
    }
}

fn conclusion(case: &str, wanted: &Conclusion, said: &KernelConclusion) {
    let parameters = &said.parameters;
    assert_eq!(
        parameters.outcome.to_string(),
        wanted.outcome,
        "{case}: outcome, error {}",
        hex(&said.error.encode())
    );
    assert_eq!(parameters.start.map(|start| start.to_string()), wanted.start, "{case}: start");
    assert_eq!(parameters.cvm.to_string(), wanted.cvm, "{case}: CVM");
    assert_eq!(parameters.ui_on_outcome.as_ref().map(coded), wanted.ui_on_outcome, "{case}: UI on outcome");
    assert_eq!(parameters.ui_on_restart.as_ref().map(coded), wanted.ui_on_restart, "{case}: UI on restart");
    assert_eq!(parameters.receipt, wanted.receipt, "{case}: receipt");
    assert_eq!(parameters.field_off.map(|time| time.0), wanted.field_off, "{case}: field off");
    let contact = parameters.alternate_interface == AlternateInterface::ContactChip;
    assert_eq!(contact, wanted.contact_chip, "{case}: alternate interface");
    assert_eq!(hex(&said.error.encode()), wanted.error, "{case}: Error Indication");
    assert_eq!(parameters.data_record.is_some(), wanted.data_record.is_some(), "{case}: Data Record");
    if let (Some(said), Some(wanted)) = (&parameters.data_record, &wanted.data_record) {
        objects(case, wanted, said);
    }
    let discretionary =
        parameters.discretionary_data.as_ref().expect("Discretionary Data come with every outcome");
    assert_eq!(discretionary.get(tag("DF8115")).map(hex), Some(wanted.error.clone()), "{case}: DF8115");
    objects(case, &wanted.discretionary_data, discretionary);
    let verified = said.oda.result == OdaResult::Verified;
    assert_eq!(said.oda.reason.is_none(), verified, "{case}: ODA that is not verified has a reason");
    if let Some(wanted) = &wanted.oda {
        let reason = said.oda.reason.map(|reason| reason.to_string()).unwrap_or_default();
        assert_eq!(
            [said.oda.method.to_string(), said.oda.result.to_string(), reason],
            *wanted,
            "{case}: ODA"
        );
    }
}

/// Every object named is as it should be, or absent.
pub(crate) fn objects(case: &str, wanted: &Objects, data: &Database) {
    for (name, value) in wanted {
        assert_eq!(data.get(tag(name)).map(hex), *value, "{case}: {name}");
    }
}
