//! Which addresses may be asked.
//!
//! Notes are pasted from anywhere. A link in them must not make whoever checks a book send requests into their own
//! network, so what is not an address of the public internet is left alone, unless [`Policy::allow`] names its host:
//! names of examples, names without a dot, names of local networks, and addresses that the registries of IANA do not
//! list as reachable from everywhere. The last is asked again of what a name resolves to, and of every redirection.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// The last parts of names that no public server has: of examples and tests
/// (<https://www.rfc-editor.org/rfc/rfc2606>, <https://www.rfc-editor.org/rfc/rfc6761>), of the local network
/// (<https://www.rfc-editor.org/rfc/rfc6762>, <https://www.rfc-editor.org/rfc/rfc8375>,
/// <https://www.icann.org/en/board-activities-and-meetings/materials/approved-resolutions-special-meeting-of-the-icann-board-29-07-2024-en>),
/// of hidden services (<https://www.rfc-editor.org/rfc/rfc7686>), and of a cluster's own
/// (<https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/>).
const NOT_PUBLIC: [&str; 14] = [
    "example.com",
    "example.net",
    "example.org",
    "example",
    "invalid",
    "test",
    "localhost",
    "local",
    "home.arpa",
    "internal",
    "onion",
    "alt",
    "svc",
    "svc.cluster.local",
];

/// What may be asked.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// Hosts that are asked wherever they are: `wiki.intranet`, or with a port `127.0.0.1:8080`.
    pub allow: Vec<String>,
    /// Links that begin so are not asked.
    pub ignore: Vec<String>,
}

impl Policy {
    /// Whether the host of an address may be asked, as far as its name tells.
    pub fn permits(&self, url: &Url) -> bool {
        if !matches!(url.scheme(), "http" | "https") {
            return false;
        }
        if self.allows(url) {
            return true;
        }
        match url.host() {
            Some(Host::Domain(name)) => is_public_name(name),
            Some(Host::Ipv4(ip)) => is_public(ip.into()),
            Some(Host::Ipv6(ip)) => is_public(ip.into()),
            None => false,
        }
    }

    /// Whether the host is named as one to be asked wherever it is.
    pub fn allows(&self, url: &Url) -> bool {
        let Some(host) = url.host_str() else { return false };
        let with_port = format!("{host}:{}", url.port_or_known_default().unwrap_or_default());
        self.allow.iter().any(|own| own.eq_ignore_ascii_case(host) || own.eq_ignore_ascii_case(&with_port))
    }
}

impl Policy {
    /// Whether a link is left out on purpose.
    pub fn ignores(&self, url: &Url) -> bool {
        // Read as an address, `https://a.org` ends with the name of its host: `https://a.org.example` is another.
        let begins = |start: &String| match Url::parse(start) {
            Ok(start) => url.as_str().starts_with(start.as_str()),
            Err(_) => false,
        };
        self.ignore.iter().any(begins)
    }
}

fn is_public_name(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let below = |end: &&str| name.strip_suffix(*end).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    name.contains('.') && !NOT_PUBLIC.iter().any(below)
}

