//! Files over each other.

use std::collections::BTreeMap;

use serde_json::Value;

use super::ImportError;
use super::format::{self, Application, Configuration, Kernel, Object, PublicKey, Transaction};
use crate::profile::Problem;

/// Values by tag, both in capital hexadecimal digits.
pub(super) type Objects = BTreeMap<String, String>;

/// What all files say together.
#[derive(Debug, Default)]
pub(super) struct Merged {
    pub(super) name: String,
    pub(super) terminal: Objects,
    pub(super) kernels: BTreeMap<u32, MergedKernel>,
    pub(super) keys: Vec<PublicKey>,
    pub(super) left_out: Vec<Problem>,
}

#[derive(Debug, Default)]
pub(super) struct MergedKernel {
    pub(super) config: Objects,
    pub(super) flags: BTreeMap<String, bool>,
    pub(super) applications: Vec<MergedApplication>,
}

#[derive(Debug, Default)]
pub(super) struct MergedApplication {
    pub(super) aid: String,
    pub(super) config: Objects,
    pub(super) transactions: Vec<(Transaction, Objects)>,
}

impl Merged {
    /// Reads all files; each parent must be among those before.
    pub(super) fn read(files: &[(&str, &str)]) -> Result<Self, ImportError> {
        let mut merged = Self::default();
        let mut known: Vec<String> = Vec::new();
        for (name, text) in files {
            let file = format::read(name, text)?;
            if let Some(parent) = file.parent.as_ref().filter(|parent| !known.contains(parent)) {
                return Err(ImportError::ParentMissing { file: (*name).to_owned(), parent: parent.clone() });
            }
            known.push(file.name.clone());
            merged.name = if file.name.is_empty() { "imported".to_owned() } else { file.name.clone() };
            merged.add(name, file);
        }
        Ok(merged)
    }

    fn add(&mut self, file: &str, layer: Configuration) {
        put(&mut self.terminal, layer.terminal);
        self.note_rest(file, &layer.rest);
        for kernel in layer.kernel {
            self.add_kernel(&format!("{file}: kernel {}", kernel.id), kernel);
        }
        for key in layer.public_keys {
            self.keys.retain(|known| (&known.rid, &known.index) != (&key.rid, &key.index));
            self.keys.push(key);
        }
    }

    fn add_kernel(&mut self, place: &str, layer: Kernel) {
        let kernel = self.kernels.entry(layer.id).or_default();
        put(&mut kernel.config, layer.config);
        let mut other = BTreeMap::new();
        for (name, value) in layer.rest {
            match value {
                Value::Bool(flag) => drop(kernel.flags.insert(name, flag)),
                value => drop(other.insert(name, value)),
            }
        }
        let mut rests = vec![(place.to_owned(), other)];
        for application in layer.applications {
            rests.extend(kernel.add(place, application));
        }
        kernel.put_over_all(layer.overrides);
        rests.iter().for_each(|(place, rest)| self.note_rest(place, rest));
    }

    /// Names fields that nobody reads, but for those that say nothing.
    fn note_rest(&mut self, place: &str, rest: &BTreeMap<String, Value>) {
        for (name, value) in rest {
            let says_nothing = match value {
                Value::Array(items) => items.is_empty(),
                Value::Null | Value::Bool(false) => true,
                _ => false,
            };
            if !says_nothing {
                self.left_out.push(Problem::warning(format!("{place}: {name}"), "has no place in a profile"));
            }
        }
    }
}

/// Places, and fields there that nobody reads.
type Rests = Vec<(String, BTreeMap<String, Value>)>;

impl MergedKernel {
    fn add(&mut self, place: &str, layer: Application) -> Rests {
        let place = format!("{place}: {}", layer.aid);
        let mut rests = vec![(place.clone(), layer.rest)];
        let known = self.applications.iter().position(|known| known.aid.eq_ignore_ascii_case(&layer.aid));
        let mut application = match known {
            Some(at) => self.applications.remove(at),
            None => MergedApplication { aid: layer.aid.to_uppercase(), ..MergedApplication::default() },
        };
        put(&mut application.config, layer.config);
        for mut transaction in layer.transactions {
            let kind = transaction.transaction_type;
            rests.push((format!("{place}: type {kind}"), std::mem::take(&mut transaction.rest)));
            let mut objects = Objects::new();
            let config = std::mem::take(&mut transaction.config);
            if let Some(at) =
                application.transactions.iter().position(|(known, _)| known.transaction_type == kind)
            {
                objects = application.transactions.remove(at).1;
            }
            put(&mut objects, config);
            application.transactions.push((transaction, objects));
        }
        self.applications.insert(known.unwrap_or(self.applications.len()), application);
        rests
    }

    /// An override counts whatever application and transaction type say.
    fn put_over_all(&mut self, overrides: Vec<Object>) {
        for Object { tag, .. } in &overrides {
            let tag = tag.to_uppercase();
            for application in &mut self.applications {
                application.config.remove(&tag);
                application.transactions.iter_mut().for_each(|(_, objects)| drop(objects.remove(&tag)));
            }
        }
        put(&mut self.config, overrides);
    }
}

fn put(objects: &mut Objects, more: Vec<Object>) {
    objects.extend(more.into_iter().map(|object| (object.tag.to_uppercase(), object.value.to_uppercase())));
}
