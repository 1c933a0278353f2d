//! A web page as a tree, by the parsing rules of browsers (html5ever).
//!
//! Nodes stand in one list and point to each other by number, so that a page of any shape is
//! walked and dropped without recursion. Pages nested deeper than any real one are refused while
//! they are parsed: the parser's own work grows with the depth.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink as _};

use html5ever::{Attribute, ExpandedName, ParseOpts, QualName, parse_document};

use super::Unreadable;

/// The deepest nesting of elements that is read. Saved pages were seen with up to 120.
const DEEPEST: u32 = 800;
/// How much is parsed between two looks at the depth, in bytes.
const PORTION: usize = 4096;

/// The most attributes that a tag may have. The parser compares each with all before it, so that
/// a tag with very many keeps it busy for hours.
const MOST_ATTRIBUTES: usize = 256;

/// True if a tag has more attributes than any page needs. Scripts and styles have no tags.
fn has_crowded_tag(html: &str) -> bool {
    let bytes = html.as_bytes();
    let mut at = 0;
    while let Some(next) = html.get(at..).and_then(|rest| rest.find('<')) {
        at += next + 1;
        let rest = &bytes[at..];
        if rest.starts_with(b"!--") {
            at += html[at..].find("-->").unwrap_or(rest.len());
            continue;
        }
        if !rest.first().is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let raw = ["script", "style"].into_iter().find(|name| {
            rest.get(..name.len())
                .is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes()))
        });
        let (mut count, mut quote, mut blank, mut equals) = (0, None, false, false);
        while let Some(byte) = bytes.get(at) {
            at += 1;
            match (quote, *byte) {
                (Some(open), close) => {
                    if open == close {
                        quote = None;
                    }
                    continue;
                }
                (None, b'>') => break,
                (None, mark @ (b'"' | b'\'')) if equals => quote = Some(mark),
                _ => {}
            }
            let is_blank = byte.is_ascii_whitespace() || *byte == b'/';
            count += usize::from(blank && !is_blank && *byte != b'=');
            equals = *byte == b'=' || equals && is_blank;
            blank = is_blank;
            if count > MOST_ATTRIBUTES {
                return true;
            }
        }
        if let Some(name) = raw {
            // Its own end is the next tag that is looked at.
            while let Some(next) = html.get(at..).and_then(|rest| rest.find("</")) {
                at += next + 2;
                let own = bytes.get(at..at + name.len());
                if own.is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes())) {
                    break;
                }
            }
        }
    }
    false
}

/// A node's number in its tree.
pub(super) type Id = usize;

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Data {
    /// The root.
    Document,
    /// An element: its name in lower case and its attributes.
    Element(String, Vec<(String, String)>),
    /// Text.
    Text(String),
    /// A comment.
    Comment(String),
    /// Anything else.
    Other,
}

#[derive(Debug, Clone)]
struct Node {
    data: Data,
    parent: Option<Id>,
    first: Option<Id>,
    last: Option<Id>,
    before: Option<Id>,
    after: Option<Id>,
    depth: u32,
}

/// A page.
#[derive(Debug, Clone)]
pub(super) struct Dom {
    nodes: Vec<Node>,
}

/// A step of a walk through a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// A node begins.
    Enter(Id),
    /// A node ends.
    Leave(Id),
}

/// The root of every tree.
pub(super) const ROOT: Id = 0;

impl Dom {
    /// Parses a page or a part of one.
    ///
    /// # Errors
    /// If it is nested deeper than any page that people read.
    pub(super) fn parse(html: &str) -> Result<Dom, Unreadable> {
        if has_crowded_tag(html) {
            return Err(Unreadable {
                message: format!(
                    "a tag of the page has more than {MOST_ATTRIBUTES} attributes"
                ),
                hint:
                    "it is damaged or not meant to be read; copy its text into a text file"
                        .to_owned(),
            });
        }
        let mut parser = parse_document(Sink::default(), ParseOpts::default());
        let mut rest = html;
        while !rest.is_empty() {
            let mut end = rest.len().min(PORTION);
            while !rest.is_char_boundary(end) {
                end += 1;
            }
            parser.process(StrTendril::from_slice(&rest[..end]));
            rest = &rest[end..];
            if parser.tokenizer.sink.sink.too_deep.get() {
                return Err(Unreadable {
                    message: format!(
                        "the page nests its elements more than {DEEPEST} deep"
                    ),
                    hint:
                        "it is damaged or not meant to be read; copy its text into a text \
                           file"
                            .to_owned(),
                });
            }
        }
        Ok(parser.finish())
    }

    /// What a node is.
    pub(super) fn data(&self, id: Id) -> &Data {
        &self.nodes[id].data
    }

