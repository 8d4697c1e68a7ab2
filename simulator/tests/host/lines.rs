//! The server: several clients at once, clients that vanish, faults.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use tapkernel_simulator::host::{Fault, FaultSchedule, Host, Server, ServerSettings};
use tapkernel_terminal::acquirer::MessageAuthentication;
use tapkernel_terminal::acquirer::iso8583::{
    Dialect, Frame, FrameReader, LengthHeader, Message, MessageType,
};

use crate::till::{Till, What};

const FRAME: Frame = Frame { length: LengthHeader::Binary, tpdu: None };

fn server() -> Server {
    let settings = ServerSettings {
        dialect: Dialect::bcd(),
        frame: FRAME,
        authentication: MessageAuthentication::None,
        tls: None,
    };
    Server::start(TcpListener::bind("127.0.0.1:0").unwrap(), Host::new(""), settings).unwrap()
}

fn framed(message: &Message) -> Vec<u8> {
    FRAME.wrap(Dialect::bcd().encode(message).unwrap().expose()).unwrap().expose().clone()
}

/// The answers that come until the line ends or is silent for so long.
fn answers(line: &mut TcpStream, patience: Duration) -> Vec<Message> {
    line.set_read_timeout(Some(patience)).unwrap();
    let (mut frames, mut piece, mut answers) = (FrameReader::new(FRAME), [0; 512], Vec::new());
    loop {
        while let Ok(Some((_, coded))) = frames.next_message() {
            answers.extend(Dialect::bcd().decode(coded.expose()).ok());
        }
        match line.read(&mut piece) {
            Ok(0) | Err(_) => return answers,
            Ok(length) => frames.push(&piece[..length]),
        }
    }
}

/// The first answer.
fn ask(server: &Server, message: &Message) -> Option<Message> {
    let mut line = TcpStream::connect(server.address()).ok()?;
    line.write_all(&framed(message)).ok()?;
    line.shutdown(Shutdown::Write).ok()?;
    answers(&mut line, Duration::from_secs(5)).into_iter().next()
}

fn sale(till: &mut Till, stan: u32, amount: u64) -> Message {
    let card = till.tap(amount);
    till.request(stan, What::Sale, amount, &card)
}

#[test]
fn starts_and_stops_at_once() {
    let message = Till::new().message(MessageType::NETWORK_MANAGEMENT, 1).with(70, "301");
    let _ = server();
    let before = Instant::now();
    for _ in 0..200 {
        assert!(ask(&server(), &message).is_some());
    }
    // Printed, not asserted: other programs may have the machine.
    println!("{:?} for a server with an echo and its end", before.elapsed() / 200);
}

#[test]
fn when_it_is_gone_its_port_is_free_and_its_lines_are_cut() {
    let first = server();
    let address = first.address();
    let mut idle = TcpStream::connect(address).unwrap();
    let mut halfway = TcpStream::connect(address).unwrap();
    halfway.write_all(&[0, 9, 1]).unwrap();
    // The message that is halfway may meet one of them.
    for _ in 0..2 {
        first.faults().push(Fault::Late(Duration::from_secs(3600)));
    }
    let mut late = TcpStream::connect(address).unwrap();
    late.write_all(&framed(&Till::new().message(MessageType::NETWORK_MANAGEMENT, 1).with(70, "301")))
        .unwrap();
    drop(first);
    TcpListener::bind(address).unwrap();
    for line in [&mut idle, &mut halfway, &mut late] {
        assert!(answers(line, Duration::from_secs(60)).is_empty());
    }
}

#[test]
fn many_clients_at_once_are_each_booked_once() {
    let server = server();
    let mut till = Till::new();
    let messages: Vec<_> = (1..=25).map(|stan| sale(&mut till, stan, 100 * u64::from(stan))).collect();
    thread::scope(|scope| {
        // Each message by two clients.
        for message in messages.iter().chain(&messages) {
            let server = &server;
            scope.spawn(move || assert_eq!(ask(server, message).unwrap().text(39), Some("00")));
        }
    });
    let books = server.host();
    assert_eq!(books.ledger().entries().len(), 25);
    assert_eq!(books.ledger().totals("TM000016", 7, 978).unwrap().debits.sum, 32_500);
}

#[test]
fn more_clients_than_there_is_room_for_harm_nobody() {
    let server = server();
    let message = Till::new().message(MessageType::NETWORK_MANAGEMENT, 1).with(70, "301");
    let idle: Vec<_> = (0..200).map(|_| TcpStream::connect(server.address()).unwrap()).collect();
    assert!(ask(&server, &message).is_none());
    drop(idle);
    let found = (0..500).any(|_| {
        thread::sleep(Duration::from_millis(10));
        ask(&server, &message).is_some()
    });
    assert!(found);
}

