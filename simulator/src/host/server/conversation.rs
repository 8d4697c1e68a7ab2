//! One connection: messages read, the host asked, answers written, with what goes wrong on purpose.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use rustls::{ServerConnection, StreamOwned};
use tapkernel_terminal::acquirer::iso8583::{Frame, FrameReader, Tpdu};

use super::{ServerSettings, Shared};
use crate::host::Fault;

/// A client that takes no answer for so long is gone.
const PATIENCE: Duration = Duration::from_secs(10);

/// What is to be done with the line after a message.
enum Line {
    Keep,
    Close,
}

impl Shared {
    pub(super) fn serve(&self, stream: TcpStream) -> io::Result<()> {
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(PATIENCE))?;
        match &self.tls {
            None => self.converse(stream),
            Some(tls) => {
                let session = ServerConnection::new(Arc::clone(tls)).map_err(io::Error::other)?;
                self.converse(StreamOwned::new(session, stream))
            }
        }
    }

    fn converse(&self, mut stream: impl Read + Write) -> io::Result<()> {
        let mut frames = FrameReader::new(self.settings.frame);
        let mut piece = [0; 2048];
        let (mut fault, mut read) = (None, 0);
        while !self.lines.are_stopped() {
            while let Some((tpdu, coded)) = frames.next_message().map_err(io::Error::other)? {
                let fault = fault.take().unwrap_or_else(|| self.faults.take());
                read = 0;
                if let Line::Close = self.answer(&mut stream, tpdu, coded.expose(), fault)? {
                    return Ok(());
                }
            }
            let length = match stream.read(&mut piece) {
                Ok(0) => return Ok(()),
                Ok(length) => length,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            read += length;
            let fault = *fault.get_or_insert_with(|| self.faults.take());
            match fault {
                Fault::Close => return Ok(()),
                Fault::DropReading(bytes) if read >= bytes => {
                    // The host acts on what was whole before the line broke.
                    let seen = length.saturating_sub(read - bytes);
                    frames.push(piece.get(..seen).unwrap_or_default());
                    if let Ok(Some((_, coded))) = frames.next_message() {
                        self.act(coded.expose());
                    }
                    return Ok(());
                }
                _ => frames.push(piece.get(..length).unwrap_or_default()),
            }
        }
        Ok(())
    }

    /// The coded answer of the host; `None` if the message is none that it answers.
    fn act(&self, coded: &[u8]) -> Option<Vec<u8>> {
        let ServerSettings { dialect, authentication, .. } = &self.settings;
        let message = dialect.decode(coded).ok()?;
        if !authentication.verifies(coded, &message) {
            return None;
        }
        let answer = self.host.lock().unwrap_or_else(PoisonError::into_inner).handle(&message)?;
        Some(authentication.encode(dialect, &answer).ok()?.expose().clone())
    }

    fn answer(
        &self,
        stream: &mut impl Write,
        tpdu: Option<Tpdu>,
        coded: &[u8],
        fault: Fault,
    ) -> io::Result<Line> {
        match fault {
            Fault::Close => return Ok(Line::Close),
            Fault::Lost => return Ok(Line::Keep),
            Fault::Delayed(time) => self.lines.wait(time),
            _ => {}
        }
        // A server that ends asks its host no more.
        let coded = Some(coded).filter(|_| !self.lines.are_stopped());
        let Some(answer) = coded.and_then(|coded| self.act(coded)) else { return Ok(Line::Keep) };
        if let Fault::Late(time) = fault {
            self.lines.wait(time);
        }
        if fault == Fault::Never || self.lines.are_stopped() {
            return Ok(Line::Keep);
        }
        let frame = Frame { tpdu: tpdu.map(Tpdu::answer), ..self.settings.frame };
        let framed = frame.wrap(&spoilt(answer, fault)).map_err(io::Error::other)?;
        write(stream, framed.expose(), fault)
    }
}

/// The answer as the fault makes it.
fn spoilt(mut answer: Vec<u8>, fault: Fault) -> Vec<u8> {
    match fault {
        Fault::Garbage => answer.fill(0x3F),
        Fault::Forged => answer.last_mut().into_iter().for_each(|byte| *byte ^= 1),
        _ => {}
    }
    answer
}

fn write(stream: &mut impl Write, framed: &[u8], fault: Fault) -> io::Result<Line> {
    let (bytes, line) = match fault {
        Fault::DropWriting(bytes) => (framed.get(..bytes).unwrap_or(framed).to_vec(), Line::Close),
        Fault::Twice => (framed.repeat(2), Line::Keep),
        _ => (framed.to_vec(), Line::Keep),
    };
    stream.write_all(&bytes)?;
    stream.flush()?;
    Ok(line)
}
