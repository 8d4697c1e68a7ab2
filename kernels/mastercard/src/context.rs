//! What Kernel 2 knows and has said during one transaction.

use alloc::collections::VecDeque;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::time::Duration;

use tapkernel_core::apdu::CApdu;
use tapkernel_core::data::{AcType, AflRecord, Aid, Amount, Database, TagList, tags};
use tapkernel_core::kernel::{Activation, Output, Policies};
use tapkernel_core::oda::{CaPublicKeys, OdaMethod, OdaReason, OdaReport, OdaResult, SignedRecords};
use tapkernel_core::outcome::{Cvm, LanguagePreference, Tenths, UserInterfaceRequest};
use tapkernel_core::time::Instant;
use tapkernel_core::tlv::Tag;

use crate::bits::TerminalVerificationResults as Tvr;
use crate::config::{self, CoBadgedPrefixes, Kernel2Options};
use crate::data_exchange::DataExchangeRequest;
use crate::dictionary::tags as mc;
use crate::kernel::BetweenTransactions;
#[cfg(feature = "mag-stripe")]
use crate::mag_stripe::FailedMagStripeCounter;
use crate::path::Path;
use crate::tlv_database::TlvDatabase;
use crate::torn_transactions::{TornRecord, TornTransactionLog};

/// What the card and the reader agree on in S3; before, errors carry no other discretionary data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// S3 has not come to it yet.
    Undecided,
    /// EMV mode.
    Emv,
    /// Mag-stripe mode.
    #[cfg(feature = "mag-stripe")]
    MagStripe,
}

/// The TLV Database, the kernel's own lists, and what is still to be said.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) db: TlvDatabase,
    pub(crate) options: Kernel2Options,
    pub(crate) co_badged: CoBadgedPrefixes,
    pub(crate) policies: Policies,
    pub(crate) ca_public_keys: Arc<CaPublicKeys>,
    pub(crate) torn_log: Arc<dyn TornTransactionLog>,
    /// Failed MS Cntr.
    #[cfg(feature = "mag-stripe")]
    pub(crate) failed_mag_stripe: Arc<FailedMagStripeCounter>,
    /// AID of the reader's Combination.
    pub(crate) aid: Option<Aid>,
    /// Active AFL: the records to read, the one under way first.
    pub(crate) active_afl: VecDeque<AflRecord>,
    /// Tags To Read Yet.
    pub(crate) tags_to_read_yet: Vec<Tag>,
    /// Data Needed and Data To Send.
    pub(crate) exchange: DataExchangeRequest,
    /// ODA Status: whether CDA is to be done.
    pub(crate) oda_by_cda: bool,
    /// Static Data To Be Authenticated.
    pub(crate) signed_records: SignedRecords,
    /// Its length.
    pub(crate) signed_length: usize,
    /// What became of ODA.
    pub(crate) oda: OdaReport,
    /// AC Type.
    pub(crate) ac_type: AcType,
    /// Reader Contactless Transaction Limit.
    pub(crate) transaction_limit: Amount,
    /// The mode of the transaction.
    pub(crate) mode: Mode,
    /// CVM, Receipt and Field Off Request of the Outcome Parameter Set.
    pub(crate) cvm: Cvm,
    pub(crate) receipt: bool,
    pub(crate) field_off: Option<Tenths>,
    /// The torn record that is being recovered or has failed to be.
    pub(crate) torn_entry: Option<TornRecord>,
    /// Torn records that leave the log unrecovered, for the Discretionary Data.
    pub(crate) torn_reports: Vec<TornRecord>,
    pub(crate) path: Path,
    pub(crate) now: Instant,
    outputs: VecDeque<Output>,
}

impl Context {
    /// The terminal's side of `activation`: its data objects, completed with the book's values.
    pub(crate) fn new(activation: &Activation, kept: &BetweenTransactions, now: Instant) -> Self {
        let mut db = TlvDatabase::of_terminal(&activation.data);
        let options = Kernel2Options::take(&mut db);
        let co_badged = CoBadgedPrefixes::take(&mut db);
        config::complete(&mut db);
        Self {
            db,
            options,
            co_badged,
            policies: activation.policies,
            ca_public_keys: Arc::clone(&activation.ca_public_keys),
            torn_log: Arc::clone(&kept.torn_log),
            #[cfg(feature = "mag-stripe")]
            failed_mag_stripe: Arc::clone(&kept.failed_mag_stripe),
            aid: activation.selection.as_ref().map(|selection| selection.aid),
            active_afl: VecDeque::new(),
            tags_to_read_yet: Vec::new(),
            exchange: DataExchangeRequest::default(),
            oda_by_cda: false,
            signed_records: SignedRecords::new(),
            signed_length: 0,
            oda: OdaReport::default(),
            ac_type: AcType::Tc,
            transaction_limit: Amount::ZERO,
            mode: Mode::Undecided,
            cvm: Cvm::NotApplicable,
            receipt: false,
            field_off: None,
            torn_entry: None,
            torn_reports: Vec::new(),
            path: Path::default(),
            now,
            outputs: VecDeque::with_capacity(4),
        }
    }

