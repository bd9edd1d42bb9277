//! Which addresses lead into the public web, and which to this machine or its network: what a page on the web cannot be used to
//! reach, and what stays out of exports.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// Endings of names that only a private network knows (RFC 6761, 6762, 8375, and what ICANN keeps free for them).
const PRIVATE_ENDINGS: [&str; 10] =
    ["localhost", "local", "internal", "lan", "home.arpa", "intranet", "private", "corp", "home", "localdomain"];

/// Whether an address leads to a file, to this machine or into a private network, as far as the address itself tells: a name is
/// not looked up.
pub fn is_private(address: &str) -> bool {
    let address = address.trim();
    let bytes = address.as_bytes();
    let is_drive =
        bytes.len() > 2 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':' && matches!(bytes[2], b'/' | b'\\');
    if is_drive || address.starts_with(['/', '~', '\\']) {
        return true;
    }
    let Ok(url) = Url::parse(address) else { return false };
    match url.host() {
        _ if matches!(url.scheme(), "file" | "smb" | "nfs" | "afp") => true,
        Some(Host::Ipv4(address)) => !is_public_v4(address),
        Some(Host::Ipv6(address)) => !is_public_v6(address),
        Some(Host::Domain(name)) => is_private_name(name),
        None => false,
    }
}

/// Whether a name is one of a private network: without a dot, or with an ending that the web does not have.
fn is_private_name(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let ends = |ending: &str| name.strip_suffix(ending).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    !name.contains('.') || PRIVATE_ENDINGS.into_iter().any(ends)
}

/// Whether an address is a public one, by IANA's registries of special-purpose addresses (RFC 6890 and its updates).
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_special = matches!(
        (a, b, c),
        (0 | 10 | 127 | 224..=255, _, _)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (192, 168, _)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    );
    !is_special
}

/// Global unicast is 2000::/3. Forms that carry an IPv4 address (mapped, compatible, translated, 6to4) count as that address.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let s = address.segments();
    let v4 = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match s {
        [0, 0, 0, 0, 0, 0, 0, 0 | 1] => false,
        [0, 0, 0, 0, 0, 0xffff | 0, high, low]
        | [0, 0, 0, 0, 0xffff, 0, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => v4(high, low),
        // Teredo and other protocol assignments, and what is for documentation.
        [0x2001, 0..=0x01ff, ..] | [0x2001, 0x0db8, ..] | [0x3fff, 0..=0x0fff, ..] => false,
        [first, ..] => (0x2000..0x4000).contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_this_machine_and_its_network_are_private() {
        for own in
            ["file:///a", "FILE:///home/ann/a.pdf", "/home/ann/a.pdf", "C:\\Users\\ann\\a.pdf", "~/a", "\\\\server\\a"]
        {
            assert!(is_private(own), "{own}");
        }
        for own in [
            "http://localhost:8080/a",
            "https://wiki/page",
            "https://cms.desk.internal/a",
            "http://nas.local./a",
            "http://192.168.1.4/a",
            "http://[fd12::1]/a",
            "http://2130706433/",
            "https://10.0.0.7/",
            "smb://server/a",
        ] {
            assert!(is_private(own), "{own}");
        }
        for web in [
            "https://example.org/a",
            "",
            "example.org",
            "doi:10.1/2",
            "mailto:a@example.org",
            "https://1.1.1.1/",
            "https://local.example.org/",
            "https://thelocal.se/",
        ] {
            assert!(!is_private(web), "{web}");
        }
    }

    #[test]
    fn tells_public_addresses_from_others() {
        let check = |address: &str, expected: bool| {
            assert_eq!(is_public(address.parse().unwrap()), expected, "{address}");
        };
        for public in ["1.1.1.1", "93.184.216.34", "172.15.0.1", "172.32.0.1", "100.63.0.1", "100.128.0.1", "192.0.1.1"]
        {
            check(public, true);
        }
        for public in ["2606:4700::1111", "2a00:1450:4001::1", "::ffff:1.1.1.1", "64:ff9b::101:101", "2002:101:101::1"]
        {
            check(public, true);
        }
        for own in ["127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1"] {
            check(own, false);
        }
        for own in
            ["169.254.169.254", "100.64.0.1", "192.0.0.8", "198.18.0.1", "203.0.113.9", "224.0.0.1", "255.255.255.255"]
        {
            check(own, false);
        }
        for own in
            ["::1", "::", "fe80::1", "fec0::1", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1", "100::1", "2001::1"]
        {
            check(own, false);
        }
        for own in [
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "::ffff:0:127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2002:c0a8:101::1",
        ] {
            check(own, false);
        }
    }
}
