//! Fixture books, the command, and a server with a reader for what it prints.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "each test is a crate of its own, and needs a part of it"
)]

pub mod schema;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

/// How long something may take before a test gives up on it.
const PATIENCE: Duration = Duration::from_secs(120);

/// What mdBook's renderer panics on.
pub const STRAY: &str = "a stray </p> in a paragraph\n";

/// A chapter with an error that the checks find, at its third line and column.
pub const UNDEFINED: &str = "# Two\n\nA [word](concept:nothing).\n";

/// A book.toml with the checks in it.
pub const CHECKED: &str =
    "[book]\ntitle = \"Fixture\"\n\n[preprocessor.chapter-checks]\nafter = [\"links\"]\n";

/// A book in a temporary folder, with a folder beside it for temporary files.
pub struct Book(TempDir);

impl Book {
    /// A book of two chapters.
    pub fn new() -> Book {
        let book = Book(tempfile::tempdir().unwrap());
        fs::create_dir(book.temporary()).unwrap();
        book.write("book.toml", "[book]\ntitle = \"Fixture\"\n");
        book.write(
            "src/SUMMARY.md",
            "# Summary\n\n- [One](one.md)\n- [Two](two.md)\n",
        );
        book.write("src/one.md", "# One\n\nfirst words\n");
        book.write("src/two.md", "# Two\n");
        book
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        // In one step, as editors save: a build never reads half of it.
        let draft = self.0.path().join("draft");
        fs::write(&draft, text).unwrap();
        fs::rename(&draft, &path).unwrap();
    }

    pub fn root(&self) -> PathBuf {
        self.0.path().join("book folder")
    }

    /// Where the command puts its temporary files.
    pub fn temporary(&self) -> PathBuf {
        self.0.path().join("tmp")
    }

    /// What the command says when it is run in the book's root folder.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command().args(arguments).output().unwrap()
    }

    /// The command, in the book's root folder.
    pub fn command(&self) -> Command {
        mdhub(&self.root(), &self.temporary())
    }

    /// The files in the book's root folder with their contents; of a link, where it leads.
    pub fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files = Vec::new();
        let mut folders = vec![self.root()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                match fs::read_link(&path) {
                    Ok(target) => files.push((path, target.to_string_lossy().into_owned().into())),
                    Err(_) if path.is_dir() => folders.push(path),
                    Err(_) => files.push((path.clone(), fs::read(path).unwrap())),
                }
            }
        }
        files.sort();
        files
    }

    /// Starts a server for the book, on a port that is free.
    pub fn serve(&self, arguments: &[&str]) -> Server {
        let mut child = mdhub(&self.root(), &self.temporary())
            .args(["serve", "--port", "0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        Server {
            output: lines(child.stdout.take().unwrap()),
            errors: lines(child.stderr.take().unwrap()),
            child,
            port: 0,
        }
    }
}

/// Fails unless the command ended with this code and said this.
#[track_caller]
pub fn ends(output: &Output, code: i32, out: &str, err: &str) {
    let (found_out, found_err) = (stdout(output), stderr(output));
    assert_eq!(output.status.code(), Some(code), "{found_out}\n{found_err}");
    assert!(found_out.contains(out), "{found_out}");
    assert!(found_err.contains(err), "{found_err}");
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn mdhub(folder: &Path, temporary: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mdhub"));
    command.current_dir(folder).env("NO_COLOR", "1");
    for name in ["TMPDIR", "TMP", "TEMP"] {
        command.env(name, temporary);
    }
    command.env("XDG_STATE_HOME", temporary.with_file_name("state"));
    command
}

fn lines(stream: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}

fn wait_for(lines: &Receiver<String>, words: &str, fits: fn(&str, &str) -> bool) -> String {
    let mut seen = Vec::new();
    loop {
        match lines.recv_timeout(PATIENCE) {
            Ok(line) if fits(&line, words) => return line,
            Ok(line) => seen.push(line),
            Err(error) => panic!("no line with `{words}` ({error}): {seen:#?}"),
        }
    }
}

/// A running server; it ends with the test.
pub struct Server {
    child: Child,
    output: Receiver<String>,
    errors: Receiver<String>,
    port: u16,
}

/// An answer of the server.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Server {
    /// Waits for a line of standard output that begins with `words`, and gives it.
    pub fn says(&mut self, words: &str) -> String {
        let line = wait_for(&self.output, words, |line, words| line.starts_with(words));
        if let Some((_, address)) = line.split_once("http://localhost:") {
            let digits = address.split(|c: char| !c.is_ascii_digit()).next();
            self.port = digits.unwrap().parse().unwrap();
        }
        line
    }

    /// Reads no further line of standard output, and closes it.
    pub fn read_no_more(&mut self) {
        self.output = mpsc::channel().1;
    }

    /// Waits for a line of standard error with `words` in it, and gives it.
    pub fn complains(&self, words: &str) -> String {
        wait_for(&self.errors, words, |line, words| line.contains(words))
    }

    pub fn get(&self, path: &str) -> Answer {
        self.request(path, &format!("localhost:{}", self.port), "")
    }

    /// Asks for `path`, with this `Host` and these further header lines.
    pub fn request(&self, path: &str, host: &str, headers: &str) -> Answer {
        let mut stream = self.connect();
        send(
            &mut stream,
            path,
            host,
            &format!("Connection: close\r\n{headers}"),
        );
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        Answer {
            status: head[9..12].parse().unwrap(),
            head: head.to_lowercase(),
            body: body.to_owned(),
        }
    }

    /// Asks for the news, as a page of `origin`; gives the status and what comes.
    pub fn listen(&self, origin: &str) -> (u16, News) {
        let mut stream = self.connect();
        let host = format!("localhost:{}", self.port);
        let headers = format!("Accept: text/event-stream\r\nOrigin: {origin}\r\n");
        send(&mut stream, "/__mdhub/events", &host, &headers);
        let mut lines = BufReader::new(stream);
        let mut first = String::new();
        lines.read_line(&mut first).unwrap();
        (first[9..12].parse().unwrap(), News(lines))
    }

    /// Asks the server to end, as Ctrl-C does; gives whether it ended well.
    #[cfg(unix)]
    pub fn interrupt(&mut self) -> bool {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-INT", &id]).status().unwrap();
        assert!(sent.success());
        self.child.wait().unwrap().success()
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }
}

fn send(stream: &mut TcpStream, path: &str, host: &str, headers: &str) {
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {host}\r\n{headers}\r\n"
    )
    .unwrap();
}

/// What a page is told.
pub struct News(BufReader<TcpStream>);

impl News {
    /// Waits for the next thing that it is told.
    pub fn next(&mut self) -> serde_json::Value {
        loop {
            let mut line = String::new();
            assert!(
                self.0.read_line(&mut line).unwrap() > 0,
                "the news have ended"
            );
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).unwrap();
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
