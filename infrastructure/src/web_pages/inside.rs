//! Servers inside the network whose pages may be read all the same, because the operator names them: an
//! intranet, say. Each is one host at one port; nothing else of its machine or its network comes with it.

use std::str::FromStr;

use url::{Host, Url};

/// None, unless some are named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inside(Vec<(Host, u16)>);

#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not a host with its port, such as intranet.example.org:8443 or [fd00::5]:80")]
pub struct NoAuthority(String);

impl Inside {
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Only as it is written there: another name of the same machine is not named.
    pub fn names(&self, url: &Url) -> bool {
        let (Some(host), Some(port)) = (url.host(), url.port_or_known_default()) else { return false };
        self.0.iter().any(|(named, at)| named == &host && *at == port)
    }
}

impl FromStr for Inside {
    type Err = NoAuthority;

    /// Separated by commas.
    fn from_str(text: &str) -> Result<Self, NoAuthority> {
        let named = text.split(',').map(str::trim).filter(|authority| !authority.is_empty());
        named.map(authority).collect::<Result<_, _>>().map(Self)
    }
}

fn authority(text: &str) -> Result<(Host, u16), NoAuthority> {
    let wrong = || NoAuthority(text.to_owned());
    let (host, port) = text.rsplit_once(':').ok_or_else(wrong)?;
    if !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong());
    }
    let port = port.parse().ok().filter(|port| *port != 0).ok_or_else(wrong)?;
    match Host::parse(host) {
        // No pattern is one.
        Ok(Host::Domain(name)) if !name.bytes().all(in_names) => Err(wrong()),
        Ok(host) => Ok((host, port)),
        Err(_) => Err(wrong()),
    }
}

const fn in_names(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(inside: &str, url: &str) -> bool {
        inside.parse::<Inside>().unwrap().names(&url.parse().unwrap())
    }

    #[test]
    fn a_server_is_named_by_its_host_and_its_port() {
        let inside = "intranet.example.org:80, [fd00::5]:8443,10.0.0.7:8080";
        for url in [
            "http://intranet.example.org/a",
            "http://INTRANET.example.org:80/",
            "https://[fd00:0::5]:8443/b?c",
            "http://10.0.0.7:8080/",
        ] {
            assert!(names(inside, url), "{url}");
        }
        for url in [
            "https://intranet.example.org/a",
            "http://intranet.example.org:8080/",
            "http://intranet.example.org./",
            "http://wiki.intranet.example.org/",
            "http://intranet.example.org.elsewhere.example/",
            "http://intranet.example.org@10.0.0.1/",
            "http://10.0.0.7/",
            "http://10.0.0.8:8080/",
            "http://[::ffff:10.0.0.7]:8080/",
            "file:///etc/passwd",
        ] {
            assert!(!names(inside, url), "{url}");
        }
    }

    #[test]
    fn nobody_is_named_by_nothing() {
        for nothing in ["", " , "] {
            assert!(nothing.parse::<Inside>().unwrap().is_empty());
        }
        assert!(Inside::default().is_empty());
    }

    #[test]
    fn what_names_no_server_is_refused() {
        for wrong in [
            "intranet",
            "intranet:",
            "intranet:0",
            "intranet:+80",
            "intranet:99999",
            ":80",
            "*:80",
            "http://intranet:80",
            "intranet:80/path",
            "ana@intranet:80",
            "10.0.0.0/8:80",
            "fd00::5",
            "fine:80,wrong",
        ] {
            let told = wrong.parse::<Inside>().map(|_| ()).map_err(|error| error.to_string());
            assert!(told.is_err_and(|told| told.contains("is not a host with its port")), "{wrong}");
        }
    }
}
