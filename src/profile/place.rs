//! Reading a document value by value, noting each problem with its path.

use std::cell::RefCell;
use std::fmt::Display;

use super::Problem;
use super::node::Node;
use super::positions::field;

/// The problems noted so far.
#[derive(Default)]
pub(super) struct Problems(RefCell<Vec<Problem>>);

impl Problems {
    pub(super) fn into_list(self) -> Vec<Problem> {
        self.0.into_inner()
    }
}

/// One value, where it stands, and where to note what is wrong with it.
///
/// Reading functions give `None` once they have noted a problem, and read on elsewhere: a document is told all its
/// problems at once.
#[derive(Clone)]
pub(super) struct Place<'a> {
    node: &'a Node,
    path: String,
    problems: &'a Problems,
}

impl<'a> Place<'a> {
    pub(super) const fn root(node: &'a Node, problems: &'a Problems) -> Self {
        Self { node, path: String::new(), problems }
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// Notes a problem with this value.
    pub(super) fn refuse<T>(&self, text: impl Display) -> Option<T> {
        self.note(Problem::error(self.path.clone(), text.to_string()));
        None
    }

    /// Notes a problem that was found elsewhere.
    pub(super) fn note(&self, problem: Problem) {
        self.problems.0.borrow_mut().push(problem);
    }

    fn wanted<T>(&self, what: &str) -> Option<T> {
        self.refuse(format_args!("{what} is wanted here, not {}", self.node.kind()))
    }

    /// Whether it says that there is no value: `null`, or `"none"`, as TOML has no null.
    pub(super) fn is_none(&self) -> bool {
        matches!(self.node, Node::Null) || matches!(self.node, Node::Text(text) if text == "none")
    }

    /// Whether this object has a field of that name.
    pub(super) fn has(&self, name: &str) -> bool {
        matches!(self.node, Node::Object(fields) if fields.iter().any(|(known, _)| known == name))
    }

    pub(super) fn text(&self) -> Option<&'a str> {
        match self.node {
            Node::Text(text) => Some(text),
            _ => self.wanted("text in quotes"),
        }
    }

    pub(super) fn flag(&self) -> Option<bool> {
        match self.node {
            Node::Flag(flag) => Some(*flag),
            _ => self.wanted("true or false"),
        }
    }

    pub(super) fn number(&self) -> Option<u64> {
        match self.node {
            Node::Number(number) => Some(*number),
            _ => self.wanted("a whole number without quotes"),
        }
    }

    pub(super) fn list(&self) -> Option<Vec<Self>> {
        let Node::List(nodes) = self.node else { return self.wanted("a list in [ ]") };
        let at = |(index, node)| self.inner(node, format!("{}[{index}]", self.path));
        Some(nodes.iter().enumerate().map(at).collect())
    }

    /// The fields of an object whose names are free: tags, currency codes.
    pub(super) fn entries(&self) -> Option<Vec<(&'a str, Self)>> {
        let Node::Object(fields) = self.node else { return self.wanted("an object in { }") };
        let mut entries: Vec<(&'a str, Self)> = Vec::new();
        for (name, node) in fields {
            let field = self.field(name, node);
            if entries.iter().any(|(known, _)| known == name) {
                field.refuse::<()>("is there twice: keep one");
            }
            entries.push((name, field));
        }
        Some(entries)
    }

    /// The fields of an object whose names are fixed.
    pub(super) fn fields(&self) -> Option<Fields<'a>> {
        Some(Fields { entries: self.entries()?, of: self.clone(), asked: Vec::new() })
    }

    fn field(&self, name: &str, node: &'a Node) -> Self {
        self.inner(node, field(&self.path, name))
    }

    const fn inner(&self, node: &'a Node, path: String) -> Self {
        Self { node, path, problems: self.problems }
    }
}

/// The fields of one object; remembers what was asked for, so that [`Fields::end`] can refuse the rest.
pub(super) struct Fields<'a> {
    of: Place<'a>,
    entries: Vec<(&'a str, Place<'a>)>,
    asked: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    /// The field, if it is there. `null` is a value like others.
    pub(super) fn optional(&mut self, name: &'static str) -> Option<Place<'a>> {
        self.asked.push(name);
        self.entries.iter().find(|(known, _)| *known == name).map(|(_, field)| field.clone())
    }

    /// The field; its absence is a problem of the object.
    pub(super) fn required(&mut self, name: &'static str) -> Option<Place<'a>> {
        let found = self.optional(name);
        if found.is_none() {
            self.of.refuse::<()>(format_args!("`{name}` is missing"));
        }
        found
    }

    /// Refuses every field that nobody asked for.
    pub(super) fn end(self) {
        for (name, field) in &self.entries {
            if !self.asked.contains(name) {
                field.refuse::<()>(format_args!("is unknown; known here: {}", self.asked.join(", ")));
            }
        }
    }
}
