//! What every request to another host shares: who asks, whom it trusts, how long it waits, why there was no answer.
//!
//! Used by [`crate::online`], which asks whether a link still leads somewhere, and by
//! [`crate::wiki::confluence::push`]. Nothing else here makes a request.

use std::time::Duration;

use ureq::{
    Agent,
    config::ConfigBuilder,
    tls::{RootCerts, TlsConfig},
    typestate::AgentScope,
};

/// How long to wait.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For an answer.
    pub answer: Duration,
    /// How many times to ask.
    pub attempts: u32,
    /// Before asking again the first time; every further time twice as long.
    pub first: Duration,
    /// Never longer than this, even where the server asks for it.
    pub longest: Duration,
}

impl Patience {
    /// How long to wait behind attempt `attempt` (from 1), where the server does not say.
    pub fn pause(&self, attempt: u32) -> Duration {
        self.first.saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1))).min(self.longest)
    }
}

/// The settings of an agent: it names itself, trusts the certificates that the system trusts, and hands out answers as
/// they are: a redirection is one, and so is an error.
pub fn config(answer: Duration) -> ConfigBuilder<AgentScope> {
    Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(answer))
        .user_agent(concat!("konspekt/", env!("CARGO_PKG_VERSION")))
        .tls_config(TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build())
}

/// Whether there was no answer because the connection is not secure.
pub fn is_insecure(error: &ureq::Error) -> bool {
    match error {
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => true,
        // What rustls says comes inside.
        ureq::Error::Io(error) => error.kind() == std::io::ErrorKind::InvalidData,
        _ => false,
    }
}

/// How long the server asks to wait: seconds, or a moment.
/// <https://www.rfc-editor.org/rfc/rfc9110#field.retry-after>
pub fn retry_after(value: &str) -> Option<Duration> {
    if let Ok(seconds) = value.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let moment = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(value.trim()).ok()?;
    let seconds = moment.as_second().saturating_sub(jiff::Timestamp::now().as_second());
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_seconds_or_a_moment() {
        assert_eq!(retry_after("7"), Some(Duration::from_secs(7)));
        assert_eq!(retry_after("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::ZERO));
        assert_eq!(retry_after("soon"), None);
    }

    #[test]
    fn every_pause_is_twice_the_last_up_to_the_longest() {
        let seconds = Duration::from_secs;
        let patience = Patience { answer: seconds(1), attempts: 9, first: seconds(1), longest: seconds(5) };
        assert_eq!([1, 2, 3, 4].map(|attempt| patience.pause(attempt)), [1, 2, 4, 5].map(seconds));
    }
}
