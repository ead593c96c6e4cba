//! What was typed into a form: by name, with the error beside each field.
//! A form page shows the same `Fields` whether they come from the read model, from a refused
//! attempt or from a session that had expired.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use domain::CommandId;
use url::form_urlencoded;

use crate::error::PageError;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    values: Vec<(String, String)>,
    errors: Vec<(String, String)>,
    /// The name of a field, and its text as HTML that is safe to show.
    preview: Option<(String, String)>,
}

impl Fields {
    pub fn new<N: Into<String>, V: Into<String>>(values: impl IntoIterator<Item = (N, V)>) -> Self {
        let values = values.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Self { values, errors: Vec::new(), preview: None }
    }

    /// `application/x-www-form-urlencoded`, as the WHATWG URL standard parses it: never fails.
    pub fn parse(body: &[u8]) -> Self {
        Self::new(form_urlencoded::parse(body))
    }

    /// The first value of the field, empty when there is none.
    pub fn value(&self, name: &str) -> &str {
        self.values.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// All values, for boxes that can be ticked together.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.values.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn has(&self, name: &str, value: &str) -> bool {
        self.values(name).any(|known| known == value)
    }

    pub fn push(&mut self, name: &str, value: impl Into<String>) {
        self.values.push((name.to_owned(), value.into()));
    }

    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.values.retain(|(known, _)| known != name);
        self.push(name, value);
    }

    /// All names and values, in the order of the form.
    pub fn all(&self) -> &[(String, String)] {
        &self.values
    }

    /// The id that makes a repeated submit known: the form carries it as a hidden field.
    pub fn command_id(&self) -> Result<CommandId, PageError> {
        self.value("command_id").parse().map_err(|_| PageError::BadRequest)
    }

    /// Says beside the field what is wrong with it.
    pub fn refuse(&mut self, name: &str, message: impl Into<String>) {
        self.errors.push((name.to_owned(), message.into()));
    }

    pub fn error(&self, name: &str) -> Option<&str> {
        self.errors.iter().find(|(known, _)| known == name).map(|(_, message)| message.as_str())
    }

    /// Field and message, in the order in which they were found.
    pub fn errors(&self) -> &[(String, String)] {
        &self.errors
    }

    /// Beside the field stands its text as readers will see it.
    pub fn show_preview(&mut self, name: &str, html: String) {
        self.preview = Some((name.to_owned(), html));
    }

    pub fn preview(&self, name: &str) -> Option<&str> {
        self.preview.as_ref().filter(|(known, _)| known == name).map(|(_, html)| html.as_str())
    }

    pub fn is_refused(&self) -> bool {
        !self.errors.is_empty()
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = PageError;

    async fn from_request(request: Request, state: &S) -> Result<Self, PageError> {
        let body =
            Bytes::from_request(request, state).await.map_err(|rejection| PageError::of_body(&rejection))?;
        Ok(Self::parse(&body))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_read_by_name() {
        let fields = Fields::parse(b"title=Cuidados+%26+m%C3%A1s&theme=care&theme=rural&broken=%ff&=x");
        assert_eq!(fields.value("title"), "Cuidados & más");
        assert_eq!(fields.values("theme").collect::<Vec<_>>(), ["care", "rural"]);
        assert!(fields.has("theme", "rural") && !fields.has("theme", "urban"));
        assert_eq!(fields.value("broken"), "\u{fffd}");
        assert_eq!(fields.value("absent"), "");
    }

    #[test]
    fn an_error_stands_beside_its_field() {
        let mut fields = Fields::new([("title", "")]);
        assert!(!fields.is_refused());
        fields.refuse("title", "Give a title");
        assert_eq!(fields.error("title"), Some("Give a title"));
        assert_eq!(fields.error("summary"), None);
        assert!(fields.is_refused());
    }
}
