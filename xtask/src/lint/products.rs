//! Products: the lowest subscription that has an operation.

use serde_json::Value;

use super::specs::Specs;
use crate::diagnostics::Diagnostics;
use crate::nearest::listed;

const KEY: &str = "x-products";

const PRODUCTS: [&str; 7] = [
    "marketing",
    "sales",
    "service",
    "cms",
    "commerce",
    "crmHub",
    "dataHub",
];

const TIERS: [&str; 4] = ["FREE", "STARTER", "PROFESSIONAL", "ENTERPRISE"];

/// Reports documents with operations that do not say it, and products and subscriptions that do not exist. That a value is no map of text is reported by the generator.
pub(super) fn check(specs: &Specs<'_>, diagnostics: &mut Diagnostics) {
    for document in &specs.documents {
        let operations = document.operations();
        let silent = operations
            .filter(|operation| operation.own_or_shared(KEY).is_none())
            .count();
        if let Some(top) = document.top().filter(|_| silent > 0) {
            let message = match silent {
                1 => format!("one operation has no `{KEY}`, and there are none at the top"),
                count => {
                    format!("{count} operations have no `{KEY}`, and there are none at the top")
                }
            };
            diagnostics.error(
                &top.origin,
                message,
                "write the lowest subscription by product at the top, as in `crmHub: FREE`; operations may differ",
            );
        }
        let elements = document.elements.iter();
        for element in
            elements.filter(|element| matches!(element.kind, "OpenAPI Object" | "Operation Object"))
        {
            let origin = element.origin.key(KEY);
            let products = element.members.get(KEY).and_then(Value::as_object);
            for (product, tier) in products.into_iter().flatten() {
                let origin = origin.key(product);
                if !PRODUCTS.contains(&product.as_str()) {
                    let names = listed(product, PRODUCTS.into_iter(), PRODUCTS.len());
                    let help = format!("write one of {names}");
                    diagnostics.error(&origin, format!("there is no product `{product}`"), help);
                }
                if let Some(tier) = tier.as_str().filter(|tier| !TIERS.contains(tier)) {
                    let names = listed(tier, TIERS.into_iter(), TIERS.len());
                    let help = format!("write one of {names}");
                    diagnostics.error(&origin, format!("there is no subscription `{tier}`"), help);
                }
            }
        }
    }
}
