//! A web archive made in memory.

/// A captured page: address, time, title, words.
pub type Captured<'a> = (&'a str, &'a str, &'a str, &'a str);

/// A WARC file of pages.
pub fn warc(pages: &[Captured<'_>]) -> Vec<u8> {
    let record = |(url, at, title, words): &Captured<'_>| {
        let page = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html lang=en><head><title>{title}</title></head><body>\
             <article><h1>{title}</h1><p>{words}</p><p>The council said on Monday that it would look at the figures again before the \
             end of the year.</p></article></body></html>"
        );
        format!(
            "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: {at}\r\nContent-Length: {}\r\n\r\n{page}\r\n\r\n",
            page.len()
        )
    };
    pages.iter().map(record).collect::<String>().into_bytes()
}

/// Files that were captured, each at an address and time, of a media type.
pub fn warc_of_files(files: &[(&str, &str, &str, Vec<u8>)]) -> Vec<u8> {
    let record = |(url, at, media_type, bytes): &(&str, &str, &str, Vec<u8>)| {
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\n\r\n");
        let head = format!(
            "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: {at}\r\nContent-Length: {}\r\n\r\n{answer}",
            answer.len() + bytes.len()
        );
        [head.as_bytes(), bytes, b"\r\n\r\n"].concat()
    };
    files.iter().flat_map(record).collect()
}

/// Two pages.
pub fn two_pages() -> Vec<u8> {
    warc(&[
        ("https://example.org/bridge", "2024-05-03T10:04:00Z", "The bridge", "The bridge is closed since Monday."),
        ("https://example.org/ferry", "2024-05-04T08:00:00Z", "The ferry", "The ferry carries 480 cars a day."),
    ])
}
