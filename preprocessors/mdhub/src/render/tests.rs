//! Every format, of the same findings: what stands in a book must not get the better of one.

use book_model::Severity;
use book_plugin::visible;
use snapbox::{IntoData, assert_data_eq, str};

use super::*;

/// A place in a file of a name with everything in it that a format could trip over.
fn place(needle: &str, label: &str) -> Place {
    let text = "# A\n\nß\u{1b}[31m [one](two)\u{202e}\u{9b}\nthree\nfour\n";
    let start = text.find(needle).unwrap();
    Place {
        file: "src/a,b:c%\u{1b}.md".into(),
        text: text.into(),
        range: start..start + needle.len(),
        label: label.to_owned(),
        included: None,
    }
}

fn written(format: Format) -> String {
    let mut include = place("three", "100 %");
    include.included = Some("x\u{7}.md".to_owned());
    let findings = [
        Located {
            rule: "a-rule",
            severity: Severity::Error,
            message: "`\u{1b}[2J\u{202e}\u{2028}\"quoted\"`, 50%: ::error::\nnot a command\r"
                .to_owned(),
            primary: place("[one](two)", "here\u{9b}"),
            labels: vec![include],
            help: vec!["write\u{1b} this".to_owned(), "or: that".to_owned()],
        },
        Located {
            rule: "another",
            severity: Severity::Warning,
            message: "three lines".to_owned(),
            primary: place("ß\u{1b}[31m [one](two)\u{202e}\u{9b}\nthree\nfour\n", ""),
            labels: Vec::new(),
            help: Vec::new(),
        },
    ];
    let error = book_engine::Advice::error("it ended\u{1b}: early, 1%", "begin\nagain");
    let report = Report {
        root: Path::new("."),
        diagnostics: &findings,
        found: Found::of(&findings),
        chapters: None,
        error: Some(&error),
        coloured: true,
    };
    let mut out = Vec::new();
    write(format, &mut out, &report).unwrap();
    let out = String::from_utf8(out).unwrap();
    let out = anstream::adapter::strip_str(&out).to_string();
    assert!(!out.contains(book_plugin::is_hazardous), "{out:?}");
    out
}

#[test]
fn text() {
    assert_data_eq!(
        written(Format::Text),
        str![[r#"
error[a-rule]: `␛[2J\u{202e}\u{2028}"quoted"`, 50%: ::error::
               not a command␍
 --> src/a,b:c%␛.md:3:8
  |
3 | ß␛[31m [one](two)�·
  |        ^^^^^^^^^^ here\u{9b}
4 | three
  | ----- 100 %
  |
  = note: the text comes from `x␇.md`, which is included here
  = help: write␛ this
  = help: or: that

warning[another]: three lines
 --> src/a,b:c%␛.md:3:1
  |
3 | / ß␛[31m [one](two)�·
4 | | three
5 | | four
  | |____^


"#]]
        .raw()
    );
}

#[test]
fn short() {
    assert_data_eq!(
        written(Format::Short),
        str![[r#"
src/a,b:c%␛.md:3:8: error[a-rule]: `␛[2J\u{202e}\u{2028}"quoted"`, 50%: ::error:: not a command␍
src/a,b:c%␛.md:3:1: warning[another]: three lines

"#]]
        .raw()
    );
}

#[test]
fn github() {
    assert_data_eq!(written(Format::Github), str![[r#"
::error file=src/a%2Cb%3Ac%25␛.md,line=3,endLine=3,col=8,endColumn=18,title=a-rule::`␛[2J\u{202e}\u{2028}"quoted"`, 50%25: ::error::%0Anot a command%0Ahere\u{9b}%0Asrc/a,b:c%25␛.md:4:1: 100 %25%0Anote: the text comes from `x␇.md`, which is included here%0Ahelp: write␛ this%0Ahelp: or: that
::warning file=src/a%2Cb%3Ac%25␛.md,line=3,endLine=5,title=another::three lines
::error title=mdhub::it ended␛: early, 1%25%0Ahelp: begin%0Aagain

"#]].raw());
}

#[test]
fn json() {
    let out = written(Format::Json);
    assert_eq!(out.lines().count(), 1);
    let value: serde_json::Value = serde_json::from_str(&out).unwrap();
    // What is escaped means what it was.
    assert_eq!(value["findings"][0]["place"]["file"], "src/a,b:c%\u{1b}.md");
    assert_eq!(value["findings"][0]["place"]["label"], "here\u{9b}");
    assert_data_eq!(
        visible(&format!("{value:#}")).into_owned(),
        str![[r#"
{
  "version": 1,
  "chapters": null,
  "errors": 1,
  "warnings": 1,
  "findings": [
    {
      "rule": "a-rule",
      "severity": "error",
      "message": "`\u001b[2J\u{202e}\u{2028}\"quoted\"`, 50%: ::error::\nnot a command\r",
      "place": {
        "file": "src/a,b:c%\u001b.md",
        "bytes": {
          "start": 13,
          "end": 23
        },
        "start": {
          "line": 3,
          "column": 8
        },
        "end": {
          "line": 3,
          "column": 18
        },
        "label": "here\u{9b}",
        "included": null
      },
      "labels": [
        {
          "file": "src/a,b:c%\u001b.md",
          "bytes": {
            "start": 29,
            "end": 34
          },
          "start": {
            "line": 4,
            "column": 1
          },
          "end": {
            "line": 4,
            "column": 6
          },
          "label": "100 %",
          "included": "x\u0007.md"
        }
      ],
      "help": [
        "write\u001b this",
        "or: that"
      ]
    },
    {
      "rule": "another",
      "severity": "warning",
      "message": "three lines",
      "place": {
        "file": "src/a,b:c%\u001b.md",
        "bytes": {
          "start": 5,
          "end": 39
        },
        "start": {
          "line": 3,
          "column": 1
        },
        "end": {
          "line": 5,
          "column": 5
        },
        "label": "",
        "included": null
      },
      "labels": [],
      "help": []
    }
  ],
  "failure": {
    "message": "it ended\u001b: early, 1%",
    "causes": [],
    "help": "begin\nagain",
    "place": null
  }
}
"#]]
        .raw()
    );
}
