//! The number of an earlier transaction.

use tapkernel_terminal::acquirer::Stan;

/// Reads a Systems Trace Audit Number, with or without its zeros.
pub(crate) fn stan(text: &str) -> Result<Stan, String> {
    let digits = (1..=6).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|_| digits);
    number
        .and_then(Stan::new)
        .ok_or_else(|| "a number of 1 to 999999 is wanted, as on the receipt".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_may_be_left_out() {
        assert_eq!(stan("000017").unwrap(), stan("17").unwrap());
        for wrong in ["", "0", "000000", "1000000", "-1", "+1", "x"] {
            assert!(stan(wrong).is_err(), "{wrong}");
        }
    }
}
