//! What opening an address needs of the network, and the names that addresses give to what they lead to.

use thiserror::Error;

use super::Watch;

/// The web.
pub trait Web: Send + Sync {
    /// Fetches what an address leads to, and nothing else.
    ///
    /// # Errors
    /// Every [`FetchError`].
    fn fetch(&self, ask: &Ask, watch: &Watch) -> Result<Fetched, FetchError>;
}

/// What is to be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// An http or https address.
    pub address: String,
    /// Whether the reviewer has said that this address, not one that the server sends on to, may lead into a private network.
    pub allow_private: bool,
}

/// What came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fetched {
    /// The address that it came from in the end.
    pub address: String,
    /// The name that a file of it would have.
    pub name: String,
    /// The charset that the server named.
    pub charset: Option<String>,
    /// What the server sent, without compression.
    pub bytes: Vec<u8>,
}

/// Why an address was not fetched.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FetchError {
    /// Another kind of address.
    #[error("Could not open the address: only http and https addresses are opened.")]
    NotWeb,
    /// Something is missing in it or too much.
    #[error("Could not open the address: it is not complete. Copy it again from the browser.")]
    Malformed,
    /// It leads to this computer or into its network.
    #[error("Could not open the address: {host} is in a private network.")]
    Private {
        /// The server's name.
        host: String,
    },
    /// The server sends on into a private network, which nobody has allowed: only the address that was typed was asked about.
    #[error(
        "Could not open the address: the server sends on to {host}, which is in a private network. Open that address itself if you trust it."
    )]
    SentToPrivate {
        /// The name of the server that it sends on to.
        host: String,
    },
    /// The server sends on from a connection that nobody can listen to to one that anybody can.
    #[error(
        "Could not open the address: the server sends on from https to http, where anybody could read and change the page. Open the http address itself if that does not matter."
    )]
    SentToUnsafe,
    /// No such server.
    #[error("Could not open the address: no server called {host} was found. Check the address and the connection.")]
    NoServer {
        /// The server's name.
        host: String,
    },
    /// The server did not give it.
    #[error("Could not open the address: the server answered {status}{}. {}", reason(*.status), hint(*.status))]
    Status {
        /// The status of its answer.
        status: u16,
    },
    /// The server sent on and on.
    #[error("Could not open the address: the server sent on to other addresses more than {max} times.")]
    TooManyRedirects {
        /// How many are followed.
        max: u32,
    },
    /// More than is taken.
    #[error(
        "Could not open the address: what it leads to is larger than {max_mb} MB. Save it in a browser and open the file."
    )]
    TooLarge {
        /// How much is taken, in MB.
        max_mb: u64,
    },
    /// It did not come in time.
    #[error("Could not open the address: it did not come within {max_secs} seconds. Try again later.")]
    TooSlow {
        /// How long was waited.
        max_secs: u64,
    },
    /// The reviewer stopped it.
    #[error("Stopped opening the address.")]
    Stopped,
    /// The connection is not safe.
    #[error("Could not open the address: no safe connection could be made ({0}).")]
    Unsafe(String),
    /// The connection broke.
    #[error("Could not open the address: {0}. Check the connection and try again.")]
    Broken(String),
}

fn reason(status: u16) -> &'static str {
    match status {
        401 | 402 | 403 | 451 => " (no access)",
        404 | 410 => " (not found)",
        429 => " (too many requests)",
        500..=599 => " (trouble at the server)",
        _ => "",
    }
}

fn hint(status: u16) -> &'static str {
    match status {
        404 | 410 => "Check the address.",
        500..=599 | 429 => "Try again later.",
        _ => "Open it in a browser, save the page and open the file.",
    }
}

/// The web address that a text is, if it is nothing else: typed, pasted or dropped.
pub fn address_in(text: &str) -> Option<&str> {
    let text = text.trim().trim_matches(['"', '\'', '<', '>']);
    let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    let after =
        ["http://", "https://"].into_iter().find_map(|scheme| lower.starts_with(scheme).then_some(scheme.len()))?;
    let is_whole = !text.contains(|char: char| char.is_whitespace() || char.is_control());
    (is_whole && text.len() > after && text.len() <= 8192).then_some(text)
}

/// The name that a file fetched from an address would have: the last part of its path, else the server's name, with an
/// ending that fits the media type which the server named.
pub fn name_of(address: &str, media_type: &str) -> String {
    let after = address.split_once("://").map_or(address, |(_, after)| after);
    let path = after.split(['?', '#']).next().unwrap_or_default();
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let name: String = last.chars().filter(|char| !char.is_control()).take(120).collect();
    let ending = match media_type {
        "text/html" | "application/xhtml+xml" => "html",
        "text/markdown" => "md",
        "text/plain" => "txt",
        "application/pdf" => "pdf",
        _ => return name,
    };
    let has_ending = super::IMPORTERS
        .iter()
        .filter(|importer| importer.extensions.contains(&ending))
        .flat_map(|importer| importer.extensions)
        .any(|known| name.rsplit_once('.').is_some_and(|(_, own)| own.eq_ignore_ascii_case(known)))
        || name.to_ascii_lowercase().ends_with(&format!(".{ending}"));
    if has_ending { name } else { format!("{name}.{ending}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_other_text() {
        for text in ["https://example.org/a?b=c", " HTTP://example.org ", "\"https://example.org/x\"", "<https://a.b>"]
        {
            assert!(address_in(text).is_some(), "{text}");
        }
        for text in
            ["", "https://", "ftp://a.b", "file:///etc/passwd", "a https://a.b", "https://a.b and more", "héééé"]
        {
            assert_eq!(address_in(text), None, "{text}");
        }
        assert_eq!(address_in(" \"https://example.org/x\" "), Some("https://example.org/x"));
    }

    #[test]
    fn names_come_from_the_path_with_an_ending_that_fits() {
        let check = |address: &str, media_type: &str, name: &str| assert_eq!(name_of(address, media_type), name);
        check("https://example.org/news/bridge?x=1#a", "text/html", "bridge.html");
        check("https://example.org/news/bridge.htm", "text/html", "bridge.htm");
        check("https://example.org/report.pdf", "application/pdf", "report.pdf");
        check("https://example.org/", "text/html", "example.org.html");
        check("https://example.org/a.php", "text/html", "a.php.html");
        check("https://example.org/a.docx", "application/octet-stream", "a.docx");
    }
}
