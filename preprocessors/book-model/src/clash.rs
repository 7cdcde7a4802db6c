//! Names that two concepts have: a link can mean only one of them by such a name.

use std::collections::HashSet;

use crate::concept::{Concept, ConceptId};
use crate::name::{NameKey, Names, plural};

/// How a concept has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NameForm {
    /// It is its name.
    Name,
    /// It is one of its aliases.
    Alias,
    /// It is the regular plural of one of these.
    Plural,
}

/// A name of one concept by which links mean another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameClash {
    /// The concept that a link does not mean by this name, though it has it.
    pub concept: ConceptId,
    /// The concept that a link means by it.
    pub meant: ConceptId,
    /// The name, as the former has it.
    pub name: String,
    /// How the former has it.
    pub form: NameForm,
}

/// Asks for each name of each concept what a link would mean by it.
pub(crate) fn clashes(
    concepts: &[Concept],
    names: &Names<ConceptId>,
    english: bool,
) -> Vec<NameClash> {
    let mut found = Vec::new();
    for (index, concept) in concepts.iter().enumerate() {
        let mut said = HashSet::new();
        let mut look = |name: &str, form: NameForm| {
            let meant = names.find(name).filter(|meant| meant.0 != index);
            if let Some(meant) = meant
                && said.insert(NameKey::new(name))
            {
                found.push(NameClash {
                    concept: ConceptId(index),
                    meant,
                    name: name.to_owned(),
                    form,
                });
            }
            meant.is_none()
        };
        let forms = std::iter::once(NameForm::Name).chain(std::iter::repeat(NameForm::Alias));
        for (name, form) in std::iter::once(&concept.name)
            .chain(&concept.aliases)
            .zip(forms)
        {
            // Of a name that another has, the plural is another's too.
            if look(name, form) && english {
                look(&plural(name), NameForm::Plural);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::NameForm::{self, Alias, Name, Plural};
    use crate::fixture::Fixture;

    /// For each clash the concept that has the name, the one that is meant, the name and its form.
    fn clashes(terms: &[&str]) -> Vec<(String, String, String, NameForm)> {
        let book: String = terms
            .iter()
            .map(|term| format!("{term}\n: What it is.\n\n"))
            .collect();
        let model = Fixture::parse(&book).model();
        assert_eq!(model.concepts.len(), terms.len(), "{terms:?}");
        let id = |concept: crate::ConceptId| model.concept(concept).id.clone();
        let clashes = model.clashes.iter();
        clashes
            .map(|clash| {
                (
                    id(clash.concept),
                    id(clash.meant),
                    clash.name.clone(),
                    clash.form,
                )
            })
            .collect()
    }

    #[test]
    fn a_name_means_one_concept() {
        for (terms, concept, meant, name, form) in [
            (
                ["[Load](concept:a)", "[load](concept:b)"],
                "b",
                "a",
                "load",
                Name,
            ),
            (
                ["[A](concept: \"load\")", "[B](concept: \"Load; x\")"],
                "b",
                "a",
                "Load",
                Alias,
            ),
            // A name comes ahead of an alias, wherever it stands.
            (
                ["[A](concept: \"load\")", "[Load](concept:b)"],
                "a",
                "b",
                "load",
                Alias,
            ),
            (
                ["[Metric](concept:)", "[Metrics](concept:)"],
                "metric",
                "metrics",
                "Metrics",
                Plural,
            ),
            (
                ["[Metrics](concept:)", "[Metric](concept:)"],
                "metric",
                "metrics",
                "Metrics",
                Plural,
            ),
            (
                ["[API](concept:)", "[apis](concept:)"],
                "api",
                "apis",
                "APIs",
                Plural,
            ),
            (
                ["[Base](concept:)", "[Bas](concept:)"],
                "base",
                "bas",
                "Bases",
                Plural,
            ),
        ] {
            let row = (concept.to_owned(), meant.to_owned(), name.to_owned(), form);
            assert_eq!(clashes(&terms), [row], "{terms:?}");
        }
    }

    #[test]
    fn different_names_do_not_clash() {
        for terms in [
            ["[REST](concept:rest-style)", "[Rest](concept:)"],
            ["[Cap](concept: \"cap; caps; Cap\")", "[Capital](concept:)"],
            ["[Class](concept:)", "[Cla](concept:)"],
        ] {
            assert_eq!(clashes(&terms), [], "{terms:?}");
        }
    }
}
