//! What a device may show that has nothing to insert a card into.

use tapkernel::core::data::Database;
use tapkernel::core::outcome::{AlternateInterface, MessageIdentifier as Message, Outcome};
use tapkernel::drive::{self, Final, OtherInterface, OtherInterfaceReason as Reason};
use tapkernel::reader::{Interfaces, Occasion, ScreenText};

use super::*;

fn other_interface(
    profile: &str,
    minor_units: u64,
    kernel: &[OutcomeParameterSet],
) -> (OtherInterface, Vec<(u8, ScreenText)>) {
    let (mut reader, _) = reader(profile, kernel.to_vec());
    let mut texts = vec![];
    let ended = drive::blocking(&mut reader, &mut Nfc::with(&[VISA]), tap(minor_units), |screen| {
        if screen.occasion == Occasion::Outcome {
            texts.push((screen.message.unwrap().code(), screen.text.unwrap()));
        }
    });
    let Ok(Final::TryAnotherInterface(other)) = ended else { panic!("{ended:?}") };
    (other, texts)
}

fn wants(interface: AlternateInterface, message: Message) -> OutcomeParameterSet {
    OutcomeParameterSet {
        alternate_interface: interface,
        ui_on_outcome: Some(UserInterfaceRequest::new(message, Status::ProcessingError)),
        ..outcome(Outcome::TryAnotherInterface)
    }
}

#[test]
fn a_phone_does_not_ask_to_insert_or_swipe() {
    let (other, texts) = other_interface("softpos-eur", 50_001, &[]);
    assert_eq!(other.reason(), Reason::AmountNotForContactless);
    assert_eq!((other.text(), other.can_go_on_here()), (ScreenText::PayAnotherWay, false));
    assert_eq!(
        texts,
        [(0x18, ScreenText::PayAnotherWay)],
        "the book's message stays visible beside the text"
    );
    for (interface, message, reason) in [
        (AlternateInterface::ContactChip, Message::PleaseInsertCard, Reason::CardWantsContactChip),
        (AlternateInterface::MagStripe, Message::PleaseInsertOrSwipeCard, Reason::CardWantsMagStripe),
        (
            AlternateInterface::NotApplicable,
            Message::PleaseInsertOrSwipeCard,
            Reason::CardWantsAnotherInterface,
        ),
        (AlternateInterface::Both, Message::PleaseInsertOrSwipeCard, Reason::CardWantsAnotherInterface),
    ] {
        let (other, texts) = other_interface("softpos-eur", 1000, &[wants(interface, message)]);
        assert_eq!((other.reason(), other.can_go_on_here()), (reason, false));
        assert_eq!(texts, [(message.code(), ScreenText::PayAnotherWay)]);
        let (other, texts) = other_interface("lab", 1000, &[wants(interface, message)]);
        assert_eq!((other.reason(), other.can_go_on_here()), (reason, true));
        assert_eq!(texts, [(message.code(), ScreenText::Message(message))]);
    }
}

#[test]
fn no_text_names_what_the_device_lacks() {
    let all = [
        Message::Approved,
        Message::PresentCard,
        Message::PleaseInsertOrSwipeCard,
        Message::InsertSwipeOrTryAnotherCard,
        Message::PleaseInsertCard,
        Message::SeePhone,
    ];
    for (contact_chip, mag_stripe) in [(false, false), (false, true), (true, false), (true, true)] {
        let interfaces = Interfaces { contact_chip, mag_stripe };
        for message in all {
            let text = interfaces.text_of(message).text();
            assert!(contact_chip || !text.contains("INSERT"), "{interfaces:?} {text}");
            assert!(mag_stripe || !text.contains("SWIPE"), "{interfaces:?} {text}");
            assert!(!text.is_empty());
            let names_interface = message.text().contains("INSERT") || message.text().contains("SWIPE");
            assert!(names_interface || text == message.text(), "other messages stay: {text}");
        }
    }
    assert_eq!(
        Interfaces::ALL.text_of(Message::PleaseInsertOrSwipeCard),
        ScreenText::Message(Message::PleaseInsertOrSwipeCard)
    );
}

#[test]
fn terminal_capabilities_say_what_there_is() {
    let of = |value: Option<&[u8]>| {
        let data: Database = value.map(|value| (tags::TERMINAL_CAPABILITIES, value)).into_iter().collect();
        Interfaces::of_terminal(&data)
    };
    let interfaces = |contact_chip, mag_stripe| Interfaces { contact_chip, mag_stripe };
    assert_eq!(of(Some(&[0x00, 0x48, 0xC8])), Interfaces::CONTACTLESS_ONLY);
    assert_eq!(of(Some(&[0x40, 0x48, 0xC8])), interfaces(false, true));
    assert_eq!(of(Some(&[0x20, 0x48, 0xC8])), interfaces(true, false));
    assert_eq!(of(Some(&[0xE0, 0x48, 0xC8])), Interfaces::ALL);
    assert_eq!(of(None), Interfaces::ALL, "a reader that says nothing shows what the book has");
    assert_eq!(of(Some(&[0x00])), Interfaces::ALL);
}
