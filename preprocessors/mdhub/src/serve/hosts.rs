//! Which names the server answers to.
//!
//! A page of any site can send requests to this machine, under a name that its owner has made to
//! point here. Answering only to the names that were meant keeps the book from being read that way.

use std::net::IpAddr;

/// The names that the server answers to.
#[derive(Debug, Clone)]
pub(crate) struct Hosts {
    /// What was asked for with `--hostname` and `--allow-host`; `None` for every name, where the server
    /// listens on every address of this machine and no name was given.
    names: Option<Vec<String>>,
}

impl Hosts {
    /// The names for a server on `hostname` that answers to `allowed` as well.
    pub(crate) fn new(hostname: &str, allowed: &[String]) -> Hosts {
        let hostname = bare(hostname);
        let everywhere = hostname
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_unspecified());
        if everywhere && allowed.is_empty() {
            return Hosts { names: None };
        }
        let own = ["localhost", "127.0.0.1", "::1", &hostname].map(str::to_owned);
        let allowed = allowed.iter().map(|name| bare(without_port(name)));
        Hosts {
            names: Some(own.into_iter().chain(allowed).collect()),
        }
    }

    /// Whether a request with this `Host` header is answered.
    pub(crate) fn allow(&self, host: &str) -> bool {
        let host = bare(without_port(host));
        self.names
            .as_ref()
            .is_none_or(|names| names.contains(&host))
    }

    /// Whether the news may be heard by a page with this `Origin` header.
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
            assert!(
                Hosts::new(hostname, &[]).allow(host),
                "{host} on {hostname}"
            );
        }
    }

    #[track_caller]
    fn refused(hostname: &str, hosts: &[&str]) {
        for host in hosts {
            assert!(
                !Hosts::new(hostname, &[]).allow(host),
                "{host} on {hostname}"
            );
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
    fn names_that_are_allowed_are_answered_beside_the_own_ones() {
        let named = ["books.lan:8080".to_owned(), "Box.local".to_owned()];
        for hostname in ["localhost", "0.0.0.0"] {
            let hosts = Hosts::new(hostname, &named);
            for host in ["books.lan", "box.local:3000", "localhost"] {
                assert!(hosts.allow(host), "{host} on {hostname}");
            }
            assert!(!hosts.allow("evil.example"), "on {hostname}");
        }
    }

    #[test]
    fn an_origin_is_judged_by_its_host() {
        let hosts = Hosts::new("localhost", &[]);
        assert!(hosts.allow_origin("http://localhost:3000"));
        assert!(hosts.allow_origin("http://[::1]:3000"));
        assert!(!hosts.allow_origin("https://evil.example"));
        assert!(!hosts.allow_origin("null"));
    }
}
