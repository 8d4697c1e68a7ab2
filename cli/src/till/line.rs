//! The way to the acquirer.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tapkernel::profile::Profile;
use tapkernel_simulator::host::Host;
use tapkernel_terminal::acquirer::link::{Connector, TcpConnector, TlsConnector};
use tapkernel_terminal::acquirer::{AcquirerSettings, Iso8583Acquirer, SettingsError, Wait};

use super::in_process::InProcess;
use crate::exit::Failure;
use crate::speaking::Speaking;

/// The way to the acquirer.
#[derive(Clone, clap::Args)]
pub(crate) struct Line {
    /// The acquirer's host, for example that of `tap acquirer serve`. Without it the software acquirer answers inside this
    /// process; with a journal its ledger is FILE.acquirer.
    #[arg(long, value_name = "HOST:PORT")]
    acquirer: Option<String>,
    /// Speak TLS to it, and trust these authorities only (PEM).
    #[arg(long, value_name = "FILE", requires = "acquirer")]
    acquirer_ca: Option<PathBuf>,
    /// Seconds to wait for an answer.
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=120))]
    wait: u64,
    #[command(flatten)]
    pub(super) speaking: Speaking,
}

impl Line {
    /// Whether the acquirer is another process.
    pub(crate) const fn is_remote(&self) -> bool {
        self.acquirer.is_some()
    }

    /// How both sides speak.
    pub(crate) const fn speaking(&self) -> Speaking {
        self.speaking
    }

    /// The acquirer of this profile's terminal.
    pub(super) fn acquirer(
        &self,
        profile: &Profile,
        journal: Option<&Path>,
    ) -> Result<Iso8583Acquirer, Failure> {
        let connector = self.connector(journal)?;
        acquirer(profile, self.speaking, Duration::from_secs(self.wait), connector)
    }

    fn connector(&self, journal: Option<&Path>) -> Result<Box<dyn Connector>, Failure> {
        let Some(address) = &self.acquirer else {
            return Ok(Box::new(InProcess::new(host(journal)?, self.speaking)));
        };
        let wrong = |message: String| Failure::bad_input("--acquirer", message);
        let Some((name, _)) = address.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok()) else {
            return Err(wrong(format!("{address:?} is no HOST:PORT")));
        };
        let tcp = TcpConnector::new(address.clone());
        let Some(path) = &self.acquirer_ca else { return Ok(Box::new(tcp)) };
        let wrong = |message: String| Failure::bad_input("--acquirer-ca", message);
        let pem = std::fs::read_to_string(path).map_err(|e| wrong(format!("{}: {e}", path.display())))?;
        let name = name.trim_matches(['[', ']']);
        let tls = TlsConnector::new(tcp, name, &pem, None).map_err(|error| wrong(error.to_string()))?;
        Ok(Box::new(tls))
    }
}

/// The software acquirer, with its ledger beside the journal.
fn host(journal: Option<&Path>) -> Result<Host, Failure> {
    let Some(journal) = journal else { return Ok(Host::new(Vec::new())) };
    let ledger = super::place::beside(journal, "acquirer");
    Host::kept_in(&ledger, Vec::new())
        .map_err(|error| Failure::bad_input("--journal", format!("{}: {error}", ledger.display())))
}

/// The acquirer behind this connector.
pub(crate) fn acquirer(
    profile: &Profile,
    speaking: Speaking,
    answer: Duration,
    connector: Box<dyn Connector>,
) -> Result<Iso8583Acquirer, Failure> {
    let terminal = profile.terminal();
    let wrong = |error: SettingsError| Failure::bad_input("--profile", error.to_string());
    let settings =
        AcquirerSettings::new(speaking.dialect(), speaking.frame(), &terminal.id, &terminal.merchant_id)
            .and_then(|settings| {
                settings.with_merchant_type(&format!("{:04}", terminal.merchant_category_code))
            })
            .map_err(wrong)?;
    let wait = Wait { connect: answer.min(Wait::default().connect), answer };
    let settings = settings.with_wait(wait).with_authentication(speaking.authentication());
    Ok(Iso8583Acquirer::new(settings, connector))
}