/// Whether an address is reachable from everywhere:
/// <https://www.iana.org/assignments/iana-ipv4-special-registry/>,
/// <https://www.iana.org/assignments/iana-ipv6-special-registry/>.
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        // This network; multicast; reserved, with the broadcast address.
        || a == 0
        || a >= 224
        // Shared by the customers of a provider.
        || (a == 100 && (64..128).contains(&b))
        // Protocol assignments; 6to4 relays, withdrawn; benchmarks.
        || (a, b, c) == (192, 0, 0)
        || (a, b, c) == (192, 88, 99)
        || (a == 198 && (b == 18 || b == 19));
    !special
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let parts = ip.segments();
    let last = || Ipv4Addr::from((u32::from(parts[6]) << 16) | u32::from(parts[7]));
    match parts {
        // An IPv4 address, and one behind a translator: https://www.rfc-editor.org/rfc/rfc6052
        [0, 0, 0, 0, 0, 0xffff, _, _] | [0x64, 0xff9b, 0, 0, 0, 0, _, _] => is_public_v4(last()),
        // Protocol assignments with Teredo; documentation twice; 6to4, which holds an IPv4 address of any kind.
        [0x2001, 0..=0x1ff, ..] | [0x2001, 0xdb8, ..] | [0x2002, ..] | [0x3fff, 0..=0xfff, ..] => false,
        // Global unicast; everything else is local, multicast, or not assigned.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn permits(allow: &[&str], address: &str) -> bool {
        let policy = Policy { allow: allow.iter().map(|&host| host.to_owned()).collect(), ignore: Vec::new() };
        policy.permits(&Url::parse(address).expect(address))
    }

    #[test]
    fn public_hosts_are_asked() {
        for address in [
            "https://bread-museum.de/",
            "http://8.8.8.8:8080/x",
            "https://хлеб.рф/",
            "https://[2606:4700::1111]/",
            "https://[::ffff:8.8.8.8]/",
            "https://mytest.org",
            "https://notexample.com",
            "https://svc.org",
        ] {
            assert!(permits(&[], address), "{address}");
        }
    }

    #[test]
    fn examples_and_local_networks_are_not() {
        for address in [
            "https://example.com/a",
            "https://www.EXAMPLE.org/",
            "https://example.net.",
            "http://bread.example",
            "http://a.invalid",
            "http://a.test",
            "http://localhost:8080",
            "http://a.localhost",
            "http://printer.local",
            "http://bakery",
            "http://api.default.svc",
            "http://api.default.svc.cluster.local:80/",
            "http://router.home.arpa",
            "http://metadata.google.internal/",
            "http://127.0.0.1:3000",
            "http://127.1/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://0/",
            "http://10.0.0.1",
            "http://100.64.0.1",
            "http://169.254.169.254/latest/meta-data/",
            "http://172.16.0.1",
            "http://192.168.1.1",
            "http://192.0.2.1",
            "http://198.18.0.1",
            "http://224.0.0.1",
            "http://255.255.255.255",
            "http://[::1]/",
            "http://[::]/",
            "http://[::127.0.0.1]/",
            "http://[::ffff:10.0.0.1]/",
            "http://[64:ff9b::a00:1]/",
            "http://[fd00::1]/",
            "http://[fe80::1]/",
            "http://[ff02::1]/",
            "http://[2001:db8::1]/",
            "http://[2002:7f00:1::]/",
            "ftp://bread-museum.de",
            "file:///etc/passwd",
        ] {
            assert!(!permits(&[], address), "{address}");
        }
    }

    #[test]
    fn a_link_is_ignored_by_its_beginning() {
        let ignore = ["https://a.org", "https://хлеб.рф/печь", "nonsense"].map(str::to_owned).to_vec();
        let policy = Policy { ignore, ..Policy::default() };
        let ignores = |address: &str| policy.ignores(&Url::parse(address).expect(address));
        assert!(ignores("https://a.org/b?c#d") && ignores("https://хлеб.рф/печь/и"));
        assert!(!ignores("https://a.org.b.org/") && !ignores("http://a.org/") && !ignores("https://хлеб.рф/"));
    }

    #[test]
    fn a_host_that_is_named_is_asked_wherever_it_is() {
        assert!(permits(&["wiki.intranet"], "https://wiki.intranet/a"));
        assert!(permits(&["Wiki"], "http://wiki:8080/a"));
        assert!(permits(&["127.0.0.1:8080"], "http://127.0.0.1:8080/a"));
        assert!(permits(&["10.0.0.1:443"], "https://10.0.0.1/"));
        assert!(!permits(&["127.0.0.1:8080"], "http://127.0.0.1:8081/a"));
        assert!(!permits(&["wiki"], "http://a.wiki.local/"));
        assert!(!permits(&["127.0.0.1"], "file://127.0.0.1/etc/passwd"));
    }
}
