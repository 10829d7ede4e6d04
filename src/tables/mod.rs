//! Comparison tables: what they are, and those that come from manifests and from the API.

pub mod kinds;
pub mod manifests;
pub mod model;
pub mod notes;
