//! HubSpot's public collection: `<GROUP>/<API>/Rollouts/<ID>/<VERSION>/<NAME>.json`.

use std::path::Path;

/// What the path of a document in the collection says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The version of the API, such as `v3` or `2026-03`.
    pub version: String,
    /// The folder of the API, such as `Public App Crm Cards`.
    pub api: String,
    /// The folder that the API is in, such as `CRM`.
    pub group: String,
    /// The number of the rollout.
    pub rollout: String,
    /// The name of the file, without `.json`.
    pub stem: String,
}

impl Place {
    /// The place of a file, by its path below the input folder. That folder may be anywhere in the collection, so what it is in counts too.
    pub(super) fn of(root: &Path, below: &str) -> Option<Self> {
        let above: Vec<String> = root
            .components()
            .map(|part| part.as_os_str().to_string_lossy().into_owned())
            .collect();
        let inside = above.len();
        let mut parts: Vec<&str> = above.iter().map(String::as_str).collect();
        parts.extend(below.split('/'));
        let (name, folders) = parts.split_last()?;
        let [.., api, rollouts, rollout, version] = folders else {
            return None;
        };
        let stem = name.strip_suffix(".json")?;
        if *rollouts != "Rollouts" || stem.is_empty() {
            return None;
        }
        // Somebody's home may be called so as well.
        let is_above = folders.len() - 3 < inside;
        if is_above && !rollout.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let group = match folders.len().checked_sub(5) {
            Some(index) => folders[index],
            None => "",
        };
        Some(Self {
            version: (*version).to_owned(),
            api: (*api).to_owned(),
            group: group.to_owned(),
            rollout: (*rollout).to_owned(),
            stem: stem.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(root: &str, below: &str) -> Option<[String; 5]> {
        let place = Place::of(Path::new(root), below)?;
        Some([
            place.version,
            place.group,
            place.api,
            place.rollout,
            place.stem,
        ])
    }

    #[test]
    fn any_folder_of_the_collection_may_be_the_input() {
        let expected = ["v3", "CRM", "Line Items", "424", "lineItems"].map(str::to_owned);
        for (root, below) in [
            (
                "/home/ada",
                "collection/PublicApiSpecs/CRM/Line Items/Rollouts/424/v3/lineItems.json",
            ),
            ("/home/ada/CRM", "Line Items/Rollouts/424/v3/lineItems.json"),
            ("/home/ada/CRM/Line Items", "Rollouts/424/v3/lineItems.json"),
            ("/home/ada/CRM/Line Items/Rollouts", "424/v3/lineItems.json"),
            ("/home/ada/CRM/Line Items/Rollouts/424/v3", "lineItems.json"),
        ] {
            assert_eq!(place(root, below).as_ref(), Some(&expected), "{root}");
        }
        assert_eq!(
            place("", "Things/Rollouts/1/v3/things.json").map(|place| place[1].clone()),
            Some(String::new())
        );
    }

    #[test]
    fn other_files_have_no_place_in_it() {
        for (root, below) in [
            ("/specs", "v3/things.json"),
            ("/specs", "Rollouts/1/v3/things.yaml"),
            ("/specs", "A/Rollouts/1/v3/postman/things.json"),
            ("/specs", "A/Rollouts/1/things.json"),
            ("/specs", "A/Rollouts/1/v3/.json"),
            ("/home/Rollouts/specs", "v3/things.json"),
            ("", "Rollouts/1/v3/things.json"),
        ] {
            assert_eq!(place(root, below), None, "{root} {below}");
        }
    }
}
