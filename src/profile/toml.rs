//! Reading TOML.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::node::Node;
use super::positions::{Positions, field, position};
use super::{Position, ProfileError};

/// What serde_json allows too.
const DEPTH: usize = 128;

impl<'a> Positions<'a> {
    /// The places of a TOML document.
    pub fn in_toml(text: &'a str) -> Self {
        parse(text).map_or_else(|_| Self::new(text, BTreeMap::new()), |(_, positions)| positions)
    }
}

/// The document and the places of its values.
pub(super) fn parse(text: &str) -> Result<(Node, Positions<'_>), ProfileError> {
    let fault = |offset, what: &str| {
        let Position { line, column } = position(text, offset);
        ProfileError::Syntax { line, column, text: what.to_owned() }
    };
    let table = DeTable::parse(text)
        .map_err(|error| fault(error.span().unwrap_or_default().start, error.message()))?;
    let mut offsets = BTreeMap::from([(String::new(), table.span().start)]);
    let root = fields(table.get_ref(), "", DEPTH, &mut offsets);
    root.map(|root| (root, Positions::new(text, offsets))).ok_or_else(|| fault(0, "nested too deeply"))
}

fn fields(
    table: &DeTable<'_>,
    path: &str,
    depth: usize,
    offsets: &mut BTreeMap<String, usize>,
) -> Option<Node> {
    let mut fields = Vec::new();
    for (name, value) in table {
        let name = name.get_ref().to_string();
        let path = field(path, &name);
        fields.push((name, node(value, &path, depth.checked_sub(1)?, offsets)?));
    }
    Some(Node::Object(fields))
}

fn node(
    value: &Spanned<DeValue<'_>>,
    path: &str,
    depth: usize,
    offsets: &mut BTreeMap<String, usize>,
) -> Option<Node> {
    offsets.insert(path.to_owned(), value.span().start);
    Some(match value.get_ref() {
        DeValue::String(text) => Node::Text(text.to_string()),
        DeValue::Integer(number) => {
            u64::from_str_radix(number.as_str(), number.radix()).map_or(Node::OtherNumber, Node::Number)
        }
        DeValue::Float(_) => Node::OtherNumber,
        DeValue::Boolean(flag) => Node::Flag(*flag),
        DeValue::Datetime(day) => Node::Text(day.to_string()),
        DeValue::Array(items) => {
            let mut nodes = Vec::new();
            for (index, item) in items.iter().enumerate() {
                nodes.push(node(item, &format!("{path}[{index}]"), depth.checked_sub(1)?, offsets)?);
            }
            Node::List(nodes)
        }
        DeValue::Table(table) => fields(table, path, depth, offsets)?,
    })
}
