//! Folders, and records of every kind.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use tapkernel_core::data::{Aid, Amount, Currency, Date, KernelId, MaskedPan, Money, Time};
use tapkernel_core::outcome::Cvm;
use tapkernel_terminal::acquirer::iso8583::MessageType;
use tapkernel_terminal::acquirer::{EntryMode, ResponseCode, ReversalReason, Stan};
use tapkernel_terminal::journal::sqlite::{SqliteJournal, SqliteSettings};
use tapkernel_terminal::journal::{
    Answered, Begun, CardRead, Ended, Entry, Health, Journal, JournalError, NewRecord, Order, Query, Record,
    Resolved, ReversalDue, Sending, TransactionId, Unanswered,
};
use tapkernel_terminal::moment::Moment;
use tapkernel_terminal::receipt::Reason;
use tapkernel_terminal::transaction_kind::TransactionKind;
use tapkernel_terminal::vault::CardToken;

/// Without a reserve, which would be most of what a test writes.
pub(crate) const BARE: SqliteSettings = SqliteSettings { reserve: 0, limit: None };

/// As if the disk had been taken out: copies of the files of a journal, the lock and the log's index not among them.
pub(crate) fn copy(from: &Path, to: &Path) {
    for ending in ["", "-wal", ".head"] {
        let _ = fs::remove_file(beside(to, ending));
        if beside(from, ending).exists() {
            fs::copy(beside(from, ending), beside(to, ending)).unwrap();
        }
    }
    let _ = fs::remove_file(beside(to, "-shm"));
}

/// A generator whose draws are the same each time (splitmix64).
pub(crate) struct Draws(pub(crate) u64);

impl Draws {
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % limit as u64) as usize
    }
}

