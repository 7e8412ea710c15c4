//! The page of the documentation that lists every operation: who knows the path finds the method.

use super::{Source, docs};
use crate::ir::OperationRef;
use crate::render::Draft;

/// The name of the module that is the page.
pub(super) const MODULE: &str = "operations";

/// `operations.rs`: a module with nothing in it but a table for each API.
pub(super) fn operations_page(source: &Source<'_>) -> Draft {
    let mut text = vec![
        "All operations, by version and API: method and path, and the method of the client that sends them. \
         There is nothing in this module but this page."
            .to_owned(),
    ];
    let mut documents = Vec::new();
    for (version, item) in source.ir.versions.iter().enumerate() {
        for (api, item) in item.apis.iter().enumerate() {
            documents.push(item.origin.file.to_string());
            let module = &source.names.version(version).module;
            let name = &source.names.api(version, api).module;
            text.push(format!("# [`{module}::{name}`](crate::{module}::{name})"));
            let rows = (0..item.operations.len()).map(|operation| {
                source.row(OperationRef {
                    version,
                    api,
                    operation,
                })
            });
            let rows: Vec<String> = rows.collect();
            text.push(format!(
                "| Method | Path | Call |\n| --- | --- | --- |\n{}",
                rows.join("\n")
            ));
        }
    }
    Draft {
        path: format!("src/{MODULE}.rs"),
        documents,
        tokens: docs::inner(&text),
    }
}

impl Source<'_> {
    fn row(&self, position: OperationRef) -> String {
        let operation = self.ir.operation(position);
        let (version, api) = (
            &self.names.version(position.version).module,
            self.names.api(position.version, position.api),
        );
        let method = &self.names.operation(position).method;
        let of_handle = self.ir.api(position).handle_params.iter();
        let of_handle: Vec<&str> = of_handle.map(|param| self.names.param(param)).collect();
        let (module, handle) = (&api.module, &api.handle);
        format!(
            "| {} | {} | [`{module}({}).{method}`](crate::{version}::{module}::{handle}::{method}) |",
            operation.method.as_str(),
            docs::code(&operation.path).replace('|', "\\|"),
            of_handle.join(", "),
        )
    }
}
