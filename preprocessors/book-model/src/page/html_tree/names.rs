//! What HTML's standard says of elements by their names.

/// Elements that have no end tag, as mdBook 0.5.4 knows them (`is_void_element`).
pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Elements in which a browser looks for nothing but their end tag (HTML standard, section
/// 13.2.5.1 and the insertion modes that switch the tokenizer).
pub(in super::super) fn is_raw_text(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "textarea"
            | "title"
            | "iframe"
            | "xmp"
            | "noembed"
            | "noframes"
            | "noscript"
    )
}

/// Elements whose end tag may be left out (HTML standard, section 13.1.2.4), and void ones that
/// mdBook does not know: the page looks as it was meant.
pub(super) fn needs_no_end(name: &str) -> bool {
    matches!(
        name,
        "html"
            | "head"
            | "body"
            | "li"
            | "dt"
            | "dd"
            | "p"
            | "rb"
            | "rt"
            | "rtc"
            | "rp"
            | "optgroup"
            | "option"
            | "colgroup"
            | "caption"
            | "thead"
            | "tbody"
            | "tfoot"
            | "tr"
            | "td"
            | "th"
            | "basefont"
            | "bgsound"
            | "frame"
            | "keygen"
    )
}

/// Whether HTML has, or had, an element of this name. A name with a hyphen is a custom element.
pub(super) fn is_known(name: &str) -> bool {
    name.contains(['-', ':']) || KNOWN.binary_search(&name).is_ok()
}

/// The elements of HTML, obsolete ones included, that are not among the above; in order.
const KNOWN: [&str; 91] = [
    "a",
    "abbr",
    "acronym",
    "address",
    "applet",
    "article",
    "aside",
    "audio",
    "b",
    "bdi",
    "bdo",
    "big",
    "blink",
    "blockquote",
    "button",
    "canvas",
    "center",
    "cite",
    "code",
    "data",
    "datalist",
    "del",
    "details",
    "dfn",
    "dialog",
    "dir",
    "div",
    "dl",
    "em",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "i",
    "ins",
    "kbd",
    "label",
    "legend",
    "listing",
    "main",
    "map",
    "mark",
    "marquee",
    "math",
    "menu",
    "meter",
    "nav",
    "nobr",
    "object",
    "ol",
    "output",
    "picture",
    "plaintext",
    "pre",
    "progress",
    "q",
    "ruby",
    "s",
    "samp",
    "search",
    "section",
    "select",
    "selectedcontent",
    "slot",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "template",
    "time",
    "tt",
    "u",
    "ul",
    "var",
    "video",
];
