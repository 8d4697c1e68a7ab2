//! The same over TLS.

use std::time::Duration;

use tapkernel_simulator::host::TlsIdentity;
use tapkernel_terminal::acquirer::link::{TcpConnector, TlsConnector, TlsError};
use tapkernel_terminal::acquirer::{Acquirer, Delivery, Iso8583Acquirer, NotSent, Operation};

use crate::rig::*;

const AUTHORITY: &str = include_str!("../../../simulator/keys/tls/ca.pem");
const CERTIFICATE: &str = include_str!("../../../simulator/keys/tls/host.pem");
const KEY: &str = include_str!("../../../simulator/keys/tls/host.key");

fn identity() -> TlsIdentity {
    TlsIdentity { certificates: CERTIFICATE.to_owned(), key: KEY.to_owned() }
}

#[test]
fn several_messages_on_one_connection() {
    let line = bcd();
    let server = server(&line, Some(identity()));
    let tcp = TcpConnector::new(server.address().to_string());
    let tls = TlsConnector::new(tcp, "localhost", AUTHORITY, None).unwrap();
    let mut host = Iso8583Acquirer::new(settings(&line, Duration::from_secs(10)), tls);
    let (mut journal, mut card) = (Journal::default(), visa());
    for stan in 1..=3 {
        let data = tapped(&mut card, 1000);
        let answer = host.authorise(&request(stan, Operation::Purchase, 1000, &data), &mut journal).answer();
        assert!(answer.unwrap().response_code.is_approved());
    }
}

#[test]
fn another_authority_or_name_is_not_the_acquirer() {
    let line = ascii();
    let server = server(&line, Some(identity()));
    let tcp = TcpConnector::new(server.address().to_string());
    // The host's own certificate is no authority's; another name is another host.
    for (name, authority) in [("localhost", CERTIFICATE), ("acquirer.example", AUTHORITY)] {
        let tls = TlsConnector::new(tcp.clone(), name, authority, None).unwrap();
        let mut host = Iso8583Acquirer::new(settings(&line, Duration::from_secs(2)), tls);
        let mut journal = Journal::default();
        assert_eq!(host.echo(trace(1), &mut journal), Delivery::NotSent(NotSent::Unreachable), "{name}");
        assert!(journal.sent.is_empty());
    }
}

#[test]
fn what_cannot_be_set_up() {
    let tcp = || TcpConnector::new("127.0.0.1:1");
    let new = |name, authority, identity| TlsConnector::new(tcp(), name, authority, identity).map(|_| ());
    assert_eq!(new("not a name", AUTHORITY, None), Err(TlsError::Name));
    assert_eq!(new("localhost", "", None), Err(TlsError::Authorities));
    assert_eq!(new("localhost", AUTHORITY, Some((CERTIFICATE, AUTHORITY))), Err(TlsError::Identity));
    assert_eq!(new("localhost", AUTHORITY, Some((CERTIFICATE, KEY))), Ok(()));
}
