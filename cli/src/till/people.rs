//! People with codes, on the command line.

use std::io::{IsTerminal, stderr, stdin};

use tapkernel::core::Secret;
use tapkernel_terminal::journal::kept::KeptPeople;
use tapkernel_terminal::journal::{Entry, Query};
use tapkernel_terminal::people::{Code, Cost, Grant, People, PeopleStore, Role, Verified};
use tapkernel_terminal::vault::{OsRandomBytes, RandomBytes};

use super::Shop;
use super::failure::{journal_failed, people_failed};
use crate::clock::Clock;
use crate::exit::Failure;

/// Who a code without a name belongs to.
const SUPERVISOR: &str = "supervisor";

/// Where the names of people begin in the journal.
const PERSON: &str = "person/";

/// The people of the journal.
pub(crate) fn people(shop: &Shop) -> Result<People<impl PeopleStore + use<>, Clock>, Failure> {
    let store = KeptPeople::new(shop.journal.clone(), shop.vault()?, shop.dating());
    Ok(People::new(store, shop.clock.clone(), Cost::RECOMMENDED))
}

/// Their names.
pub(crate) fn names(shop: &Shop) -> Result<Vec<String>, Failure> {
    let records = shop.journal.records(Query::All).map_err(|error| journal_failed(&error))?;
    let mut names: Vec<_> = records
        .iter()
        .filter_map(|record| match &record.entry {
            Entry::Kept { name, .. } => name.strip_prefix(PERSON).map(str::to_owned),
            _ => None,
        })
        .collect();
    names.sort();
    names.dedup();
    Ok(names)
}

/// The grant of a supervisor whose code stands in `--supervisor`, if it stands there.
pub(crate) fn supervisor(shop: &Shop, given: Option<String>) -> Result<Option<Grant>, Failure> {
    let Some(given) = given else { return Ok(None) };
    let grant = granted(shop, "--supervisor", &given)?;
    match grant.role() {
        Role::Supervisor => Ok(Some(grant)),
        Role::Operator => {
            Err(Failure::bad_input("--supervisor", format!("{} is an operator", grant.person())))
        }
    }
}

/// The grant of an operator: `NAME:CODE`, or `NAME`, and the terminal asks for the code.
pub(crate) fn operator(shop: &Shop, given: Option<String>) -> Result<Option<Grant>, Failure> {
    let Some(given) = given else { return Ok(None) };
    if given.contains(':') {
        return granted(shop, "--operator", &given).map(Some);
    }
    let code = secret("--operator", "NAME:CODE", None, &format!("Code of {given}: "))?;
    granted(shop, "--operator", &format!("{given}:{}", code.expose())).map(Some)
}

/// The grant for `[NAME:]CODE`.
fn granted(shop: &Shop, field: &str, given: &str) -> Result<Grant, Failure> {
    let (name, code) = given.split_once(':').unwrap_or((SUPERVISOR, given));
    match verified(shop, field, name, &Code::new(code))? {
        Verified::Granted(grant) => Ok(grant),
        _ => Err(Failure::bad_input(
            field,
            format!(
                "the first code of {name} must be changed: tap people change {name} --code OLD --new NEW"
            ),
        )),
    }
}

/// A right code, be it one that must be changed.
pub(crate) fn verified(shop: &Shop, field: &str, name: &str, code: &Code) -> Result<Verified, Failure> {
    let wrong = |message: String| Err(Failure::bad_input(field, message));
    match people(shop)?.verify(name, code).map_err(|error| people_failed(field, error))? {
        Verified::Wrong { tries_left } => {
            wrong(format!("wrong code of {name}; {tries_left} more, and it is locked for 24 hours"))
        }
        Verified::Locked { .. } => wrong(format!(
            "{name} is locked after six wrong codes; the acquirer lifts the lock: tap people add {name} --provisioning"
        )),
        right => Ok(right),
    }
}

/// A code: from the command line, or typed without echo.
pub(crate) fn secret(
    field: &str,
    form: &str,
    given: Option<String>,
    prompt: &str,
) -> Result<Secret<String>, Failure> {
    let missing =
        || Failure::bad_input(field, format!("give {field} {form}: there is no terminal to ask on"));
    match given {
        Some(given) => Ok(Secret::new(given)),
        None if stdin().is_terminal() || stderr().is_terminal() => {
            rpassword::prompt_password(prompt).map(Secret::new).map_err(|_| missing())
        }
        None => Err(missing()),
    }
}

/// A salt for a digest.
pub(crate) fn salt() -> Result<[u8; 16], Failure> {
    let mut salt = [0; 16];
    OsRandomBytes.fill(&mut salt).map_err(|error| Failure::unknown("random", error.to_string()))?;
    Ok(salt)
}
