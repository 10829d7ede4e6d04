//! Objects of a set against each other.
use super::{Manifest, schema::{Api, crd::CustomKind}};
use crate::diagnostics::Diagnostic;
pub(super) fn check(_all: &[Manifest], _api: &Api, _custom: &[CustomKind]) -> Vec<Diagnostic> { Vec::new() }
