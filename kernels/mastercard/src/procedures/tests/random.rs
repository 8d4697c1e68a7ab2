//! Random databases, made so that each condition is met and missed often.

use tapkernel_core::tlv::Tag;

use crate::tlv_database::TlvDatabase;

/// xorshift; the same databases in each run.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub(super) fn below(&mut self, limit: usize) -> usize {
        (self.next() >> 16) as usize % limit
    }

    pub(super) fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }

    fn bytes<const N: usize>(&mut self) -> [u8; N] {
        core::array::from_fn(|_| self.below(256) as u8)
    }

    /// An object that is absent in one case of eight, empty in one, and else has one of the values.
    fn object(&mut self, db: &mut TlvDatabase, tag: u32, values: &[&[u8]]) {
        match self.below(8) {
            0 => {}
            1 => db.set(Tag::new(tag), &[]),
            _ => db.set(Tag::new(tag), self.one_of(values)),
        }
    }

    fn amount(&mut self, db: &mut TlvDatabase, tag: u32) {
        let amounts: [&[u8]; 7] = [
            &[0, 0, 0, 0, 0, 0],
            &[0, 0, 0, 0, 0x49, 0x99],
            &[0, 0, 0, 0, 0x50, 0],
            &[0, 0, 0, 0, 0x50, 1],
            &[0, 0, 0, 1, 0, 0],
            &[0x42, 0x94, 0x96, 0x72, 0x95, 0],
            &[0x99, 0x99, 0x99, 0x99, 0x99, 0x99],
        ];
        self.object(db, tag, &amounts);
    }

    fn cvm_list(&mut self) -> alloc::vec::Vec<u8> {
        let mut list = alloc::vec![];
        for _amount_x_then_y in 0..2 {
            list.extend(self.one_of(&[0_u32, 4999, 5000, 5001, 10_000, u32::MAX]).to_be_bytes());
        }
        for _ in 0..self.below(5) {
            let methods =
                [0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x1E, 0x1F, 0x02, 0x1E, 0x1F, 0x06, 0x20, 0x2F];
            list.push(self.one_of(&methods) | self.one_of(&[0x00, 0x40, 0x40, 0x80]));
            list.push(self.below(12) as u8);
        }
        list
    }

    pub(super) fn for_cvm_selection(&mut self) -> TlvDatabase {
        let mut db = TlvDatabase::default();
        let aip = self.one_of(&[[0x10, 0x80], [0x12, 0x80], [0x00, 0x80], [0x10, 0x00], [0x02, 0x80]]);
        self.object(&mut db, 0x82, &[&aip, &aip, &aip]);
        self.object(&mut db, 0xDF811B, &[&[0x20], &[0x00], &[0x00]]);
        self.amount(&mut db, 0x9F02);
        self.amount(&mut db, 0xDF8126);
        let list = self.cvm_list();
        self.object(&mut db, 0x8E, &[&list]);
        let capabilities = [0xE0, self.one_of(&[0x00, 0x08, 0x28, 0x48, 0x60, 0x68, 0xF8]), 0x08];
        self.object(&mut db, 0x9F33, &[&capabilities]);
        self.object(&mut db, 0x9C, &[&[0x00], &[0x01], &[0x09], &[0x17], &[0x20]]);
        self.object(&mut db, 0x9F35, &[&[0x00], &[0x14], &[0x22], &[0x25], &[0x11], &[0x31]]);
        self.object(&mut db, 0x9F42, &[&[0x08, 0x40], &[0x09, 0x78]]);
        self.object(&mut db, 0x5F2A, &[&[0x08, 0x40], &[0x08, 0x40], &[0x09, 0x78]]);
        db
    }

    pub(super) fn for_restrictions(&mut self) -> TlvDatabase {
        let mut db = TlvDatabase::default();
        self.object(&mut db, 0x9F08, &[&[0, 2], &[0, 3]]);
        self.object(&mut db, 0x9F09, &[&[0, 2], &[0, 2], &[0, 3]]);
        let days: [&[u8]; 5] = [
            &[0x19, 0x08, 0x19],
            &[0x49, 0x12, 0x31],
            &[0x50, 0x01, 0x01],
            &[0x25, 0x06, 0x15],
            &[0x25, 0x13, 0x01],
        ];
        for tag in [0x9A, 0x5F24, 0x5F25] {
            self.object(&mut db, tag, &days);
        }
        let auc = self.bytes::<2>();
        let other_auc = self.one_of(&[[0xFF, 0xC0], [0xFF, 0x00], [0x01, 0x00]]);
        self.object(&mut db, 0x9F07, &[&auc, &other_auc]);
        self.object(&mut db, 0x9F35, &[&[0x14], &[0x15], &[0x16], &[0x17], &[0x22], &[0x13]]);
        self.object(&mut db, 0x9F40, &[&[0x80, 0, 0, 0, 0], &[0x60, 0, 0, 0, 0]]);
        self.object(&mut db, 0x5F28, &[&[0x02, 0x50], &[0x08, 0x40]]);
        self.object(&mut db, 0x9F1A, &[&[0x02, 0x50], &[0x02, 0x50], &[0x08, 0x40]]);
        self.object(&mut db, 0x9C, &[&[0x00], &[0x01], &[0x09], &[0x17], &[0x20]]);
        self.amount(&mut db, 0x9F03);
        db
    }

    fn sparse(&mut self) -> [u8; 5] {
        let mut bits = [0; 5];
        for _ in 0..self.below(4) {
            bits[self.below(5)] |= 1 << self.below(8);
        }
        bits
    }

    pub(super) fn for_action_analysis(&mut self) -> (TlvDatabase, [u8; 5]) {
        let mut db = TlvDatabase::default();
        for tag in [0x95, 0xDF8120, 0xDF8121, 0xDF8122, 0x9F0D, 0x9F0E, 0x9F0F] {
            let bits = self.sparse();
            self.object(&mut db, tag, &[&bits]);
        }
        let terminal_type = self.below(0x40) as u8;
        self.object(&mut db, 0x9F35, &[&[terminal_type], &[0x22], &[0x26]]);
        self.object(&mut db, 0x9C, &[&[0x00], &[0x01], &[0x09], &[0x17], &[0x20]]);
        let denial = if self.below(4) == 0 { self.sparse() } else { [0; 5] };
        (db, denial)
    }

    pub(super) fn for_prepare(&mut self) -> TlvDatabase {
        let mut db = TlvDatabase::default();
        let tvr = self.sparse();
        self.object(&mut db, 0x95, &[&tvr, &[4, 0, 0, 0, 0]]);
        let aip = self.bytes::<2>();
        self.object(&mut db, 0x82, &[&aip]);
        let configuration = self.bytes::<1>();
        self.object(&mut db, 0xDF811B, &[&configuration]);
        let capabilities = self.bytes::<3>();
        self.object(&mut db, 0x9F5D, &[&capabilities]);
        db
    }
}
