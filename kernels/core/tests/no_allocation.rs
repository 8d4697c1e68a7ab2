//! Reading allocates nothing: counted by the allocator itself.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

mod common;

use tapkernel_core::data::{
    ApplicationFileLocator, CvmList, DataObjectList, FileControlInformation, TagList, tags,
};
use tapkernel_core::tlv::{Limits, Tag, TlvReader, TlvWriter, Walk, first_duplicate};

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

// SAFETY: every call goes to the system's allocator unchanged; counting touches a thread-local without a destructor
// and without an initialiser that allocates.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.with(|count| count.set(count.get() + 1));
        // SAFETY: the caller keeps the contract of `alloc`, which is the same here.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: `pointer` came from `alloc` above, that is, from `System`.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.with(|count| count.set(count.get() + 1));
        // SAFETY: `pointer` came from `System`; the caller keeps the contract of `realloc`.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations<T>(body: impl FnOnce() -> T) -> (usize, T) {
    let before = ALLOCATIONS.with(Cell::get);
    let result = body();
    (ALLOCATIONS.with(Cell::get) - before, result)
}

/// An FCI of a PPSE with two entries and a PDOL that has no business there.
fn fci() -> Vec<u8> {
    let mut writer = TlvWriter::new();
    let entry = |aid: &'static [u8]| {
        move |e: &mut TlvWriter| {
            e.append(Tag::new(0x4F), aid)?;
            e.append(Tag::new(0x87), &[0x01])
        }
    };
    writer
        .nest(Tag::new(0x6F), |fci| {
            fci.append(Tag::new(0x84), b"2PAY.SYS.DDF01")?;
            fci.nest(Tag::new(0xA5), |own| {
                own.append(Tag::new(0x9F38), &[0x9F, 0x66, 0x04])?;
                own.nest(Tag::new(0xBF0C), |list| {
                    list.nest(Tag::new(0x61), entry(&[0xA0, 0, 0, 0, 0x03, 0x10, 0x10]))?;
                    list.nest(Tag::new(0x61), entry(&[0xA0, 0, 0, 0, 0x04, 0x10, 0x10]))
                })
            })
        })
        .unwrap();
    writer.into_bytes()
}

#[test]
fn the_counter_counts() {
    assert_eq!(allocations(|| vec![0_u8; 10]).0, 1);
    assert_eq!(allocations(|| [0_u8; 10]).0, 0);
}

#[test]
fn reading_allocates_nothing() {
    let fci = fci();
    let (count, nodes) =
        allocations(|| Walk::new(&fci, Limits::DEFAULT).map(|node| node.unwrap().depth).max());
    assert_eq!((count, nodes), (0, Some(4)));
    let (count, read) = allocations(|| TlvReader::new(&fci).flatten().count());
    assert_eq!((count, read), (0, 1));
    let (count, error) =
        allocations(|| Walk::new(&fci[..40], Limits::DEFAULT).find_map(Result::err).is_some());
    assert_eq!((count, error), (0, true));
    assert_eq!(allocations(|| first_duplicate(&fci)), (0, Ok(None)));
    let (count, entries) =
        allocations(|| FileControlInformation::parse(&fci).unwrap().directory().flatten().count());
    assert_eq!((count, entries), (0, 2));
}

/// The answer to GET PROCESSING OPTIONS that the benchmarks read.
#[test]
fn reading_a_recorded_response_allocates_nothing() {
    let (_, response) = common::visa_exchange("dhu-mock-visa-offline", 2);
    assert_eq!(response.len(), 185);
    let value = |tag| {
        let mut nodes = Walk::new(&response, Limits::R_APDU).map(|node| node.unwrap().tlv);
        nodes.find(|tlv| tlv.tag == tag).unwrap().value.len()
    };
    let (count, read) = allocations(|| {
        (
            Walk::new(&response, Limits::R_APDU).flatten().count(),
            value(tags::SIGNED_DYNAMIC_APPLICATION_DATA),
            value(tags::TRACK_2_EQUIVALENT_DATA),
        )
    });
    assert_eq!((count, read), (0, (9, 112, 16)));
}

#[test]
fn lists_allocate_nothing_and_filling_once_at_most() {
    let list = [0x9F, 0x66, 0x04, 0x9F, 0x02, 0x06, 0x5F, 0x2A, 0x02];
    let (count, dol) = allocations(|| DataObjectList::parse(&list).unwrap());
    assert_eq!((count, dol.total_length()), (0, 12));
    let mut out = Vec::new();
    assert_eq!(allocations(|| dol.fill(|_| Some(&[0x11, 0x22, 0x33][..]), |_| None, &mut out)).0, 1);
    out.clear();
    assert_eq!(allocations(|| dol.fill(|_| None, |_| None, &mut out)).0, 0);

    let afl = [0x08, 0x01, 0x03, 0x01, 0x10, 0x01, 0x02, 0x00];
    assert_eq!(allocations(|| ApplicationFileLocator::parse(&afl).unwrap().records().count()), (0, 5));
    assert_eq!(allocations(|| TagList::parse(&[0x82, 0x9F, 0x02]).unwrap().iter().count()), (0, 2));
    let cvm = [0, 0, 0, 1, 0, 0, 0, 2, 0x42, 0x03, 0x1F, 0x00];
    assert_eq!(allocations(|| CvmList::parse(&cvm).unwrap().rules().count()), (0, 2));
}
