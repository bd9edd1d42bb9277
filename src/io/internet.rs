//! Fetches what an address leads to. Only that: no picture, no script, no address that nobody asked for; no cookies, no proxy,
//! nothing told of the reviewer but the request itself.

use std::{
    io::Read,
    time::{Duration, Instant},
};

use ureq::{
    Agent, Body,
    config::Config,
    http::{Response, Uri, header},
    tls::{RootCerts, TlsConfig},
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::{DefaultConnector, NextTimeout},
    },
};
use url::Url;

use crate::{
    import::{
        Progress, Stage, Watch,
        web::{Ask, FetchError, Fetched, Web, name_of},
    },
    model::network,
};

/// The internet, within bounds.
#[derive(Debug, Clone, Copy)]
pub struct Internet {
    /// How many times a server may send on to another address.
    pub max_redirects: u32,
    /// How many bytes are taken, after decompression.
    pub max_bytes: u64,
    /// How long it may take, redirects included.
    pub max_time: Duration,
}

impl Default for Internet {
    fn default() -> Self {
        Self { max_redirects: 5, max_bytes: 25 << 20, max_time: Duration::from_secs(30) }
    }
}

impl Web for Internet {
    fn fetch(&self, ask: &Ask, watch: &Watch) -> Result<Fetched, FetchError> {
        let until = Instant::now() + self.max_time;
        watch.tell(Progress { stage: Stage::Fetching, ..Progress::default() });
        let typed = parse(&ask.address)?;
        let mut address = typed.clone();
        for hop in 0..=self.max_redirects {
            if watch.is_stopped() {
                return Err(FetchError::Stopped);
            }
            // What was allowed was one server; it may send on within itself.
            let may_be_private = ask.allow_private && address.origin() == typed.origin();
            let response = self.get(&address, may_be_private, until).map_err(|error| match error {
                FetchError::Private { host } if hop > 0 => FetchError::SentToPrivate { host },
                error => error,
            })?;
            match next(&address, &response)? {
                Some(next) => address = next,
                None => return self.take(&address, response, watch, until),
            }
        }
        Err(FetchError::TooManyRedirects { max: self.max_redirects })
    }
}

impl Internet {
    fn get(&self, address: &Url, allow_private: bool, until: Instant) -> Result<Response<Body>, FetchError> {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(self.too_slow());
        }
        let config = Config::builder()
            .timeout_global(Some(left))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .proxy(None)
            .user_agent(concat!("Mozilla/5.0 (compatible; Claimdesk/", env!("CARGO_PKG_VERSION"), ")"))
            .accept("text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.5")
            .tls_config(TlsConfig::builder().root_certs(RootCerts::WebPki).build())
            .build();
        let resolver = Guarded { allow_private, system: DefaultResolver::default() };
        let agent = Agent::with_parts(config, DefaultConnector::default(), resolver);
        agent.get(address.as_str()).call().map_err(|error| self.told(error, address))
    }

    fn take(
        &self,
        address: &Url,
        response: Response<Body>,
        watch: &Watch,
        until: Instant,
    ) -> Result<Fetched, FetchError> {
        let status = response.status().as_u16();
        if !(200..300).contains(&status) {
            return Err(FetchError::Status { status });
        }
        let (media_type, charset) = content_type(&response);
        // The length speaks of the compressed bytes where they are compressed; then it is only a guess for the progress.
        let total = response.body().content_length().unwrap_or(0);
        if total > self.max_bytes {
            return Err(self.too_large());
        }
        let mut bytes = Vec::new();
        let mut buffer = vec![0; 32 << 10];
        let mut body = response.into_body().into_reader();
        loop {
            if watch.is_stopped() {
                return Err(FetchError::Stopped);
            }
            if Instant::now() > until {
                return Err(self.too_slow());
            }
            let len = body.read(&mut buffer).map_err(|error| self.told(error.into(), address))?;
            if len == 0 {
                break;
            }
            bytes.extend_from_slice(&buffer[..len]);
            if bytes.len() as u64 > self.max_bytes {
                return Err(self.too_large());
            }
            let done = bytes.len() as u64;
            watch.tell(Progress { stage: Stage::Fetching, done, total: if done > total { 0 } else { total } });
        }
        let name = name_of(address.as_str(), &media_type);
        Ok(Fetched { address: address.to_string(), name, charset, bytes })
    }

    fn too_slow(&self) -> FetchError {
        FetchError::TooSlow { max_secs: self.max_time.as_secs() }
    }

    fn too_large(&self) -> FetchError {
        FetchError::TooLarge { max_mb: self.max_bytes >> 20 }
    }

    fn told(&self, error: ureq::Error, address: &Url) -> FetchError {
        let host = address.host_str().unwrap_or_default().to_owned();
        match error {
            ureq::Error::Other(other) if other.is::<PrivateAddress>() => FetchError::Private { host },
            ureq::Error::HostNotFound => FetchError::NoServer { host },
            ureq::Error::Timeout(_) => self.too_slow(),
            ureq::Error::Tls(reason) => FetchError::Unsafe(reason.to_owned()),
            ureq::Error::Rustls(error) => FetchError::Unsafe(error.to_string()),
            ureq::Error::Io(error) => match error.kind() {
                std::io::ErrorKind::ConnectionRefused => {
                    FetchError::Broken(format!("{host} does not accept connections"))
                }
                std::io::ErrorKind::TimedOut => self.too_slow(),
                std::io::ErrorKind::UnexpectedEof => FetchError::Broken("the connection ended early".to_owned()),
                _ if is_unknown_name(&error) => FetchError::NoServer { host },
                std::io::ErrorKind::InvalidData => FetchError::Unsafe(error.to_string()),
                _ => FetchError::Broken(error.to_string()),
            },
            error => FetchError::Broken(error.to_string()),
        }
    }
}

