//! The server: pages, and the news of a new version.

use std::convert::Infallible;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State as Extract};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HOST, HeaderName, LOCATION, ORIGIN};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use book_engine::{File, View};
use futures_util::stream::{Stream, unfold};
use percent_encoding::percent_decode_str;
use tokio::sync::watch::Receiver;
use tokio::task::spawn_blocking;
use tower_http::services::ServeDir;

use super::hosts::Hosts;
use super::state::{News, State};
use super::{live, message};
use crate::{interrupt, terminal};

/// How soon a page asks again when the server has gone.
const RETRY: Duration = Duration::from_millis(500);

/// Tells browsers to keep what is here from pages of other sites.
const OWN_PAGES: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

#[derive(Clone)]
struct Server {
    state: Arc<State>,
    hosts: Hosts,
    title: Arc<str>,
}

/// Answers on `listeners` from the first build on, until the process is told to end. With `open`,
/// the browser is sent there when there is something to see.
///
/// # Errors
///
/// When the listeners cannot be used, or signals cannot be waited for.
pub(crate) async fn serve(
    listeners: Vec<TcpListener>,
    state: Arc<State>,
    hosts: Hosts,
    title: &str,
    open: Option<String>,
) -> Result<()> {
    let mut news = state.news();
    let server = Server {
        state,
        hosts,
        title: title.into(),
    };
    let app = Router::new()
        .route(live::EVENTS, get(events))
        .route(live::SCRIPT, get(script))
        .fallback_service(get(page).with_state(server.clone()))
        .layer(middleware::from_fn_with_state(server.clone(), guard))
        .with_state(server);
    tokio::select! {
        ended = interrupt::interrupted() => return ended.context("failed to wait for signals"),
        _ = news.wait_for(|news| *news != News::default()) => {}
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
async fn guard(Extract(server): Extract<Server>, request: Request, next: Next) -> Response {
    let host = header(request.headers(), &HOST);
    let mut response = if !host.is_some_and(|host| server.hosts.allow(host)) {
        let asked = host.unwrap_or("no host");
        let message = format!(
            "This server does not answer to {asked}. Go to localhost, or start it with \
             --hostname or --allow-host.\n"
        );
        (StatusCode::FORBIDDEN, message).into_response()
    } else if is_taken_elsewhere(request.headers()) {
        let message = "A page of another site may lead here, and take nothing from here.\n";
        (StatusCode::FORBIDDEN, message).into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(OWN_PAGES, HeaderValue::from_static("same-origin"));
    response
}

/// Whether a page of another site takes a file into itself, such as the script with the search index, which
/// has the text of the book. To follow a link is something else.
fn is_taken_elsewhere(headers: &HeaderMap) -> bool {
    let said = |name| header(headers, &HeaderName::from_static(name));
    said("sec-fetch-site") == Some("cross-site") && said("sec-fetch-mode") != Some("navigate")
}

async fn page(Extract(server): Extract<Server>, request: Request) -> Response {
    let news = server.state.news().borrow().clone();
    let version = server.state.version(news.version);
    let Some(view) = server.state.view() else {
        let trouble = news.trouble.unwrap_or_default();
        let page = message::page(&server.title, &trouble, &version);
        return html(StatusCode::SERVICE_UNAVAILABLE, page);
    };
    let name = name(request.uri().path());
    // A print page, or a search index, takes its time the first time.
    let (shown, found) = (Arc::clone(&view), name.clone());
    let made = spawn_blocking(move || text(&shown, &found, &version)).await;
    match made {
        Ok(Ok(Some(response))) => return response,
        Ok(Ok(None)) => {}
        Ok(Err(error)) => return failed(&format!("{error:#}")),
        Err(error) => return failed(&error.to_string()),
    }
    let version = server.state.version(news.version);
    match ServeDir::new(view.folder())
        .append_index_html_on_directories(false)
        .try_call(request)
        .await
    {
        Ok(response) if response.status() == StatusCode::NOT_FOUND => {
            not_found(&view, &name, &version)
        }
        Ok(response) => response.map(Body::new),
        Err(error) => failed(&error.to_string()),
    }
}

/// The name of a file in the site, for the path of a request.
fn name(path: &str) -> String {
    let path = percent_decode_str(path).decode_utf8_lossy();
    let path = path.trim_start_matches('/');
    if path.is_empty() || path.ends_with('/') {
        format!("{path}index.html")
    } else {
        path.to_owned()
    }
}

/// Pages, and scripts that are put together; not what lies in a folder as it is.
fn text(view: &View, name: &str, version: &str) -> Result<Option<Response>> {
    let is_page = name.ends_with(".html");
    let text = match view.file(name)? {
        File::Text(text) => text,
        File::Bytes(bytes) => return Ok(Some(plain(name, bytes))),
        File::Path(path) if is_page && is_inside(name) && path.is_file() => {
            match String::from_utf8(std::fs::read(path)?) {
                Ok(text) => text,
                // It says itself in what signs it is written.
                Err(_) => return Ok(None),
            }
        }
        File::Path(_) => return Ok(None),
    };
    Ok(Some(if is_page {
        html(
            StatusCode::OK,
            live::with_script(&text, version, view.beside()),
        )
    } else {
        plain(name, text.into_bytes())
    }))
}

/// Whether a name stays in the folder that it is looked for in.
fn is_inside(name: &str) -> bool {
    let mut parts = name.split(['/', '\\']);
    !name.contains([':', '\0']) && parts.all(|part| !matches!(part, "" | "." | ".."))
}

/// The answer for an address that leads nowhere, unless it is that of a folder.
fn not_found(view: &View, name: &str, version: &str) -> Response {
    let index = format!("{name}/index.html");
    if is_inside(name) && matches!(view.file(&index), Ok(File::Text(_))) {
        let last = name.rsplit('/').next().unwrap_or(name);
        let last = percent_encoding::utf8_percent_encode(last, percent_encoding::NON_ALPHANUMERIC);
        let location = HeaderValue::from_str(&format!("./{last}/"));
        if let Ok(location) = location {
            return (StatusCode::TEMPORARY_REDIRECT, [(LOCATION, location)]).into_response();
        }
    }
    let page = view.not_found().and_then(|page| view.file(page).ok());
    let page = match page {
        Some(File::Text(page)) => Some(page),
        Some(File::Path(path)) => std::fs::read(path)
            .ok()
            .map(|page| String::from_utf8_lossy(&page).into_owned()),
        Some(File::Bytes(_)) | None => None,
    };
    match page {
        Some(page) => {
            let page = live::with_script(&page, version, view.beside());
            html(StatusCode::NOT_FOUND, page)
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A file of any kind, which its name tells.
fn plain(name: &str, bytes: Vec<u8>) -> Response {
    let kind = mime_guess::from_path(name).first_or_octet_stream();
    ([(CONTENT_TYPE, kind.to_string())], bytes).into_response()
}

async fn script() -> Response {
    javascript(live::TEXT.to_owned())
}

async fn events(Extract(server): Extract<Server>, headers: HeaderMap) -> Response {
    // What has no origin is a page of this server, or no page at all.
    let origin = header(&headers, &ORIGIN);
    if !origin.is_none_or(|origin| server.hosts.allow_origin(origin)) {
        return (StatusCode::FORBIDDEN, "This page may not listen here.\n").into_response();
    }
    let news = server.state.news();
    let stream = stream(server.state, news);
    Sse::new(stream)
        .keep_alive(KeepAlive::default())
        .into_response()
}

/// What there is to know now, and then whatever is new.
fn stream(
    state: Arc<State>,
    news: Receiver<News>,
) -> impl Stream<Item = Result<Event, Infallible>> {
    unfold((state, news, true), |(state, mut news, first)| async move {
        if !first {
            news.changed().await.ok()?;
        }
        let told = {
            let news = news.borrow_and_update();
            let version = state.version(news.version);
            serde_json::json!({ "version": version, "trouble": news.trouble }).to_string()
        };
        let event = Event::default().data(told).retry(RETRY);
        Some((Ok(event), (state, news, false)))
    })
}

fn html(status: StatusCode, page: String) -> Response {
    (status, [(CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
}

fn javascript(script: String) -> Response {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8")], script).into_response()
}

fn failed(message: &str) -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, format!("{message}\n")).into_response()
}

fn header<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_name_in_the_site() {
        for (path, expected) in [
            ("/", "index.html"),
            ("/a/", "a/index.html"),
            ("/a%20b.html", "a b.html"),
            ("/%C3%A4.html", "ä.html"),
            ("//etc/passwd", "etc/passwd"),
        ] {
            assert_eq!(name(path), expected, "{path}");
        }
    }

    #[test]
    fn a_name_stays_inside_or_is_refused() {
        assert!(is_inside("a/b.html") && is_inside("a..b.html"));
        let out = [
            "../a.html",
            "a/../../b.html",
            r"..\a.html",
            "C:/a.html",
            "a//b",
            "a\0",
        ];
        for name in out {
            assert!(!is_inside(name), "{name}");
        }
    }
}
