//! Comparison tables: what they are, and those that come from manifests and from the API.

pub mod entities;
pub mod kinds;
pub mod labels;
pub mod manifests;
pub mod model;
pub mod notes;
pub mod suggest;
