//! The preview: the built site on 127.0.0.1, and word to the pages when it has been built anew.
//!
//! [`watch`] says when a file of the book was saved; whoever builds the site then puts it into [`Live`], which holds what
//! is shown now; the [`server`] answers requests ([`http`]) with it and lets open pages wait for what comes next. The
//! files of the site stay as built: [`page`] adds the script and the panel with errors to a page as it is sent.
//!
//! Nothing but the files that the build wrote is served, to nobody but this computer, and only when asked for by a name of
//! this computer: a page of another site that has its own name lead here (DNS rebinding) is refused.

pub mod http;
pub mod live;
pub mod page;
pub mod server;
pub mod watch;

pub use live::{Live, Site};
pub use server::Server;
