//! Connections over the line.

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::time::Instant;

use tapkernel_terminal::acquirer::iso8583::FrameReader;
use tapkernel_terminal::acquirer::link::{Connection, Connector};

use super::{FRAME, Fault, Wire};

impl Connector for Wire {
    fn connect(&mut self, _deadline: Instant) -> io::Result<Box<dyn Connection>> {
        let mut shared = self.shared();
        if shared.front() == Fault::Refused {
            shared.take();
            return Err(io::ErrorKind::ConnectionRefused.into());
        }
        Ok(Box::new(Open {
            wire: self.clone(),
            frames: FrameReader::new(FRAME),
            answer: VecDeque::new(),
            ends: false,
            broken: false,
            taken: 0,
        }))
    }
}

/// A connection.
struct Open {
    wire: Wire,
    frames: FrameReader,
    answer: VecDeque<u8>,
    ends: bool,
    broken: bool,
    taken: u64,
}

impl Write for Open {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.broken {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let mut shared = self.wire.shared();
        if let Fault::Taken(most) = shared.front() {
            if most < bytes.len() {
                shared.take();
                shared.messages += 1;
                self.broken = true;
                self.taken += most as u64;
                return if most == 0 { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(most) };
            }
        }
        self.frames.push(bytes);
        self.taken += bytes.len() as u64;
        while let Some((_, coded)) = self.frames.next_message().unwrap() {
            let (answer, ends) = shared.exchange(coded.expose());
            self.answer.extend(answer);
            self.ends |= ends;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Read for Open {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.answer.is_empty() {
            return if self.ends { Ok(0) } else { Err(io::ErrorKind::TimedOut.into()) };
        }
        self.answer.read(into)
    }
}

impl Connection for Open {
    fn set_deadline(&mut self, _deadline: Instant) {}

    fn bytes_taken(&self) -> u64 {
        self.taken
    }

    fn is_silent(&self) -> bool {
        self.answer.is_empty() && !self.ends && !self.broken && self.wire.shared().front() != Fault::Refused
    }
}
