//! Applications as schemes.

use serde_json::{Map, Value, json};

use super::layers::{Merged, MergedApplication, MergedKernel, Objects};
use super::terminal::{self, Currency};
use crate::profile::Problem;

const MASTERCARD: u32 = 2;
const VISA: u32 = 3;

/// The transaction types by their code.
const TYPES: [(u8, &str); 5] =
    [(0x00, "purchase"), (0x01, "cash"), (0x09, "cashback"), (0x17, "cash_disbursement"), (0x20, "refund")];

/// Flags of Kernel 3 and the option that each is.
const OPTIONS: [(&str, &str); 6] = [
    ("displayAvailableSpendingAmount", "display_aosa"),
    ("aucManualCheckSupported", "auc_manual_cash"),
    ("aucCashbackCheckSupported", "auc_cashback"),
    ("atmOfflineCheck", "atm_check"),
    ("exceptionFileEnabled", "exception_file"),
    ("fddaForOnlineSupported", "oda_for_online"),
];

/// Limits of Kernel 2 and the field of `kernel_limits` that each is.
const LIMITS: [(&str, &str); 4] = [
    ("DF8123", "floor_limit"),
    ("DF8124", "transaction_limit_no_on_device_cvm"),
    ("DF8125", "transaction_limit_on_device_cvm"),
    ("DF8126", "cvm_limit"),
];

/// One scheme for all applications of a kernel that have the same objects.
pub(super) fn write(merged: &mut Merged) -> Vec<Value> {
    let currency = terminal::currency(merged);
    let kernels = std::mem::take(&mut merged.kernels);
    let mut schemes: Vec<Value> = Vec::new();
    for (id, kernel) in &kernels {
        if !matches!(*id, MASTERCARD | VISA) {
            let text = "is neither Kernel 2 nor 3";
            merged.left_out.push(Problem::warning(format!("kernel {id}"), text));
            continue;
        }
        let mut own: Vec<Value> = Vec::new();
        for application in &kernel.applications {
            let mut scheme = scheme(*id, kernel, application, &currency, &mut merged.left_out);
            if let Some(same) = own.iter_mut().find(|known| alike(known, &scheme)) {
                if let Some(aids) = same.get_mut("aids").and_then(Value::as_array_mut) {
                    aids.push(json!(application.aid));
                }
                continue;
            }
            let name = if *id == MASTERCARD { "mastercard" } else { "visa" };
            let name = if own.is_empty() { name.to_owned() } else { format!("{name} {}", own.len() + 1) };
            put(&mut scheme, "scheme", json!(name));
            own.push(scheme);
        }
        schemes.extend(own);
        note_flags(*id, kernel, &mut merged.left_out);
    }
    merged.kernels = kernels;
    schemes
}

/// The transaction types that schemes have.
pub(super) fn types(schemes: &[Value]) -> Vec<String> {
    let has =
        |kind: &str| schemes.iter().any(|scheme| scheme.pointer(&format!("/transactions/{kind}")).is_some());
    TYPES.iter().map(|(_, kind)| (*kind).to_owned()).filter(|kind| has(kind)).collect()
}

fn alike(a: &Value, b: &Value) -> bool {
    ["data", "transactions", "options"].iter().all(|name| a.get(*name) == b.get(*name))
}

fn put(object: &mut Value, name: &str, value: Value) {
    if let Some(fields) = object.as_object_mut() {
        fields.insert(name.to_owned(), value);
    }
}

