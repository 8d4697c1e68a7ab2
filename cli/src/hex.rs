//! Hexadecimal text.

/// Why a text is not hexadecimal: what, and at which character, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HexError {
    /// There is nothing.
    Empty,
    /// This character is no hexadecimal digit.
    Digit(char, usize),
    /// The last byte has one digit only.
    Odd(usize),
}

impl std::fmt::Display for HexError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => f.write_str("is empty: hexadecimal digits are wanted"),
            Self::Digit(found, at) => write!(f, "{found:?} at character {at} is no hexadecimal digit"),
            Self::Odd(digits) => {
                write!(f, "{digits} digits make no whole bytes: two digits a byte are wanted")
            }
        }
    }
}

/// Reads hexadecimal digits, two a byte; white space may stand anywhere.
pub(crate) fn read(text: &str) -> Result<Vec<u8>, HexError> {
    let mut bytes = Vec::with_capacity(text.len() / 2);
    let (mut high, mut digits) = (None, 0);
    for (at, found) in text.chars().enumerate().filter(|(_, found)| !found.is_whitespace()) {
        let digit = found.to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let digit = digit.ok_or(HexError::Digit(found, at + 1))?;
        digits += 1;
        match high.take() {
            None => high = Some(digit),
            Some(high) => bytes.push(high << 4 | digit),
        }
    }
    match digits {
        0 => Err(HexError::Empty),
        _ if high.is_some() => Err(HexError::Odd(digits)),
        _ => Ok(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_may_stand_anywhere() {
        assert_eq!(read("9F 0\t2\n06"), Ok(vec![0x9F, 0x02, 0x06]));
        assert_eq!(read("ab"), Ok(vec![0xAB]));
    }

    #[test]
    fn what_is_wrong_and_where() {
        assert_eq!(read(" \n"), Err(HexError::Empty));
        assert_eq!(read("9F0G"), Err(HexError::Digit('G', 4)));
        assert_eq!(read("9F 0x"), Err(HexError::Digit('x', 5)));
        assert_eq!(read("9F0"), Err(HexError::Odd(3)));
        assert_eq!(read("٣٣"), Err(HexError::Digit('٣', 1)));
    }
}
