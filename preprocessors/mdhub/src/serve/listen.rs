//! Opens the addresses that the server answers on.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, ToSocketAddrs};

use anyhow::{Context, Error, Result};
use book_engine::Advice;

/// Listens on `hostname`. `localhost` is both loopback addresses, since a browser tries either;
/// one of them is enough where the machine has only that.
///
/// # Errors
///
/// When the port is in use, or the name leads to no address of this machine.
pub(crate) fn bind(hostname: &str, port: u16) -> Result<Vec<TcpListener>> {
    let mut listeners: Vec<TcpListener> = Vec::new();
    let mut last = None;
    for address in addresses(hostname, port)? {
        // With port 0 the first address chooses, and the others follow.
        let chosen = listeners.first().and_then(|first| first.local_addr().ok());
        let port = chosen.map_or(port, |chosen| chosen.port());
        match TcpListener::bind(SocketAddr::new(address, port)) {
            Ok(listener) => listeners.push(listener),
            Err(error)
                if error.kind() == ErrorKind::AddrInUse && chosen.is_none_or(|_| port != 0) =>
            {
                return Err(in_use(hostname, port));
            }
            Err(error) => last = Some(error),
        }
    }
    match last {
        Some(error) if listeners.is_empty() => {
            Err(error).with_context(|| format!("failed to listen on port {port} of {hostname}"))
        }
        _ => Ok(listeners),
    }
}

fn in_use(hostname: &str, port: u16) -> Error {
    let other = port.checked_add(1).unwrap_or(3000);
    Advice::error(
        format!("port {port} on {hostname} is already in use"),
        format!("stop the other server, or choose another port with --port {other}"),
    )
}

fn addresses(hostname: &str, port: u16) -> Result<Vec<IpAddr>> {
    if hostname.eq_ignore_ascii_case("localhost") {
        return Ok(vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]);
    }
    let bare = hostname.trim_start_matches('[').trim_end_matches(']');
    let found: io::Result<Vec<IpAddr>> = (bare, port)
        .to_socket_addrs()
        .map(|found| found.map(|address| address.ip()).collect());
    match found {
        Ok(found) if !found.is_empty() => Ok(found),
        _ => Err(Advice::error(
            format!("the host name `{hostname}` leads to no address"),
            "give a name or an address of this machine to --hostname, or leave it out",
        )),
    }
}

/// Where a browser finds the server.
pub(crate) fn url(hostname: &str, listeners: &[TcpListener]) -> String {
    let port = listeners
        .first()
        .and_then(|listener| listener.local_addr().ok())
        .map_or(0, |address| address.port());
    let bare = hostname.trim_start_matches('[').trim_end_matches(']');
    match bare.parse::<IpAddr>() {
        // "Every address" is none that a browser can go to.
        Ok(address) if address.is_unspecified() => format!("http://localhost:{port}"),
        Ok(IpAddr::V6(address)) => format!("http://[{address}]:{port}"),
        _ => format!("http://{bare}:{port}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_free_port_is_the_same_on_all_addresses() {
        let listeners = bind("localhost", 0).unwrap();
        let ports: Vec<u16> = listeners
            .iter()
            .map(|listener| listener.local_addr().unwrap().port())
            .collect();
        assert!(ports.iter().all(|port| *port == ports[0] && *port != 0));
        let expected = format!("http://localhost:{}", ports[0]);
        assert_eq!(url("localhost", &listeners), expected);
    }

    #[test]
    fn a_port_in_use_is_an_error_with_a_way_out() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let error = bind("localhost", port).unwrap_err();
        let advice: &Advice = error.downcast_ref().unwrap();
        let message = format!("port {port} on localhost is already in use");
        assert_eq!(advice.message, message);
        assert!(advice.help.contains(&format!("--port {}", port + 1)));
    }

    #[test]
    fn addresses_are_written_as_a_browser_wants_them() {
        let listeners = [TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap()];
        let port = listeners[0].local_addr().unwrap().port();
        assert_eq!(url("::1", &listeners), format!("http://[::1]:{port}"));
        assert_eq!(
            url("0.0.0.0", &listeners),
            format!("http://localhost:{port}")
        );
    }
}