/// How Rust (on Unix) and Windows say that there is no such name.
fn is_unknown_name(error: &std::io::Error) -> bool {
    let words = error.to_string();
    ["lookup address", "No such host"].iter().any(|sign| words.contains(sign))
}

/// An address in the form in which it is asked for: names in ASCII, numbers of hosts in their usual form, no password, no mark.
fn parse(address: &str) -> Result<Url, FetchError> {
    let mut address = Url::parse(address.trim()).map_err(|_| FetchError::Malformed)?;
    checked(&address)?;
    address.set_fragment(None);
    let _ = address.set_username("");
    let _ = address.set_password(None);
    Ok(address)
}

fn checked(address: &Url) -> Result<(), FetchError> {
    match address.scheme() {
        "http" | "https" if address.host().is_some() => Ok(()),
        "http" | "https" => Err(FetchError::Malformed),
        _ => Err(FetchError::NotWeb),
    }
}

/// Where a response sends on to, if it does.
fn next<B>(address: &Url, response: &Response<B>) -> Result<Option<Url>, FetchError> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let location = response.headers().get(header::LOCATION).map(|value| String::from_utf8_lossy(value.as_bytes()));
    let Some(location) = location else { return Ok(None) };
    let next = address.join(location.trim()).map_err(|_| FetchError::Malformed)?;
    let next = parse(next.as_str())?;
    if address.scheme() == "https" && next.scheme() != "https" { Err(FetchError::SentToUnsafe) } else { Ok(Some(next)) }
}

/// Media type and charset that the server names.
fn content_type(response: &Response<Body>) -> (String, Option<String>) {
    let value = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut parts = value.split(';').map(str::trim);
    let media_type = parts.next().unwrap_or_default().to_ascii_lowercase();
    let charset = parts.find_map(|part| {
        let (key, value) = part.split_once('=')?;
        key.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']).to_owned())
    });
    (media_type, charset.filter(|charset| !charset.is_empty()))
}

/// The system's resolver without what it finds in private networks. What passes is what is connected to: a name that leads
/// elsewhere a moment later changes nothing.
#[derive(Debug)]
struct Guarded {
    allow_private: bool,
    system: DefaultResolver,
}

/// All addresses of a server are private ones.
#[derive(Debug, thiserror::Error)]
#[error("the address is in a private network")]
struct PrivateAddress;

impl Resolver for Guarded {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.system.resolve(uri, config, timeout)?;
        if self.allow_private {
            return Ok(found);
        }
        let mut public = self.empty();
        for socket in found.iter().filter(|socket| network::is_public(socket.ip())) {
            public.push(*socket);
        }
        if public.is_empty() { Err(ureq::Error::Other(Box::new(PrivateAddress))) } else { Ok(public) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_brought_into_one_form() {
        let check = |address: &str, expected: &str| assert_eq!(parse(address).unwrap().as_str(), expected);
        check(" HTTPS://Example.org/a b#c", "https://example.org/a%20b");
        check("https://de.example.org/Köln", "https://de.example.org/K%C3%B6ln");
        check("http://user:secret@example.org/", "http://example.org/");
        check("http://2130706433/", "http://127.0.0.1/");
        check("http://[::ffff:7f00:1]/", "http://[::ffff:127.0.0.1]/".replace("127.0.0.1", "7f00:1").as_str());
    }

    #[test]
    fn https_never_falls_to_http() {
        let sent = |from: &str, to: &str| {
            let response = Response::builder().status(302).header("location", to).body(()).unwrap();
            next(&parse(from).unwrap(), &response).map(|next| next.map(String::from))
        };
        assert_eq!(sent("https://a.org/", "http://a.org/b"), Err(FetchError::SentToUnsafe));
        assert_eq!(sent("https://a.org/", "//b.org/c"), Ok(Some("https://b.org/c".into())));
        assert_eq!(sent("http://a.org/", "https://a.org/"), Ok(Some("https://a.org/".into())));
        assert_eq!(sent("http://a.org/", "/b"), Ok(Some("http://a.org/b".into())));
    }

    #[test]
    fn other_schemes_are_refused() {
        for address in ["file:///etc/passwd", "ftp://example.org/", "javascript:alert(1)", "data:text/html,x"] {
            assert_eq!(parse(address), Err(FetchError::NotWeb), "{address}");
        }
        assert_eq!(parse("https://"), Err(FetchError::Malformed));
    }
}
