//! The documents as the rules look at them: their elements, their operations, and what references lead to.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ptr;

use serde_json::Value;

use crate::document::grammar::{Element, elements};
use crate::pointer::Origin;
use openapi_conform::reference;

/// All documents.
pub(super) struct Specs<'a> {
    pub(super) documents: Vec<Document<'a>>,
    /// The documents as they stand, by path.
    pub(super) values: &'a BTreeMap<&'a str, Value>,
    /// Document and element of each component.
    components: HashMap<Origin, (usize, usize)>,
}

/// One document.
pub(super) struct Document<'a> {
    /// In its order; the first one is the document.
    pub(super) elements: Vec<Element<'a>>,
}

/// An operation and what it stands in.
pub(super) struct Operation<'s, 'a> {
    pub(super) document: &'s Document<'a>,
    pub(super) path: &'a str,
    pub(super) item: &'s Element<'a>,
    pub(super) element: &'s Element<'a>,
}

impl<'a> Specs<'a> {
    /// The documents with these values, by path. They are sound OpenAPI.
    pub(super) fn of(values: &'a BTreeMap<&'a str, Value>) -> Self {
        let documents: Vec<Document<'a>> = values
            .iter()
            .map(|(path, value)| Document {
                elements: elements(value, &Origin::document(path)),
            })
            .collect();
        let mut components = HashMap::new();
        for (number, document) in documents.iter().enumerate() {
            for (index, element) in document.elements.iter().enumerate() {
                if document.is_component(element) {
                    components.insert(element.origin.clone(), (number, index));
                }
            }
        }
        Self {
            documents,
            values,
            components,
        }
    }

    /// The elements of all documents.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element<'a>> {
        self.documents
            .iter()
            .flat_map(|document| &document.elements)
    }

    /// The elements of one kind in all documents.
    pub(super) fn of_kind(&self, kind: &str) -> impl Iterator<Item = &Element<'a>> {
        self.elements().filter(move |element| element.kind == kind)
    }

    /// The operations of all documents.
    pub(super) fn operations(&self) -> impl Iterator<Item = Operation<'_, 'a>> {
        self.documents.iter().flat_map(Document::operations)
    }

    /// The component at a place.
    pub(super) fn component(&self, origin: &Origin) -> Option<&Element<'a>> {
        let (document, index) = self.components.get(origin)?;
        self.documents.get(*document)?.elements.get(*index)
    }

    /// The element itself or what it refers to in the end. A reference that leads nowhere is reported by the generator.
    pub(super) fn resolve<'s>(&'s self, element: &'s Element<'a>) -> Option<&'s Element<'a>> {
        let mut element = element;
        let mut seen = BTreeSet::new();
        while let Some(reference) = element.reference() {
            if !seen.insert(&element.origin) {
                return None;
            }
            let target = reference::target(&element.origin, reference)?;
            element = self.component(&target)?;
        }
        Some(element)
    }
}

impl<'a> Document<'a> {
    /// The document itself.
    pub(super) fn top(&self) -> Option<&Element<'a>> {
        self.elements.first()
    }

    /// The elements that stand in one directly.
    pub(super) fn children(&self, parent: &Element<'a>) -> impl Iterator<Item = &Element<'a>> {
        self.elements.iter().filter(move |element| {
            let is_inside =
                |found: &Element<'_>| ptr::eq(found, parent) && !ptr::eq(*element, parent);
            self.parent(element).is_some_and(is_inside)
        })
    }

    /// The operations of its paths; those of callbacks are not ours to answer.
    pub(super) fn operations<'s>(&'s self) -> impl Iterator<Item = Operation<'s, 'a>> {
        self.elements.iter().filter_map(|element| {
            let item = self.parent(element)?;
            let is_ours = element.kind == "Operation Object" && item.field == "paths";
            Some(Operation {
                document: self,
                path: item.name?,
                item,
                element,
            })
            .filter(|_| is_ours)
        })
    }

    /// The security scheme that a requirement names.
    pub(super) fn scheme(&self, name: &str) -> Option<Origin> {
        let top = self.top()?;
        Some(
            top.origin
                .key("components")
                .key("securitySchemes")
                .key(name),
        )
    }

    fn parent(&self, element: &Element<'a>) -> Option<&Element<'a>> {
        self.elements.get(element.parent)
    }

    /// Whether an element stands in the lists of components, for others to refer to.
    pub(super) fn is_component(&self, element: &Element<'a>) -> bool {
        self.parent(element)
            .is_some_and(|parent| parent.kind == "Components Object")
    }
}

impl<'a> Operation<'_, 'a> {
    /// What its messages call it.
    pub(super) fn name(&self) -> &'a str {
        self.element
            .text("operationId")
            .unwrap_or(self.element.field)
    }

    /// A member of the operation, or else the one at the top that stands for it, with its place.
    pub(super) fn own_or_shared(&self, key: &str) -> Option<(&'a Value, Origin)> {
        let of = |element: &Element<'a>| Some((element.members.get(key)?, element.origin.key(key)));
        of(self.element).or_else(|| of(self.document.top()?))
    }
}
