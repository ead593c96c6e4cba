//! Whoever contributed something, as a visitor may know them: by the name that they show there, as a member who shows
//! none, or as a former member once they are erased.

use domain::MemberId;
use maud::{Markup, html};
use projections::membership::{is_former, names};
use sqlx::PgPool;

use crate::visit::Visit;

pub struct Contributor {
    id: MemberId,
    name: Option<String>,
    former: bool,
}

impl Contributor {
    pub async fn of(read: &PgPool, visit: &Visit, id: MemberId) -> sqlx::Result<Self> {
        let name = names(read, visit.audience(), std::slice::from_ref(&id)).await?.remove(&id);
        // Most show theirs: nothing more is asked for them.
        let former = name.is_none() && is_former(read, id).await?;
        Ok(Self { id, name, former })
    }

    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// With the way to the profile where a name is shown.
    pub fn show(&self, visit: &Visit) -> Markup {
        html! {
            @match &self.name {
                Some(name) => a href=(visit.link(&format!("/members/{}", self.id))) { (name) },
                None if self.former => (visit.text("membership-former")),
                None => (visit.text("membership-unnamed")),
            }
        }
    }
}
