//! The parameters of an address, to be changed one at a time.

use std::str::FromStr;

use url::form_urlencoded;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// As it stands after the `?`; empty parameters, which forms send along, are dropped.
    pub fn parse(query: &str) -> Self {
        Self(
            form_urlencoded::parse(query.as_bytes())
                .filter(|(_, value)| !value.is_empty())
                .map(|(name, value)| (name.into_owned(), value.into_owned()))
                .collect(),
        )
    }

    pub fn first(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// What is read from the first of the name; none where there is none.
    pub fn value<T: FromStr>(&self, name: &str) -> Result<Option<T>, T::Err> {
        self.first(name).map(str::parse).transpose()
    }

    /// With this value in place of others of the name.
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut query = self.without(name);
        query.0.push((name.to_owned(), value.to_owned()));
        query
    }

    #[must_use]
    pub fn without(&self, name: &str) -> Self {
        Self(self.0.iter().filter(|(known, _)| known != name).cloned().collect())
    }

    /// All of them, for hidden fields of a form.
    pub fn all(&self) -> &[(String, String)] {
        &self.0
    }

    /// The address of `path` with these parameters, beside those that it has.
    pub fn at(&self, path: &str) -> String {
        if self.0.is_empty() {
            return path.to_owned();
        }
        let mark = if path.contains('?') { '&' } else { '?' };
        let start = path.len() + 1;
        form_urlencoded::Serializer::for_suffix(format!("{path}{mark}"), start).extend_pairs(&self.0).finish()
    }
}

/// The page that an address asks for, counted from 0; `None` where that is no page.
pub fn page_number(text: Option<&str>) -> Option<u32> {
    let Some(text) = text else { return Some(0) };
    text.parse::<u32>().ok().filter(|page| (1..=1_000_000).contains(page)).map(|page| page - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_parameter_is_changed_and_the_others_stay() {
        let query = Query::parse("q=a%C3%B1o+%26+m%C3%A1s&country=MX&theme=&page=3");
        assert_eq!(query.first("q"), Some("año & más"));
        assert_eq!(query.first("theme"), None);
        let query = query.without("page").with("country", "BR");
        assert_eq!(query.at("/es/library"), "/es/library?q=a%C3%B1o+%26+m%C3%A1s&country=BR");
        assert_eq!(query.without("q").without("country").at("/es"), "/es");
        assert_eq!(query.without("q").at("/es?a=b"), "/es?a=b&country=BR");
    }
}
