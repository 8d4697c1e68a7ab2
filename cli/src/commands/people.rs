//! `tap people`.

use serde_json::json;
use tapkernel_terminal::people::{Authority, Code, PeopleError, Role, Verified};

use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::till::{self, Place, Shop, people_failed};

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Set a person's first code, which must be changed before it opens anything; lifts a lock.
    Add(Add),
    /// Change a code.
    Change(Change),
    /// List the people.
    List(List),
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum As {
    /// Takes payments
    Operator,
    /// Also allows refunds and voids
    Supervisor,
}

const ABOUT: &str = "\
Without people in the journal anybody adds the first one, as at the activation of a terminal. After that a supervisor adds
operators, and --provisioning, which is the acquirer's, everybody else; it also lets in whom six wrong codes have locked.
There is no default code; codes are kept as Argon2id digests, sealed.";

#[derive(clap::Args)]
#[command(after_help = ABOUT)]
pub(crate) struct Add {
    /// The name; that of the supervisor whom --supervisor CODE means is supervisor.
    #[arg(value_parser = name)]
    name: String,
    /// What the person may do.
    #[arg(long, value_enum, default_value_t = As::Operator)]
    role: As,
    /// The first code, 6 to 64 characters; without it the terminal asks.
    #[arg(long)]
    code: Option<String>,
    /// Code of the supervisor who adds an operator; NAME:CODE unless the name is supervisor.
    #[arg(long, value_name = "CODE", conflicts_with = "provisioning")]
    supervisor: Option<String>,
    /// As the acquirer, who may add everybody.
    #[arg(long)]
    provisioning: bool,
    #[command(flatten)]
    place: Place,
}

#[derive(clap::Args)]
pub(crate) struct Change {
    /// Whose code.
    #[arg(value_parser = name)]
    name: String,
    /// The code that is changed; without it the terminal asks.
    #[arg(long)]
    code: Option<String>,
    /// The new code; without it the terminal asks.
    #[arg(long)]
    new: Option<String>,
    #[command(flatten)]
    place: Place,
}

#[derive(clap::Args)]
pub(crate) struct List {
    #[command(flatten)]
    place: Place,
}

fn name(text: &str) -> Result<String, String> {
    let printable = text.chars().all(|character| !character.is_control() && character != ':');
    match printable && (1..=64).contains(&text.chars().count()) {
        true => Ok(text.to_owned()),
        false => Err("a name has 1 to 64 printable characters and no colon".to_owned()),
    }
}

pub(crate) fn run(command: Command, output: Output) -> Result<Exit, Failure> {
    match command {
        Command::Add(arguments) => add(arguments, output),
        Command::Change(arguments) => change(arguments, output),
        Command::List(arguments) => list(&arguments, output),
    }
}

fn add(arguments: Add, output: Output) -> Result<Exit, Failure> {
    arguments.place.with_journal()?;
    let shop = Shop::open(&arguments.place)?;
    let is_first = till::people::names(&shop)?.is_empty();
    let grant = till::supervisor(&shop, arguments.supervisor)?;
    let authority = match &grant {
        Some(grant) => Authority::Supervisor(grant),
        None if is_first || arguments.provisioning => Authority::Provisioning,
        None => {
            let why = "give the code of the supervisor who adds an operator, or --provisioning";
            return Err(Failure::bad_input("--supervisor", why));
        }
    };
    let role = match arguments.role {
        As::Operator => Role::Operator,
        As::Supervisor => Role::Supervisor,
    };
    let code = till::people::secret("--code", "CODE", arguments.code, "First code: ")?;
    let code = Code::new(code.expose().clone());
    let salt = till::people::salt()?;
    till::people::people(&shop)?
        .set_initial(&arguments.name, (role, &code), &authority, salt)
        .map_err(|error| people_failed("--code", error))?;
    output.line(format!("{}: the code must be changed before it opens anything", arguments.name));
    output.document(&json!({ "name": arguments.name, "role": word(role), "must_change": true }));
    Ok(Exit::Done)
}

fn change(arguments: Change, output: Output) -> Result<Exit, Failure> {
    arguments.place.of_earlier()?;
    let shop = Shop::open(&arguments.place)?;
    let old = till::people::secret("--code", "CODE", arguments.code, "Code: ")?;
    let verified =
        till::people::verified(&shop, "--code", &arguments.name, &Code::new(old.expose().clone()))?;
    let mut people = till::people::people(&shop)?;
    let ticket = match verified {
        Verified::MustChange(ticket) => ticket,
        Verified::Granted(grant) => people.ticket(&grant),
        _ => return Err(people_failed("--code", PeopleError::NoCode)),
    };
    let new = till::people::secret("--new", "CODE", arguments.new, "New code: ")?;
    let new = Code::new(new.expose().clone());
    let grant =
        people.change(&ticket, &new, till::people::salt()?).map_err(|error| people_failed("--new", error))?;
    output.line(format!("{}: the code is changed", grant.person()));
    output.document(&json!({ "name": grant.person(), "role": word(grant.role()), "must_change": false }));
    Ok(Exit::Done)
}

fn list(arguments: &List, output: Output) -> Result<Exit, Failure> {
    arguments.place.of_earlier()?;
    let shop = Shop::open(&arguments.place)?;
    let names = till::people::names(&shop)?;
    names.iter().for_each(|name| output.line(name));
    output.document(&json!(names.iter().map(|name| json!({ "name": name })).collect::<Vec<_>>()));
    Ok(Exit::Done)
}

const fn word(role: Role) -> &'static str {
    match role {
        Role::Operator => "operator",
        Role::Supervisor => "supervisor",
    }
}
