//! A supervisor who has shown a code.

use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::time::Duration;

use tapkernel_terminal::people::{
    Authority, Code, Cost, Grant, People, PeopleClock, PeopleStore, PersonRecord, Role, StoreError, Uptime,
    Verified,
};

#[derive(Default)]
struct Book(BTreeMap<String, PersonRecord>);

impl PeopleStore for Book {
    fn load(&self, person: &str) -> Result<Option<PersonRecord>, StoreError> {
        Ok(self.0.get(person).copied())
    }

    fn save(&mut self, person: &str, record: &PersonRecord) -> Result<(), StoreError> {
        self.0.insert(person.to_owned(), *record);
        Ok(())
    }
}

pub(crate) struct Still;

impl PeopleClock for Still {
    fn uptime(&self) -> Uptime {
        Uptime { boot: 1, elapsed: Duration::ZERO }
    }

    fn trusted_time(&self) -> Option<Duration> {
        None
    }
}

pub(crate) const CHEAP: Cost = Cost { memory: 8, passes: 1, lanes: 1 };

pub(crate) fn supervisor() -> &'static Grant {
    static SUE: OnceLock<Grant> = OnceLock::new();
    SUE.get_or_init(|| {
        let mut people = People::new(Book::default(), Still, CHEAP);
        let first = Code::new("270384");
        people.set_initial("sue", (Role::Supervisor, &first), &Authority::Provisioning, [1; 16]).unwrap();
        let Verified::MustChange(ticket) = people.verify("sue", &first).unwrap() else {
            panic!("not at first")
        };
        people.change(&ticket, &Code::new("915263"), [2; 16]).unwrap()
    })
}
