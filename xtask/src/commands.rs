//! The tasks of the command line: each reads its inputs, lets the library work, and writes or prints the result.

pub(crate) mod codegen;
pub(crate) mod console;
pub(crate) mod diff;
pub(crate) mod drift;
pub(crate) mod git;
pub(crate) mod lint;
pub(crate) mod sides;
pub(crate) mod update;
