//! Comparison tables: from what the notes say, from manifests, from the API.

pub mod model;
pub mod notes;
