//! A slice of the same over TCP: the server's own faults, and real time.

use std::net::TcpListener;
use std::time::Duration;

use tapkernel_simulator::host::{Fault, Server, ServerSettings};
use tapkernel_terminal::acquirer::link::TcpConnector;
use tapkernel_terminal::operations::Order;
use tapkernel_terminal::rules::{Rules, WhenUnanswered, WhileReversalsWait};
use tapkernel_terminal::terminal::{SettleError, Terminal};

use crate::books::agree;
use crate::people::supervisor;
use crate::random::Random;
use crate::shop::{Behaviour, Shop, eur, host};
use crate::wire::{FRAME, authentication, dialect};

/// How long an answer is awaited while things go wrong; what is late comes after twice that.
const SHORT: Duration = Duration::from_millis(60);

fn fault(random: &mut Random) -> Fault {
    let bytes = random.below(260) as usize;
    random.pick(&[
        Fault::None,
        Fault::Close,
        Fault::Lost,
        Fault::Delayed(SHORT * 2),
        Fault::Late(SHORT * 2),
        Fault::Twice,
        Fault::Never,
        Fault::Garbage,
        Fault::Forged,
        Fault::DropReading(bytes),
        Fault::DropWriting(bytes),
    ])
}

fn open(shop: &Shop, server: &Server, wait: Duration) -> Terminal {
    let connector = TcpConnector::new(server.address().to_string());
    shop.try_open_with(shop.disk.open(), connector, wait).unwrap()
}

fn day(shop: &mut Shop, terminal: &mut Terminal, server: &Server, random: &mut Random) {
    let sue = supervisor();
    let card = Behaviour::with("visa-credit");
    for amount in [1000, 1100, 1065, 4100] {
        server.faults().push(fault(random));
        let Ok(paid) = shop.run(terminal, &Order::purchase(eur(amount)), &card) else { continue };
        server.faults().push(fault(random));
        let paid = paid.transaction().stan();
        let order = match random.below(2) {
            0 => Order::void(paid, eur(amount)),
            _ => Order::refund(paid, eur(amount / 2)),
        };
        let _ = shop.run(terminal, &order.allowed_by(sue), &card);
    }
    if let Ok(held) = shop.run(terminal, &Order::pre_authorisation(eur(2000)), &card) {
        server.faults().push(fault(random));
        let _ = terminal.submit(&Order::completion(held.transaction().stan(), eur(1500)));
    }
    server.faults().push(fault(random));
    let _ = terminal.settle();
}

#[test]
fn over_tcp_and_in_real_time() {
    for seed in 0..6 {
        let mut random = Random::new(seed);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let settings =
            ServerSettings { dialect: dialect(), frame: FRAME, authentication: authentication(), tls: None };
        let server = Server::start(listener, host(), settings).unwrap();
        let rules = Rules {
            unanswered: random.pick(&[WhenUnanswered::Reverse, WhenUnanswered::Query]),
            while_reversals_wait: WhileReversalsWait::AllowSales,
            ..Rules::default()
        };
        let mut shop = Shop::new("softpos-eur", rules);
        let mut terminal = open(&shop, &server, SHORT);
        day(&mut shop, &mut terminal, &server, &mut random);
        drop(terminal);
        server.faults().clear();
        let mut terminal = open(&shop, &server, Duration::from_secs(20));
        assert!(terminal.recover().unwrap().pending.is_empty(), "seed {seed}");
        // What was on its way has arrived by now.
        std::thread::sleep(SHORT * 3);
        let check =
            || agree(&shop.disk.records(), &server.host()).unwrap_or_else(|why| panic!("seed {seed}: {why}"));
        check();
        match terminal.settle() {
            Ok(report) => assert!(report.currencies[0].balanced, "seed {seed}"),
            Err(SettleError::Nothing) => {}
            Err(error) => panic!("seed {seed}: {error}"),
        }
        check();
    }
}
