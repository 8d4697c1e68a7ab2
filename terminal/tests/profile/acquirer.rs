//! `acquirer` as settings and as a line.

use std::net::TcpListener;

use serde_json::{Value, json};
use tapkernel_simulator::host::{Host, Server, ServerSettings, TlsIdentity, mac_key};
use tapkernel_terminal::acquirer::iso8583::{Bitmap, Dialect, Frame, LengthHeader, OddDigit, Tpdu};
use tapkernel_terminal::acquirer::link::{self, LinkError};
use tapkernel_terminal::acquirer::{
    Acquirer, AcquirerSettings, Iso8583Acquirer, JournalRefused, MessageAuthentication, MessageJournal,
    Outgoing, SettingsError, Stan, Trace, Wait,
};
use tapkernel_terminal::cryptography::AesKey;
use tapkernel_terminal::tapkernel::core::data::{Date, Time};
use tapkernel_terminal::tapkernel::profile::Profile;

use super::profile;

const AUTHORITY: &str = include_str!("../../../simulator/keys/tls/ca.pem");
const CERTIFICATE: &str = include_str!("../../../simulator/keys/tls/host.pem");
const KEY: &str = include_str!("../../../simulator/keys/tls/host.key");

fn least() -> Value {
    json!({ "address": "127.0.0.1:1", "coding": "ascii", "length": "binary" })
}

fn with(more: Value) -> Profile {
    let mut acquirer = least();
    acquirer.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    profile("acquirer", acquirer)
}

/// Settings show everything but keys in `Debug`, which is what makes them comparable here.
fn shown(settings: &AcquirerSettings) -> String {
    format!("{settings:?}")
}

fn settings(profile: &Profile) -> String {
    shown(&AcquirerSettings::of_profile(profile, MessageAuthentication::None).unwrap())
}

fn by_hand(dialect: Dialect, frame: Frame) -> AcquirerSettings {
    AcquirerSettings::new(dialect, frame, "TM000016", "TAPKERNEL000016").unwrap()
}

const PLAIN: Frame = Frame { length: LengthHeader::Binary, tpdu: None };

#[test]
fn each_setting_arrives() {
    let plain = || by_hand(Dialect::ascii(), PLAIN);
    let (connect, answer) = (std::time::Duration::from_secs(3), std::time::Duration::from_secs(7));
    let tpdu = Tpdu { destination: [0, 3], source: [0x12, 0x34] };
    let in_dialect = |dialect| by_hand(dialect, PLAIN);
    let cases = [
        (json!({}), plain()),
        (json!({ "coding": "bcd" }), in_dialect(Dialect::bcd())),
        (json!({ "bitmap": "hexadecimal" }), in_dialect(Dialect::ascii().with_bitmap(Bitmap::Hexadecimal))),
        (json!({ "odd_digit": "f_behind" }), in_dialect(Dialect::ascii().with_odd_digit(OddDigit::FBehind))),
        (json!({ "pin_block_format_4": true }), in_dialect(Dialect::ascii().with_pin_block_of_format_4())),
        (
            json!({ "length": "ascii" }),
            by_hand(Dialect::ascii(), Frame { length: LengthHeader::Ascii, tpdu: None }),
        ),
        (
            json!({ "tpdu": { "destination": "0003", "source": "1234" } }),
            by_hand(Dialect::ascii(), Frame { tpdu: Some(tpdu), ..PLAIN }),
        ),
        (json!({ "connect_seconds": 3, "answer_seconds": 7 }), plain().with_wait(Wait { connect, answer })),
        (json!({ "merchant_type": true }), plain().with_merchant_type("5411").unwrap()),
        (json!({ "tap_to_phone": true }), plain().tap_to_phone(false)),
        (json!({ "tap_to_phone": true, "mark_form_factor": true }), plain().tap_to_phone(true)),
    ];
    let mut seen = std::collections::BTreeSet::new();
    for (more, wanted) in cases {
        assert_eq!(settings(&with(more.clone())), shown(&wanted), "{more}");
        assert!(seen.insert(shown(&wanted)), "{more} makes no difference");
    }
}

#[test]
fn the_key_is_the_one_that_the_profile_wants() {
    let keys = || {
        [
            ("none", MessageAuthentication::None),
            ("ansi_x9_19", MessageAuthentication::AnsiX919(mac_key())),
            ("aes_cmac", MessageAuthentication::AesCmac(AesKey::new(&[9; 32]).unwrap())),
        ]
    };
    for (wanted, _) in keys() {
        let profile = with(json!({ "authentication": wanted }));
        for (name, key) in keys() {
            let settings = AcquirerSettings::of_profile(&profile, key).map(|_| ());
            let expected = if name == wanted { Ok(()) } else { Err(SettingsError::Authentication) };
            assert_eq!(settings, expected, "{wanted}, given {name}");
        }
    }
}

#[test]
fn a_profile_without_acquirer() {
    let profile = Profile::built_in("softpos-eur").unwrap();
    let settings = AcquirerSettings::of_profile(&profile, MessageAuthentication::None).map(|_| ());
    assert_eq!(settings, Err(SettingsError::NotInProfile));
    assert_eq!(link::of_profile(&profile, None).map(|_| ()), Err(LinkError::NotInProfile));
}

struct Unkept;

impl MessageJournal for Unkept {
    fn before_send(&mut self, _: &Outgoing<'_>) -> Result<(), JournalRefused> {
        Ok(())
    }
}

/// Whether the host answers a terminal that knows nothing but the profile and the key.
fn echoes(server: &Server, more: Value) -> bool {
    let mut acquirer = json!({
        "address": server.address().to_string(), "coding": "bcd", "length": "ascii",
        "tpdu": { "destination": "0003", "source": "0000" }, "authentication": "ansi_x9_19"
    });
    acquirer.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let profile = profile("acquirer", acquirer);
    let key = MessageAuthentication::AnsiX919(mac_key());
    let settings = AcquirerSettings::of_profile(&profile, key).unwrap();
    let mut host = Iso8583Acquirer::new(settings, link::of_profile(&profile, None).unwrap());
    let (date, time) = (Date::new(2026, 11, 21).unwrap(), Time::new(12, 0, 0).unwrap());
    let trace = Trace { stan: Stan::new(1).unwrap(), date, time, batch: 1 };
    host.echo(trace, &mut Unkept).answer().is_some()
}

fn server(tls: Option<TlsIdentity>) -> Server {
    let tpdu = Some(Tpdu { destination: [0, 3], source: [0, 0] });
    let settings = ServerSettings {
        dialect: Dialect::bcd(),
        frame: Frame { length: LengthHeader::Ascii, tpdu },
        authentication: MessageAuthentication::AnsiX919(mac_key()),
        tls,
    };
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    Server::start(listener, Host::new(Vec::new()), settings).unwrap()
}

#[test]
fn a_host_that_is_found_by_the_profile_alone() {
    let server = server(None);
    assert!(echoes(&server, json!({})));
    assert!(!echoes(&server, json!({ "coding": "ascii", "answer_seconds": 1 })), "another coding");
}

#[cfg(feature = "tls")]
#[test]
fn over_tls() {
    let server = server(Some(TlsIdentity { certificates: CERTIFICATE.to_owned(), key: KEY.to_owned() }));
    let tls = |name| json!({ "tls": { "authorities": AUTHORITY, "server_name": name } });
    assert!(echoes(&server, tls("localhost")));
    assert!(!echoes(&server, tls("acquirer.example")), "the certificate is for another name");
}