/// A number from the environment, for longer runs.
pub(crate) fn number(variable: &str, default: usize) -> usize {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// An empty folder for one test.
pub(crate) fn folder(test: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("journal").join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A new journal in a file.
pub(crate) fn journal(test: &str) -> (PathBuf, SqliteJournal) {
    let path = folder(test).join("journal");
    let journal = open(&path);
    assert_eq!(journal.health(), &Health::Sound);
    (path, journal)
}

pub(crate) fn open(path: &Path) -> SqliteJournal {
    SqliteJournal::open(path, &BARE).unwrap()
}

/// The file beside a journal with this ending.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// What a query reads.
pub(crate) fn read(
    journal: &SqliteJournal,
    query: Query<'_>,
    order: Order,
) -> Result<Vec<Record>, JournalError> {
    let mut all = Vec::new();
    journal.read(query, order, &mut |record| {
        all.push(record);
        ControlFlow::Continue(())
    })?;
    Ok(all)
}

pub(crate) fn all(journal: &SqliteJournal) -> Vec<Record> {
    read(journal, Query::All, Order::Forward).unwrap()
}

/// The record that a new one becomes.
pub(crate) fn written(sequence: u64, new: &NewRecord) -> Record {
    let NewRecord { transaction, at, day, entry, sealed } = new.clone();
    let own = matches!(entry, Entry::Begun(_)).then_some(TransactionId(sequence));
    Record { sequence, transaction: own.or(transaction), at, day, entry, sealed }
}

/// Records like those of a terminal that sells: five for each transaction.
pub(crate) fn sales(count: u32) -> Vec<NewRecord> {
    (0..count).flat_map(sale).collect()
}

/// The records of the sale with this number, from 0, in a journal of nothing but sales.
pub(crate) fn sale(number: u32) -> Vec<NewRecord> {
    let transaction = Some(TransactionId(u64::from(number) * 5 + 1));
    // Fifty sales a day, 28 days a month.
    let (days, months) = (number / 50, number / 50 / 28);
    let (year, month) = (2026 + months / 12, 1 + months % 12);
    let day = Date::new(year as u16, month as u8, 1 + (days % 28) as u8).unwrap();
    let at = Moment::parse(&format!("2026-11-22 10:{:02}:{:02}", number / 60 % 60, number % 60)).unwrap();
    let stan = Stan::new(number % 999_999 + 1).unwrap();
    let begun = Begun {
        kind: TransactionKind::Purchase,
        money: Money { amount: Amount::new(4100).unwrap(), currency: Currency::new(978, 2).unwrap() },
        cashback: Amount::new(0).unwrap(),
        stan,
        batch: number / 1000 + 1,
        reference: Some(format!("order-{number}")),
        original: number
            .checked_sub(1)
            .filter(|_| number % 7 == 0)
            .map(|n| TransactionId(u64::from(n) * 5 + 1)),
        supervisor: None,
        operator: Some("anna".to_owned()),
    };
    let read = CardRead {
        token: CardToken([number as u8; 16]),
        last_four: MaskedPan::of_last_four([1, 2, 3, 4]).unwrap(),
        kernel: Some(KernelId(3)),
        aid: Aid::new(&[0xA0, 0, 0, 0, 3, 0x10, 0x10]).ok(),
        application: Some("VISA DEBIT".to_owned()),
        language: Some("en".to_owned()),
        entry_mode: EntryMode::ContactlessChip,
        cvm: Cvm::NoCvm,
        oda: ["fDDA".to_owned(), "verified".to_owned()],
    };
    let sending = Sending { message_type: MessageType::FINANCIAL, stan, made: at, with_pin: false };
    let answered = Answered {
        stan,
        message_type: MessageType::FINANCIAL,
        response_code: ResponseCode::APPROVED,
        authorisation_code: Some("123456".to_owned()),
        rrn: Some("000000000001".to_owned()),
    };
    let entries = [
        (Entry::Begun(Box::new(begun)), None),
        (Entry::CardRead(Box::new(read)), Some(vec![number as u8; 150])),
        (Entry::Sending(sending), None),
        (Entry::Answered(answered), None),
        (Entry::Ended(Ended::Approved), None),
    ];
    entries.map(|(entry, sealed)| NewRecord { transaction, at, day, entry, sealed }).into()
}

pub(crate) fn date() -> impl Strategy<Value = Date> {
    (1950..=2049_u16, 1..=12_u8, 1..=31_u8).prop_filter_map("no such day", |(y, m, d)| Date::new(y, m, d))
}

pub(crate) fn moment() -> impl Strategy<Value = Moment> {
    let time = (0..24_u8, 0..60_u8, 0..60_u8).prop_map(|(h, m, s)| Time::new(h, m, s).unwrap());
    (date(), time, -839..=840_i16).prop_map(|(date, time, offset)| Moment::new(date, time, offset))
}

fn stan() -> impl Strategy<Value = Stan> {
    prop_oneof![1..=4_u32, 1..=999_999_u32].prop_map(|number| Stan::new(number).unwrap())
}

fn text() -> impl Strategy<Value = String> {
    // Anything that a string can be, quotes, control characters and letters of other scripts among it.
    prop_oneof![Just(String::new()), "[a-c]", ".{0,12}", vec(any::<char>(), 0..8).prop_map(String::from_iter)]
}

fn message_type() -> impl Strategy<Value = MessageType> {
    [b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', b'0'..=b'9'].prop_map(|digits| MessageType::new(digits).unwrap())
}

fn transaction() -> impl Strategy<Value = TransactionId> {
    (1..6_u64).prop_map(TransactionId)
}

fn reason() -> impl Strategy<Value = Reason> {
    let plain = [
        Reason::CardOrTerminal,
        Reason::NotAuthentic,
        Reason::AnotherInterface,
        Reason::NotProcessed,
        Reason::PinCancelled,
        Reason::Cancelled,
        Reason::NoCard,
        Reason::OtherCard,
        Reason::AcquirerNotReached,
        Reason::Reversed,
        Reason::Interrupted,
        Reason::PartialApproval,
    ];
    prop_oneof![select(plain.to_vec()), any::<[u8; 2]>().prop_map(|code| Reason::Issuer(ResponseCode(code)))]
}

fn begun() -> impl Strategy<Value = Begun> {
    let amount = || (0..=999_999_999_999_u64).prop_map(|amount| Amount::new(amount).unwrap());
    let currency =
        (0..=999_u16, 0..=4_u8).prop_map(|(code, exponent)| Currency::new(code, exponent).unwrap());
    let money = (amount(), currency).prop_map(|(amount, currency)| Money { amount, currency });
    let kind = select(TransactionKind::ALL.to_vec());
    let batch = prop_oneof![1..4_u32, any::<u32>()];
    let people = (option::of(text()), option::of(text()));
    (kind, money, amount(), stan(), batch, option::of(text()), option::of(transaction()), people).prop_map(
        |(kind, money, cashback, stan, batch, reference, original, (supervisor, operator))| Begun {
            kind,
            money,
            cashback,
            stan,
            batch,
            reference,
            original,
            supervisor,
            operator,
        },
    )
}

fn card_read() -> impl Strategy<Value = CardRead> {
    let last_four = [0..10_u8, 0..10, 0..10, 0..10].prop_map(|d| MaskedPan::of_last_four(d).unwrap());
    let aid = vec(any::<u8>(), 5..=16).prop_map(|aid| Aid::new(&aid).unwrap());
    let cvms =
        [Cvm::NotApplicable, Cvm::NoCvm, Cvm::ObtainSignature, Cvm::OnlinePin, Cvm::ConfirmationCodeVerified];
    let modes = [EntryMode::ContactlessChip, EntryMode::ContactlessMagStripe];
    let kernel = option::of(any::<u32>().prop_map(KernelId));
    let card = (any::<[u8; 16]>().prop_map(CardToken), last_four, kernel, option::of(aid));
    let texts = (option::of(text()), option::of(text()), text(), text());
    (card, texts, select(modes.to_vec()), select(cvms.to_vec())).prop_map(
        |((token, last_four, kernel, aid), (application, language, method, result), entry_mode, cvm)| {
            let oda = [method, result];
            CardRead { token, last_four, kernel, aid, application, language, entry_mode, cvm, oda }
        },
    )
}

/// An entry of any kind that can be written.
pub(crate) fn entry() -> impl Strategy<Value = Entry> {
    let sending = (message_type(), stan(), moment(), any::<bool>())
        .prop_map(|(message_type, stan, made, with_pin)| Sending { message_type, stan, made, with_pin });
    let response_code = || any::<[u8; 2]>().prop_map(ResponseCode);
    let answered = (stan(), message_type(), response_code(), option::of(text()), option::of(text()))
        .prop_map(|(stan, message_type, response_code, authorisation_code, rrn)| Answered {
            stan,
            message_type,
            response_code,
            authorisation_code,
            rrn,
        });
    let unanswered =
        (stan(), message_type(), any::<bool>()).prop_map(|(stan, message_type, may_have_arrived)| {
            Unanswered { stan, message_type, may_have_arrived }
        });
    let reasons = [
        ReversalReason::TimedOut,
        ReversalReason::Malfunction,
        ReversalReason::Cancelled,
        ReversalReason::Void,
    ];
    let reversal = (stan(), select(reasons.to_vec())).prop_map(|(stan, reason)| ReversalDue { stan, reason });
    let ended = prop_oneof![
        Just(Ended::Approved),
        reason().prop_map(|reason| Ended::Declined { reason }),
        Just(Ended::Unknown)
    ];
    let resolved = prop_oneof![
        Just(Resolved::Reversed),
        Just(Resolved::Confirmed),
        response_code().prop_map(|response_code| Resolved::Declined { response_code })
    ];
    let of_transaction = prop_oneof![
        begun().prop_map(|begun| Entry::Begun(Box::new(begun))),
        card_read().prop_map(|read| Entry::CardRead(Box::new(read))),
        sending.prop_map(Entry::Sending),
        answered.prop_map(Entry::Answered),
        unanswered.prop_map(Entry::Unanswered),
        reversal.prop_map(Entry::ReversalDue),
        ended.prop_map(Entry::Ended),
        resolved.prop_map(Entry::Resolved),
    ];
    prop_oneof![
        4 => of_transaction,
        1 => select(vec![Entry::Signed, Entry::Delivered]),
        1 => any::<u32>().prop_map(|batch| Entry::BatchClosing { batch }),
        1 => any::<u32>().prop_map(|batch| Entry::BatchClosed { batch }),
        1 => moment().prop_map(|said| Entry::ClockDoubted { said }),
        1 => text().prop_map(|by| Entry::ClockConfirmed { by }),
        1 => (text(), "([0-9A-F]{2}){0,9}").prop_map(|(name, value)| Entry::Kept { name, value }),
    ]
}

/// A record of any kind.
pub(crate) fn new_record() -> impl Strategy<Value = NewRecord> {
    let day = prop_oneof![(1..5_u8).prop_map(|day| Date::new(2026, 11, day).unwrap()), date()];
    let sealed = option::of(vec(any::<u8>(), 0..40));
    (option::of(transaction()), moment(), day, entry(), sealed)
        .prop_map(|(transaction, at, day, entry, sealed)| NewRecord { transaction, at, day, entry, sealed })
}
