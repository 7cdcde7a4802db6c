//! Which names the server answers to.
//!
//! A page of any site can send requests to this machine, under a name that its owner has made to
//! point here. Answering only to the names that were meant keeps the book from being read that way.

use std::net::IpAddr;

/// The names that the server answers to.
#[derive(Debug, Clone)]
pub(crate) struct Hosts {
    /// What was asked for with `--hostname`; `None` for every address of this machine.
    hostname: Option<String>,
}

impl Hosts {
    /// The names for a server on `hostname`.
    pub(crate) fn new(hostname: &str) -> Hosts {
        let bare = bare(hostname);
        let everywhere = bare
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_unspecified());
        Hosts {
            hostname: (!everywhere).then_some(bare),
        }
    }

    /// Whether a request with this `Host` header is answered.
    pub(crate) fn allow(&self, host: &str) -> bool {
        let Some(hostname) = &self.hostname else {
            return true;
        };
        let host = bare(without_port(host));
        ["localhost", "127.0.0.1", "::1", hostname.as_str()].contains(&host.as_str())
    }

    /// Whether a WebSocket may be opened by a page with this `Origin` header.
    pub(crate) fn allow_origin(&self, origin: &str) -> bool {
        origin
            .split_once("://")
            .is_some_and(|(_, host)| self.allow(host))
    }
}

/// In lower case, without the brackets of an IPv6 address and without the root's full stop.
fn bare(host: &str) -> String {
    host.trim_start_matches('[')
        .trim_end_matches(']')
        .trim_end_matches('.')
        .to_ascii_lowercase()
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port))
            if port.bytes().all(|byte| byte.is_ascii_digit())
                && (name.ends_with(']') || !name.contains(':')) =>
        {
            name
        }
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::Hosts;

    #[track_caller]
    fn allowed(hostname: &str, hosts: &[&str]) {
        for host in hosts {
            assert!(Hosts::new(hostname).allow(host), "{host} on {hostname}");
        }
    }

    #[track_caller]
    fn refused(hostname: &str, hosts: &[&str]) {
        for host in hosts {
            assert!(!Hosts::new(hostname).allow(host), "{host} on {hostname}");
        }
    }

    #[test]
    fn this_machine_is_known_by_its_names() {
        let names = ["localhost", "localhost:3000", "LOCALHOST.:3000"];
        allowed("localhost", &names);
        allowed("localhost", &["127.0.0.1:3000", "[::1]:3000", "[::1]"]);
        allowed("books.lan", &["books.lan:3000", "localhost:3000"]);
        allowed("192.168.0.7", &["192.168.0.7:3000"]);
    }

    #[test]
    fn other_names_are_refused() {
        let others = ["evil.example", "evil.example:3000", "localhost.evil", ""];
        refused("localhost", &others);
        refused(
            "localhost",
            &["127.0.0.1.evil:3000", "localhost:80:80", "[::2]"],
        );
        refused("localhost", &["192.168.0.7:3000"]);
    }

    #[test]
    fn any_name_will_do_on_every_address() {
        allowed("0.0.0.0", &["books.lan:3000", "192.168.0.7"]);
        allowed("::", &["books.lan:3000"]);
        allowed("[::]", &["books.lan:3000"]);
    }

    #[test]
    fn an_origin_is_judged_by_its_host() {
        let hosts = Hosts::new("localhost");
        assert!(hosts.allow_origin("http://localhost:3000"));
        assert!(hosts.allow_origin("http://[::1]:3000"));
        assert!(!hosts.allow_origin("https://evil.example"));
        assert!(!hosts.allow_origin("null"));
    }
}