    /// The name of an element; empty for other nodes.
    pub(super) fn name(&self, id: Id) -> &str {
        match &self.nodes[id].data {
            Data::Element(name, _) => name,
            _ => "",
        }
    }

    /// An attribute of an element.
    pub(super) fn attr(&self, id: Id, name: &str) -> Option<&str> {
        match &self.nodes[id].data {
            Data::Element(_, attrs) => {
                let mut attrs = attrs.iter();
                attrs.find(|(other, _)| other == name).map(|(_, value)| value.as_str())
            }
            _ => None,
        }
    }

    /// The node that holds this one.
    pub(super) fn parent(&self, id: Id) -> Option<Id> {
        self.nodes[id].parent
    }

    /// The nodes around this one, from the inside out.
    pub(super) fn ancestors(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::successors(self.parent(id), |id| self.parent(*id))
    }

    /// Everything below a node and the node itself, in the order of the page.
    pub(super) fn walk(&self, root: Id) -> Walk<'_> {
        Walk { dom: self, root, next: Some(Step::Enter(root)) }
    }

    /// All elements below a node, in the order of the page.
    pub(super) fn elements(&self, root: Id) -> impl Iterator<Item = Id> + '_ {
        self.walk(root).filter_map(|step| match step {
            Step::Enter(id) if matches!(self.data(id), Data::Element(..)) => Some(id),
            _ => None,
        })
    }

    /// The characters below a node, white space aside.
    pub(super) fn length(&self, root: Id) -> usize {
        let texts = self.walk(root).filter_map(|step| match step {
            Step::Enter(id) => match self.data(id) {
                Data::Text(text) => {
                    Some(text.chars().filter(|c| !c.is_whitespace()).count())
                }
                _ => None,
            },
            Step::Leave(_) => None,
        });
        texts.sum()
    }

    /// The text below a node, as it stands in the file.
    pub(super) fn text(&self, root: Id) -> String {
        let mut out = String::new();
        for step in self.walk(root) {
            if let Step::Enter(id) = step
                && let Data::Text(text) = self.data(id)
            {
                out.push_str(text);
            }
        }
        out
    }

    /// Takes a node out of the tree.
    pub(super) fn remove(&mut self, id: Id) {
        detach(&mut self.nodes, id);
    }
}

/// A walk through a tree.
pub(super) struct Walk<'d> {
    dom: &'d Dom,
    root: Id,
    next: Option<Step>,
}

impl Walk<'_> {
    /// Goes on behind a node that was just entered, without what is in it.
    pub(super) fn pass(&mut self, id: Id) {
        self.next = Some(Step::Leave(id));
    }
}

impl Iterator for Walk<'_> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        let step = self.next?;
        let nodes = &self.dom.nodes;
        self.next = match step {
            Step::Enter(id) => Some(nodes[id].first.map_or(Step::Leave(id), Step::Enter)),
            Step::Leave(id) if id == self.root => None,
            Step::Leave(id) => match (nodes[id].after, nodes[id].parent) {
                (Some(after), _) => Some(Step::Enter(after)),
                (None, Some(parent)) => Some(Step::Leave(parent)),
                (None, None) => None,
            },
        };
        Some(step)
    }
}

fn detach(nodes: &mut [Node], id: Id) {
    let (parent, before, after) = (nodes[id].parent, nodes[id].before, nodes[id].after);
    match before {
        Some(before) => nodes[before].after = after,
        None => {
            if let Some(parent) = parent {
                nodes[parent].first = after;
            }
        }
    }
    match after {
        Some(after) => nodes[after].before = before,
        None => {
            if let Some(parent) = parent {
                nodes[parent].last = before;
            }
        }
    }
    let node = &mut nodes[id];
    (node.parent, node.before, node.after) = (None, None, None);
}

/// An element while the page is parsed.
#[derive(Clone)]
struct Handle {
    id: Id,
    name: Rc<QualName>,
}

/// What the parser builds.
struct Sink {
    nodes: RefCell<Vec<Node>>,
    none: Rc<QualName>,
    too_deep: Cell<bool>,
}

impl Default for Sink {
    fn default() -> Self {
        let root = Node {
            data: Data::Document,
            parent: None,
            first: None,
            last: None,
            before: None,
            after: None,
            depth: 0,
        };
        let none = QualName::new(None, html5ever::ns!(html), html5ever::local_name!(""));
        Sink {
            nodes: RefCell::new(vec![root]),
            none: Rc::new(none),
            too_deep: Cell::new(false),
        }
    }
}

