//! What came of a case, as JSON.

use serde_json::{Value, json};
use tapkernel::core::data::{Database, KernelId};
use tapkernel::core::kernel::Activation;
use tapkernel::entry_point::{FinalOutcome, Offer};

use super::values;

pub(super) fn outcome(ended: &FinalOutcome) -> Value {
    let parameters = &ended.parameters;
    let error = &ended.error;
    let levels = [error.l1.map(|l1| l1.name()), error.l2.map(|l2| l2.name()), error.l3.map(|l3| l3.name())];
    let first_error = levels.into_iter().flatten().next();
    json!({
        "outcome": hex::encode_upper(parameters.encode()),
        "kernel": ended.kernel.map(|kernel| kernel.to_string()),
        "aid": ended.aid.map(|aid| aid.to_string()),
        "adf_name": ended.adf_name.map(|name| name.to_string()),
        "ui_on_outcome": parameters.ui_on_outcome.as_ref().map(values::ui_text),
        "ui_on_restart": parameters.ui_on_restart.as_ref().map(values::ui_text),
        "error": first_error,
        "status_word": error.status_word.map(|status| status.to_string()),
        "restarts_at": ended.resumption.as_ref().map(|resumption| resumption.start().to_string()),
    })
}

pub(super) fn offer(offer: &Offer) -> Value {
    json!({
        "label": offer.label,
        "aid": offer.aid.to_string(),
        "adf_name": offer.adf_name.to_string(),
        "kernel": offer.kernel.to_string(),
        "priority": offer.priority,
    })
}

pub(super) fn activation(kernel: KernelId, activation: &Activation) -> Value {
    let indicators = activation.pre_processing.indicators;
    let set: Vec<_> = [
        ("status check requested", indicators.status_check_requested),
        ("zero amount", indicators.zero_amount),
        ("CVM required limit exceeded", indicators.cvm_required_limit_exceeded),
        ("floor limit exceeded", indicators.floor_limit_exceeded),
    ]
    .into_iter()
    .filter_map(|(name, set)| set.then_some(name))
    .collect();
    let selection = activation.selection.as_ref();
    let issuer = activation.online_response.as_ref();
    let scripts = issuer.map(|response| response.scripts.iter().map(hex::encode_upper).collect::<Vec<_>>());
    json!({
        "kernel": kernel.to_string(),
        "indicators": set,
        "ttq": activation.pre_processing.ttq.map(|ttq| hex::encode_upper(ttq.0)),
        "restart": activation.restart,
        "aid": selection.map(|selection| selection.aid.to_string()),
        "adf_name": selection.map(|selection| selection.adf_name.to_string()),
        "fci": selection.map(|selection| hex::encode_upper(&selection.fci)),
        "status": selection.map(|selection| selection.status.to_string()),
        "data": by_tag(&activation.data),
        "issuer": issuer.map(|response| by_tag(&response.data)),
        "scripts": scripts,
        "has_previous": activation.previous.is_some(),
    })
}

fn by_tag(objects: &Database) -> Value {
    objects.iter().map(|(tag, value)| (tag.to_string(), Value::from(hex::encode_upper(value)))).collect()
}
