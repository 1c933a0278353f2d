//! Mustache-like templates, as far as genanki-rs needs them: it renders a card template
//! once with every field filled, to find out which fields a card needs.
//!
//! Variables `{{name}}`, sections `{{#name}}…{{/name}}` and inverted sections
//! `{{^name}}…{{/name}}`. A name that is not known renders as nothing.

use std::collections::HashMap;
use std::fmt;

/// A template that cannot be parsed.
#[derive(Debug)]
pub struct Error(String);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

/// Values by name.
pub trait Content {
    /// The value of a name.
    fn value(&self, name: &str) -> Option<&str>;
}

impl Content for HashMap<&str, String> {
    fn value(&self, name: &str) -> Option<&str> {
        self.get(name).map(String::as_str)
    }
}

enum Node {
    Text(String),
    Variable(String),
    Section { name: String, inverted: bool, inside: Vec<Node> },
}

/// A parsed template.
pub struct Template {
    nodes: Vec<Node>,
}

impl Template {
    /// Parses a template.
    ///
    /// # Errors
    /// If a tag is not closed, or a section ends that is not open.
    pub fn new(text: String) -> Result<Self, Error> {
        // The open sections, outermost first; the last list is being filled.
        let mut open: Vec<(String, bool)> = Vec::new();
        let mut lists: Vec<Vec<Node>> = vec![Vec::new()];
        let mut rest = text.as_str();
        while let Some(start) = rest.find("{{") {
            let end = rest[start..].find("}}").map(|at| start + at);
            let Some(end) = end else { return Err(Error("unclosed tag".to_owned())) };
            push(&mut lists, Node::Text(rest[..start].to_owned()));
            let tag = rest[start + 2..end].trim();
            rest = &rest[end + 2..];
            match tag.chars().next() {
                Some(sign @ ('#' | '^')) => {
                    open.push((tag[1..].trim().to_owned(), sign == '^'));
                    lists.push(Vec::new());
                }
                Some('/') => {
                    let section = open.pop().filter(|(name, _)| name == tag[1..].trim());
                    let (Some((name, inverted)), Some(inside)) = (section, lists.pop()) else {
                        return Err(Error(format!("section {tag} is not open")));
                    };
                    push(&mut lists, Node::Section { name, inverted, inside });
                }
                _ => push(&mut lists, Node::Variable(tag.to_owned())),
            }
        }
        push(&mut lists, Node::Text(rest.to_owned()));
        match (lists.pop(), open.is_empty()) {
            (Some(nodes), true) => Ok(Self { nodes }),
            _ => Err(Error("unclosed section".to_owned())),
        }
    }

    /// Renders the template.
    pub fn render<C: Content>(&self, content: &C) -> String {
        let mut out = String::new();
        render(&self.nodes, content, &mut out);
        out
    }
}

fn push(lists: &mut [Vec<Node>], node: Node) {
    if let Some(list) = lists.last_mut() {
        list.push(node);
    }
}

fn render<C: Content>(nodes: &[Node], content: &C, out: &mut String) {
    for node in nodes {
        match node {
            Node::Text(text) => out.push_str(text),
            Node::Variable(name) => out.push_str(content.value(name).unwrap_or_default()),
            Node::Section { name, inverted, inside } => {
                let filled = content.value(name).is_some_and(|value| !value.is_empty());
                if filled != *inverted {
                    render(inside, content, out);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_and_variables() {
        let content: HashMap<&str, String> =
            [("A", "1".to_owned()), ("B", String::new())].into_iter().collect();
        let render = |text: &str| Template::new(text.to_owned()).map(|t| t.render(&content));
        assert_eq!(render("x{{A}}{{#A}}y{{/A}}{{^B}}z{{/B}}{{#B}}no{{/B}}").unwrap(), "x1yz");
        assert!(render("{{#A}}").is_err());
        assert!(render("{{/A}}").is_err());
        assert!(render("{{A").is_err());
    }
}