impl Sink {
    fn add(&self, data: Data, name: Rc<QualName>) -> Handle {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node {
            data,
            parent: None,
            first: None,
            last: None,
            before: None,
            after: None,
            depth: 0,
        });
        Handle { id: nodes.len() - 1, name }
    }

    /// Puts a node or a text before `before`, or at the end of `parent`.
    fn insert(&self, parent: Id, before: Option<Id>, child: NodeOrText<Handle>) {
        let previous = match before {
            Some(before) => self.nodes.borrow()[before].before,
            None => self.nodes.borrow()[parent].last,
        };
        let id = match child {
            NodeOrText::AppendText(text) => {
                if let Some(previous) = previous
                    && let Data::Text(whole) = &mut self.nodes.borrow_mut()[previous].data
                {
                    whole.push_str(&text);
                    return;
                }
                self.add(Data::Text(text.to_string()), Rc::clone(&self.none)).id
            }
            NodeOrText::AppendNode(node) => {
                detach(&mut self.nodes.borrow_mut(), node.id);
                node.id
            }
        };
        let mut nodes = self.nodes.borrow_mut();
        // Taking the node out of its old place may have moved its new neighbour.
        let previous = match before {
            Some(before) => nodes[before].before,
            None => nodes[parent].last,
        };
        let depth = nodes[parent].depth + 1;
        self.too_deep.set(self.too_deep.get() || depth > DEEPEST);
        let node = &mut nodes[id];
        (node.parent, node.before, node.after) = (Some(parent), previous, before);
        node.depth = depth;
        match previous {
            Some(previous) => nodes[previous].after = Some(id),
            None => nodes[parent].first = Some(id),
        }
        match before {
            Some(before) => nodes[before].before = Some(id),
            None => nodes[parent].last = Some(id),
        }
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Dom;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Dom {
        Dom { nodes: self.nodes.into_inner() }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle { id: ROOT, name: Rc::clone(&self.none) }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(
        &self,
        name: QualName,
        attrs: Vec<Attribute>,
        _: ElementFlags,
    ) -> Handle {
        let attrs = attrs.into_iter().map(attribute).collect();
        let data = Data::Element(name.local.to_string(), attrs);
        self.add(data, Rc::new(name))
    }

    fn create_comment(&self, text: StrTendril) -> Handle {
        self.add(Data::Comment(text.to_string()), Rc::clone(&self.none))
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        self.add(Data::Other, Rc::clone(&self.none))
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.insert(parent.id, None, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        previous: &Handle,
        child: NodeOrText<Handle>,
    ) {
        let parent = self.nodes.borrow()[element.id].parent;
        match parent {
            Some(parent) => self.insert(parent, Some(element.id), child),
            None => self.insert(previous.id, None, child),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Handle) -> Handle {
        // What is in a template is not shown; the element itself is dropped with it.
        target.clone()
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.id == y.id
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        let parent = self.nodes.borrow()[sibling.id].parent;
        if let Some(parent) = parent {
            self.insert(parent, Some(sibling.id), child);
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle, attrs: Vec<Attribute>) {
        if let Data::Element(_, known) = &mut self.nodes.borrow_mut()[target.id].data {
            for (name, value) in attrs.into_iter().map(attribute) {
                if !known.iter().any(|(other, _)| *other == name) {
                    known.push((name, value));
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        detach(&mut self.nodes.borrow_mut(), target.id);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        loop {
            let Some(first) = self.nodes.borrow()[node.id].first else { return };
            let child = Handle { id: first, name: Rc::clone(&self.none) };
            self.insert(new_parent.id, None, NodeOrText::AppendNode(child));
        }
    }
}

/// What of an attribute is kept: pictures inside a page may be megabytes long.
fn attribute(attribute: Attribute) -> (String, String) {
    const LONGEST: usize = 4096;
    let value = match attribute.value.len() > LONGEST {
        true => String::new(),
        false => attribute.value.to_string(),
    };
    (attribute.name.local.to_string(), value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_a_tree_in_the_order_of_the_page() {
        let dom = Dom::parse("<p class=a>水<b>急</b>了<table><tr>外<td>内").expect("page");
        let names: Vec<&str> = dom.elements(ROOT).map(|id| dom.name(id)).collect();
        assert_eq!(names, ["html", "head", "body", "p", "b", "table", "tbody", "tr", "td"]);
        assert_eq!(dom.text(ROOT), "水急了外内");
        let p = dom.elements(ROOT).find(|id| dom.name(*id) == "p").expect("p");
        assert_eq!((dom.attr(p, "class"), dom.length(p)), (Some("a"), 5));
        let mut less = dom.clone();
        less.remove(p);
        assert_eq!(less.text(ROOT), "");
    }

    #[test]
    fn a_page_nested_too_deep_is_refused_in_good_time() {
        for tag in ["<table><tr><td>", "<div>", "<b><i>", "<ul><li>"] {
            let refused = Dom::parse(&tag.repeat(200_000)).expect_err(tag);
            assert!(refused.message.contains("deep"), "{}", refused.message);
        }
        assert!(Dom::parse(&"<p>水<br>".repeat(100_000)).is_ok());
    }
}
