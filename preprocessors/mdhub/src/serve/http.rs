//! The server: pages, and the WebSocket that tells them of a new version.

use std::net::TcpListener;
use std::sync::Arc;

use anyhow::{Context, Result};
use axum::Router;
use axum::body::Body;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HOST, HeaderName, ORIGIN};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::sync::watch::Receiver;
use tower_http::services::{ServeDir, ServeFile};

use super::LIVE_RELOAD;
use super::hosts::Hosts;
use super::site::{Site, View};
use crate::{interrupt, terminal};

#[derive(Clone)]
struct Server {
    view: Arc<View>,
    hosts: Hosts,
}

/// Answers on `listeners` from the first build on, until the process is told to end. With `open`,
/// the browser is sent there when there is something to see.
///
/// # Errors
///
/// When the listeners cannot be used, or signals cannot be waited for.
pub(crate) async fn serve(
    listeners: Vec<TcpListener>,
    view: Arc<View>,
    hosts: Hosts,
    open: Option<String>,
) -> Result<()> {
    let mut versions = view.subscribe();
    let server = Server { view, hosts };
    let app = Router::new()
        .route(&format!("/{LIVE_RELOAD}"), get(live_reload))
        .fallback(page)
        .layer(middleware::from_fn_with_state(server.clone(), guard))
        .with_state(server);
    tokio::select! {
        ended = interrupt::interrupted() => return ended.context("failed to wait for signals"),
        _ = versions.wait_for(|version| *version > 0) => {}
    }
    for listener in listeners {
        listener.set_nonblocking(true).context("failed to listen")?;
        let listener = tokio::net::TcpListener::from_std(listener).context("failed to listen")?;
        // It ends with the runtime.
        tokio::spawn(axum::serve(listener, app.clone()).into_future());
    }
    if let Some(url) = open
        && let Err(error) = opener::open_browser(&url)
    {
        terminal::warning(&format!("the browser could not be opened: {error}"));
    }
    interrupt::interrupted()
        .await
        .context("failed to wait for signals")
}

/// Refuses names that were not meant, and keeps browsers from keeping pages: the next save makes
/// them stale.
async fn guard(State(server): State<Server>, request: Request, next: Next) -> Response {
    let host = header(request.headers(), &HOST);
    let mut response = if host.is_some_and(|host| server.hosts.allow(host)) {
        next.run(request).await
    } else {
        let asked = host.unwrap_or("no host");
        let message = format!(
            "This server does not answer to {asked}. Go to localhost, or start it with --hostname.\n"
        );
        (StatusCode::FORBIDDEN, message).into_response()
    };
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn page(State(server): State<Server>, request: Request) -> Response {
    let Some(site) = server.view.current() else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    match &*site {
        Site::Message(html) => (
            StatusCode::SERVICE_UNAVAILABLE,
            [(CONTENT_TYPE, "text/html; charset=utf-8")],
            html.clone(),
        )
            .into_response(),
        Site::Pages { folder, not_found } => {
            let not_found = ServeFile::new(folder.path().join(not_found));
            let mut pages = ServeDir::new(folder.path()).not_found_service(not_found);
            match pages.try_call(request).await {
                Ok(response) => response.map(Body::new),
                Err(error) => {
                    (StatusCode::INTERNAL_SERVER_ERROR, format!("{error}\n")).into_response()
                }
            }
        }
    }
}

async fn live_reload(
    State(server): State<Server>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    // A browser always sends an origin; what has none is no page of another site.
    let origin = header(&headers, &ORIGIN);
    if !origin.is_none_or(|origin| server.hosts.allow_origin(origin)) {
        return (StatusCode::FORBIDDEN, "This page may not listen here.\n").into_response();
    }
    let versions = server.view.subscribe();
    upgrade.on_upgrade(move |socket| tell(socket, versions))
}

/// Sends `reload` when another version is in view. The page opens another socket then.
async fn tell(mut socket: WebSocket, mut versions: Receiver<u64>) {
    loop {
        tokio::select! {
            changed = versions.changed() => {
                if changed.is_ok() {
                    let _ = socket.send(Message::text("reload")).await;
                }
                return;
            }
            received = socket.recv() => {
                if !matches!(received, Some(Ok(_))) {
                    return;
                }
            }
        }
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
