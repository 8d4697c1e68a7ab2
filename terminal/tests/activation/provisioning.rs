//! Where documents come from.

use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;
use std::time::Duration;

use tapkernel_simulator::host::{Host, Server, ServerSettings};
use tapkernel_terminal::acquirer::iso8583::{Dialect, Frame, LengthHeader};
use tapkernel_terminal::acquirer::link::TcpConnector;
use tapkernel_terminal::acquirer::{
    Acknowledgement, Acquirer, AcquirerSettings, Advice, AuthorisationRequest, AuthorisationResponse,
    BatchEntry, Delivery, Iso8583Acquirer, JournalRefused, MessageAuthentication, MessageJournal, NotSent,
    Outgoing, ParameterBlock, ParameterRequest, Reversal, Settlement, SettlementResponse, Stan, StatusQuery,
    Trace, TransactionStatus, Wait,
};
use tapkernel_terminal::activation::{
    DownloadProvisioning, FolderProvisioning, Provisioning, ProvisioningError, SignedProfile, ToSign,
};
use tapkernel_terminal::tapkernel::core::data::{Date, Time};

use crate::rig::{CODE, code, sign, update};

fn folder(test: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("activation").join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn bound(serial: u64) -> SignedProfile {
    let bound = code(CODE);
    sign(&ToSign { code: Some((&bound, [9; 16])), ..update(serial) })
}

#[test]
fn a_folder_gives_the_newest_that_fits() {
    let folder = folder("newest");
    let mut from = FolderProvisioning::new(&folder);
    assert_eq!(from.by_code(&code(CODE)), Err(ProvisioningError::UnknownCode));
    for (name, document) in [
        ("a.json", bound(3)),
        ("b.json", bound(4)),
        ("c.json", update_for("TM000016", 9)),
        ("d.json", update_for("TM000016", 10)),
        ("e.json", update_for("TM000017", 11)),
        ("f.txt", update_for("TM000016", 12)),
    ] {
        fs::write(folder.join(name), document.to_json()).unwrap();
    }
    fs::write(folder.join("g.json"), "no document").unwrap();
    fs::write(folder.join("h.json"), [0xFF; 9]).unwrap();
    assert_eq!(from.by_code(&code(CODE)), Ok(bound(4)));
    assert_eq!(from.by_code(&code("AAAABBBB")), Err(ProvisioningError::UnknownCode));
    assert_eq!(from.update("TM000016", 4), Ok(Some(update_for("TM000016", 10))));
    assert_eq!(from.update("TM000016", 9), Ok(Some(update_for("TM000016", 10))));
    assert_eq!(from.update("TM000016", 10), Ok(None));
    assert_eq!(from.update("TM000018", 1), Ok(None));
}

fn update_for(terminal_id: &'static str, serial: u64) -> SignedProfile {
    sign(&ToSign { terminal_id, ..update(serial) })
}

#[test]
fn a_file_is_enough() {
    let folder = folder("file");
    let file = folder.join("profile");
    assert_eq!(FolderProvisioning::new(&file).by_code(&code(CODE)), Err(ProvisioningError::Unreachable));
    fs::write(&file, bound(3).to_json()).unwrap();
    assert_eq!(FolderProvisioning::new(&file).by_code(&code(CODE)), Ok(bound(3)));
    fs::write(&file, "no document").unwrap();
    let result = FolderProvisioning::new(&file).by_code(&code(CODE));
    assert!(matches!(result, Err(ProvisioningError::Document(_))));
    fs::write(&file, [0xFF; 9]).unwrap();
    assert_eq!(FolderProvisioning::new(&file).by_code(&code(CODE)), Err(ProvisioningError::Garbage));
}

struct Journal(usize);

impl MessageJournal for Journal {
    fn before_send(&mut self, _: &Outgoing<'_>) -> Result<(), JournalRefused> {
        self.0 += 1;
        Ok(())
    }
}

fn traces() -> impl FnMut() -> Trace {
    let mut stan = Stan::FIRST;
    move || {
        stan = stan.next();
        Trace { stan, date: Date::new(2026, 11, 22).unwrap(), time: Time::new(12, 0, 0).unwrap(), batch: 7 }
    }
}

#[test]
fn over_the_line_of_the_acquirer() {
    let frame = Frame { length: LengthHeader::Binary, tpdu: None };
    let settings = ServerSettings {
        dialect: Dialect::bcd(),
        frame,
        authentication: MessageAuthentication::None,
        tls: None,
    };
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let server = Server::start(listener, Host::new(bound(3).to_json().into_bytes()), settings).unwrap();
    let settings = AcquirerSettings::new(Dialect::bcd(), frame, "TM000016", "MERCHANT").unwrap();
    let wait = Wait { connect: Duration::from_secs(5), answer: Duration::from_secs(10) };
    let connector = TcpConnector::new(server.address().to_string());
    let mut acquirer = Iso8583Acquirer::new(settings.with_wait(wait), connector);
    let mut journal = Journal(0);
    let mut from =
        DownloadProvisioning { acquirer: &mut acquirer, journal: &mut journal, next_trace: traces() };
    assert_eq!(from.by_code(&code(CODE)), Ok(bound(3)));
    assert_eq!(from.by_code(&code("AAAABBBB")), Err(ProvisioningError::UnknownCode));
    assert_eq!(from.update("TM000016", 2), Ok(Some(bound(3))));
    assert_eq!(from.update("TM000016", 3), Ok(None));
    assert_eq!(from.update("TM000017", 2), Ok(None));
    assert!(journal.0 > 5);
}

/// Answers a download with these blocks, whatever is asked for, and nothing else.
struct Blocks(std::vec::IntoIter<ParameterBlock>);

fn blocks(blocks: &[(u16, u16, &[u8])]) -> Blocks {
    let blocks = blocks.iter().map(|&(block, of, data)| ParameterBlock { block, of, data: data.to_vec() });
    Blocks(blocks.collect::<Vec<_>>().into_iter())
}

fn fetched(mut blocks: Blocks) -> Result<SignedProfile, ProvisioningError> {
    let mut journal = Journal(0);
    let mut from =
        DownloadProvisioning { acquirer: &mut blocks, journal: &mut journal, next_trace: traces() };
    from.by_code(&code(CODE))
}

#[test]
fn blocks_that_do_not_fit_are_refused() {
    let document = bound(3).to_json().into_bytes();
    let (first, second) = document.split_at(100);
    assert_eq!(fetched(blocks(&[(1, 2, first), (2, 2, second)])), Ok(bound(3)));
    let garbage: [&[(u16, u16, &[u8])]; 7] = [
        &[(2, 2, first), (1, 2, second)],
        &[(1, 2, first), (1, 2, second)],
        &[(1, 2, first), (2, 3, second)],
        &[(1, 0, &document)],
        &[(1, 2, first), (2, 2, &[])],
        &[(0, 1, &document)],
        &[(1, 1, &[0xFF; 20])],
    ];
    for given in garbage {
        assert_eq!(fetched(blocks(given)), Err(ProvisioningError::Garbage), "{:?}", given.len());
    }
    assert_eq!(fetched(blocks(&[(1, 2, first)])), Err(ProvisioningError::Unreachable));
    let cut = fetched(blocks(&[(1, 1, first)]));
    assert!(matches!(cut, Err(ProvisioningError::Document(_))));
}

#[test]
fn a_download_without_end_ends() {
    let large = vec![b' '; 1 << 17];
    let many: Vec<_> = (1..=100).map(|block| (block, 100, large.as_slice())).collect();
    assert_eq!(fetched(blocks(&many)), Err(ProvisioningError::Garbage));
    let endless: Vec<_> = (1..=u16::MAX).map(|block| (block, u16::MAX, b" ".as_slice())).collect();
    assert_eq!(fetched(blocks(&endless)), Err(ProvisioningError::Garbage));
}

macro_rules! never {
    ($($name:ident($($request:ty),*) -> $answer:ty;)+) => {
        $(fn $name(&mut self, $(_: $request,)* _: &mut dyn MessageJournal) -> Delivery<$answer> {
            panic!("asked for something else")
        })+
    };
}

impl Acquirer for Blocks {
    never! {
        authorise(&AuthorisationRequest<'_>) -> AuthorisationResponse;
        advise(&Advice<'_>) -> Acknowledgement;
        reverse(&Reversal<'_>) -> Acknowledgement;
        status(&StatusQuery) -> TransactionStatus;
        settle(&Settlement) -> SettlementResponse;
        upload(&BatchEntry) -> Acknowledgement;
        echo(Trace) -> Acknowledgement;
    }

    fn download_parameters(
        &mut self,
        _: &ParameterRequest,
        _: &mut dyn MessageJournal,
    ) -> Delivery<ParameterBlock> {
        self.0.next().map_or(Delivery::NotSent(NotSent::Unreachable), Delivery::Answered)
    }
}
