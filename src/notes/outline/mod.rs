//! The structure of a note as `konspekt outline` shows it: a tree for people, JSON for programs.

mod human;
mod json;

pub use human::human;
pub use json::Outline;
