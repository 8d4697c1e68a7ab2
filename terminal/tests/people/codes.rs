use tapkernel_terminal::people::*;

use crate::rig::{DAY, RIGHT, Rig, code};

#[test]
fn there_is_no_default_code() {
    let mut rig = Rig::empty();
    for tried in ["", "0000", "123456", "166816", "Z66831"] {
        assert_eq!(rig.people.verify("supervisor", &code(tried)), Err(PeopleError::NoCode));
    }
}

#[test]
fn a_first_code_opens_only_its_change() {
    let mut rig = Rig::empty();
    let first = code("270384");
    let set = rig.people.set_initial("sue", (Role::Supervisor, &first), &Authority::Provisioning, [1; 16]);
    set.unwrap();
    let Verified::MustChange(ticket) = rig.people.verify("sue", &first).unwrap() else { panic!() };
    assert_eq!(rig.people.change(&ticket, &first, [2; 16]), Err(PeopleError::SameCode));
    assert_eq!(rig.people.change(&ticket, &code("111111"), [2; 16]), Err(PeopleError::Weak(WeakCode::Row)));
    assert!(matches!(rig.people.verify("sue", &first), Ok(Verified::MustChange(_))));
    let grant = rig.people.change(&ticket, &code(RIGHT), [2; 16]).unwrap();
    assert_eq!((grant.person(), grant.role()), ("sue", Role::Supervisor));
    assert!(matches!(rig.people.verify("sue", &first), Ok(Verified::Wrong { tries_left: 5 })));
    assert!(matches!(rig.right(), Verified::Granted(_)));
}

#[test]
fn weak_codes_are_refused() {
    for (text, why) in [
        ("12345", WeakCode::Length),
        (&"7319".repeat(17), WeakCode::Length),
        ("111111", WeakCode::Row),
        ("123456", WeakCode::Row),
        ("987654", WeakCode::Row),
        ("abcdefg", WeakCode::Row),
        ("166816", WeakCode::Factory),
        ("z66831", WeakCode::Factory),
    ] {
        assert_eq!(code(text).check(), Err(why), "{text}");
    }
    for text in ["112233", "135791", "123457", RIGHT, "correct horse battery"] {
        assert_eq!(code(text).check(), Ok(()), "{text}");
    }
}

#[test]
fn a_supervisor_lets_in_operators_and_nobody_else() {
    let mut rig = Rig::new();
    let Verified::Granted(sue) = rig.right() else { panic!() };
    let first = code("482913");
    let by_sue = Authority::Supervisor(&sue);
    rig.people.set_initial("ola", (Role::Operator, &first), &by_sue, [3; 16]).unwrap();
    for (person, role) in [("sam", Role::Supervisor), ("sue", Role::Operator)] {
        let set = rig.people.set_initial(person, (role, &first), &by_sue, [3; 16]);
        assert_eq!(set, Err(PeopleError::NotAllowed), "{person}");
    }
    let Verified::MustChange(ticket) = rig.people.verify("ola", &first).unwrap() else { panic!() };
    let ola = rig.people.change(&ticket, &code("570238"), [4; 16]).unwrap();
    let by_ola = Authority::Supervisor(&ola);
    let set = rig.people.set_initial("olga", (Role::Operator, &first), &by_ola, [3; 16]);
    assert_eq!(set, Err(PeopleError::NotAllowed));
}

#[test]
fn an_owner_who_is_locked_out_is_let_in_by_the_acquirer() {
    let mut rig = Rig::new();
    rig.lock();
    let first = code("270385");
    rig.people.set_initial("sue", (Role::Supervisor, &first), &Authority::Provisioning, [5; 16]).unwrap();
    assert!(matches!(rig.people.verify("sue", &first), Ok(Verified::MustChange(_))));
}

#[test]
fn codes_are_in_no_record_and_no_debug() {
    let rig = Rig::new();
    let bytes = rig.disk.bytes("sue");
    assert!(!bytes.windows(RIGHT.len()).any(|window| window == RIGHT.as_bytes()));
    let record = PersonRecord::decode(&bytes).unwrap();
    let shown = format!("{:?} {:?} {record:?}", code(RIGHT), Rig::new().right());
    assert!(!shown.contains(RIGHT));
}

#[test]
fn a_record_is_read_whole_or_not_at_all() {
    let mut rig = Rig::new();
    for locked in [false, true] {
        if locked {
            rig.lock();
        }
        let bytes = rig.disk.bytes("sue");
        let record = PersonRecord::decode(&bytes).unwrap();
        assert_eq!(record.encode(), bytes);
        (0..bytes.len()).for_each(|length| assert_eq!(PersonRecord::decode(&bytes[..length]), None));
        assert_eq!(PersonRecord::decode(&[&bytes[..], &[0]].concat()), None);
    }
    assert!(rig.people.look("sue").unwrap() == DAY);
}

/// The digest against one that was not made here: the reference program's vector for Argon2id of RFC 9106 has a secret and
/// data beside the password, so this one is from `argon2-cffi`: Argon2id, version 19, m = 64, t = 2, p = 1.
#[test]
fn the_digest_is_argon2id() {
    let bytes = include_str!("argon2id.txt");
    let mut rig = Rig::empty();
    rig.people = People::new(rig.disk.clone(), rig.clock.clone(), Cost { memory: 64, passes: 2, lanes: 1 });
    let salt = *b"0123456789abcdef";
    rig.people.set_initial("sue", (Role::Operator, &code(RIGHT)), &Authority::Provisioning, salt).unwrap();
    let wanted = hex::decode(bytes.trim()).unwrap();
    assert_eq!(wanted.len(), 32);
    assert!(rig.disk.bytes("sue").windows(32).any(|window| window == wanted));
}
