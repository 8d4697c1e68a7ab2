//! What an amount is held to by the compiled profile, and what becomes of it.

#[cfg(feature = "visa")]
use tapkernel_core::data::Hex;
#[cfg(feature = "mastercard")]
use tapkernel_core::data::tags;
use tapkernel_core::data::{Amount, Currency, KernelId, TerminalTransactionQualifiers as Ttq};
use tapkernel_core::kernel::{PreProcessing, ReaderLimits};

use crate::entry_point::Combination;

/// What an amount is held to, and for which cards.
#[derive(Clone, PartialEq)]
pub(super) struct Limits {
    /// How the Program ID of the cards begins.
    pub(super) program_id: Option<String>,
    /// Whether the cards verify on the device, if that makes a difference.
    pub(super) on_device_cvm: Option<bool>,
    of_entry_point: ReaderLimits,
    of_kernel_2: Option<OfKernel2>,
}

/// What Kernel 2 adds to pre-processing: limits of its own, compared with "greater than".
#[derive(Clone, Copy, PartialEq)]
struct OfKernel2 {
    transaction_limit: Amount,
    cvm_required_limit: Amount,
    /// `None` if no amount goes online for being above it.
    floor_limit: Option<Amount>,
    online_only: bool,
}

impl OfKernel2 {
    fn limits(self) -> impl Iterator<Item = Amount> {
        [Some(self.transaction_limit), Some(self.cvm_required_limit), self.floor_limit].into_iter().flatten()
    }
}

/// The limits of a Combination, those by Program ID, and those by the kind of CVM.
pub(super) fn limits_of(combination: &Combination) -> Vec<Limits> {
    let of_entry_point = combination.limits;
    let for_all = Limits { program_id: None, on_device_cvm: None, of_entry_point, of_kernel_2: None };
    if combination.kernel == KernelId::MASTERCARD {
        return of_kernel_2(combination, &for_all);
    }
    let by_program = by_program(combination).into_iter().map(|(program_id, of_entry_point)| Limits {
        program_id,
        of_entry_point,
        ..for_all.clone()
    });
    std::iter::once(for_all.clone()).chain(by_program.collect::<Vec<_>>()).collect()
}

#[cfg(feature = "mastercard")]
fn of_kernel_2(combination: &Combination, for_all: &Limits) -> Vec<Limits> {
    let data = &combination.data;
    let limits = super::compile_mastercard::limits(data);
    let with = |on_device_cvm, transaction_limit| Limits {
        on_device_cvm,
        of_kernel_2: Some(OfKernel2 {
            transaction_limit,
            cvm_required_limit: limits.cvm_required_limit,
            floor_limit: Some(limits.floor_limit)
                .filter(|_| super::compile_mastercard::floor_limit_counts(data)),
            online_only: matches!(data.get(tags::TERMINAL_TYPE), Some([0x11 | 0x14 | 0x21 | 0x24 | 0x34])),
        }),
        ..for_all.clone()
    };
    let (without, on_device) =
        (limits.transaction_limit_no_on_device_cvm, limits.transaction_limit_on_device_cvm);
    if without == on_device {
        return vec![with(None, without)];
    }
    vec![with(Some(false), without), with(Some(true), on_device)]
}

#[cfg(not(feature = "mastercard"))]
fn of_kernel_2(_: &Combination, for_all: &Limits) -> Vec<Limits> {
    vec![for_all.clone()]
}

#[cfg(feature = "visa")]
fn by_program(combination: &Combination) -> Vec<(Option<String>, ReaderLimits)> {
    if combination.kernel != KernelId::VISA {
        return Vec::new();
    }
    let coded = combination.data.get(tapkernel_visa::dictionary::tags::DYNAMIC_READER_LIMITS);
    let sets = tapkernel_visa::DynamicReaderLimits::decode_all(coded.unwrap_or_default());
    let limits = |set: tapkernel_visa::DynamicReaderLimits| {
        (Some(Hex(set.program_id()).to_string()), set.limits(combination.limits.ttq))
    };
    sets.unwrap_or_default().into_iter().map(limits).collect()
}

#[cfg(not(feature = "visa"))]
const fn by_program(_: &Combination) -> Vec<(Option<String>, ReaderLimits)> {
    Vec::new()
}

/// What becomes of an amount.
#[derive(Clone, Copy, Default, PartialEq)]
pub(super) struct Fate {
    pub(super) accepted: bool,
    pub(super) pin: bool,
    pub(super) online: bool,
    pub(super) status_check: bool,
    pub(super) zero_amount: bool,
}

impl Limits {
    /// The amounts that they name.
    pub(super) fn amounts(&self) -> impl Iterator<Item = Amount> {
        let limits = &self.of_entry_point;
        let of_entry_point = [
            limits.transaction_limit,
            limits.floor_limit,
            limits.terminal_floor_limit,
            limits.cvm_required_limit,
        ];
        let of_kernel_2 = self.of_kernel_2.into_iter().flat_map(OfKernel2::limits);
        of_entry_point.into_iter().flatten().chain(of_kernel_2)
    }

    /// What becomes of an amount, by pre-processing and the comparisons of the kernel.
    pub(super) fn fate(&self, amount: Amount, currency: Currency) -> Fate {
        let Some(PreProcessing { indicators, ttq }) = self.of_entry_point.pre_process(amount, currency)
        else {
            return Fate::default();
        };
        let fate = Fate {
            accepted: true,
            pin: indicators.cvm_required_limit_exceeded,
            online: ttq
                .map_or(indicators.floor_limit_exceeded, |ttq| ttq.has(Ttq::ONLINE_CRYPTOGRAM_REQUIRED)),
            status_check: indicators.status_check_requested,
            zero_amount: indicators.zero_amount,
        };
        match self.of_kernel_2 {
            Some(limits) => limits.fate(amount, fate),
            None => fate,
        }
    }
}

impl OfKernel2 {
    /// Kernel 2 asks no card for its status, and compares amounts itself.
    fn fate(self, amount: Amount, of_entry_point: Fate) -> Fate {
        if amount > self.transaction_limit {
            return Fate::default();
        }
        Fate {
            pin: amount > self.cvm_required_limit,
            online: self.online_only || self.floor_limit.is_some_and(|floor| amount > floor),
            status_check: false,
            ..of_entry_point
        }
    }
}
