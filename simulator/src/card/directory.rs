//! What SELECT answers.

use tapkernel_core::data::{Database, tags};
use tapkernel_core::tlv::Tag;

use super::Application;
use super::application::{listed, template};

/// Name of the Proximity Payment System Environment (Book B, 3.3.2).
pub(super) const PPSE: &[u8] = b"2PAY.SYS.DDF01";

/// The FCI of the directory: an Application Template `61` for each application (Book B, 3.3.2).
pub(super) fn ppse(applications: &[Application]) -> Vec<u8> {
    let entries: Vec<u8> =
        applications.iter().flat_map(|a| template(0x61, &all(&a.directory_entry))).collect();
    file_control_information(PPSE, &template(0xBF0C, &entries))
}

/// The FCI of an application (EMV 4.4 Book 1, 11.3.4).
pub(super) fn adf(application: &Application) -> Vec<u8> {
    file_control_information(application.name(), &all(&application.proprietary_template))
}

fn file_control_information(name: &[u8], proprietary: &[u8]) -> Vec<u8> {
    let name: Database = [(tags::DEDICATED_FILE_NAME, name)].into_iter().collect();
    template(0x6F, &[all(&name), template(0xA5, proprietary)].concat())
}

fn all(objects: &Database) -> Vec<u8> {
    let tags: Vec<Tag> = objects.iter().map(|(tag, _)| tag).collect();
    listed(&tags, objects)
}