#[test]
fn a_client_that_vanishes_at_any_byte_leaves_the_books_whole() {
    let server = server();
    let mut till = Till::new();
    for stan in 1..=20 {
        let message = framed(&sale(&mut till, stan, 100));
        let bytes = message.len() * usize::try_from(stan).unwrap() / 20;
        let mut line = TcpStream::connect(server.address()).unwrap();
        line.write_all(&message[..bytes]).unwrap();
        drop(line);
    }
    let last = sale(&mut till, 30, 5000);
    assert_eq!(ask(&server, &last).unwrap().text(39), Some("00"));
    // Only the message that was whole can be there.
    let host = server.host();
    let booked: Vec<_> = host.ledger().entries().iter().map(|line| line.stan).collect();
    assert!(booked.iter().all(|stan| [20, 30].contains(stan)) && booked.contains(&30), "{booked:?}");
}

/// A line on which a message was answered.
fn used_line(server: &Server, till: &Till) -> TcpStream {
    let mut line = TcpStream::connect(server.address()).unwrap();
    let echo = till.message(MessageType::NETWORK_MANAGEMENT, 9).with(70, "301");
    line.write_all(&framed(&echo)).unwrap();
    let mut length = [0; 2];
    line.read_exact(&mut length).unwrap();
    line.read_exact(&mut vec![0; u16::from_be_bytes(length).into()]).unwrap();
    line
}

#[test]
fn each_fault_does_what_it_says() {
    // Whether the host acts, how many answers come, whether the line is open after it.
    let second = Duration::from_millis(1);
    let cases = [
        (Fault::None, true, 1),
        (Fault::Close, false, 0),
        (Fault::Lost, false, 0),
        (Fault::Delayed(second), true, 1),
        (Fault::Late(second), true, 1),
        (Fault::Twice, true, 2),
        (Fault::Never, true, 0),
        (Fault::Garbage, true, 0),
        (Fault::DropReading(0), false, 0),
        (Fault::DropReading(30), false, 0),
        (Fault::DropReading(9999), true, 1),
        (Fault::DropWriting(0), true, 0),
        (Fault::DropWriting(20), true, 0),
        (Fault::DropWriting(9999), true, 1),
    ];
    for (fault, acts, count) in cases {
        for open_before in [false, true] {
            let server = server();
            let mut till = Till::new();
            let line = open_before.then(|| used_line(&server, &till));
            server.faults().push(fault);
            let mut line = line.unwrap_or_else(|| TcpStream::connect(server.address()).unwrap());
            let _ = line.write_all(&framed(&sale(&mut till, 1, 1000)));
            let _ = line.shutdown(Shutdown::Write);
            let got = answers(&mut line, Duration::from_secs(5));
            assert_eq!(got.len(), count, "{fault} {open_before}");
            assert!(got.iter().all(|answer| answer.text(39) == Some("00")));
            assert_eq!(server.host().ledger().entries().len(), usize::from(acts), "{fault} {open_before}");
        }
    }
}

#[test]
fn a_message_that_was_delayed_comes_after_its_reversal() {
    let server = server();
    let mut till = Till::new();
    server.faults().push(Fault::Delayed(Duration::from_millis(300)));
    let mut line = TcpStream::connect(server.address()).unwrap();
    line.write_all(&framed(&sale(&mut till, 1, 1000))).unwrap();
    while !server.faults().is_empty() {
        thread::yield_now();
    }
    let reversal = till.about(MessageType::REVERSAL_ADVICE, 1, 1, 1000);
    assert_eq!(ask(&server, &reversal).unwrap().text(39), Some("00"));
    let late = answers(&mut line, Duration::from_millis(1500));
    assert_eq!(late[0].text(39), Some("05"));
    assert!(server.host().ledger().standing("TM000016", 7).is_empty());
}

#[test]
fn a_schedule_is_told_and_comes_again() {
    let met = |seed| {
        let server = server();
        let (told, mut till) = (Arc::new(Mutex::new(Vec::new())), Till::new());
        let keep = Arc::clone(&told);
        server.faults().tell(move |fault| keep.lock().unwrap().push(fault));
        let longest = Duration::from_micros(100);
        server.faults().follow(FaultSchedule { seed, percent: 50, longest, forged: false });
        for stan in 1..=60 {
            let _ = ask(&server, &sale(&mut till, stan, 100));
        }
        server.faults().clear();
        assert!(ask(&server, &sale(&mut till, 99, 100)).is_some());
        let told = told.lock().unwrap().clone();
        assert!((15..45).contains(&told.len()), "{told:?}");
        told
    };
    assert_eq!(met(3), met(3));
    assert_ne!(met(3), met(4));
}

#[test]
fn other_addresses_than_loopback_are_refused() {
    let listener = TcpListener::bind("0.0.0.0:0").unwrap();
    let settings = ServerSettings {
        dialect: Dialect::bcd(),
        frame: FRAME,
        authentication: MessageAuthentication::None,
        tls: None,
    };
    let refused = Server::start(listener, Host::new(""), settings).unwrap_err();
    assert_eq!(refused.kind(), std::io::ErrorKind::InvalidInput);
}
