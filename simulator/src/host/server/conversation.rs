//! One connection: messages read, the host asked, answers written, with what goes wrong on purpose.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::thread;

use rustls::{ServerConnection, StreamOwned};
use tapkernel_terminal::acquirer::iso8583::{Frame, FrameReader, Tpdu};

use super::{ServerSettings, Shared, TICK};
use crate::host::Fault;

/// What is to be done with the line after a message.
enum Line {
    Keep,
    Close,
}

impl Shared {
    pub(super) fn serve(&self, stream: TcpStream) -> io::Result<()> {
        stream.set_nonblocking(false)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(TICK))?;
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
        while !self.stopped.load(Ordering::Relaxed) {
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
                Err(error) if is_pause(&error) => continue,
                Err(error) => return Err(error),
            };
            read += length;
            let fault = *fault.get_or_insert_with(|| self.faults.take());
            match fault {
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
        if fault == Fault::Lost {
            return Ok(Line::Keep);
        }
        let Some(mut answer) = self.act(coded) else { return Ok(Line::Keep) };
        match fault {
            Fault::Late(time) => thread::sleep(time),
            Fault::Garbage => answer = vec![0x3F; answer.len()],
            Fault::Forged => answer.last_mut().into_iter().for_each(|byte| *byte ^= 1),
            _ => {}
        }
        let frame = Frame { tpdu: tpdu.map(Tpdu::answer), ..self.settings.frame };
        let framed = frame.wrap(&answer).map_err(io::Error::other)?;
        match fault {
            Fault::Never => return Ok(Line::Keep),
            Fault::Twice => stream.write_all(&framed.expose().repeat(2))?,
            Fault::DropWriting(bytes) => {
                stream.write_all(framed.expose().get(..bytes).unwrap_or(framed.expose()))?;
                stream.flush()?;
                return Ok(Line::Close);
            }
            _ => stream.write_all(framed.expose())?,
        }
        stream.flush()?;
        Ok(Line::Keep)
    }
}

fn is_pause(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted)
}
