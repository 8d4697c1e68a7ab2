//! What a profile does at which amount, for people.

use tapkernel::profile::{Interval, Treatment};

/// The lines that explain how applications are treated.
pub(crate) fn lines(treatment: &Treatment) -> Vec<String> {
    let Treatment { scheme, currency, transaction_type, kernel, .. } = treatment;
    let cards = match &treatment.program_id {
        Some(id) => format!(", cards with Program ID {id}"),
        None => String::new(),
    };
    let device = match treatment.on_device_cvm {
        Some(true) => ", with verification on the device",
        Some(false) => ", without verification on the device",
        None => "",
    };
    let aids = treatment.aids.join(" ");
    let accepted = match (&treatment.accepted_from, &treatment.accepted_to) {
        (None, _) => "no amount is accepted".to_owned(),
        (Some(from), Some(to)) => format!("accepted from {from} to {to}"),
        (Some(from), None) => format!("accepted from {from}"),
    };
    let from = |amount: &Option<String>| match amount {
        Some(amount) => format!("from {amount}"),
        None => "never".to_owned(),
    };
    let mut lines = vec![
        format!("{transaction_type} in {currency}, {scheme}, kernel {kernel}, AIDs {aids}{cards}{device}"),
        format!("  {accepted}"),
        format!("  PIN or verification on the device: {}", from(&treatment.pin_from)),
        format!("  online for the amount: {}", from(&treatment.online_from)),
    ];
    lines.extend(treatment.intervals.iter().map(|interval| format!("    {}", amounts(interval))));
    lines
}

/// `40.01 to 500.00: PIN, online`.
fn amounts(interval: &Interval) -> String {
    let amounts = match &interval.to {
        Some(to) if *to == interval.from => to.clone(),
        Some(to) => format!("{} to {to}", interval.from),
        None => format!("{} and more", interval.from),
    };
    if !interval.accepted {
        return format!("{amounts}: refused");
    }
    let words = [
        (interval.zero_amount, "zero amount"),
        (interval.status_check, "status check"),
        (interval.pin, "PIN"),
        (!interval.pin, "no PIN"),
        (interval.online, "online"),
        (!interval.online, "the card decides whether online"),
    ];
    let said: Vec<_> = words.iter().filter(|(holds, _)| *holds).map(|(_, word)| *word).collect();
    format!("{amounts}: {}", said.join(", "))
}