fn scheme(
    id: u32,
    kernel: &MergedKernel,
    application: &MergedApplication,
    currency: &Currency,
    left_out: &mut Vec<Problem>,
) -> Value {
    let mut data = kernel.config.clone();
    data.extend(application.config.clone());
    let mut transactions = Map::new();
    for (transaction, objects) in &application.transactions {
        let kind = TYPES.iter().find(|(code, _)| *code == transaction.transaction_type);
        let Some((_, kind)) = kind else {
            let path = format!("{}: type {}", application.aid, transaction.transaction_type);
            left_out.push(Problem::warning(path, "is no transaction type of a profile"));
            continue;
        };
        let set = transaction_set(id, transaction, objects, &data, currency);
        transactions.insert((*kind).to_owned(), set);
    }
    LIMITS.iter().for_each(|(tag, _)| drop(data.remove(*tag)));
    data.remove("9F66");
    let mut scheme = json!({
        "kernel": format!("{id:02X}"), "aids": [application.aid], "transactions": transactions, "data": data,
    });
    if id == VISA {
        put(&mut scheme, "options", options(kernel));
    }
    scheme
}

/// One transaction type; what it does not say is in `data`, that of the kernel and the application.
fn transaction_set(
    id: u32,
    transaction: &super::format::Transaction,
    objects: &Objects,
    data: &Objects,
    currency: &Currency,
) -> Value {
    let mut set = json!({
        "extended_selection": transaction.extended_selection_support_flag.unwrap_or_default(),
    });
    put(&mut set, "entry_point", json!({ &currency.letters: entry_point(transaction, currency) }));
    let mut objects = objects.clone();
    if id == MASTERCARD {
        let limits = kernel_limits(data, &objects, currency);
        put(&mut set, "kernel_limits", json!({ &currency.letters: limits }));
        LIMITS.iter().for_each(|(tag, _)| drop(objects.remove(*tag)));
    } else if let Some(ttq) = objects.remove("9F66").or_else(|| data.get("9F66").cloned()) {
        put(&mut set, "ttq", json!(ttq));
    }
    put(&mut set, "data", json!(objects));
    set
}

/// The options of Kernel 3.
fn options(kernel: &MergedKernel) -> Value {
    let on = |name: &str| kernel.flags.get(name).copied().unwrap_or_default();
    OPTIONS.iter().map(|(flag, name)| ((*name).to_owned(), json!(on(flag)))).collect::<Map<_, _>>().into()
}

fn entry_point(transaction: &super::format::Transaction, currency: &Currency) -> Value {
    let mut raw = Map::new();
    let flags = [
        ("status_check_support", transaction.status_check_support_flag),
        ("zero_amount_allowed", transaction.zero_amount_allowed_flag),
    ];
    let limits = [
        ("transaction_limit", transaction.reader_contactless_transaction_limit),
        ("floor_limit", transaction.reader_contactless_floor_limit),
        ("cvm_limit", transaction.reader_cvm_required_limit),
        ("terminal_floor_limit", transaction.terminal_floor_limit),
    ];
    for (name, flag) in flags {
        flag.into_iter().for_each(|flag| drop(raw.insert(name.to_owned(), json!(flag))));
    }
    for (name, limit) in limits {
        limit.into_iter().for_each(|limit| drop(raw.insert(name.to_owned(), json!(currency.write(limit)))));
    }
    Value::Object(raw)
}

/// The four limits; one that nobody gives is zero, as in the book.
fn kernel_limits(data: &Objects, objects: &Objects, currency: &Currency) -> Value {
    let limit = |tag: &str| {
        let coded = objects.get(tag).or_else(|| data.get(tag));
        currency.write(coded.and_then(|digits| digits.parse().ok()).unwrap_or_default())
    };
    LIMITS.iter().map(|(tag, name)| ((*name).to_owned(), json!(limit(tag)))).collect::<Map<_, _>>().into()
}

fn note_flags(id: u32, kernel: &MergedKernel, left_out: &mut Vec<Problem>) {
    let known = |name: &str| id == VISA && OPTIONS.iter().any(|(flag, _)| *flag == name);
    for (name, _) in kernel.flags.iter().filter(|(name, on)| **on && !known(name)) {
        let text = "is no field of a profile: the kernel's data objects say it, or it is not built in";
        left_out.push(Problem::warning(format!("kernel {id}: {name}"), text));
    }
}
