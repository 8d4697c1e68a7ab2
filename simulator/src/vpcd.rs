//! A card in the virtual reader of vsmartcard: `vpcd`, a reader driver for PC/SC.
//!
//! The reader listens, the card connects; connected is inserted, disconnected is removed. Each message is two bytes of
//! length, the most significant first, and that many bytes. From the reader one byte is an order (0 power off, 1 power
//! on, 2 reset, 4 Answer To Reset) and more are a C-APDU. The card answers a C-APDU and order 4, nothing else.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread::sleep;

use crate::card::SoftwareCard;

/// What a reader makes up for a contactless card without historical bytes (PC/SC part 3, 3.1.3.2.3).
pub const ANSWER_TO_RESET: [u8; 5] = [0x3B, 0x80, 0x80, 0x01, 0x01];

/// Why the card is no longer in the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Left {
    /// The power went after at least one C-APDU: the tap is over, and the cardholder takes the card.
    AfterTap,
    /// The card left by itself, in the middle of a command.
    Torn,
    /// The reader closed the connection.
    ReaderGone,
}

/// Puts the card into the reader that listens at `reader`, and answers until it leaves.
///
/// # Errors
///
/// If nobody listens there, or the connection breaks in the middle of a message.
pub fn insert(card: &mut SoftwareCard, reader: SocketAddr) -> io::Result<Left> {
    serve(card, reader, true)
}

/// The same for a card that stays in the reader from tap to tap, until it is torn or the reader closes the connection.
///
/// # Errors
///
/// As [`insert`].
pub fn keep(card: &mut SoftwareCard, reader: SocketAddr) -> io::Result<Left> {
    serve(card, reader, false)
}

fn serve(card: &mut SoftwareCard, reader: SocketAddr, leaves: bool) -> io::Result<Left> {
    let mut link = Link(TcpStream::connect(reader)?);
    link.0.set_nodelay(true)?;
    card.field_off();
    let mut commands = 0_u32;
    while let Some(message) = link.receive()? {
        match message.as_slice() {
            [0] if leaves && commands > 0 => {
                card.field_off();
                return Ok(Left::AfterTap);
            }
            [0..=2] => {
                card.field_off();
                commands = 0;
            }
            [4] => link.send(&ANSWER_TO_RESET)?,
            [] | [_] => {}
            command => {
                let reaction = card.react(command);
                sleep(reaction.delay);
                commands = commands.saturating_add(1);
                let Some(answer) = reaction.answer else { return Ok(Left::Torn) };
                link.send(&answer)?;
            }
        }
    }
    card.field_off();
    Ok(Left::ReaderGone)
}

/// Messages over the connection.
struct Link(TcpStream);

impl Link {
    /// `None` if the reader closed the connection between two messages.
    fn receive(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut length = [0; 2];
        self.acknowledge_at_once();
        if self.0.read(&mut length[..1])? == 0 {
            return Ok(None);
        }
        self.acknowledge_at_once();
        self.0.read_exact(&mut length[1..])?;
        let mut message = vec![0; usize::from(u16::from_be_bytes(length))];
        self.acknowledge_at_once();
        self.0.read_exact(&mut message)?;
        Ok(Some(message))
    }

    /// Length and message in one segment.
    fn send(&mut self, message: &[u8]) -> io::Result<()> {
        let length = u16::try_from(message.len()).map_err(io::Error::other)?;
        self.0.write_all(&[&length.to_be_bytes(), message].concat())
    }

    /// The reader writes length and message apart and waits for our acknowledgement between them, which the system would
    /// delay for 40 ms. The option holds for one acknowledgement only, so it is set again before each read. Where there
    /// is no such option the card is slow, no more.
    fn acknowledge_at_once(&self) {
        #[cfg(target_os = "linux")]
        let _ = socket2::SockRef::from(&self.0).set_tcp_quickack(true);
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::thread::spawn;

    use super::*;
    use crate::card::card;

    const SELECT_PPSE: &[u8] = b"\x00\xA4\x04\x00\x0E2PAY.SYS.DDF01\x00";

    fn listener() -> (TcpListener, SocketAddr) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        (listener, address)
    }

    fn send(reader: &mut TcpStream, message: &[u8]) {
        reader.write_all(&u16::try_from(message.len()).unwrap().to_be_bytes()).unwrap();
        reader.write_all(message).unwrap();
    }

    fn receive(reader: &mut TcpStream) -> Vec<u8> {
        let mut length = [0; 2];
        reader.read_exact(&mut length).unwrap();
        let mut message = vec![0; usize::from(u16::from_be_bytes(length))];
        reader.read_exact(&mut message).unwrap();
        message
    }

    #[test]
    fn the_card_says_over_the_socket_what_it_says_without_and_leaves_when_the_power_goes() {
        let (listener, address) = listener();
        let mut inserted = card("visa-credit", 1).unwrap();
        let running = spawn(move || insert(&mut inserted, address));
        let (mut reader, _) = listener.accept().unwrap();
        // Power that comes and goes without a command is no tap.
        for order in [1, 0, 2, 1] {
            send(&mut reader, &[order]);
        }
        send(&mut reader, &[4]);
        assert_eq!(receive(&mut reader), ANSWER_TO_RESET);
        send(&mut reader, SELECT_PPSE);
        assert_eq!(receive(&mut reader), card("visa-credit", 1).unwrap().answer(SELECT_PPSE));
        send(&mut reader, &[0]);
        assert_eq!(running.join().unwrap().unwrap(), Left::AfterTap);
    }

    #[test]
    fn a_torn_card_is_gone_without_an_answer() {
        let (listener, address) = listener();
        let mut inserted = card("visa-credit", 1).unwrap().torn_at(1);
        let running = spawn(move || insert(&mut inserted, address));
        let (mut reader, _) = listener.accept().unwrap();
        send(&mut reader, SELECT_PPSE);
        assert_eq!(reader.read(&mut [0; 1]).unwrap(), 0);
        assert_eq!(running.join().unwrap().unwrap(), Left::Torn);
    }

    #[test]
    fn a_reader_that_leaves_ends_it_and_half_a_message_is_an_error() {
        for (sent, clean) in
            [(&[][..], true), (&[0, 1, 4][..], true), (&[0][..], false), (&[0, 5, 1][..], false)]
        {
            let (listener, address) = listener();
            let running = spawn(move || insert(&mut card("visa-credit", 1).unwrap(), address));
            let (mut reader, _) = listener.accept().unwrap();
            reader.write_all(sent).unwrap();
            reader.shutdown(std::net::Shutdown::Write).unwrap();
            let ended = running.join().unwrap();
            assert_eq!(ended.is_ok(), clean, "{sent:?}");
        }
    }
}