    /// Notes a symbol as executed.
    pub(crate) fn at(&mut self, symbol: &'static str) {
        self.path.at(symbol);
    }

    /// CA: sends a command to the card.
    pub(crate) fn send(&mut self, command: CApdu) {
        self.say(Output::Ca(command));
    }

    /// MSG: shows something before the outcome is known.
    pub(crate) fn show(&mut self, request: UserInterfaceRequest) {
        let language_preference = self.language_preference();
        self.say(Output::Msg(UserInterfaceRequest { language_preference, ..request }));
    }

    pub(crate) fn say(&mut self, output: Output) {
        self.outputs.push_back(output);
    }

    pub(crate) fn next_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// Sets every bit of `bits` in the TVR.
    pub(crate) fn add_to_tvr(&mut self, bits: Tvr) {
        let mut tvr = self.db.tvr();
        tvr.0.iter_mut().zip(bits.0).for_each(|(byte, more)| *byte |= more);
        self.db.set(Tvr::TAG, &tvr.0);
    }

    /// CDA will not or did not succeed; the first reason is reported.
    pub(crate) fn cda_failed(&mut self, reason: OdaReason) {
        self.db.set_tvr(Tvr::CDA_FAILED);
        if self.oda.result != OdaResult::Failed {
            self.oda = OdaReport::failed(OdaMethod::Cda, reason);
        }
    }

    /// Language Preference `5F2D`, short ones filled up with zeros.
    pub(crate) fn language_preference(&self) -> Option<LanguagePreference> {
        let told = self.db.value(tags::LANGUAGE_PREFERENCE)?;
        let mut languages = [0; 8];
        languages.get_mut(..told.len())?.copy_from_slice(told);
        Some(LanguagePreference(languages))
    }
}

/// Data exchange.
impl Context {
    /// UpdateWithDetData: what the terminal gives, and new Tags To Read.
    pub(crate) fn update_from_terminal(&mut self, data: &Database) {
        self.db.update_from_terminal(data);
        self.read(data.get(mc::TAGS_TO_READ).unwrap_or_default());
        self.exchange.needed.retain(|&tag| !self.db.is_not_empty(tag));
    }

    /// Adds the tags of a list to Tags To Read Yet, each once.
    pub(crate) fn read(&mut self, list: &[u8]) {
        for tag in TagList::parse(list).iter().flat_map(TagList::iter) {
            if !self.tags_to_read_yet.contains(&tag) {
                self.tags_to_read_yet.push(tag);
            }
        }
    }

    /// Moves what the terminal wants and the database has from Tags To Read Yet to Data To Send.
    pub(crate) fn offer_what_is_there(&mut self) {
        let (db, offered) = (&self.db, &mut self.exchange.to_send);
        self.tags_to_read_yet.retain(|&tag| match db.value(tag) {
            Some(value) => {
                offered.insert(tag, value);
                false
            }
            None => true,
        });
    }

    /// Offers the rest of Tags To Read Yet: what the card did not give, as empty objects. What the book does not know is
    /// left out.
    pub(crate) fn offer_the_rest(&mut self) {
        self.offer_what_is_there();
        for tag in core::mem::take(&mut self.tags_to_read_yet) {
            if TlvDatabase::is_known(tag) {
                self.exchange.to_send.insert(tag, &[]);
            }
        }
    }

    /// DEK, if something is needed, or there is something to send and nothing more to come.
    pub(crate) fn exchange_if_due(&mut self) {
        let complete = self.tags_to_read_yet.is_empty() && self.exchange.to_send.iter().next().is_some();
        if complete || !self.exchange.needed.is_empty() {
            self.exchange();
        }
    }

    /// Before the wait for Proceed To First Write Flag: an empty one is asked for, with what else is due.
    pub(crate) fn ask_for_first_write_flag(&mut self) {
        if self.db.is_empty(mc::PROCEED_TO_FIRST_WRITE_FLAG) {
            self.exchange.need(mc::PROCEED_TO_FIRST_WRITE_FLAG);
        }
        self.offer_what_is_there();
        self.exchange_if_due();
    }

    /// DEK, if there is anything in it.
    pub(crate) fn exchange(&mut self) {
        let request = core::mem::take(&mut self.exchange);
        if request != DataExchangeRequest::default() {
            self.say(Output::Dek(request.encode()));
        }
    }

    /// When Time Out Value `DF8127`, in milliseconds, will have passed.
    pub(crate) fn time_out(&self) -> Instant {
        self.now + Duration::from_millis(u64::from(self.db.number(mc::TIME_OUT_VALUE)))
    }
}
