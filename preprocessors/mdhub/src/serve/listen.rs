//! Opens the addresses that the server answers on.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, ToSocketAddrs};

use anyhow::{Context, Error, Result};
use book_engine::Advice;

/// How often a port is chosen before it is given up.
const CHOICES: usize = 20;

/// Listens on `hostname`. `localhost` is both loopback addresses, since a browser tries either;
/// one of them is enough where the machine has only that.
///
/// # Errors
///
/// When the port is in use, or the name leads to no address of this machine.
pub(crate) fn bind(hostname: &str, port: u16) -> Result<Vec<TcpListener>> {
    let addresses = addresses(hostname, port)?;
    match bind_all(&addresses, port, TcpListener::bind) {
        Err(error) if error.kind() == ErrorKind::AddrInUse && port != 0 => {
            Err(in_use(hostname, port))
        }
        result => result.with_context(|| format!("failed to listen on port {port} of {hostname}")),
    }
}

/// Listens on one port of all addresses that the machine has. With port 0 the first address chooses
/// one; where that is taken on another address, it chooses again.
fn bind_all(
    addresses: &[IpAddr],
    port: u16,
    mut bind: impl FnMut(SocketAddr) -> io::Result<TcpListener>,
) -> io::Result<Vec<TcpListener>> {
    let mut left = if port == 0 { CHOICES } else { 1 };
    loop {
        left -= 1;
        match bind_each(addresses, port, &mut bind) {
            Err(error) if error.kind() == ErrorKind::AddrInUse && left > 0 => {}
            result => return result,
        }
    }
}

fn bind_each(
    addresses: &[IpAddr],
    mut port: u16,
    bind: &mut impl FnMut(SocketAddr) -> io::Result<TcpListener>,
) -> io::Result<Vec<TcpListener>> {
    let mut listeners = Vec::new();
    let mut last = None;
    for &address in addresses {
        match bind(SocketAddr::new(address, port)) {
            Ok(listener) => {
                port = listener.local_addr()?.port();
                listeners.push(listener);
            }
            Err(error) if error.kind() == ErrorKind::AddrInUse => return Err(error),
            Err(error) => last = Some(error),
        }
    }
    match last {
        Some(error) if listeners.is_empty() => Err(error),
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
    fn a_chosen_port_that_is_taken_on_the_other_address_is_chosen_anew() {
        let addresses = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
        let mut asked = Vec::new();
        let listeners = bind_all(&addresses, 0, |address| {
            asked.push(address.port());
            match asked.len() {
                2 => Err(ErrorKind::AddrInUse.into()),
                _ => TcpListener::bind((Ipv4Addr::LOCALHOST, 0)),
            }
        });
        assert_eq!(listeners.unwrap().len(), 2);
        assert_eq!((asked.len(), asked[0], asked[2]), (4, 0, 0), "{asked:?}");
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
