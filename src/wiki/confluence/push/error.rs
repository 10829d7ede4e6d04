//! Why a push stops, each with what to do next.

use std::path::PathBuf;

/// Why a push stopped.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What was given as the address is none.
    #[error("{0} is no address of a wiki; it begins with https:// and holds no user name, ? or #")]
    Address(String),
    /// The token cannot be sent.
    #[error("the token holds characters that a header cannot")]
    Token,
    /// Nobody answered.
    #[error("{what}: {cause}; run the same command again to go on")]
    Network {
        /// The request.
        what: String,
        /// Why.
        cause: String,
    },
    /// The connection is not secure, and asking again makes it no better.
    #[error("{what}: no secure connection ({cause}); does the system trust the certificate of the wiki?")]
    Insecure {
        /// The request.
        what: String,
        /// Why.
        cause: String,
    },
    /// The wiki does not let us.
    #[error("{what}: {status}, the wiki does not accept the token for this{message}; {hint}")]
    Auth {
        /// The request.
        what: String,
        /// 401 or 403.
        status: u16,
        /// What the wiki says.
        message: String,
        /// What to look at.
        hint: &'static str,
    },
    /// The wiki does not serve this interface.
    #[error(
        "{what}: 410, the wiki no longer serves this to such a token{message}; Confluence Cloud serves it to a user name \
         (KONSPEKT_CONFLUENCE_USER) with an API token without scopes"
    )]
    Gone {
        /// The request.
        what: String,
        /// What the wiki says.
        message: String,
    },
    /// The wiki asks to come back later than we wait.
    #[error("{what}: the wiki asks to wait {seconds} s; run the same command again then")]
    Busy {
        /// The request.
        what: String,
        /// How long.
        seconds: u64,
    },
    /// The wiki answered with an error.
    #[error("{what}: {status}{message}")]
    Status {
        /// The request.
        what: String,
        /// The status.
        status: u16,
        /// What the wiki says.
        message: String,
    },
    /// The answer is not what the interface describes.
    #[error("{what}: {cause}; is this the address of the wiki (on Cloud it ends in /wiki)?")]
    Answer {
        /// The request.
        what: String,
        /// What is wrong.
        cause: String,
    },
    /// The state beside the export cannot be read or written.
    #[error("{path}: {cause}")]
    State {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: String,
    },
}

impl Error {
    /// Whether the wiki may have done what it was asked all the same.
    pub(super) fn is_unsure(&self) -> bool {
        matches!(self, Self::Network { .. } | Self::Status { status: 500.., .. })
    }

    /// Whether the wiki answered with this status.
    pub(super) fn is(&self, wanted: u16) -> bool {
        matches!(self, Self::Status { status, .. } if *status == wanted)
    }
}
