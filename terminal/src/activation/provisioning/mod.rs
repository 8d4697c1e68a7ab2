//! Where signed profiles come from.

mod download;
mod folder;
mod port;

pub use download::{DownloadProvisioning, MAX_BLOCKS};
pub use folder::FolderProvisioning;
pub use port::{Provisioning, ProvisioningError};
