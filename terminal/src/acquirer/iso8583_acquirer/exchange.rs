//! One message and its answer.

use std::time::Instant;

use super::{Awaited, Iso8583Acquirer};
use crate::acquirer::iso8583::{FrameReader, Message};
use crate::acquirer::link::Connection;
use crate::acquirer::{Delivery, MessageJournal, NotSent, Outgoing, Stan, Unknown};

/// How much is read at once.
const PIECE: usize = 2048;

impl Iso8583Acquirer {
    /// Sends `message` and waits for its answer. The connection is kept only after a matching answer.
    pub(super) fn exchange(
        &mut self,
        stan: Stan,
        message: Message,
        journal: &mut dyn MessageJournal,
    ) -> Delivery<Message> {
        let mut connection = match self.prepared() {
            Ok(connection) => connection,
            Err(why) => return Delivery::NotSent(why),
        };
        if let Err(why) = self.send(connection.as_mut(), stan, &message, journal) {
            return why;
        }
        let awaited = Awaited { message_type: message.message_type().answer(), stan };
        match self.receive(connection.as_mut(), &awaited) {
            Ok(answer) => {
                self.connection = Some(connection);
                Delivery::Answered(answer)
            }
            Err(why) => Delivery::Unknown(why),
        }
    }

    /// The connection that is kept, if it is good for another message, else a new one.
    fn prepared(&mut self) -> Result<Box<dyn Connection>, NotSent> {
        match self.connection.take().filter(|connection| connection.is_silent()) {
            Some(connection) => Ok(connection),
            None => {
                let deadline = Instant::now() + self.settings.wait.connect;
                self.connector.connect(deadline).map_err(|_| NotSent::Unreachable)
            }
        }
    }

    /// Into the journal, then onto the line. Whether a byte left decides between "not sent" and "unknown".
    fn send(
        &self,
        connection: &mut dyn Connection,
        stan: Stan,
        message: &Message,
        journal: &mut dyn MessageJournal,
    ) -> Result<(), Delivery<Message>> {
        let settings = &self.settings;
        let coded = settings.authentication.encode(&settings.dialect, message);
        let coded = coded.map_err(|error| Delivery::NotSent(NotSent::Message(error)))?;
        let framed = settings.frame.wrap(coded.expose()).map_err(|_| Delivery::NotSent(NotSent::TooLong))?;
        let outgoing = Outgoing { message_type: message.message_type(), stan, fields: message };
        journal.before_send(&outgoing).map_err(|_| Delivery::NotSent(NotSent::Journal))?;
        connection.set_deadline(Instant::now() + settings.wait.answer);
        let before = connection.bytes_taken();
        connection.write_all(framed.expose()).and_then(|()| connection.flush()).map_err(|_| {
            if connection.bytes_taken() == before {
                Delivery::NotSent(NotSent::Unreachable)
            } else {
                Delivery::Unknown(Unknown::ConnectionLost)
            }
        })
    }

    /// Reads until the answer comes or the time is over; what belongs to other messages is dropped.
    fn receive(&self, connection: &mut dyn Connection, awaited: &Awaited) -> Result<Message, Unknown> {
        let mut frames = FrameReader::new(self.settings.frame);
        let mut piece = zeroize::Zeroizing::new([0; PIECE]);
        loop {
            while let Some((_, coded)) = frames.next_message().map_err(|_| Unknown::Garbage)? {
                if let Some(answer) = self.answer(coded.expose(), awaited)? {
                    return Ok(answer);
                }
            }
            match connection.read(piece.as_mut_slice()) {
                Ok(0) => return Err(Unknown::ConnectionLost),
                Ok(read) => frames.push(piece.get(..read).unwrap_or_default()),
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == std::io::ErrorKind::TimedOut => return Err(Unknown::TimeOut),
                Err(_) => return Err(Unknown::ConnectionLost),
            }
        }
    }

    /// The message, if it is the answer; `None` if it belongs to another.
    fn answer(&self, coded: &[u8], awaited: &Awaited) -> Result<Option<Message>, Unknown> {
        let settings = &self.settings;
        let message = settings.dialect.decode(coded).map_err(|_| Unknown::Garbage)?;
        if !settings.authentication.verifies(coded, &message) {
            return Err(Unknown::NotAuthentic);
        }
        let matches = message.message_type() == awaited.message_type
            && message.number(11) == Some(awaited.stan.number().into())
            && message.text(41) == Some(&settings.terminal_id);
        Ok(matches.then_some(message))
    }
}
