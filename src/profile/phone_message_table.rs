//! Checks the Phone Message Table `DF8131` of Kernel 2 (Book C-2, A.1): a row that the kernel cannot read or show would be
//! passed over silently.

use tapkernel_core::outcome::{MessageIdentifier, Status};

use super::place::Place;

/// What stands for no message, and for no status.
const NOT_APPLICABLE: u8 = 0xFF;

/// Refuses rows that are not whole, and messages and statuses that no book has.
pub(super) fn check(field: &Place<'_>, table: &[u8]) {
    for (number, row) in (1..).zip(table.chunks(8)) {
        check_row(field, number, row);
    }
}

fn check_row(field: &Place<'_>, number: usize, row: &[u8]) {
    let &[_, _, _, _, _, _, message, status] = row else {
        let bytes = row.len();
        return refuse(
            field,
            format_args!("row {number} has {bytes} bytes, 8 are wanted: mask, value, message, status"),
        );
    };
    if message != NOT_APPLICABLE && MessageIdentifier::from_code(message).is_none() {
        refuse(
            field,
            format_args!("row {number} has message identifier {message:02X}, which Book A 9.4 does not have"),
        );
    }
    if status != NOT_APPLICABLE && Status::from_code(status).is_none() {
        refuse(field, format_args!("row {number} has status {status:02X}, which Book A 9.3 does not have"));
    }
}

fn refuse(field: &Place<'_>, text: std::fmt::Arguments<'_>) {
    field.refuse::<()>(format_args!("Phone Message Table: {text}"));
}
