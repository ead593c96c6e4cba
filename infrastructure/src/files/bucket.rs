//! A bucket of Amazon's, or of any other server that speaks S3, opened by the settings that its tools know.
//! What is read from it goes out to readers at their own pace, however long that takes.

use std::time::Duration;

use object_store::aws::{AmazonS3, AmazonS3Builder, AmazonS3ConfigKey};
use object_store::path::Path;
use object_store::{ClientOptions, ObjectStoreScheme, RetryConfig};
use rustls::crypto::ring::default_provider;
use url::Url;

use super::FilesUrlError;

/// Longest wait for the next byte.
const SILENCE: Duration = Duration::from_mins(1);
/// Somebody waits for the answer: a server that does not come back soon is said to be out of reach.
const RETRIES: usize = 4;
const PATIENCE: Duration = Duration::from_secs(20);

/// The bucket, and the folder in it. Of the options those are taken that begin with `AWS_`.
pub fn open(
    url: &Url,
    options: impl IntoIterator<Item = (String, String)>,
) -> Result<(AmazonS3, Path), FilesUrlError> {
    let (scheme, folder) = ObjectStoreScheme::parse(url).map_err(|_| unknown(url))?;
    if scheme != ObjectStoreScheme::AmazonS3 {
        return Err(unknown(url));
    }
    // Refused only where the program has one already.
    drop(default_provider().install_default());
    let client = ClientOptions::new().with_timeout_disabled().with_read_timeout(SILENCE);
    let retry = RetryConfig { max_retries: RETRIES, retry_timeout: PATIENCE, ..RetryConfig::default() };
    let named = options.into_iter().filter_map(|(name, value)| {
        let name = name.to_lowercase();
        let key = name.starts_with("aws_").then(|| name.parse::<AmazonS3ConfigKey>().ok())??;
        Some((key, value))
    });
    let plain = AmazonS3Builder::new().with_url(url.as_str()).with_client_options(client).with_retry(retry);
    let builder = named.fold(plain, |builder, (key, value)| builder.with_config(key, value));
    builder.build().map(|bucket| (bucket, folder)).map_err(|error| FilesUrlError::Address(error.to_string()))
}

fn unknown(url: &Url) -> FilesUrlError {
    let scheme = url.scheme();
    FilesUrlError::Address(format!("{scheme}: is neither a folder nor a bucket such as s3://bucket/prefix"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(place: &str, options: &[(&str, &str)]) -> Result<Path, String> {
        let options = options.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        open(&place.parse().unwrap(), options).map(|(_, folder)| folder).map_err(|error| error.to_string())
    }

    #[test]
    fn a_bucket_is_opened_by_the_settings_of_its_own_tools() {
        let keys =
            [("AWS_ACCESS_KEY_ID", "id"), ("AWS_SECRET_ACCESS_KEY", "secret"), ("AWS_REGION", "sa-east-1")];
        assert_eq!(opened("s3://shelf/portal/files", &keys), Ok(Path::from("portal/files")));
        // Of other programs' making, and no business of the bucket's.
        assert_eq!(
            opened("s3://shelf", &[("TIMEOUT", "soon"), ("REGION", "x"), ("AWS_PAGER", "")]),
            Ok(Path::default())
        );
        let wrong = opened("s3://shelf", &[("AWS_ALLOW_HTTP", "perhaps")]).unwrap_err();
        assert!(wrong.contains("perhaps"), "{wrong}");
    }

    #[test]
    fn what_is_no_bucket_is_said_without_its_secrets() {
        for place in ["gs://shelf", "https://user:secret@files.example.org/shelf", "ftp://shelf"] {
            let said = opened(place, &[]).unwrap_err();
            assert!(said.contains("s3://bucket/prefix") && !said.contains("secret"), "{said}");
        }
    }
}
